"""A clerk is told what is unusual for this customer, takes the usual by one key, or confirms with a reason."""

from __future__ import annotations

import json

import pytest

from app.domain.rights import SYSTEM
from app.services.orders.confirming import confirm
from app.services.orders.drafts import duplicate_order
from tests.helpers.order_keys import MICRO, add_line, rows, start_order
from tests.helpers.window import ALT, CTRL, KEY, SHIFT

LAST_ACT = "select after, reason from audit where kind = 'order' order by id desc limit 1"


@pytest.fixture
def regular(desk, elsewhere):
    """A desk whose customer ordered two chairs six times."""
    start_order(desk)
    add_line(desk, "CHR", "2")
    desk.press(KEY.Key_Return, CTRL)
    order_id = desk.page.order_id
    for _ in range(5):
        with elsewhere.work.begin(actor=SYSTEM) as uow:
            copy = duplicate_order(uow, order_id, keep_manual_prices=False)
        confirm(elsewhere.work, copy, actor=SYSTEM, approve=True)
    desk.idle()
    return desk


def codes(desk):
    return {issue.code for issue in desk.page.verdict.issues}


def walk_to(desk, code):
    for _ in range(len(desk.page.verdict.issues) + 1):
        if desk.page.verdict.current().code == code:
            return
        desk.press(KEY.Key_F8)
    raise AssertionError(code)


def test_the_usual_quantity_is_taken_by_one_key(regular):
    start_order(regular)
    add_line(regular, "CHR", "8")
    regular.until(lambda: "line.quantity_unusual" in codes(regular))
    walk_to(regular, "line.quantity_unusual")
    regular.press(KEY.Key_Return, ALT)
    assert regular.page.session.draft.lines[0].quantity_micro == 2 * MICRO
    regular.until(lambda: "line.quantity_unusual" not in codes(regular))


def test_the_order_that_is_probably_the_same_opens_by_one_key(regular):
    start_order(regular)
    add_line(regular, "CHR", "2")
    regular.until(lambda: "order.probably_double" in codes(regular))
    walk_to(regular, "order.probably_double")
    regular.press(KEY.Key_Return, ALT)
    assert regular.page.session.draft.state == "confirmed"


def test_a_reason_for_what_is_unusual_is_kept_with_the_order(regular, firm_url):
    start_order(regular)
    add_line(regular, "CHR", "8")
    regular.until(lambda: "line.quantity_unusual" in codes(regular))
    regular.press(KEY.Key_A, CTRL | SHIFT)
    regular.type("A new floor")
    regular.enter()
    ((after, reason),) = rows(firm_url, LAST_ACT)
    assert "line.quantity_unusual" in json.loads(after)["accepted"]
    assert reason == "A new floor"
