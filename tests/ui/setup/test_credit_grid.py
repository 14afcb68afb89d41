"""Classes of customers keyed into the set-up's grid, and chosen on a card."""

from __future__ import annotations

import pytest

from app.domain.credit import CreditClass
from app.domain.rights import SYSTEM
from app.services.credit_classes import create_credit_class, read_credit_classes
from app.services.parties import read_customer
from tests.helpers.firm_facts import make_customers, make_firm
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def page(open_setup):
    return open_setup("credit_class")


def classes(work):
    with work.reading(actor=SYSTEM) as view:
        return [row.data for row in read_credit_classes(view)]


def cell(page, row, column):
    page.grid.setFocus()
    page.grid.select_row(row, page.grid.cells.column_number(column))


def key(page, window, row, **texts):
    for column, text in texts.items():
        cell(page, row, column)
        window.type(text)
        window.press(KEY.Key_Return)


def test_a_class_is_keyed_and_one_row_is_for_all_others(page, window, work):
    key(page, window, 0, code="Dealer", overdue_days="14", overdue_minor="500.50")
    key(page, window, 1, overdue_days="30")
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert classes(work) == [
        CreditClass(code="Dealer", overdue_days=14, overdue_minor=500_50),
        CreditClass(overdue_days=30),
    ]


def test_what_cannot_be_is_refused_in_its_cell(page, window, work):
    key(page, window, 0, code="Dealer", overdue_days="9999")
    window.press(KEY.Key_S, CTRL)
    assert page.grid.cells.errors()[0, "overdue_days"]
    key(page, window, 0, overdue_days="14")
    window.press(KEY.Key_S, CTRL)
    assert [each.overdue_days for each in classes(work)] == [14]


def test_a_card_offers_the_classes_of_the_firm(window, work):
    make_firm(work)
    (customer_id,) = make_customers(work, "Adler AG")
    with work.begin(actor=SYSTEM) as uow:
        create_credit_class(uow, CreditClass(code="Dealer", overdue_days=14))
    window.show("customers")
    window.context.bus.ask("customer.open", customer_id)
    window.idle()
    card = window.context.desk().page()
    card.terms.focus("credit_class")
    window.press(KEY.Key_Down)
    window.press(KEY.Key_S, CTRL)
    assert card.message_bar.level() == "ok", card.message_bar.text()
    with work.reading(actor=SYSTEM) as view:
        assert read_customer(view, customer_id).credit_class == "Dealer"
