"""Lines that wait for nothing take a day from what is announced: at once, and when they lose their arrival.

First those that wait in its warehouse, then those that wait in another one: they are sourced again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from app.domain.events import LinesServed
from app.services.stock.availability import read_availability
from app.services.stock.coming import Promised, choose_promised
from app.services.stock.levels import StockKey, shift_reserved
from app.services.stock.places import Places, tell_moved
from app.services.stock.reasons import reason_to_json
from app.services.stock.turns import ServedReport
from app.services.stock.waiting import WaitingLine, left_of_line, read_waiting_for
from app.services.unit_of_work import UnitOfWork
from db.bulk import RowUpdate
from db.schema.orders import Fulfilment
from db.schema.stock import ArrivalLine
from db.statements import insert_rows, table_of

_LEFT = RowUpdate(table_of(Fulfilment), sets=("promise_date",), adds=("quantity_micro",))


def promise_announced(uow: UnitOfWork, product_ids: Iterable[int], warehouse_id: int) -> None:
    """Promise what is announced there to those who wait for nothing; the caller holds their orders and the stock."""
    keys = [(product_id, warehouse_id) for product_id in sorted(set(product_ids))]
    promise_waiting(uow, read_waiting_for(uow, keys, lock=True), Places(uow))


def promise_waiting(uow: UnitOfWork, lines: Iterable[WaitingLine], places: Places) -> ServedReport:
    """Promise what arrivals have left to those of the lines that rest on none; all of them as they wait then.

    The caller has read them locked and in the order of their turns, and holds the stock of the arrivals.
    """
    found = tuple(lines)
    lost = [line for line in found if line.arrival_id is None]
    if not lost:
        return ServedReport(waiting=found)
    availability = read_availability(uow, {line.product_id for line in lost})
    promised = choose_promised(lost, availability, places)
    if not promised:
        return ServedReport(waiting=found)
    _write(uow, promised, places)
    _tell(uow, promised)
    served = tuple(each.as_served for each in promised if each.reserve_micro)
    return ServedReport(served, tuple(_as_promised(found, promised, _read_heads(uow, promised))))


def _read_heads(uow: UnitOfWork, promised: Iterable[Promised]) -> dict[int, tuple[int, date]]:
    """Of each arrival line its arrival and the day that was announced, which may be over."""
    ids = sorted({each.piece.arrival.arrival_line_id for each in promised if each.piece.arrival})
    columns = (ArrivalLine.id, ArrivalLine.arrival_id, ArrivalLine.due_date)
    rows = uow.db.execute(sa.select(*columns).where(ArrivalLine.id.in_(ids)))
    return {row[0]: (row[1], row[2]) for row in rows}


def _as_promised(
    lines: Iterable[WaitingLine], promised: Iterable[Promised], heads: Mapping[int, tuple[int, date]]
) -> Iterator[WaitingLine]:
    """The lines with what they wait for now, a line for each arrival."""
    parts: defaultdict[int, list[Promised]] = defaultdict(list)
    for each in promised:
        parts[each.line.fulfilment_id].append(each)
    for line in lines:
        mine = parts.get(line.fulfilment_id, [])
        for each in mine:
            arrival = each.piece.arrival
            if arrival is None:
                continue
            arrival_id, due = heads[arrival.arrival_line_id]
            yield replace(
                line,
                quantity_micro=each.quantity_micro,
                warehouse_id=each.piece.warehouse.id,
                warehouse_name=each.piece.warehouse.name,
                promise_date=each.piece.ship_day,
                arrival_id=arrival_id,
                arrival_number=arrival.number,
                arrival_due=due,
            )
        left = left_of_line(line, sum(each.quantity_micro for each in mine))
        if left.quantity_micro:
            yield left


def _write(uow: UnitOfWork, promised: Sequence[Promised], places: Places) -> None:
    """Each part becomes a row of its own; what the old row still holds leaves when it can, if nothing waits in it."""
    gone: defaultdict[int, int] = defaultdict(int)
    lines = {each.line.fulfilment_id: each.line for each in promised}
    for each in promised:
        gone[each.line.fulfilment_id] += each.quantity_micro
    rows = []
    for key, line in sorted(lines.items()):
        day = line.promise_date
        if day is None and gone[key] == line.quantity_micro:
            day = places.ship_day(line.warehouse_id, line.wish)
        rows.append({"id": key, "promise_date": day, "quantity_micro": -gone[key]})
    sums: defaultdict[StockKey, int] = defaultdict(int)
    for each in promised:
        sums[each.place] += each.reserve_micro
    refused = shift_reserved(uow, sums, held=True)
    assert not refused, "the rows are locked and their free stock was read"
    _LEFT.run(uow.db, rows)
    insert_rows(uow.db, table_of(Fulfilment), [_row(each, uow.today) for each in promised])


def _row(each: Promised, today: date) -> dict[str, object]:
    arrival = each.piece.arrival
    return {
        "order_line_id": each.line.order_line_id,
        "order_id": each.line.changes_of,
        "product_id": each.line.product_id,
        "warehouse_id": each.piece.warehouse.id,
        "arrival_line_id": arrival.arrival_line_id if arrival else None,
        "quantity_micro": each.quantity_micro,
        "reserved_micro": each.reserve_micro,
        "promise_date": each.piece.ship_day,
        "reason": reason_to_json(each.reason(today)),
        "held_until": each.line.held_until,
    }


def _tell(uow: UnitOfWork, promised: Sequence[Promised]) -> None:
    tell_moved(uow, [each.as_served for each in promised if each.is_elsewhere])
    arrivals: defaultdict[int, set[str]] = defaultdict(set)
    for each in promised:
        if each.piece.arrival is not None and each.line.changes_of is None:
            arrivals[each.line.order_id].add(each.piece.arrival.number)
    waits: defaultdict[str, list[int]] = defaultdict(list)
    for order_id, numbers in sorted(arrivals.items()):
        waits[", ".join(sorted(numbers))].append(order_id)
    for told, order_ids in waits.items():
        uow.react(LinesServed(tuple(order_ids), arrival=told))
    versions = {each.line.order_id: each.line.order_version for each in promised}
    for order_id, version in sorted(versions.items()):
        uow.changed("order", order_id, version=version)
