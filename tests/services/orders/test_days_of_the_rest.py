"""After "no backorder" the order is promised for what is left of it: the cancelled part holds up nothing."""

from __future__ import annotations

import pytest

from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.services.history import read_history
from app.services.stock.arrivals import ExpectedLine, create_arrival
from app.services.verify import verify
from tests.helpers.order_office import CHAIR, LAMP, MUNICH, OWNER
from tests.services.orders.test_amending import ship
from tests.services.orders.test_came_meanwhile import without_lamps
from tests.services.orders.test_wish_relaxed import MONDAY, THURSDAY


def days(desk, order_id):
    return [line["promise_date"] for line in desk.lines(order_id)]


@pytest.fixture
def lamps(desk):
    """Three lamps lie in Munich, none in Hamburg."""
    without_lamps(desk)
    desk.receive(LAMP, 3, MUNICH)
    return desk


def stories(desk, order_id):
    with desk.reading() as view:
        acts = read_history(view, "order", order_id)
    changes = [{each.field: (each.before, each.after) for each in act.changes} for act in acts]
    return [each for each in changes if "cancelled" in each]


@pytest.mark.parametrize("announced", [True, False])
def test_the_rest_of_the_order_keeps_its_own_day(lamps, announced):
    if announced:
        with lamps.begin(OWNER) as uow:
            lines = [ExpectedLine(lamps.ids[LAMP], 5 * MICRO, THURSDAY)]
            create_arrival(uow, warehouse_id=MUNICH, supplier="Works", lines=lines)
    order_id = lamps.ordered((CHAIR, 5), (LAMP, 8))
    late = THURSDAY if announced else None
    assert lamps.head(order_id)["promise_date"] == late
    ship(lamps, order_id, {CHAIR: 5}, cancel_rest=True, reason="no backorder")
    assert lamps.head(order_id)["state"] == "confirmed", "three lamps are left in Munich"
    assert lamps.head(order_id)["promise_date"] == MONDAY
    assert days(lamps, order_id) == [MONDAY, MONDAY]
    (told,) = stories(lamps, order_id)
    assert told["promise_date"] == (late and late.isoformat(), MONDAY.isoformat())
    with lamps.reading(SYSTEM) as view:
        assert verify(view) == ()


def test_a_line_that_is_cancelled_whole_has_no_day(desk):
    without_lamps(desk)
    order_id = desk.ordered((CHAIR, 5), (LAMP, 2))
    ship(desk, order_id, {CHAIR: 4}, cancel_rest=True, reason="no backorder")
    assert days(desk, order_id) == [MONDAY, None]
    assert desk.head(order_id)["promise_date"] == MONDAY
