"""Free stock goes to the lines that wait for it, in the order of their promised dates.

What is left then serves lines that wait in another warehouse and rest on no arrival: they are sourced again. Who
still waits for nothing is promised what arrivals have left (`announced.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from app.domain.events import LinesServed
from app.services.stock.announced import promise_waiting
from app.services.stock.levels import StockKey, lock_stock, read_levels, shift_reserved
from app.services.stock.places import Places, moved_reason, tell_moved
from app.services.stock.reasons import reason_to_json
from app.services.stock.turns import ServedLine, ServedReport, choose_served
from app.services.stock.waiting import (
    WaitingLine,
    hold_orders_beside,
    hold_orders_waiting,
    left_of_line,
    of_lines,
    read_waiting_for,
    read_waiting_places,
)
from app.services.unit_of_work import Reading, UnitOfWork
from db.bulk import RowUpdate
from db.schema.orders import Fulfilment
from db.schema.stock import Arrival, ArrivalLine, Stock
from db.statements import insert_rows, table_of

__all__ = [
    "Places",
    "ServedLine",
    "ServedReport",
    "WaitingLine",
    "choose_served",
    "find_free",
    "hold_orders_beside",
    "hold_orders_waiting",
    "left_of_line",
    "lock_supply",
    "moved_reason",
    "places_of_order",
    "read_waiting_for",
    "serve_waiting",
    "tell_moved",
]
_SERVED = RowUpdate(table_of(Fulfilment), sets=("promise_date",), adds=("quantity_micro", "reserved_micro"))


def serve_waiting(uow: UnitOfWork, keys: Iterable[StockKey]) -> ServedReport:
    """Reserve what is free for those who wait, in order of promised date, then of their coming.

    Who waits for nothing after that takes a day from what arrivals have left. The caller holds their orders
    (`hold_orders_waiting`) and the stock (`lock_supply`).
    """
    wanted = sorted(set(keys))
    lock_stock(uow, wanted)
    lines = read_waiting_for(uow, wanted, lock=True) if wanted else ()
    if not lines:
        return ServedReport()
    free = {key: level.free_micro for key, level in read_levels(uow, wanted).items()}
    places = Places(uow)
    report = choose_served(lines, free, places.nearest)
    waiting = {line.fulfilment_id for line in report.waiting}
    _reserve_served(uow, report.served, waiting, places)
    served = tuple(_dated(entry, waiting, places) for entry in report.served)
    promised = promise_waiting(uow, report.waiting, places)
    return ServedReport((*served, *promised.served), promised.waiting)


def lock_supply(uow: UnitOfWork, keys: Iterable[StockKey]) -> None:
    """Hold the stock in these places and wherever an arrival of their articles is open: promises may rest on it."""
    wanted = set(keys)
    if wanted and uow.db.dialect.name == "postgresql":
        open_lines = (
            sa.not_(ArrivalLine.closed),
            ArrivalLine.product_id.in_(sorted({key[0] for key in wanted})),
        )
        found = (
            sa.select(ArrivalLine.product_id, Arrival.warehouse_id)
            .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
            .where(*open_lines)
            .distinct()
        )
        lock_stock(uow, {*wanted, *((row[0], row[1]) for row in uow.db.execute(found))}, ensure=True)


def places_of_order(view: Reading, order_id: int) -> list[StockKey]:
    """Where something of the order waits, and where its articles lie free."""
    waits = read_waiting_places(view, order_id)
    return sorted({*waits, *find_free(view, (product_id for product_id, _warehouse_id in waits))})


def find_free(view: Reading, product_ids: Iterable[int]) -> list[StockKey]:
    """Where any of the products lies free."""
    products = sorted(set(product_ids))
    if not products:
        return []
    found = sa.select(Stock.product_id, Stock.warehouse_id).where(
        Stock.product_id.in_(products), Stock.on_hand_micro > Stock.reserved_micro
    )
    return [(row[0], row[1]) for row in view.db.execute(found)]


def _reserve_served(uow: UnitOfWork, served: Sequence[ServedLine], waiting: set[int], places: Places) -> None:
    if not served:
        return
    sums: defaultdict[StockKey, int] = defaultdict(int)
    for entry in served:
        sums[entry.place] += entry.served_micro
    refused = shift_reserved(uow, sums, held=True)
    assert not refused, "the rows are locked and their free stock was read"
    _SERVED.run(uow.db, _served_rows(served, waiting, places))
    moved = [entry for entry in served if entry.moved_to is not None]
    insert_rows(uow.db, table_of(Fulfilment), [_moved_row(entry, places, uow.today) for entry in moved])
    tell_moved(uow, moved)
    orders = {entry.line.order_id: entry.line.order_version for entry in served}
    promised = of_lines(entry.line for entry in served)
    if promised:
        uow.react(LinesServed(promised))
    for order_id, version in sorted(orders.items()):
        uow.changed("order", order_id, version=version)


def _dated(entry: ServedLine, waiting: set[int], places: Places) -> ServedLine:
    """The line with the day on which the part that it got leaves; unknown while more of that part waits."""
    if entry.moved_to is None and entry.line.fulfilment_id in waiting:
        return entry
    return replace(entry, line=replace(entry.line, promise_date=_day_of(entry, places)))


def _day_of(entry: ServedLine, places: Places) -> date:
    return entry.line.promise_date or places.ship_day(entry.place[1], entry.line.wish)


def _served_rows(served: Sequence[ServedLine], waiting: set[int], places: Places) -> list[dict[str, object]]:
    """What each row got where it waited, and what left it for another warehouse.

    Who waited without a date and now has it all leaves on the warehouse's next day.
    """
    rows: dict[int, dict[str, object]] = {}
    got: defaultdict[int, int] = defaultdict(int)
    gone: defaultdict[int, int] = defaultdict(int)
    for entry in served:
        line, key = entry.line, entry.line.fulfilment_id
        (got if entry.moved_to is None else gone)[key] += entry.served_micro
        day = line.promise_date
        if day is None and key not in waiting:
            day = places.ship_day(line.warehouse_id, line.wish)
        rows[key] = {"id": key, "promise_date": day, "quantity_micro": -gone[key], "reserved_micro": got[key]}
    return [rows[key] for key in sorted(rows)]


def _moved_row(entry: ServedLine, places: Places, today: date) -> dict[str, object]:
    line, (product_id, warehouse_id) = entry.line, entry.place
    return {
        "order_line_id": line.order_line_id,
        "order_id": line.changes_of,
        "product_id": product_id,
        "warehouse_id": warehouse_id,
        "quantity_micro": entry.served_micro,
        "reserved_micro": entry.served_micro,
        "promise_date": _day_of(entry, places),
        "reason": reason_to_json(moved_reason(entry, today)),
        "held_until": line.held_until,
    }
