"""A cell that is refused stays open with what was typed, until it is right or given up with Esc."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.helpers.order_keys import MICRO, rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, SHIFT

KEY = Qt.Key
WRONG = [("quantity", "abc"), ("discount", "101"), ("price", "abc"), ("date", "2026-02-30")]


@pytest.fixture
def line(desk):
    """An order with one line of two chairs."""
    open_order(desk, ("CHR", "2"))
    return desk


def key_over(desk, column: str, text: str) -> None:
    """Key over a cell of the first line."""
    desk.page.grid.edit_cell(0, column)
    desk.press(KEY.Key_A, CTRL)
    desk.type(text)


def column_of(desk) -> str:
    """The column of the cursor."""
    return desk.page.model.columns[desk.page.grid.currentIndex().column()].name


@pytest.mark.parametrize(("column", "text"), WRONG)
@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(KEY.Key_Return, None), (KEY.Key_Tab, None), (KEY.Key_Backtab, SHIFT), (KEY.Key_Down, None)],
)
def test_leaving_a_cell_that_is_refused_leaves_it_open_as_typed(line, column, text, key, modifiers):
    key_over(line, column, text)
    line.press(key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert line.focus().objectName() == "lineCell"
    assert line.focused_text() == text
    assert column_of(line) == column
    assert f"“{text}”" in line.message() or text in line.message()


def test_the_cell_goes_on_once_it_is_right(line):
    key_over(line, "quantity", "abc\n")
    line.type("5\n")  # all of it is selected
    assert line.draft.lines[0].quantity_micro == 5 * MICRO
    assert column_of(line) == "discount"
    assert line.message() == ""


def test_esc_gives_the_typed_text_up_and_its_message_goes(line, firm_url):
    key_over(line, "price", "abc\n")
    line.press(KEY.Key_Escape)
    assert not line.page.grid.is_keying()
    assert line.message() == ""
    line.press(KEY.Key_F2)
    assert "abc" not in line.focused_text()
    line.press(KEY.Key_Escape)
    line.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select state from sales_order") == [("confirmed",)]


def test_who_comes_back_to_the_cell_finds_what_was_typed(line):
    key_over(line, "quantity", "abc\n")
    line.press(KEY.Key_C, Qt.KeyboardModifier.AltModifier)  # to the customer
    assert "abc" in line.message()
    line.page.grid.edit_cell(0, "quantity")
    assert line.focused_text() == "abc"


def test_a_confirm_finds_the_cell_as_it_was_typed_however_often(line, firm_url):
    key_over(line, "quantity", "abc")
    line.press(KEY.Key_Return, CTRL, times=2)
    assert line.focused_text() == "abc"
    assert rows(firm_url, "select state from sales_order") == [("draft",)]


def test_a_confirm_from_elsewhere_goes_back_to_the_cell_that_waits(line, firm_url):
    key_over(line, "quantity", "abc\n")
    line.press(KEY.Key_C, Qt.KeyboardModifier.AltModifier)  # to the customer
    line.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select state from sales_order") == [("draft",)]
    assert line.focused_text() == "abc"
    line.press(KEY.Key_Escape)
    line.press(KEY.Key_Return, CTRL)
    assert rows(
        firm_url, "select state, quantity_micro from sales_order join order_line on order_id = sales_order.id"
    ) == [("confirmed", 2 * MICRO)]


def test_a_refusal_goes_with_the_amendment_that_is_forgotten(line):
    line.press(KEY.Key_Return, CTRL)
    line.press(KEY.Key_E, CTRL)
    key_over(line, "quantity", "abc\n")
    line.press(KEY.Key_E, CTRL | SHIFT)
    assert "abc" not in line.message()
    line.press(KEY.Key_E, CTRL)
    line.page.grid.edit_cell(0, "quantity")
    assert line.focused_text() == "2"
