"""What is no quantity, amount or share is refused in words, and nothing is posted in its place."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.domain.money import MICRO
from app.views.kit.entry_grid import EntryGrid
from db.schema.invoicing import Invoice, Payment
from tests.helpers.invoice_office import Line
from tests.helpers.window import CTRL, SHIFT


@pytest.mark.parametrize("text", ["5", "-1", "abc", "NaN", "1e12"])
def test_nothing_is_credited_in_place_of_a_quantity_that_was_refused(desk, firm, text):
    id_ = firm.invoice(firm.customer(), [Line(quantity=4 * MICRO)])
    desk.ask("invoice.credit", id_)
    desk.type("wrong\n1\n")
    grid = desk.find(EntryGrid, "creditGrid")
    grid.select_row(0, grid.model().column_of("credit"))
    desk.type(text)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.rows(sa.select(Invoice.kind)) == [{"kind": "invoice"}]
    assert f"“{text}” is not taken. Key 0 to 4" in desk.message()
    assert "more of this line cannot be credited" in desk.message()


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("abc", "This is not a number. Key it like 12.50."),
        ("NaN", "This is not a number. Key it like 12.50."),
        ("1e15", "This is not a number. Key it like 12.50."),
        ("1000000000000000", "This is above one trillion. Check the digits."),
        ("1.234", "At most 2 decimals can be kept."),
    ],
)
def test_an_amount_that_is_none_is_told_under_its_field(desk, firm, amount, told):
    customer = firm.customer()
    firm.invoice(customer, [Line()])
    desk.ask("payment.enter", customer)
    desk.key_field("amount", amount)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.find(QLabel, "amountError").text() == told
    assert firm.rows(sa.select(Payment.id)) == []


@pytest.mark.parametrize("share", ["abc", "-1", "1000000", "1.234"])
def test_nothing_is_paid_in_place_of_a_share_that_was_refused(desk, firm, share):
    customer = firm.customer()
    firm.invoice(customer, [Line()])
    desk.ask("payment.enter", customer)
    desk.key_field("amount", "5")
    grid = desk.find(EntryGrid, "paymentGrid")
    grid.setFocus()
    grid.select_row(0, grid.model().column_of("pay"))
    desk.type(share)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.rows(sa.select(Payment.id)) == []
    assert f"“{share}” is not taken. Key 0 to" in desk.message()


def test_a_part_of_a_cent_is_not_paid_back(desk, firm):
    customer = firm.customer()
    desk.ask("payment.enter", customer)
    desk.key_field("amount", "5")
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.ask("payment.back", customer)
    desk.type("no use\n")
    grid = desk.find(EntryGrid, "payBackGrid")
    grid.setFocus()
    grid.select_row(0, grid.model().column_of("back"))
    desk.type("1.234")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.rows(sa.select(Payment.amount_minor)) == [{"amount_minor": 500}]
    assert "“1.234” is not taken. Key 0 to 5.00" in desk.message()
    assert "At most 2 decimals can be kept." in desk.message()


def test_a_free_credit_takes_no_half_piece_but_half_an_hour(desk, firm):
    desk.ask("credit.free")
    grid = desk.find(EntryGrid, "freeCreditGrid")
    grid.setFocus()
    grid.select_row(0, grid.model().column_of("quantity"))
    desk.type("0.5\n")
    assert "Key a whole number, or one with a unit that has parts" in desk.message()
    desk.press(Qt.Key.Key_Escape)
    grid.select_row(0, grid.model().column_of("quantity"))
    desk.type("0.5 hours\n")
    row = grid.model().rows()[0]
    assert (row.quantity_micro, row.unit) == (500_000, "h")


def test_a_free_credit_takes_the_price_of_a_thousand(desk, firm):
    desk.ask("credit.free")
    grid = desk.find(EntryGrid, "freeCreditGrid")
    grid.setFocus()
    for column, text in (("text", "Screws"), ("quantity", "2500"), ("price", "3.3333/1000")):
        grid.select_row(0, grid.model().column_of(column))
        desk.type(f"{text}\n")
    row = grid.model().rows()[0]
    assert (row.price_micro, row.price_per) == (3_333_300, 1000)
    shown = [grid.model().index(0, grid.model().column_of(name)).data() for name in ("price", "amount")]
    assert shown == ["3.3333\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}1,000", "8.33"]
    for wrong in ("3/0", "3/0.5", "-3/1000", "x/1000"):
        grid.select_row(0, grid.model().column_of("price"))
        desk.type(f"{wrong}\n")
        assert "Key what is credited" in desk.message()
        desk.press(Qt.Key.Key_Escape)
    grid.select_row(0, grid.model().column_of("price"))
    desk.type("12.50\n")
    assert grid.model().rows()[0].price_per == 1


def test_a_free_credit_beyond_all_reason_is_refused_in_its_cell(desk, firm):
    desk.ask("credit.free")
    grid = desk.find(EntryGrid, "freeCreditGrid")
    grid.setFocus()
    for column, text in (("text", "Bonus"), ("quantity", "1000000000"), ("price", "1000000000")):
        grid.select_row(0, grid.model().column_of(column))
        desk.type(f"{text}\n")
    assert "“1000000000” is not taken. Key what is credited" in desk.message()
    assert desk.find(EntryGrid, "freeCreditGrid").model().rows()[0].price_micro == 0


def test_everything_is_credited_after_a_cell_of_it_was_refused(desk, firm):
    desk.ask("invoice.credit", firm.invoice(firm.customer(), [Line(quantity=4 * MICRO)]))
    desk.type("wrong\n4\n")
    grid = desk.find(EntryGrid, "creditGrid")
    grid.select_row(0, grid.model().column_of("credit"))
    desk.type("abc\n")
    assert grid.model().has_bad()
    desk.press(Qt.Key.Key_A, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.scalar(sa.select(sa.func.count()).where(Invoice.kind == "credit_note")) == 1
