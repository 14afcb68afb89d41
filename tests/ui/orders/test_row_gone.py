"""Whatever takes the row under an open cell away, the keys stay in the grid, on the row beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.domain.orders.draft import delete_line
from tests.helpers.order_keys import MICRO, add_line, change_elsewhere, rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, SHIFT

KEY = Qt.Key


def skus(desk) -> list[str]:
    return [line.sku for line in desk.draft.lines]


def assert_keys_in_grid(desk, row: int) -> None:
    """The lines have the keys, and the cursor stands on that row."""
    grid = desk.page.grid
    focus = desk.focus()
    assert focus is grid or grid.isAncestorOf(focus), focus.objectName()
    assert grid.currentIndex().row() == row


@pytest.fixture
def warned(desk):
    """An order of two lines, the second of which warns (late), with its quantity open."""
    start_order(desk)
    add_line(desk, "CHR", "8")
    add_line(desk, "DSK-16", "4")
    desk.page.grid.edit_cell(0, "discount")
    desk.type("100\n")  # a price of nothing is a warning
    assert desk.page.reason.isVisible()
    return desk


@pytest.mark.parametrize("row", [0, 1])
def test_a_line_deleted_with_its_cell_open(warned, row):
    desk = warned
    desk.page.grid.edit_cell(row, "quantity")
    assert desk.page.grid.is_keying()
    desk.press(KEY.Key_Delete, CTRL)
    assert len(skus(desk)) == 1
    assert_keys_in_grid(desk, row)
    assert not desk.page.grid.is_keying()


def test_what_is_keyed_after_a_delete_is_an_article_and_no_reason(warned, firm_url):
    desk = warned
    desk.page.grid.edit_cell(1, "quantity")
    desk.type("7")
    desk.press(KEY.Key_Delete, CTRL)
    assert skus(desk) == ["CHR-ERG-BLK"]
    desk.type("CBL-TRAY\n3\n")
    assert skus(desk) == ["CHR-ERG-BLK", "CBL-TRAY"]
    assert desk.draft.lines[1].quantity_micro == 3 * MICRO
    assert desk.page.reason.text() == ""


def test_steps_undone_until_the_line_is_gone_and_made_again(warned):
    desk = warned
    desk.page.grid.edit_cell(1, "quantity")
    for _step in range(12):
        if len(skus(desk)) == 1:
            break
        desk.press(KEY.Key_Z, CTRL)
    assert skus(desk) == ["CHR-ERG-BLK"]
    assert_keys_in_grid(desk, 1)
    desk.press(KEY.Key_Z, CTRL)
    desk.press(KEY.Key_Z, CTRL)
    assert_keys_in_grid(desk, desk.page.grid.currentIndex().row())
    desk.press(KEY.Key_Z, CTRL | SHIFT, times=3)
    assert_keys_in_grid(desk, desk.page.grid.currentIndex().row())


def test_a_line_that_comes_by_redo_and_goes_by_undo(desk):
    open_order(desk, ("CHR", "8"), ("DSK-16", "4"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_Delete, CTRL)
    desk.press(KEY.Key_Z, CTRL)
    assert len(skus(desk)) == 2
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_Z, CTRL | SHIFT)
    assert skus(desk) == ["DSK-1608-OAK"]
    assert_keys_in_grid(desk, 0)


def test_the_only_line_deleted_with_its_cell_open(desk):
    open_order(desk, ("CHR", "8"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_Delete, CTRL)
    assert skus(desk) == []
    assert_keys_in_grid(desk, 0)
    desk.type("CBL-TRAY\n3\n")
    assert skus(desk) == ["CBL-TRAY"]


def test_a_line_that_another_clerk_takes_away(warned, elsewhere):
    desk = warned
    desk.page.grid.edit_cell(1, "quantity")
    desk.page.session.saving.flush()
    desk.idle()
    change_elsewhere(desk, elsewhere, lambda draft: delete_line(draft.lines[1]))
    desk.idle()
    assert skus(desk) == ["CHR-ERG-BLK"]
    assert_keys_in_grid(desk, 1)


def test_an_amendment_that_is_forgotten(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_E, CTRL)
    desk.page.grid.edit_new_line()
    add_line(desk, "DSK-16", "4")
    desk.page.grid.edit_cell(1, "quantity")
    desk.press(KEY.Key_E, CTRL | SHIFT)
    assert skus(desk) == ["CHR-ERG-BLK"]
    assert not desk.page.session.is_editable
    assert_keys_in_grid(desk, 0)
    assert not desk.page.grid.is_keying()


def test_a_cell_left_open_in_an_amendment_that_is_forgotten_is_closed(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_E, CTRL)
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("9")
    desk.press(KEY.Key_E, CTRL | SHIFT)
    assert not desk.page.grid.is_keying()
    assert_keys_in_grid(desk, 0)
    assert desk.draft.lines[0].quantity_micro == 8 * MICRO


def test_the_cursor_follows_a_line_that_is_moved_by_undo(desk):
    open_order(desk, ("CHR", "8"), ("DSK-16", "4"))
    desk.press(KEY.Key_Escape)
    desk.page.grid.select_row(0)
    desk.press(KEY.Key_Down, CTRL | SHIFT)
    desk.press(KEY.Key_Z, CTRL)
    assert skus(desk) == ["CHR-ERG-BLK", "DSK-1608-OAK"]
    assert desk.page.grid.current_key() == desk.draft.lines[0].key


def test_a_hidden_reason_keeps_no_text(warned, firm_url):
    desk = warned
    desk.press(KEY.Key_A, CTRL | SHIFT)
    desk.type("as agreed")
    desk.press(KEY.Key_Escape)
    desk.page.grid.edit_cell(0, "discount")
    desk.type("5\n")
    assert not desk.page.reason.isVisible()
    desk.page.grid.edit_cell(0, "discount")
    desk.type("100\n")
    assert desk.page.reason.isVisible()
    assert desk.page.reason.text() == ""
    assert rows(firm_url, "select state from sales_order") == [("draft",)]
