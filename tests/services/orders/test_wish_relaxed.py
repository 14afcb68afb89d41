"""An order that need not ship complete any more is served at once from what is free, in its turn."""

from __future__ import annotations

from datetime import date

from app.domain.money import MICRO
from app.domain.orders.draft import edit_header
from app.domain.rights import SYSTEM
from app.services.orders.previewing import plan_amendment
from app.services.orders.standing import plan_standing
from app.services.stock.arrivals import ExpectedLine, create_arrival
from app.services.verify import verify
from tests.helpers.order_office import CHAIR, HAMBURG, LAMP, MUNICH, OWNER

MONDAY, THURSDAY = date(2026, 3, 2), date(2026, 3, 12)
IN_HAMBURG = 50  # chairs


def parts(desk, order_id):
    """(warehouse, held, waiting, day) of what the order has."""
    with desk.reading() as view:
        return [
            (part.warehouse_id, part.reserve_micro // MICRO, part.wait_micro // MICRO, part.promise_date)
            for part in plan_standing(view, desk.read(order_id)).parts
        ]


def relax(desk, order_id, *edits):
    """Amend it to "partial"; what was shown before."""
    before = desk.read(order_id)
    relaxed = (edit_header(before, delivery_wish="partial"), *edits)
    with desk.reading() as view:
        shown = plan_amendment(view, before, desk.edited(before, *relaxed))
    desk.amend(order_id, *relaxed)
    with desk.reading(SYSTEM) as view:
        assert verify(view) == ()
    assert desk.reserved() == desk.held()
    return sorted(
        (part.warehouse_id, part.reserve_micro // MICRO, part.wait_micro // MICRO, part.promise_date)
        for part in shown.parts
    )


def announce(desk, quantity, warehouse_id, *, sku=CHAIR, due=THURSDAY):
    with desk.begin(OWNER) as uow:
        lines = [ExpectedLine(desk.ids[sku], quantity * MICRO, due)]
        return create_arrival(uow, warehouse_id=warehouse_id, supplier="Works", lines=lines)


def test_it_is_served_from_what_lies_free_elsewhere_as_it_was_shown(desk):
    order_id = desk.ordered((CHAIR, IN_HAMBURG + 9), delivery_wish="complete")
    desk.receive(CHAIR, 7, MUNICH)
    assert parts(desk, order_id) == [(HAMBURG, 50, 0, MONDAY), (HAMBURG, 0, 9, None)]
    shown = relax(desk, order_id)
    stands = [(HAMBURG, 0, 2, None), (HAMBURG, 50, 0, MONDAY), (MUNICH, 7, 0, MONDAY)]
    assert shown == sorted(parts(desk, order_id), key=lambda row: (row[0], row[1])) == stands


def test_what_is_left_is_promised_from_what_is_announced_elsewhere(desk):
    order_id = desk.ordered((CHAIR, IN_HAMBURG + 9), delivery_wish="complete")
    desk.receive(CHAIR, 2, MUNICH)
    announce(desk, 30, MUNICH)
    shown = relax(desk, order_id)
    stands = [(HAMBURG, 50, 0, MONDAY), (MUNICH, 0, 7, THURSDAY), (MUNICH, 2, 0, MONDAY)]
    assert shown == sorted(parts(desk, order_id)) == stands
    assert desk.head(order_id)["promise_date"] == THURSDAY


def test_nobody_with_an_earlier_right_is_passed_over(desk):
    desk.ordered((CHAIR, IN_HAMBURG - 5))
    order_id = desk.ordered((CHAIR, 5), delivery_wish="complete")
    earlier = desk.ordered((CHAIR, 3))
    desk.amend(order_id, desk.line(CHAIR, 8))
    shown = relax(desk, order_id, desk.set_quantity(order_id, 0, 1))
    assert parts(desk, earlier) == [(HAMBURG, 3, 0, MONDAY)]
    stands = [(HAMBURG, 1, 0, MONDAY), (HAMBURG, 1, 7, None)]
    assert shown == sorted(parts(desk, order_id)) == stands


def test_an_order_that_waits_for_nothing_is_only_changed(desk):
    order_id = desk.ordered((LAMP, 2), delivery_wish="complete")
    before = parts(desk, order_id)
    assert relax(desk, order_id) == parts(desk, order_id) == before
    assert desk.read(order_id).header.delivery_wish == "partial"
