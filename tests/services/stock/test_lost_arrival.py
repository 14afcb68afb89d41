"""A line that loses its arrival is promised from another one that is announced already and has some left."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.promise import available_on
from app.services.stock.arrivals import ExpectedLine, cancel_arrival, create_arrival, read_arrival
from app.services.stock.availability import read_availability
from app.services.stock.fulfilments import LinePart, fulfil_lines, reason_from_json
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import ReceivedLine, receive_arrival, receive_freely
from app.services.stock.releases import release_lines
from app.services.verify import verify
from db.schema.firm import Audit
from tests.helpers.stock_office import HAMBURG, MUNICH, VIENNA, make_stock_office, part
from tests.services.stock import test_announced

FRIDAY, NEXT_FRIDAY = test_announced.FRIDAY, test_announced.NEXT_FRIDAY


@pytest.fixture
def office(work):
    return make_stock_office(work)


def announce(office, quantity, *, at=HAMBURG, day=FRIDAY):
    with office.begin() as uow:
        lines = [ExpectedLine(1, quantity * MICRO, day)]
        return read_arrival(uow, create_arrival(uow, warehouse_id=at, supplier="Mill", lines=lines))


def wait(office, quantity, arrival=None, *, at=HAMBURG, day=FRIDAY, held=0, **head):
    """An order that waits for that arrival and is promised its day; without an arrival it waits for nothing."""
    order = office.add_order((1, quantity + held), **head)
    (line,) = office.line_ids(order)
    rests = {"arrival_line_id": arrival.lines[0].id, "promise": day} if arrival else {"promise": None}
    with office.begin() as uow:
        fulfil_lines(uow, [LinePart(line, part(1, at, reserve=held, wait=quantity, **rests))])
    return order


def call_off(office, arrival):
    with office.begin() as uow:
        return cancel_arrival(uow, arrival_id=arrival.id, version=arrival.version, reason="strike")


def stock_findings(view):
    """What a check of the stock finds; the firm of these tests has no papers."""
    return [found.code for found in verify(view) if found.code.startswith("stock")]


def parts(office, order):
    """(warehouse, waiting, held, day, arrival line) of what is left of the order's parts."""
    rests = [row.arrival_line_id for row in office.fulfilments(order) if row.quantity_micro]
    return [(*row, rest) for row, rest in zip(test_announced.parts(office, order), rests, strict=True)]


def test_who_loses_its_arrival_gets_the_next_one_there_and_its_day(office):
    lost, next_one = announce(office, 5), announce(office, 9, day=NEXT_FRIDAY)
    order = wait(office, 5, lost)
    report = call_off(office, lost)
    line = next_one.lines[0].id
    assert parts(office, order) == [(HAMBURG, 5, 0, NEXT_FRIDAY, line)]
    (left,) = report.waiting
    assert (left.arrival_number, left.arrival_due, left.promise_date) == (
        next_one.number,
        NEXT_FRIDAY,
        NEXT_FRIDAY,
    )
    reason = reason_from_json(office.fulfilments(order)[-1].reason)
    assert reason is not None
    assert reason.code == "source.arrival"
    with office.reading() as view:
        told = view.db.execute(sa.select(Audit.after).where(Audit.kind == "order")).scalars().all()
        assert stock_findings(view) == []
    assert {"promise_date": "2026-03-13", "arrival": next_one.number} in told


def test_an_arrival_elsewhere_is_taken_where_there_is_none_and_told(office):
    lost, other = announce(office, 5), announce(office, 9, at=MUNICH, day=NEXT_FRIDAY)
    order = wait(office, 5, lost)
    call_off(office, lost)
    assert parts(office, order) == [(MUNICH, 5, 0, NEXT_FRIDAY, other.lines[0].id)]
    with office.reading() as view:
        told = view.db.execute(sa.select(Audit.after).where(Audit.kind == "order")).scalars().all()
    assert {"sources": [["P1", "5", "Munich"]]} in told


def test_its_own_warehouse_comes_before_a_sooner_day_elsewhere(office):
    lost = announce(office, 5)
    announce(office, 9, at=MUNICH)
    own = announce(office, 3, day=NEXT_FRIDAY)
    order = wait(office, 5, lost)
    call_off(office, lost)
    assert [row[:2] for row in parts(office, order)] == [(HAMBURG, 3), (MUNICH, 2)]
    assert parts(office, order)[0][3:] == (NEXT_FRIDAY, own.lines[0].id)


def test_what_ends_short_is_promised_from_the_next_arrival(office):
    short, next_one = announce(office, 8), announce(office, 4, day=NEXT_FRIDAY)
    order = wait(office, 8, short)
    with office.begin() as uow:
        came = [ReceivedLine(short.lines[0].id, 5 * MICRO, close=True)]
        report = receive_arrival(uow, arrival_id=short.id, version=1, received=came)
    assert [line.arrival_number for line in report.waiting] == [next_one.number]
    assert [row[:4] for row in parts(office, order)] == [
        (HAMBURG, 0, 5, FRIDAY),
        (HAMBURG, 3, 0, NEXT_FRIDAY),
    ]


def test_who_was_promised_first_comes_first_and_the_rest_keeps_the_day_it_was_told(office):
    lost = announce(office, 20)
    announce(office, 6, day=NEXT_FRIDAY)
    later = wait(office, 4, lost, day=NEXT_FRIDAY)
    sooner = wait(office, 5, lost)
    call_off(office, lost)
    assert [row[:4] for row in parts(office, sooner)] == [(HAMBURG, 5, 0, NEXT_FRIDAY)]
    assert [row[:4] for row in parts(office, later)] == [
        (HAMBURG, 3, 0, NEXT_FRIDAY),
        (HAMBURG, 1, 0, NEXT_FRIDAY),
    ]


def test_who_rests_on_an_arrival_that_still_comes_is_not_touched(office):
    lost, valid = announce(office, 5), announce(office, 7, day=NEXT_FRIDAY)
    stays = wait(office, 6, valid, day=NEXT_FRIDAY)
    order = wait(office, 5, lost)
    call_off(office, lost)
    assert parts(office, stays) == [(HAMBURG, 6, 0, NEXT_FRIDAY, valid.lines[0].id)]
    assert [row[1:4] for row in parts(office, order)] == [(4, 0, FRIDAY), (1, 0, NEXT_FRIDAY)]
    with office.reading() as view:
        assert available_on(read_availability(view, [1])[1].at(HAMBURG), NEXT_FRIDAY) == 0


def test_an_arrival_that_is_sooner_keeps_the_day_that_was_told(office):
    lost = announce(office, 5, day=NEXT_FRIDAY)
    other = announce(office, 5)
    order = wait(office, 5, lost, day=NEXT_FRIDAY)
    call_off(office, lost)
    assert parts(office, order) == [(HAMBURG, 5, 0, NEXT_FRIDAY, other.lines[0].id)]


def test_what_is_announced_after_the_loss_is_promised_too(office):
    lost = announce(office, 5)
    order = wait(office, 5, lost)
    call_off(office, lost)
    assert [row[:4] for row in parts(office, order)] == [(HAMBURG, 5, 0, FRIDAY)]
    new = announce(office, 5, day=NEXT_FRIDAY)
    assert parts(office, order) == [(HAMBURG, 5, 0, NEXT_FRIDAY, new.lines[0].id)]


def test_what_somebody_gives_back_of_an_arrival_goes_to_who_waits_for_nothing(office):
    arrival = announce(office, 5)
    gives = wait(office, 5, arrival)
    order = wait(office, 3, at=MUNICH)
    with office.begin() as uow:
        release_lines(uow, {office.line_ids(gives)[0]: None})
    assert parts(office, order) == [(HAMBURG, 3, 0, FRIDAY, arrival.lines[0].id)]


def test_goods_that_serve_who_rests_on_an_arrival_leave_it_to_who_waits_for_nothing(office):
    arrival = announce(office, 5)
    first = wait(office, 5, arrival)
    order = wait(office, 3, at=MUNICH)
    with office.begin() as uow:
        receive_freely(uow, warehouse_id=HAMBURG, lines=[ProductQuantity(1, 5 * MICRO)])
    assert parts(office, first) == [(HAMBURG, 0, 5, FRIDAY, arrival.lines[0].id)]
    assert parts(office, order) == [(HAMBURG, 3, 0, FRIDAY, arrival.lines[0].id)]


def test_a_line_that_ships_complete_goes_whole_with_what_lies_there_already(office):
    lost = announce(office, 5)
    order = wait(office, 5, lost, delivery_wish="complete")
    office.add_stock(1, MUNICH, 2)
    few = announce(office, 2, at=MUNICH)
    call_off(office, lost)
    assert [row[:2] for row in parts(office, order)] == [(HAMBURG, 5)]
    more = announce(office, 1, at=MUNICH)
    arrivals = (few.lines[0].id, more.lines[0].id)
    assert [row[:3] for row in parts(office, order)] == [(MUNICH, 0, 2), (MUNICH, 2, 0), (MUNICH, 1, 0)]
    assert tuple(row[4] for row in parts(office, order)[1:]) == arrivals
    assert office.level(1, MUNICH).free_micro == 0
    with office.reading() as view:
        assert stock_findings(view) == []


def test_a_line_that_ships_complete_is_not_torn_from_what_it_expects(office):
    lost, own = announce(office, 5), announce(office, 2, day=NEXT_FRIDAY)
    order = wait(office, 5, lost, delivery_wish="complete")
    call_off(office, lost)
    announce(office, 9, at=MUNICH)
    assert [row[:2] for row in parts(office, order)] == [(HAMBURG, 3), (HAMBURG, 2)]
    assert parts(office, order)[1][4] == own.lines[0].id


def test_of_several_warehouses_the_soonest_gives_first(office):
    lost = announce(office, 6)
    late, soon = announce(office, 9, at=MUNICH, day=NEXT_FRIDAY), announce(office, 4, at=VIENNA)
    order = wait(office, 6, lost)
    call_off(office, lost)
    assert [(row[0], row[1], row[4]) for row in parts(office, order)] == [
        (VIENNA, 4, soon.lines[0].id),
        (MUNICH, 2, late.lines[0].id),
    ]


def test_who_gets_nothing_of_an_arrival_that_came_whole_is_served_from_elsewhere(office):
    """An order that ships complete is promised an earlier day, and gets what was named to another one."""
    lost = announce(office, 6, day=FRIDAY)
    first = wait(office, 6, lost, delivery_wish="complete")
    other = announce(office, 6, day=NEXT_FRIDAY)
    last = wait(office, 6, other, day=NEXT_FRIDAY)
    call_off(office, lost)
    office.add_stock(1, MUNICH, 2)
    with office.begin() as uow:
        came = [ReceivedLine(other.lines[0].id, 6 * MICRO)]
        version = read_arrival(uow, other.id).version
        report = receive_arrival(uow, arrival_id=other.id, version=version, received=came)
    assert [
        (entry.line.order_id, entry.served_micro // MICRO, entry.place[1]) for entry in report.served
    ] == [
        (first, 6, HAMBURG),
        (last, 2, MUNICH),
    ]
