"""An arrival that is announced gives a day to lines that wait without one, there and in other warehouses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.promise import available_on
from app.messages import text_of
from app.services.stock.arrivals import ExpectedLine, create_arrival, read_arrival
from app.services.stock.availability import read_availability
from app.services.stock.fulfilments import LinePart, fulfil_lines, reason_from_json
from app.services.stock.receipts import ReceivedLine, receive_arrival
from db.schema.firm import Audit
from db.schema.orders import Order, OrderLine
from db.schema.stock import Warehouse
from tests.helpers.stock_office import HAMBURG, MUNICH, make_stock_office, part

FRIDAY = date(2026, 3, 6)
NEXT_FRIDAY = FRIDAY + timedelta(days=7)


@pytest.fixture
def office(work):
    return make_stock_office(work)


def wait(office, quantity, *, at=HAMBURG, held=0, **head):
    order = office.add_order((1, quantity + held), **head)
    (line,) = office.line_ids(order)
    with office.begin() as uow:
        fulfil_lines(uow, [LinePart(line, part(1, at, reserve=held, wait=quantity, promise=None))])
    return order


def announce(office, *quantities, at=HAMBURG):
    """An arrival with a line for each quantity, the second a week after the first."""
    days = (FRIDAY, NEXT_FRIDAY)
    with office.begin() as uow:
        lines = [
            ExpectedLine(1, quantity * MICRO, day) for quantity, day in zip(quantities, days, strict=False)
        ]
        return read_arrival(uow, create_arrival(uow, warehouse_id=at, supplier="Mill", lines=lines))


def parts(office, order):
    """(warehouse, waiting, held, day) of what is left of the order's parts."""
    return [
        (
            row.warehouse_id,
            (row.quantity_micro - row.reserved_micro) // MICRO,
            row.reserved_micro // MICRO,
            row.promise_date,
        )
        for row in office.fulfilments(order)
        if row.quantity_micro
    ]


def days(office, order):
    with office.reading() as view:
        return view.db.execute(
            sa.select(Order.promise_date, OrderLine.promise_date).join(OrderLine).where(Order.id == order)
        ).one()


def test_a_line_that_waits_there_gets_the_day_and_the_story_says_why(office):
    order = wait(office, 4)
    arrival = announce(office, 10)
    assert (parts(office, order), days(office, order)) == ([(HAMBURG, 4, 0, FRIDAY)], (FRIDAY, FRIDAY))
    row = office.fulfilments(order)[-1]
    reason = reason_from_json(row.reason)
    assert (row.arrival_line_id, reason and reason.code) == (arrival.lines[0].id, "source.arrival")
    with office.reading() as view:
        acts = view.db.execute(sa.select(Audit.after).where(Audit.kind == "order")).scalars().all()
    assert acts == [{"promise_date": "2026-03-06", "arrival": "AR-00001"}]


def test_what_does_not_suffice_leaves_the_rest_without_a_day(office):
    first, second = wait(office, 4), wait(office, 9)
    announce(office, 6)
    assert parts(office, first) == [(HAMBURG, 4, 0, FRIDAY)]
    assert parts(office, second) == [(HAMBURG, 7, 0, None), (HAMBURG, 2, 0, FRIDAY)]
    assert days(office, second) == (None, None)
    announce(office, 2, 5)
    assert [row[1:] for row in parts(office, second)] == [
        (2, 0, FRIDAY),
        (2, 0, FRIDAY),
        (5, 0, NEXT_FRIDAY),
    ]
    assert days(office, second) == (NEXT_FRIDAY, NEXT_FRIDAY)


def test_what_the_line_holds_already_gets_its_day_too(office):
    office.add_stock(1, HAMBURG, 3)
    order = wait(office, 4, held=3)
    announce(office, 4)
    assert parts(office, order) == [(HAMBURG, 0, 3, date(2026, 3, 2)), (HAMBURG, 4, 0, FRIDAY)]
    assert days(office, order) == (FRIDAY, FRIDAY)


def test_who_waits_there_comes_before_who_waits_elsewhere(office):
    elsewhere, here = wait(office, 5, at=MUNICH), wait(office, 5)
    announce(office, 8)
    assert parts(office, here) == [(HAMBURG, 5, 0, FRIDAY)]
    assert parts(office, elsewhere) == [(MUNICH, 2, 0, None), (HAMBURG, 3, 0, FRIDAY)]
    reason = reason_from_json(office.fulfilments(elsewhere)[-1].reason)
    assert reason is not None
    assert text_of(reason.code, reason.params) == (
        "3 to come with arrival AR-00001, due 06/03/2026 in Hamburg; ships 06/03/2026."
    )


def test_a_line_that_ships_complete_changes_its_warehouse_whole_or_not_at_all(office):
    order = wait(office, 5, at=MUNICH, delivery_wish="complete")
    announce(office, 4)
    assert parts(office, order) == [(MUNICH, 5, 0, None)]
    announce(office, 1)
    assert [row[:2] for row in parts(office, order)] == [(HAMBURG, 4), (HAMBURG, 1)]


def test_what_was_promised_to_others_is_not_promised_again(office):
    arrival = announce(office, 10)
    other = office.add_order((1, 7))
    with office.begin() as uow:
        chosen = part(1, wait=7, promise=FRIDAY, arrival_line_id=arrival.lines[0].id)
        fulfil_lines(uow, [LinePart(office.line_ids(other)[0], chosen)])
    order = wait(office, 6)
    announce(office, 1)
    assert parts(office, order) == [(HAMBURG, 2, 0, None), (HAMBURG, 4, 0, FRIDAY)]
    with office.reading() as view:
        assert available_on(read_availability(view, [1])[1].at(HAMBURG), FRIDAY) == 0


def test_a_later_wish_is_the_day_and_the_goods_serve_it(office):
    order = wait(office, 4, requested_date=NEXT_FRIDAY)
    arrival = announce(office, 4)
    assert days(office, order) == (NEXT_FRIDAY, NEXT_FRIDAY)
    with office.begin() as uow:
        came = [ReceivedLine(arrival.lines[0].id, 4 * MICRO)]
        receive_arrival(uow, arrival_id=arrival.id, version=1, received=came)
    assert parts(office, order) == [(HAMBURG, 0, 4, NEXT_FRIDAY)]


def test_a_warehouse_that_is_given_up_promises_nothing(office):
    with office.begin() as uow:
        uow.db.execute(sa.update(Warehouse).where(Warehouse.id == MUNICH).values(active=False))
    order = wait(office, 4)
    announce(office, 4, at=MUNICH)
    assert parts(office, order) == [(HAMBURG, 4, 0, None)]
