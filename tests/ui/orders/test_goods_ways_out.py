"""What stands in the way of goods is put right by the key that the bar offers."""

from __future__ import annotations

import pytest

from app.domain.orders.draft import edit_header, edit_line
from tests.helpers.order_keys import MICRO, add_line, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, KEY


def stand_on(desk, code):
    """F8 until the point is in front."""
    for _ in range(len(desk.page.verdict.issues)):
        desk.press(KEY.Key_F8)
        current = desk.page.verdict.current()
        if current is not None and current.code == code:
            return
    pytest.fail(f"{code} is not told: {[issue.code for issue in desk.page.verdict.issues]}")


def test_a_complete_delivery_that_waits_goes_in_parts_by_one_key(desk):
    open_order(desk, ("CHR", "8"), ("LMP", "5"))
    desk.page.session.edit(edit_header(desk.page.session.draft, delivery_wish="complete"))
    desk.idle()
    stand_on(desk, "order.waits_for_all")
    desk.press(KEY.Key_Return, ALT)
    assert desk.page.session.draft.header.delivery_wish == "partial"
    assert "order.waits_for_all" not in {issue.code for issue in desk.page.verdict.issues}


def test_a_pack_of_another_size_becomes_the_pack_of_the_card(desk):
    start_order(desk)
    add_line(desk, "CBL", "2 pk")
    line = desk.page.session.draft.lines[0]
    desk.page.session.edit(edit_line(line, factor_num=10))
    desk.idle()
    stand_on(desk, "line.unit_changed")
    desk.press(KEY.Key_Return, ALT)
    line = desk.page.session.draft.lines[0]
    assert (line.quantity_micro, line.factor_num, line.base_micro) == (2 * MICRO, 12, 24 * MICRO)
