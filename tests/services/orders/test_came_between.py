"""Goods come in, or an arrival is called off, between the plan of an order and its writing."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.errors import RefusedError
from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.services.orders.standing import plan_standing
from app.services.stock.arrivals import cancel_arrival, read_arrival
from app.services.stock.changes import count_stock
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import ReceivedLine, receive_arrival
from app.services.verify import verify
from tests.helpers.order_office import CHAIR, HAMBURG, LAMP, MUNICH, OWNER
from tests.services.orders.test_came_meanwhile import planned, write
from tests.services.orders.test_wish_relaxed import MONDAY, announce, parts

LATER = date(2026, 3, 20)


def call_off(desk, arrival_id):
    with desk.begin(OWNER) as uow:
        version = read_arrival(uow, arrival_id).version
        cancel_arrival(uow, arrival_id=arrival_id, version=version, reason="not made any more")


@pytest.fixture
def empty(desk):
    """Neither chairs nor lamps anywhere."""
    none = [ProductQuantity(desk.ids[CHAIR], 0), ProductQuantity(desk.ids[LAMP], 0)]
    with desk.begin(OWNER) as uow:
        for warehouse_id in (HAMBURG, MUNICH):
            count_stock(uow, warehouse_id=warehouse_id, counted=none, reason="sold out")
    return desk


def test_what_was_to_wait_for_an_arrival_that_is_there_by_now_takes_it(empty):
    arrival_id = announce(empty, 8, HAMBURG, due=LATER)
    ready = planned(empty, empty.key((CHAIR, 5)))
    assert [(part.wait_micro, part.promise_date) for part in ready.plan.parts] == [(5 * MICRO, LATER)]
    with empty.begin(OWNER) as uow:
        arrival = read_arrival(uow, arrival_id)
        came = [ReceivedLine(arrival.lines[0].id, 8 * MICRO)]
        receive_arrival(uow, arrival_id=arrival_id, version=arrival.version, received=came)
    done = write(empty, ready)
    assert parts(empty, done.order_id) == [(HAMBURG, 5, 0, MONDAY)]
    with empty.reading(SYSTEM) as view:
        assert verify(view) == ()


def test_nothing_rests_on_an_arrival_that_was_called_off_since(empty):
    lost = announce(empty, 8, HAMBURG, due=LATER)
    ready = planned(empty, empty.key((CHAIR, 5)))
    other = announce(empty, 8, HAMBURG, due=LATER)
    call_off(empty, lost)
    done = write(empty, ready)
    with empty.reading() as view:
        (part,) = plan_standing(view, empty.read(done.order_id)).parts
        (line,) = read_arrival(view, other).lines
    assert (part.arrival_line_id, part.promise_date) == (line.id, LATER)


def test_an_order_that_ships_complete_is_planned_anew_as_a_whole(empty):
    """It had no day, for its lamps came from nowhere: no line of it was promised anything."""
    empty.receive(CHAIR, 2, HAMBURG)
    announce(empty, 2, MUNICH, due=LATER)
    ready = planned(empty, empty.key((CHAIR, 2), (LAMP, 2), delivery_wish="complete"))
    announce(empty, 2, MUNICH, sku=LAMP, due=LATER)
    done = write(empty, ready)
    assert done.promise_date == LATER
    assert {part[0] for part in parts(empty, done.order_id)} == {MUNICH}


@pytest.mark.parametrize("wish", ["partial", "complete"])
def test_what_somebody_took_of_an_order_that_has_no_day_is_told(empty, wish):
    empty.receive(CHAIR, 5, HAMBURG)
    ready = planned(empty, empty.key((CHAIR, 8), delivery_wish=wish))
    assert [(part.reserve_micro, part.wait_micro) for part in ready.plan.parts] == [
        (5 * MICRO, 0),
        (0, 3 * MICRO),
    ]
    empty.ordered((CHAIR, 4))
    with pytest.raises(RefusedError) as refused:
        write(empty, ready)
    assert refused.value.code == "stock.taken"


@pytest.mark.parametrize("wish", ["partial", "complete"])
def test_what_somebody_took_beside_what_comes_from_nowhere_is_told(empty, wish):
    empty.receive(CHAIR, 5, HAMBURG)
    ready = planned(empty, empty.key((CHAIR, 5), (LAMP, 2), delivery_wish=wish))
    empty.ordered((CHAIR, 4))
    empty.ordered((LAMP, 1))
    with pytest.raises(RefusedError) as refused:
        write(empty, ready)
    assert refused.value.code == "stock.taken"
