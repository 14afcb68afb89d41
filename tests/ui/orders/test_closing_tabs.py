"""Closing the tab of an order in the middle of keying: what is keyed is saved, and nothing goes wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.helpers.order_keys import (
    amend_chairs,
    change_unseen,
    rows,
    type_po_number,
)
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL


def told(desk):
    """What the desk and the window say: a mistake of ours would be told there."""
    return desk.context.desk().message_bar.text() + desk.frame.message_bar.text()


def test_ctrl_w_in_an_open_cell_saves_it_without_an_error(desk, qtbot, firm_url):
    open_order(desk, ("CHR", "8"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("5")
    with qtbot.captureExceptions() as errors:
        desk.press(Qt.Key.Key_W, CTRL)
        desk.idle()
    assert errors == []
    assert rows(firm_url, "select quantity_micro from order_line") == [(5_000_000,)]
    assert told(desk) == ""


def test_ctrl_w_in_a_field_of_the_head_saves_it_without_an_error(desk, qtbot, firm_url):
    open_order(desk, ("CHR", "8"))
    type_po_number(desk)
    with qtbot.captureExceptions() as errors:
        desk.press(Qt.Key.Key_W, CTRL)
        desk.idle()
    assert errors == []
    assert rows(firm_url, "select po_number from sales_order") == [("MINE-7",)]
    assert told(desk) == ""


@pytest.mark.parametrize("is_open", [True, False])
def test_a_draft_is_thrown_away_with_what_is_being_keyed(desk, qtbot, firm_url, is_open):
    open_order(desk, ("CHR", "8"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("5")
    if not is_open:
        desk.page.grid.close_editor()
    with qtbot.captureExceptions() as errors:
        desk.context.commands.run("order.throw_away")
        desk.idle()
    assert errors == []
    assert rows(firm_url, "select count(*) from sales_order") == [(0,)]
    assert told(desk) == ""


@pytest.mark.parametrize("is_left", [True, False])
@pytest.mark.parametrize("pressed", [[(Qt.Key.Key_W, CTRL)], [(Qt.Key.Key_Escape,), (Qt.Key.Key_1, ALT)]])
def test_a_draft_into_which_only_a_number_was_keyed_is_parked(desk, firm_url, pressed, is_left):
    desk.press(Qt.Key.Key_N, CTRL)
    type_po_number(desk)
    if is_left:
        desk.enter()
    for keys in pressed:
        desk.press(*keys)
    assert desk.context.desk().page() is None
    assert rows(firm_url, "select po_number, state from sales_order") == [("MINE-7", "draft")]


def test_an_empty_draft_is_thrown_away(desk, firm_url):
    desk.press(Qt.Key.Key_N, CTRL)
    desk.page.header.po_number.setFocus()
    desk.press(Qt.Key.Key_W, CTRL)
    assert desk.context.desk().page() is None
    assert rows(firm_url, "select count(*) from sales_order") == [(0,)]


def test_an_empty_draft_into_which_somebody_else_keyed_meanwhile_stays(desk, firm_url):
    desk.press(Qt.Key.Key_N, CTRL)
    change_unseen(firm_url, "update sales_order set po_number = 'THEIRS-9', version = version + 1")
    desk.press(Qt.Key.Key_W, CTRL)
    assert desk.context.desk().page() is None
    assert rows(firm_url, "select po_number, state from sales_order") == [("THEIRS-9", "draft")]
    assert told(desk) == ""


def test_changes_that_are_not_confirmed_are_asked_about(desk, firm_url):
    amend_chairs(desk, "9")
    order_id = desk.page.order_id
    desk.press(Qt.Key.Key_W, CTRL)
    assert (desk.page.order_id, desk.message()) == (order_id, "These changes are not confirmed.")
    desk.press(Qt.Key.Key_1, ALT)
    assert rows(firm_url, "select quantity_micro from order_line") == [(9_000_000,)]
    desk.press(Qt.Key.Key_W, CTRL)
    assert desk.context.desk().page() is None


def test_a_change_into_which_nothing_was_keyed_is_closed_at_once(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.press(Qt.Key.Key_E, CTRL)
    desk.press(Qt.Key.Key_W, CTRL)
    assert desk.context.desk().page() is None
