"""On which arrival a waiting part rests: never on one that brings less than rests on it, while another has some left.

A promise counts on the time line of its warehouse, whichever arrival it names. When a due date moves or goods serve
another line, the names may say more than an arrival brings. That matters once one is called off: who counted on it must
be found. So the names are put right before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.promise import ArrivalSupply
from app.services.stock.availability import WAITING_MICRO, WAITS, read_availability
from app.services.stock.levels import StockKey
from app.services.unit_of_work import UnitOfWork
from db.bulk import RowUpdate
from db.schema.orders import Fulfilment
from db.statements import insert_rows, table_of

_LESS = RowUpdate(table_of(Fulfilment), adds=("quantity_micro",))
_NAMES = RowUpdate(table_of(Fulfilment), sets=("arrival_line_id",))


@dataclass(frozen=True, slots=True)
class _Link:
    """A part that waits, and the arrival line on which it rests."""

    fulfilment_id: int
    order_line_id: int
    place: StockKey
    arrival_line_id: int
    waiting_micro: int
    promise_date: date | None
    reason: Any


def right_links(uow: UnitOfWork, keys: Iterable[StockKey]) -> None:
    """Let what rests on an arrival beyond what it brings rest on another one of that place that has some left.

    The caller holds the orders that wait there and the stock.
    """
    wanted = sorted(set(keys))
    links = _read_links(uow, wanted)
    if not links:
        return
    availability = read_availability(uow, {product_id for product_id, _warehouse_id in wanted})
    for product_id, warehouse_id in wanted:
        mine = [link for link in links if link.place == (product_id, warehouse_id)]
        arrivals = availability[product_id].at(warehouse_id).arrivals
        _write(uow, list(_choose(mine, sorted(arrivals, key=lambda arrival: arrival.due))))


def _read_links(uow: UnitOfWork, keys: Sequence[StockKey]) -> list[_Link]:
    """By promised day, the first one first; held."""
    columns = (Fulfilment.id, Fulfilment.order_line_id, Fulfilment.product_id, Fulfilment.warehouse_id)
    found = (
        sa.select(*columns, Fulfilment.arrival_line_id, WAITING_MICRO)
        .add_columns(Fulfilment.promise_date, Fulfilment.reason)
        .where(sa.tuple_(Fulfilment.product_id, Fulfilment.warehouse_id).in_(keys))
        .where(WAITS, Fulfilment.arrival_line_id.is_not(None))
        .order_by(Fulfilment.promise_date.asc().nulls_last(), Fulfilment.id)
    )
    rows = uow.db.execute(found.with_for_update()) if keys else ()
    return [_Link(row[0], row[1], (row[2], row[3]), *row[4:]) for row in rows]


def _choose(links: Sequence[_Link], arrivals: Sequence[ArrivalSupply]) -> Iterator[tuple[_Link, int, int]]:
    """(Link, how much of it, on which arrival line instead)."""
    spare = {arrival.arrival_line_id: arrival.open_micro for arrival in arrivals}
    rests: defaultdict[int, list[_Link]] = defaultdict(list)
    for link in links:
        if link.arrival_line_id in spare:  # else it was lost before, and rests on none
            spare[link.arrival_line_id] -= link.waiting_micro
            rests[link.arrival_line_id].append(link)
    for full in arrivals:
        for other in arrivals:
            mine, sooner = rests[full.arrival_line_id], other.due < full.due
            while mine and spare[full.arrival_line_id] < 0 < spare[other.arrival_line_id]:
                # what comes sooner is for who is promised first, what comes later for who is promised last
                link = mine.pop(0 if sooner else -1)
                part = min(link.waiting_micro, -spare[full.arrival_line_id], spare[other.arrival_line_id])
                spare[full.arrival_line_id] += part
                spare[other.arrival_line_id] -= part
                yield link, part, other.arrival_line_id
                if part < link.waiting_micro:
                    rest = replace(link, waiting_micro=link.waiting_micro - part)
                    mine.insert(0 if sooner else len(mine), rest)


def _write(uow: UnitOfWork, moves: Sequence[tuple[_Link, int, int]]) -> None:
    """The last that is left of a part takes the other name itself, what goes before becomes a part of its own."""
    whole = [(link, to) for link, part, to in moves if part == link.waiting_micro]
    split = [(link, part, to) for link, part, to in moves if part < link.waiting_micro]
    gone: defaultdict[int, int] = defaultdict(int)
    for link, part, _to in split:
        gone[link.fulfilment_id] -= part
    _LESS.run(uow.db, [{"id": id_, "quantity_micro": less} for id_, less in gone.items()])
    _NAMES.run(uow.db, [{"id": link.fulfilment_id, "arrival_line_id": to} for link, to in whole])
    insert_rows(uow.db, table_of(Fulfilment), [_row(*move) for move in split])


def _row(link: _Link, part_micro: int, arrival_line_id: int) -> dict[str, object]:
    return {
        "order_line_id": link.order_line_id,
        "product_id": link.place[0],
        "warehouse_id": link.place[1],
        "arrival_line_id": arrival_line_id,
        "quantity_micro": part_micro,
        "reserved_micro": 0,
        "promise_date": link.promise_date,
        "reason": link.reason,
    }
