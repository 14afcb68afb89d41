"""Each refused entry is remembered for itself: none of them is forgotten because another one was put right."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models.rows_model import STATE_ROLE
from tests.helpers.order_keys import MICRO, rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, SHIFT

KEY = Qt.Key
TYPO = "1O"  # the letter O in place of the zero


@pytest.fixture
def two(desk):
    """An order of two lines of chairs, two and three."""
    open_order(desk, ("CHR", "2"), ("CHR", "3"))
    return desk


def key_over(desk, row: int, column: str, text: str) -> None:
    """Key over a cell of a line."""
    desk.page.grid.edit_cell(row, column)
    desk.press(KEY.Key_A, CTRL)
    desk.type(text)


def mark(desk, row: int, column: str) -> object:
    """How a cell is painted."""
    model = desk.page.model
    return model.index(row, model.column_of(column)).data(STATE_ROLE)


def stored(firm_url) -> tuple[str, list[int]]:
    """The state of the order and what its lines say."""
    ((state,),) = rows(firm_url, "select state from sales_order")
    found = rows(firm_url, "select quantity_micro from order_line order by position")
    return state, [micro // MICRO for (micro,) in found]


def test_a_cell_put_right_leaves_the_other_one_refused(two, firm_url):
    key_over(two, 0, "quantity", f"{TYPO}\n")
    key_over(two, 1, "price", "abc\n")
    key_over(two, 1, "price", "100\n")
    assert "“O”" in two.message()
    two.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == ("draft", [2, 3])
    assert two.focused_text() == TYPO
    two.press(KEY.Key_A, CTRL)
    two.type("10\n")
    assert two.message() == ""
    two.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == ("confirmed", [10, 3])


def test_a_field_of_the_head_put_right_leaves_the_cell_refused(two, firm_url):
    key_over(two, 0, "quantity", f"{TYPO}\n")
    two.key_field("poNumber", "x" * 201 + "\n")
    assert "too long" in two.message()
    two.key_field("poNumber", "ok\n")
    assert "“O”" in two.message()
    two.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == ("draft", [2, 3])
    assert two.focused_text() == TYPO


def test_a_cell_put_right_leaves_the_field_of_the_head_refused(two, firm_url):
    two.key_field("poNumber", "x" * 201 + "\n")
    key_over(two, 0, "quantity", f"{TYPO}\n")
    key_over(two, 0, "quantity", "10\n")
    assert "too long" in two.message()
    two.press(KEY.Key_Return, CTRL)
    assert stored(firm_url)[0] == "draft"
    assert two.focus().objectName() == "poNumber"


def test_both_cells_keep_their_mark_and_what_was_typed_until_each_is_right(two):
    key_over(two, 0, "quantity", f"{TYPO}\n")
    key_over(two, 1, "quantity", "2O\n")
    two.press(KEY.Key_C, ALT)  # to the customer
    assert [mark(two, row, "quantity") for row in (0, 1)] == ["bad", "bad"]
    key_over(two, 1, "discount", "5\n")  # another plan follows
    assert [mark(two, row, "quantity") for row in (0, 1)] == ["bad", "bad"]
    for row, text in enumerate((TYPO, "2O")):
        two.page.grid.edit_cell(row, "quantity")
        assert two.focused_text() == text
        two.press(KEY.Key_C, ALT)
    key_over(two, 0, "quantity", "10\n")
    assert [mark(two, row, "quantity") for row in (0, 1)] == [None, "bad"]
    assert "Line 20" in two.message()
    two.page.grid.edit_cell(1, "quantity")
    two.press(KEY.Key_Escape)
    assert [mark(two, row, "quantity") for row in (0, 1)] == [None, None]
    assert two.message() == ""


def test_the_first_one_left_is_told_and_a_line_taken_out_takes_its_refusal_with_it(two, firm_url):
    key_over(two, 0, "quantity", f"{TYPO}\n")
    key_over(two, 1, "quantity", "2O\n")
    two.press(KEY.Key_Escape)
    two.page.grid.select_row(0)
    two.press(KEY.Key_Delete, CTRL)
    two.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == ("confirmed", [3])


def test_a_code_that_waits_in_the_empty_line_is_not_forgotten_over_an_article_from_the_panel(two, firm_url):
    QApplication.clipboard().setText("L" * 201)
    two.page.grid.edit_new_line()
    two.press(KEY.Key_V, CTRL)
    two.enter()
    assert mark(two, 2, "sku") == "bad"
    two.press(KEY.Key_C, ALT)
    two.page.keying.add_product(two.draft.lines[0].product_id)
    two.idle()
    two.press(KEY.Key_Return, CTRL)
    assert stored(firm_url)[0] == "draft"
    assert two.focused_text() == "L" * 201


def test_the_changes_of_an_order_are_not_confirmed_over_the_first_of_two_refusals(two, firm_url):
    two.press(KEY.Key_Return, CTRL)
    two.press(KEY.Key_E, CTRL)
    key_over(two, 0, "quantity", f"{TYPO}\n")
    key_over(two, 1, "quantity", "abc\n")
    key_over(two, 1, "quantity", "4\n")
    two.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == ("confirmed", [2, 3])
    assert two.focused_text() == TYPO
    two.press(KEY.Key_E, CTRL | SHIFT)
    assert mark(two, 0, "quantity") is None


def test_no_quote_is_sent_over_the_first_of_two_refusals(two, firm_url):
    key_over(two, 0, "quantity", f"{TYPO}\n")
    key_over(two, 1, "quantity", "abc\n")
    key_over(two, 1, "quantity", "4\n")
    two.press(KEY.Key_P, CTRL)
    assert stored(firm_url) == ("draft", [2, 4])
    assert two.focused_text() == TYPO


def test_a_field_that_is_refused_goes_with_the_amendment_that_is_forgotten(two):
    two.press(KEY.Key_Return, CTRL)
    two.press(KEY.Key_E, CTRL)
    two.key_field("poNumber", "x" * 201 + "\n")
    key_over(two, 0, "quantity", f"{TYPO}\n")
    two.press(KEY.Key_E, CTRL | SHIFT)
    assert two.message() == ""
    two.press(KEY.Key_E, CTRL)
    key_over(two, 0, "quantity", "5\n")
    assert "too long" not in two.message()
