"""A bonus by keys: agreed in the grid, watched, credited when its period is over, shown in the margin."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app import i18n
from app.domain.bonus import BonusInput, BonusStep, join_steps, read_steps
from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.services.bonus import BONUS_BOOK
from app.services.invoicing.free_credits import FreeCredit, FreeCreditLine, post_free_credit
from app.services.invoicing.shipped import post_invoice
from db.schema.invoicing import Invoice
from tests.helpers.invoice_office import InvoiceOffice, Line
from tests.helpers.window import ALT, CTRL, KEY, SHIFT


@pytest.fixture
def firm(work):
    return InvoiceOffice(work).set_up()


@pytest.fixture
def customer(firm):
    return firm.customer("Nord GmbH")


def sell(firm, customer, price, on):
    shipment = firm.ship(
        firm.order(customer, [Line(price=price * MICRO), Line(price=price * MICRO, rate=70_000)])
    )
    firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment], date=on))


def agree(firm, customer, last, **values):
    steps = join_steps([BonusStep(100_00, 10_000), BonusStep(500_00, 20_000)])
    facts = {"name": "Jahresbonus", "customer_id": customer, "steps": steps, "valid_from": date(2026, 1, 1)}
    return firm.do(lambda uow: BONUS_BOOK.create(uow, BonusInput(**{**facts, "valid_to": last, **values})))


def cards(work):
    with work.reading(actor=SYSTEM) as view:
        return BONUS_BOOK.read(view)


def open_part(window, name):
    window.show("prices")
    window.ask("price.open", page=name)
    return window.page


@pytest.mark.parametrize(
    ("language", "steps"), [("en", "50,000: 1.5; 100,000: 2"), ("de", "50.000: 1,5; 100.000: 2")]
)
def test_an_agreement_is_keyed_in_the_grid_and_shown_as_it_was_keyed(
    window, work, firm, customer, language, steps
):
    i18n.set_language(language)
    page = open_part(window, "bonusRule")
    page.grid.select_row(0, 0)
    page.grid.setFocus()
    window.type("Bonus 2026\n")
    window.press(KEY.Key_Tab, times=2)
    window.type(f"dealer\n\t{steps}\n1.1.\n31.12.\n")
    window.press(KEY.Key_S, CTRL)
    [card] = cards(work)
    assert (card.name, card.kind, card.price_group) == ("Bonus 2026", "turnover", "dealer")
    assert read_steps(card.steps) == (BonusStep(50_000_00, 15_000), BonusStep(100_000_00, 20_000))
    assert (card.valid_from, card.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert page.grid.cells.rows()[0].values["steps"] == steps
    assert page.message_bar.text() == i18n._("Saved.")
    page.grid.select_row(0, 0)
    window.type("Bonus 2027\n")
    assert page.message_bar.text() == "", "what is keyed since is not"


def test_the_story_of_an_agreement_tells_its_steps_as_they_were_keyed(window, work, firm, customer):
    agree(firm, customer, date(2026, 3, 1), name="Treue", kind="tenure", steps="y3:10000;y10:15000")
    agree(firm, customer, date(2026, 3, 1))
    page = open_part(window, "bonusRule")
    stories = []
    for row in (0, 1):
        page.grid.select_row(row, 0)
        window.idle()
        stories.append(page.story.view.text())
    assert "Steps: 100: 1; 500: 2" in stories[0]
    assert "Steps: 3: 1; 10: 1.5" in stories[1]
    assert "Steps of: years as a customer" in stories[1]


@pytest.mark.parametrize("steps", ["50", "a: 2", "100: ", "10.005: 1", "99999999999999: 1"])
def test_steps_that_cannot_be_read_are_told_at_their_cell(window, work, firm, customer, steps):
    page = open_part(window, "bonusRule")
    page.grid.select_row(0, 0)
    page.grid.setFocus()
    window.type("Bonus\n")
    page.grid.select_row(0, 5)
    window.type(f"{steps}\n")
    window.press(KEY.Key_S, CTRL)
    assert "Key the steps like" in page.message_bar.text()
    assert cards(work) == ()


def test_a_bonus_that_is_due_is_proposed_by_tax_and_credited_with_a_second_key(window, work, firm, customer):
    agree(firm, customer, date(2026, 3, 1))
    sell(firm, customer, 300, date(2026, 2, 27))
    page = open_part(window, "bonus")
    assert page.model.rows()[0].state == "due"
    window.press(KEY.Key_B, CTRL | SHIFT)
    told = page.message_bar.text().replace("\xa0", " ")
    assert told == "Credit Nord GmbH 12.00 EUR net for “Jahresbonus”? 7 %: 6.00 · 19 %: 6.00"
    window.press(KEY.Key_1, ALT)
    assert page.model.rows()[0].state == "credited"
    assert firm.scalar(sa.select(Invoice.net_minor).where(Invoice.kind == "credit_note")) == 1200
    window.press(KEY.Key_B, CTRL | SHIFT)
    assert page.message_bar.text().startswith("It is credited already, with ")
    page.table.setFocus()
    window.press(KEY.Key_Return)
    assert window.asked[-1].name == "invoice.open"


def test_figures_that_moved_since_a_bonus_was_proposed_are_shown_anew(window, work, firm, customer):
    agree(firm, customer, date(2026, 3, 1))
    sell(firm, customer, 300, date(2026, 2, 27))
    page = open_part(window, "bonus")
    assert page.told.text() == ""  # nothing more is reached of a period that is over
    window.press(KEY.Key_B, CTRL | SHIFT)
    line = FreeCreditLine("Kulanz", MICRO, 100 * MICRO, "S")
    firm.do(lambda uow: post_free_credit(uow, FreeCredit(customer, (line,), "Kulanz", date=date(2026, 3, 1))))
    window.idle()
    page.propose()
    shown = page.model.rows()[0].reached.accrued_minor
    assert shown == 10_00


def test_a_bonus_whose_period_runs_tells_the_next_step(window, work, firm, customer):
    agree(firm, customer, date(2026, 12, 31))
    sell(firm, customer, 100, date(2026, 3, 2))
    page = open_part(window, "bonus")
    text = page.told.text().replace("\xa0", " ")
    assert text == "300.00 EUR more reach 500: 2 % of all of it."
    window.press(KEY.Key_B, CTRL | SHIFT)
    assert page.message_bar.text() == "The period runs until 31/12/2026."
    sell(firm, customer, 100, date(2026, 3, 2))
    window.idle()
    assert page.message_bar.text() == "", "of figures that are others by now nothing is said any more"
    window.press(KEY.Key_Return)
    assert window.asked[-1].name == "customer.open"
