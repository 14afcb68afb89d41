"""What is being picked stands in the way of the order, and one key opens the pick list (no dead ends)."""

from __future__ import annotations

import pytest

from tests.helpers.order_keys import MICRO, rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY, SHIFT

SHIPMENT = "select id, number, state from shipment"


@pytest.fixture
def picking(desk, firm_url):
    """A confirmed order of eight chairs on an open pick list, the order in front again."""
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_P, CTRL | SHIFT)
    desk.press(KEY.Key_Return, CTRL)
    assert [row[2] for row in rows(firm_url, SHIPMENT)] == ["picking"]
    desk.press(KEY.Key_1, CTRL)
    assert desk.frame.current_desk() == "orders"
    return desk


def shown_shipment(desk) -> int:
    """The shipment on the page in front."""
    assert desk.frame.current_desk() == "shipping"
    return desk.page.shipment_id


def test_alt_1_opens_the_pick_list_that_stands_in_the_way_of_cancelling(picking, firm_url):
    desk = picking
    ((shipment_id, number, _state),) = rows(firm_url, SHIPMENT)
    desk.press(KEY.Key_C, CTRL | SHIFT)
    desk.type("changed his mind")
    desk.enter()
    assert number in desk.message()
    assert "Cancel or ship that pick list first" in desk.message()
    desk.press(KEY.Key_1, ALT)
    assert shown_shipment(desk) == shipment_id
    assert rows(firm_url, "select state from sales_order") == [("confirmed",)]


def test_alt_enter_opens_the_shipments_that_stand_in_the_way_of_a_change(picking, firm_url):
    desk = picking
    desk.press(KEY.Key_E, CTRL)
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("3")
    desk.enter()
    assert "order.shipped_already" in {issue.code for issue in desk.page.verdict.issues}
    desk.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select quantity_micro from order_line") == [(8 * MICRO,)]
    desk.press(KEY.Key_1, CTRL)
    desk.press(KEY.Key_Return, ALT)
    assert desk.frame.current_desk() == "shipping"
