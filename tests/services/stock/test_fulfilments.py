"""Orders take stock and give it back: exactly, once, never more than there is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.money import MICRO
from app.domain.routing.facts import SourceReason
from app.messages import text_of_error
from app.services.stock.arrivals import ExpectedLine, create_arrival, read_arrival
from app.services.stock.availability import read_availability
from app.services.stock.fulfilments import (
    LinePart,
    fulfil_lines,
    reason_from_json,
    release_line,
    release_lines,
)
from db.schema.orders import Fulfilment
from tests.helpers.stock_office import HAMBURG, MUNICH, make_stock_office, part


@pytest.fixture
def office(work):
    return make_stock_office(work)


def fulfil(office, order_id, *parts):
    with office.begin() as uow:
        fulfil_lines(
            uow,
            [LinePart(line, chosen) for line, chosen in zip(office.line_ids(order_id), parts, strict=True)],
        )


def test_reserving_holds_the_stock_and_keeps_the_reason(office):
    office.add_stock(1, HAMBURG, 10)
    order = office.add_order((1, 4))
    fulfil(office, order, part(1, reserve=4))
    level = office.level(1, HAMBURG)
    assert (level.on_hand_micro, level.reserved_micro, level.free_micro) == (10 * MICRO, 4 * MICRO, 6 * MICRO)
    (row,) = office.fulfilments(order)
    assert (row.quantity_micro, row.reserved_micro, row.promise_date) == (
        4 * MICRO,
        4 * MICRO,
        date(2026, 3, 2),
    )
    assert reason_from_json(row.reason) == SourceReason(
        "source.only_line", {"warehouse": "Hamburg", "date": date(2026, 3, 2)}
    )


def test_a_reason_comes_back_with_its_quantities():
    params = {"part": "1.5", "whole": "3", "warehouse": "Munich"}
    stored: dict[str, Any] = {"code": "source.split", "params": params}
    reason = reason_from_json(stored)
    assert reason is not None
    assert reason.params == {"part": Decimal("1.5"), "whole": Decimal(3), "warehouse": "Munich"}
    assert reason_from_json(None) is None


def test_who_loses_the_last_piece_is_told_which_line_and_what_is_left(office):
    office.add_stock(1, HAMBURG, 3)
    office.add_stock(2, HAMBURG, 9)
    order = office.add_order((2, 1), (1, 4))
    with pytest.raises(RefusedError) as refused:
        fulfil(office, order, part(2, reserve=1, line_key="a"), part(1, reserve=4, line_key="b"))
    (issue,) = refused.value.issues
    assert issue.where == "lines/b/quantity"
    assert issue.params["left"] == Decimal(3)
    assert "P1: 4 wanted from Hamburg, only 3 left." in text_of_error(refused.value)
    assert office.level(2, HAMBURG).reserved_micro == 0, "the winner's part is rolled back with it"
    assert office.fulfilments(order) == []


def test_two_lines_of_one_product_are_summed_before_asking(office):
    office.add_stock(1, HAMBURG, 5)
    order = office.add_order((1, 3), (1, 3))
    with pytest.raises(RefusedError) as refused:
        fulfil(office, order, part(1, reserve=3, line_key="a"), part(1, reserve=3, line_key="b"))
    assert [issue.where for issue in refused.value.issues] == ["lines/a/quantity", "lines/b/quantity"]


def test_the_same_arrival_is_promised_only_once(office):
    with office.begin() as uow:
        arrival_id = create_arrival(
            uow,
            warehouse_id=MUNICH,
            supplier="Mill",
            lines=[ExpectedLine(1, 10 * MICRO, date(2026, 3, 9))],
        )
        line_id = read_arrival(uow, arrival_id).lines[0].id
    promised = part(1, MUNICH, wait=7, arrival_line_id=line_id, promise=date(2026, 3, 9))
    fulfil(office, office.add_order((1, 7)), promised)
    with pytest.raises(RefusedError) as refused:
        fulfil(office, office.add_order((1, 7)), promised)
    assert refused.value.issues[0].params["left"] == Decimal(3)


def test_an_order_of_251_lines_reserves_251_lines(office):
    for product in (1, 2):
        office.add_stock(product, HAMBURG, 1000)
    order = office.add_order(*[(1 + place % 2, 1 + place % 3) for place in range(251)])
    office.reserve(order)
    rows = office.fulfilments(order)
    assert len(rows) == 251
    reserved = office.level(1, HAMBURG).reserved_micro + office.level(2, HAMBURG).reserved_micro
    assert reserved == sum(row.reserved_micro for row in rows) == sum(1 + p % 3 for p in range(251)) * MICRO


def test_statements_do_not_grow_with_the_lines(office):
    office.add_stock(1, HAMBURG, 1000)
    counts = []
    for lines in (1, 40):
        order = office.add_order(*[(1, 1)] * lines)
        ids = office.line_ids(order)
        with office.begin() as uow:
            seen: list[str] = []
            sa.event.listen(uow.db, "before_cursor_execute", lambda *args, seen=seen: seen.append(args[2]))
            fulfil_lines(uow, [LinePart(line, part(1, reserve=1)) for line in ids])
            release_lines(uow, dict.fromkeys(ids))
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_releasing_gives_back_what_is_asked_waiting_parts_first(office):
    office.add_stock(1, HAMBURG, 6)
    order = office.add_order((1, 10))
    (line,) = office.line_ids(order)
    with office.begin() as uow:
        fulfil_lines(
            uow,
            [LinePart(line, part(1, reserve=6)), LinePart(line, part(1, wait=4, promise=None))],
        )
    with office.begin() as uow:
        assert release_line(uow, line, base_micro=5 * MICRO) == 5 * MICRO
    assert office.level(1, HAMBURG).reserved_micro == 5 * MICRO
    assert sum(row.quantity_micro for row in office.fulfilments(order)) == 5 * MICRO
    with office.begin() as uow:
        assert release_line(uow, line, base_micro=9 * MICRO) == 5 * MICRO
    assert office.level(1, HAMBURG).reserved_micro == 0


def test_freed_stock_serves_who_waits(office):
    office.add_stock(1, HAMBURG, 5)
    first, second = office.add_order((1, 5)), office.add_order((1, 4))
    fulfil(office, first, part(1, reserve=5))
    fulfil(office, second, part(1, wait=4, promise=None))
    with office.begin() as uow:
        release_lines(uow, dict.fromkeys(office.line_ids(first)))
    (row,) = office.fulfilments(second)
    assert row.reserved_micro == 4 * MICRO
    assert row.promise_date == date(2026, 3, 2), "it leaves on the next shipping day"
    assert office.level(1, HAMBURG).reserved_micro == 4 * MICRO


def test_freed_stock_stays_free_for_who_takes_it_again_at_once(office):
    office.add_stock(1, HAMBURG, 5)
    first, second = office.add_order((1, 5)), office.add_order((1, 4))
    fulfil(office, first, part(1, reserve=5))
    fulfil(office, second, part(1, wait=4, promise=None))
    with office.begin() as uow:
        (line,) = office.line_ids(first)
        release_lines(uow, {line: None}, serve=False)
        fulfil_lines(uow, [LinePart(line, part(1, reserve=5))])
    assert office.fulfilments(second)[0].reserved_micro == 0


def test_what_lies_on_a_pick_list_is_not_released(office):
    office.add_stock(1, HAMBURG, 5)
    order = office.add_order((1, 5))
    office.reserve(order)
    (line,) = office.line_ids(order)
    with office.begin() as uow:
        uow.db.execute(sa.update(Fulfilment).values(picking_micro=3 * MICRO))
        assert release_line(uow, line) == 2 * MICRO
    assert office.level(1, HAMBURG).reserved_micro == 3 * MICRO


def test_availability_counts_each_demand_once(office):
    office.add_stock(1, HAMBURG, 10)
    fulfil(office, office.add_order((1, 6)), part(1, reserve=6))
    fulfil(office, office.add_order((1, 3)), part(1, wait=3, promise=date(2026, 3, 6)))
    with office.reading() as view:
        stock = read_availability(view, [1])[1].at(HAMBURG)
    assert (stock.on_hand_micro, stock.reserved_micro) == (10 * MICRO, 6 * MICRO)
    assert stock.waiting == ((date(2026, 3, 6), 3 * MICRO),)
