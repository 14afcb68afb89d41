"""On which arrival a waiting part rests: never on one that brings less than rests on it, while another has some left.

A promise counts on the time line of its warehouse, whichever arrival it names. When a due date moves or goods serve
another line, the names may say more than an arrival brings. That matters once one is called off: who counted on it must
be found. So the names are put right before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from app.domain.promise import ArrivalSupply
from app.domain.routing.sources import waits_for
from app.services.stock.availability import WAITING_MICRO, WAITS, read_availability
from app.services.stock.levels import StockKey, in_places
from app.services.stock.reasons import reason_to_json
from app.services.stock.waiting import OWNER
from app.services.unit_of_work import UnitOfWork
from db.bulk import RowUpdate
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.stock import Warehouse
from db.statements import insert_rows, table_of

_PART = RowUpdate(table_of(Fulfilment), sets=("arrival_line_id", "reason"), adds=("quantity_micro",))


@dataclass(frozen=True, slots=True)
class _Link:
    """A part that waits, and the arrival line on which it rests."""

    fulfilment_id: int
    order_line_id: int | None
    place: StockKey
    arrival_line_id: int
    waiting_micro: int
    promise_date: date | None
    warehouse_name: str
    order_id: int
    order_version: int
    held_until: datetime | None
    changes_of: int | None


@dataclass(frozen=True, slots=True)
class _Move:
    """So much of a part rests on another arrival from now on; all that is left of it, or less."""

    link: _Link
    part_micro: int
    arrival: ArrivalSupply

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the part goes on resting on its arrival."""
        return self.part_micro == self.link.waiting_micro


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
        moves = list(_choose(mine, sorted(arrivals, key=lambda arrival: arrival.due)))
        _write(uow, moves, {arrival.arrival_line_id: arrival for arrival in arrivals})


def _read_links(uow: UnitOfWork, keys: Sequence[StockKey]) -> list[_Link]:
    """By promised day, the first one first; held."""
    columns = (Fulfilment.id, Fulfilment.order_line_id, Fulfilment.product_id, Fulfilment.warehouse_id)
    found = (
        sa.select(*columns, Fulfilment.arrival_line_id, WAITING_MICRO, Fulfilment.promise_date)
        .add_columns(Warehouse.name, Order.id, Order.version, Fulfilment.held_until, Fulfilment.order_id)
        .select_from(Fulfilment)
        .outerjoin(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .join(Order, Order.id == OWNER)
        .join(Warehouse, Warehouse.id == Fulfilment.warehouse_id)
        .where(in_places(uow.db, Fulfilment.product_id, Fulfilment.warehouse_id, keys))
        .where(WAITS, Fulfilment.arrival_line_id.is_not(None))
        .order_by(Fulfilment.promise_date.asc().nulls_last(), Fulfilment.id)
    )
    rows = uow.db.execute(found.with_for_update(of=Fulfilment)) if keys else ()
    return [_Link(row[0], row[1], (row[2], row[3]), *row[4:]) for row in rows]


def _choose(links: Sequence[_Link], arrivals: Sequence[ArrivalSupply]) -> Iterator[_Move]:
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
                yield _Move(link, part, other)
                if part < link.waiting_micro:
                    rest = replace(link, waiting_micro=link.waiting_micro - part)
                    mine.insert(0 if sooner else len(mine), rest)


def _write(uow: UnitOfWork, moves: Sequence[_Move], arrivals: Mapping[int, ArrivalSupply]) -> None:
    """The last that is left of a part takes the other name itself, what goes before becomes a part of its own."""
    split = [move for move in moves if not move.is_whole]
    gone: defaultdict[int, int] = defaultdict(int)
    for move in split:
        gone[move.link.fulfilment_id] += move.part_micro
    last = {move.link.fulfilment_id: move for move in moves}
    rests = [
        {
            "id": id_,
            "quantity_micro": -gone[id_],
            **(_rests(move.link, move.part_micro, move.arrival) if move.is_whole else _stays(move, arrivals)),
        }
        for id_, move in last.items()
    ]
    _PART.run(uow.db, rests)
    insert_rows(uow.db, table_of(Fulfilment), [_row(move) for move in split])
    for order_id, version in sorted({(move.link.order_id, move.link.order_version) for move in moves}):
        uow.changed("order", order_id, version=version)


def _stays(move: _Move, arrivals: Mapping[int, ArrivalSupply]) -> dict[str, object]:
    """What of the part the move leaves where it was."""
    link = move.link
    return _rests(link, link.waiting_micro - move.part_micro, arrivals[link.arrival_line_id])


def _rests(link: _Link, part_micro: int, arrival: ArrivalSupply) -> dict[str, object]:
    """The arrival on which so much of it rests, and the reason that says so: it leaves not before it comes."""
    leaves = max(arrival.due, link.promise_date or arrival.due)
    reason = waits_for(arrival, part_micro, where=link.warehouse_name, leaves=leaves)
    return {"arrival_line_id": arrival.arrival_line_id, "reason": reason_to_json(reason)}


def _row(move: _Move) -> dict[str, object]:
    link = move.link
    return {
        "order_line_id": link.order_line_id,
        "product_id": link.place[0],
        "warehouse_id": link.place[1],
        "quantity_micro": move.part_micro,
        "reserved_micro": 0,
        "promise_date": link.promise_date,
        "held_until": link.held_until,
        "order_id": link.changes_of,
        **_rests(link, move.part_micro, move.arrival),
    }
