"""Lines without an article: a text that nobody knows becomes a free line, a discount asks its amount."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.helpers.order_keys import MICRO, add_line, change_unseen, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, SHIFT

KEY = Qt.Key


def column_of(desk) -> str:
    """The column of the cursor."""
    return desk.page.model.columns[desk.page.grid.currentIndex().column()].name


def test_a_text_that_is_no_article_becomes_a_free_line_by_the_remedy(desk):
    start_order(desk)
    add_line(desk, "zzz999", "3")
    assert desk.page.verdict.current().code == "line.unknown_product"
    desk.press(KEY.Key_Return, ALT)
    (line,) = desk.draft.lines
    assert (line.kind, line.sku, line.text, line.quantity_micro) == ("free", "", "zzz999", 3 * MICRO)
    assert column_of(desk) == "price"
    desk.type("12.50\n")
    assert desk.draft.lines[0].amount_minor == 3750
    assert desk.page.verdict.current() is None


def test_the_key_of_a_free_line_makes_it_of_the_line_that_is_no_article(desk):
    start_order(desk)
    add_line(desk, "zzz999", "3")
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_L, CTRL | SHIFT)
    (line,) = desk.draft.lines
    assert (line.kind, line.text, line.quantity_micro) == ("free", "zzz999", 3 * MICRO)
    assert column_of(desk) == "price"
    desk.press(KEY.Key_Z, CTRL)
    assert desk.draft.lines[0].kind == "goods"


def test_an_inserted_line_without_any_text_is_looked_up(desk):
    open_order(desk, ("CHR", "8"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_Insert)
    desk.press(KEY.Key_Escape)
    assert desk.page.verdict.current().code == "line.unknown_product"
    desk.press(KEY.Key_Return, ALT)
    assert desk.focus().objectName() == "lineCell"
    assert column_of(desk) == "sku"


def test_a_discontinued_article_without_successor_is_removed_by_the_remedy(desk, firm_url):
    change_unseen(firm_url, "update product set discontinued = 1 where sku = 'CHR-ERG-BLK'")
    open_order(desk, ("CHR", "8"))
    assert desk.page.verdict.current().code == "line.discontinued"
    desk.press(KEY.Key_Return, ALT)
    assert desk.draft.lines == ()


def test_a_discount_asks_its_amount_after_its_text(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_D, CTRL | SHIFT)
    desk.enter()
    assert column_of(desk) == "price"
    desk.enter()
    assert desk.page.verdict.current().code == "line.price_zero"
    desk.page.grid.edit_cell(1, "price")
    desk.type("-20\n")
    line = desk.draft.lines[1]
    assert (line.quantity_micro, line.amount_minor) == (MICRO, -2000)
    assert desk.page.verdict.current() is None
    assert desk.page.grid.current_key() == ""


def test_one_row_is_chosen_while_a_line_is_inserted_by_a_held_key(desk):
    open_order(desk, ("CHR", "8"), ("DSK-16", "4"))
    desk.page.grid.edit_cell(1, "quantity")
    desk.press(KEY.Key_F, CTRL | SHIFT)
    assert desk.page.grid.selected_rows() == [1]
    desk.press(KEY.Key_Delete, CTRL)
    assert desk.page.grid.selected_rows() == [1]
