"""An arrival is called off: who counted on it is found, also where due dates moved and goods served others since."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.money import MICRO
from app.services.stock.arrivals import change_due_date, read_arrival
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.services.stock.reasons import reason_from_json
from app.services.stock.receipts import ReceivedLine, receive_arrival
from db.schema.firm import ChangeLog
from tests.helpers.stock_office import HAMBURG, make_stock_office, part
from tests.services.stock.test_lost_arrival import (
    FRIDAY,
    NEXT_FRIDAY,
    announce,
    call_off,
    parts,
    stock_findings,
    wait,
)

MAY, FOURTH = date(2026, 5, 1), date(2026, 5, 4)
WEDNESDAY = FRIDAY - timedelta(days=2)


@pytest.fixture
def office(work):
    return make_stock_office(work)


def move_to(office, arrival, day):
    with office.begin() as uow:
        version = read_arrival(uow, arrival.id).version
        change_due_date(uow, arrival_id=arrival.id, version=version, due_date=day)
        return read_arrival(uow, arrival.id)


def told(report):
    return [(line.order_id, line.quantity_micro // MICRO, line.arrival_id) for line in report.waiting]


def crossed(office, *, first=5, second=5):
    """One is promised for Friday and named to what comes in May; that is promised to the other, who came later."""
    may = announce(office, 5)
    early = wait(office, first, may)
    move_to(office, may, MAY)
    soon = announce(office, 5, day=FRIDAY)
    late = wait(office, second, may, day=FOURTH)
    return may, soon, early, late


def test_who_is_promised_first_counted_on_the_one_that_is_called_off(office):
    may, soon, early, late = crossed(office)
    report = call_off(office, soon)
    assert told(report) == [(early, 5, None)]
    assert [row[3] for row in parts(office, early)] == [FRIDAY], "the day that was told stands"
    assert parts(office, late) == [(HAMBURG, 5, 0, FOURTH, may.lines[0].id)]
    with office.reading() as view:
        assert stock_findings(view) == []


def test_only_what_is_promised_beyond_it_counts_on_the_other(office):
    may, soon, early, late = crossed(office, second=2)
    report = call_off(office, soon)
    assert told(report) == [(early, 2, None)]
    left = [(row[1], row[4]) for row in parts(office, early)]
    assert sorted(left) == [(2, soon.lines[0].id), (3, may.lines[0].id)]
    assert parts(office, late) == [(HAMBURG, 2, 0, FOURTH, may.lines[0].id)]


def test_who_counts_on_an_arrival_that_still_comes_is_not_touched(office):
    may = announce(office, 5)
    early = wait(office, 5, may)
    move_to(office, may, MAY)
    soon = announce(office, 5, day=FRIDAY)
    assert told(call_off(office, soon)) == []
    assert parts(office, early) == [(HAMBURG, 5, 0, FRIDAY, may.lines[0].id)]


def test_what_ends_short_is_missed_by_who_counted_on_it(office):
    may, soon, early, late = crossed(office)
    with office.begin() as uow:
        came = [ReceivedLine(soon.lines[0].id, 1 * MICRO, close=True)]
        report = receive_arrival(uow, arrival_id=soon.id, version=1, received=came)
    assert [(each.line.order_id, each.served_micro // MICRO) for each in report.served] == [(early, 1)]
    assert (early, 4, None) in told(report)
    assert (HAMBURG, 5, 0, FOURTH, may.lines[0].id) in parts(office, late)


def test_what_comes_later_is_for_who_is_promised_last(office):
    """Goods of one arrival serve who was promised before; then those named to it count on the other one."""
    moved = announce(office, 6, day=WEDNESDAY)
    first = wait(office, 4, moved, day=WEDNESDAY)
    friday = announce(office, 6)
    one, two = wait(office, 3, friday), wait(office, 3, friday)
    moved = move_to(office, moved, NEXT_FRIDAY)
    with office.begin() as uow:
        came = [ReceivedLine(friday.lines[0].id, 4 * MICRO)]
        report = receive_arrival(uow, arrival_id=friday.id, version=1, received=came)
    assert [(each.line.order_id, each.served_micro // MICRO) for each in report.served] == [(first, 4)]
    assert sorted(told(call_off(office, moved))) == [(one, 1, None), (two, 3, None)]


def test_a_part_that_holds_some_keeps_it(office):
    may = announce(office, 5)
    office.add_stock(1, HAMBURG, 2)
    order = office.add_order((1, 7))
    (line,) = office.line_ids(order)
    rests = {"arrival_line_id": may.lines[0].id, "promise": FRIDAY}
    with office.begin() as uow:
        fulfil_lines(uow, [LinePart(line, part(1, HAMBURG, reserve=2, wait=5, **rests))])
    move_to(office, may, MAY)
    soon = announce(office, 5, day=FRIDAY)
    wait(office, 2, may, day=FOURTH)
    assert told(call_off(office, soon)) == [(order, 2, None)]
    assert sum(row[2] for row in parts(office, order)) == 2
    assert sum(row[1] for row in parts(office, order)) == 5


def moved_to_june(office, arrival):
    with office.begin() as uow:
        version = read_arrival(uow, arrival.id).version
        waits = change_due_date(uow, arrival_id=arrival.id, version=version, due_date=date(2026, 6, 1))
    return [line.order_id for line in waits]


def test_who_counted_on_it_is_told_when_its_day_moves(office):
    _may, soon, early, _late = crossed(office)
    assert moved_to_june(office, soon) == [early]


def test_who_counts_on_another_one_is_not_told_when_its_day_moves(office):
    may, _soon, _early, late = crossed(office)
    assert moved_to_june(office, may) == [late]


def test_a_part_says_on_which_arrival_it_rests_now_and_for_how_much(office):
    may, soon, early, _late = crossed(office, second=2)
    call_off(office, soon)
    (moved,) = [row for row in office.fulfilments(early) if row.arrival_line_id == may.lines[0].id]
    reason = reason_from_json(moved.reason)
    assert reason is not None
    said = {"warehouse": "Hamburg", "arrival": may.number, "due": MAY, "quantity": 3, "date": MAY}
    assert reason.params == said
    told_of = sa.select(ChangeLog.entity_id).where(ChangeLog.kind == "order")
    with office.reading() as view:
        assert early in view.db.execute(told_of).scalars().all()
