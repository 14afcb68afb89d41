"""Another desk books while a payment is keyed, or the database is away: nothing jumps, nothing is booked by itself."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.domain.errors import OutsideError
from app.views.invoices import payment_page
from app.views.kit.entry_grid import EntryGrid
from db.schema.invoicing import Allocation, Payment
from tests.helpers.window import CTRL, SHIFT

pytestmark = pytest.mark.usefixtures("few_parts")

RETURN = Qt.Key.Key_Return


def amounts(firm):
    return [row["amount_minor"] for row in firm.rows(sa.select(Payment.amount_minor).order_by(Payment.id))]


def parts(grid):
    return [(row.item.number, row.part_minor) for row in grid.model().rows()]


def open_part(desk, name, column, row):
    grid = desk.find(EntryGrid, name)
    grid.setFocus()
    grid.select_row(row, grid.model().column_of(column))
    return grid


@pytest.fixture
def away(monkeypatch):
    """The database does not answer until the test lets it."""

    def refuse(*_question):
        raise OutsideError("database.locked", database="the firm")

    monkeypatch.setattr(payment_page, "read_account", refuse)
    return monkeypatch


def test_a_share_stays_with_its_invoice_when_another_one_is_settled(desk, firm):
    customer = firm.customer()
    firm.claim(customer, 10_000)
    second = firm.claim(customer, 5_000)
    desk.ask("payment.enter", customer)
    desk.key_field("amount", "60")
    grid = open_part(desk, "paymentGrid", "pay", 1)
    desk.type("30")
    firm.pay(customer, 10_000)
    desk.idle()
    assert desk.focused_text() == "30"
    assert parts(grid) == [("INV-000001", 6_000), ("INV-000002", 0)]
    desk.enter()
    assert parts(grid) == [("INV-000002", 3_000)]
    assert desk.message().startswith("INV-000001: less of it is open now than was keyed.")
    desk.press(RETURN, CTRL)
    booked = firm.rows(sa.select(Allocation.amount_minor).where(Allocation.claim_id == second))
    assert amounts(firm) == [10_000, 6_000]
    assert [row["amount_minor"] for row in booked] == [3_000]


def test_ctrl_enter_in_the_open_cell_books_nothing_that_was_settled_meanwhile(desk, firm):
    customer = firm.customer()
    firm.claim(customer, 10_000)
    firm.claim(customer, 5_000)
    desk.ask("payment.enter", customer)
    desk.key_field("amount", "50")
    open_part(desk, "paymentGrid", "pay", 0)
    desk.type("30")
    firm.pay(customer, 10_000)
    desk.idle()
    desk.press(RETURN, CTRL)
    assert amounts(firm) == [10_000], "what was keyed is not open any more: the person looks first"
    assert desk.message()


def test_a_payment_is_not_booked_later_by_itself(desk, firm, away):
    customer = firm.customer()
    firm.claim(customer, 10_000)
    desk.ask("payment.enter", customer)
    assert "is locked by another program" in desk.message()
    desk.key_field("amount", "100")
    desk.page.message_bar.clear()
    desk.press(RETURN, CTRL)
    assert "is locked by another program" in desk.message(), "the key says why nothing is booked"
    away.undo()
    firm.claim(customer, 500)
    desk.idle()
    assert amounts(firm) == []
    desk.press(RETURN, CTRL)
    assert amounts(firm) == [10_000]


def test_ctrl_enter_asks_again_after_a_failed_reading(desk, firm, away):
    customer = firm.customer()
    firm.claim(customer, 10_000)
    desk.ask("payment.enter", customer)
    desk.key_field("amount", "100")
    away.undo()
    desk.press(RETURN, CTRL)
    assert amounts(firm) == [10_000]
    assert firm.scalar(sa.select(sa.func.sum(Allocation.amount_minor))) == 10_000


def test_a_wish_to_book_ends_with_its_customer(desk, firm):
    first, second = firm.customer("Alt"), firm.customer("Beta")
    firm.claim(first, 10_000)
    desk.ask("payment.enter", first)
    desk.key_field("amount", "100")
    page = desk.page
    page.start_for(second)
    page.post()  # Beta's claims are not there yet
    page.start_for(first)
    desk.idle()
    assert amounts(firm) == []


def test_the_mark_of_a_refused_share_outlives_f5_and_what_others_book(desk, firm):
    customer = firm.customer()
    firm.claim(customer, 10_000)
    desk.ask("payment.enter", customer)
    desk.key_field("amount", "50")
    grid = open_part(desk, "paymentGrid", "pay", 0)
    desk.type("3o\n")
    desk.press(Qt.Key.Key_F5)
    firm.claim(customer, 7_000)
    desk.idle()
    desk.press(RETURN, CTRL)
    assert amounts(firm) == []
    assert "“3o” is not taken." in desk.message()
    open_part(desk, "paymentGrid", "pay", 0)
    desk.type("50.00\n")
    assert not grid.model().has_bad(), "the value that stood there may be meant after all"
    desk.press(RETURN, CTRL)
    assert amounts(firm) == [5_000]


def test_ctrl_l_proposes_anew_over_an_open_and_a_marked_cell(desk, firm):
    customer = firm.customer()
    firm.claim(customer, 10_000)
    desk.ask("payment.enter", customer)
    desk.key_field("amount", "50")
    grid = open_part(desk, "paymentGrid", "pay", 0)
    desk.type("3o\n")
    open_part(desk, "paymentGrid", "pay", 0)
    desk.type("20")
    desk.press(Qt.Key.Key_L, CTRL)
    assert parts(grid) == [("INV-000001", 5_000)]
    desk.press(RETURN, CTRL)
    assert amounts(firm) == [5_000]


def test_what_goes_back_stays_with_its_credit(desk, firm):
    customer = firm.customer()
    firm.pay(customer, 2_500)
    firm.pay(customer, 4_000)
    desk.ask("payment.back", customer)
    desk.type("asked for it\n")
    grid = open_part(desk, "payBackGrid", "back", 1)
    desk.type("10")
    firm.pay(customer, 600)
    desk.idle()
    assert desk.focused_text() == "10"
    assert len(parts(grid)) == 2
    desk.enter()
    assert [part for _number, part in parts(grid)] == [0, 1_000, 0]
    desk.press(Qt.Key.Key_A, CTRL | SHIFT)
    assert [part for _number, part in parts(grid)] == [2_500, 4_000, 600]
