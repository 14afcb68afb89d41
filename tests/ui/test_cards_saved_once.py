"""A card whose answer was lost is saved again: nothing is made a second time, and what was keyed since is saved."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from app.domain.rights import SYSTEM
from app.services import parties
from app.services.setup.terms import read_terms
from db.schema.parties import Contact, Customer
from db.schema.products import Product
from tests.helpers.firm_facts import make_customers, make_firm
from tests.helpers.slow_office import lose_answer, refuse_once
from tests.helpers.window import CTRL, KEY

pytestmark = pytest.mark.usefixtures("few_parts")


@pytest.fixture
def firm(work):
    make_firm(work)


def column(work, wanted) -> list[str]:
    """What stands there, but for the customer that every firm has."""
    with work.reading(actor=SYSTEM) as view:
        found = view.db.execute(sa.select(wanted)).scalars()
        return [value for value in found if value not in ("Counter sale", "")]


def key_contact(window, name: str) -> None:
    """A person in the first empty row."""
    contacts = window.find(QWidget, "contacts")
    contacts.setFocus()
    contacts.select_row(len(contacts.cells.rows()), 0)
    window.type(f"{name}\n")


@pytest.fixture
def new(window, firm):
    """A card of a customer that is new, with a person, not saved yet."""
    window.show("customers")
    window.press(KEY.Key_N, CTRL)
    window.type("Neue GmbH")
    key_contact(window, "Ada Meyer")
    return window


def save(window) -> None:
    window.press(KEY.Key_S, CTRL)


def test_a_new_customer_is_made_once(new, work, monkeypatch):
    lose_answer(monkeypatch, work)
    save(new)
    assert new.page.record_id is None
    save(new)
    assert (new.message(), new.page.is_dirty()) == ("Saved.", False)
    assert (column(work, Customer.name), column(work, Contact.name)) == (["Neue GmbH"], ["Ada Meyer"])


def test_what_was_keyed_after_the_lost_answer_is_saved_too(new, work, monkeypatch):
    lose_answer(monkeypatch, work)
    save(new)
    new.key_field("name", "Neue AG")
    key_contact(new, "Bela Kovacs")
    save(new)
    assert (new.message(), new.page.is_dirty()) == ("Saved.", False)
    assert column(work, Customer.name) == ["Neue AG"]
    assert sorted(column(work, Contact.name)) == ["Ada Meyer", "Bela Kovacs"]


def test_what_is_wrong_in_a_save_that_never_arrived_may_be_put_right(new, work, monkeypatch):
    new.key_field("email", "ada(at)nordlicht")
    refuse_once(monkeypatch, work)
    save(new)
    new.key_field("email", "ada@nordlicht.example")
    save(new)
    assert new.message() == "Saved."
    assert column(work, Customer.email) == ["ada@nordlicht.example"]


def add_contact_without_answer(window, work, monkeypatch):
    """Ada Meyer is added to a customer, the answer is lost and the card read again; the customer's id."""
    (customer,) = make_customers(work, "Bergmann Hotels GmbH")
    window.show("customers")
    window.ask("customer.open", customer)
    key_contact(window, "Ada Meyer")
    lose_answer(monkeypatch, work)
    save(window)
    window.press(KEY.Key_F5)
    return customer


def test_a_person_added_to_a_known_customer_is_added_once_also_when_the_card_is_read_in_between(
    window, work, firm, monkeypatch
):
    customer = add_contact_without_answer(window, work, monkeypatch)
    save(window)
    assert (window.message(), window.page.is_dirty()) == ("Saved.", False)
    with work.reading(actor=SYSTEM) as view:
        card = parties.read_customer_card(view, customer)
    assert [each.name for each in card.contacts] == ["Ada Meyer"]
    assert [row.values["name"] for row in window.page.cells("contacts").rows()] == ["Ada Meyer"]


def test_a_person_whose_answer_was_lost_is_shown_once_and_takes_what_is_keyed_on(
    window, work, firm, monkeypatch
):
    add_contact_without_answer(window, work, monkeypatch)
    contacts = window.find(QWidget, "contacts")
    assert [row.values["name"] for row in contacts.cells.rows()] == ["Ada Meyer"]
    contacts.setFocus()
    contacts.select_row(0, 0)
    window.type("Ada Maier\n")
    save(window)
    assert (window.message(), window.page.is_dirty()) == ("Saved.", False)
    assert column(work, Contact.name) == ["Ada Maier"]


def test_a_new_product_is_made_once(window, work, firm, monkeypatch):
    window.show("products")
    window.press(KEY.Key_N, CTRL)
    window.key_field("sku", "NEW-1")
    window.key_field("name", "Neu")
    lose_answer(monkeypatch, work)
    save(window)
    save(window)
    assert window.message() == "Saved."
    assert column(work, Product.sku) == ["NEW-1"]


def test_a_row_of_a_small_list_is_made_once(window, work, firm, monkeypatch):
    window.show("setup")
    window.ask("setup.open", page="term")
    page = window.page
    page.grid.setFocus()
    page.grid.select_row(len(page.grid.cells.rows()), 0)
    window.type("N77\n77 days\n")
    lose_answer(monkeypatch, work)
    save(window)
    save(window)
    assert window.message() == "Saved."
    with work.reading(actor=SYSTEM) as view:
        assert [term.code for term in read_terms(view)].count("N77") == 1
