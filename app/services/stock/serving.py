"""Free stock goes to the lines that wait for it, in the order of their promised dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.events import LinesServed
from app.services.stock.availability import WAITING_MICRO, WAITS, first_ship_days, read_warehouses
from app.services.stock.levels import StockKey, lock_stock, read_levels, shift_reserved
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.stock import Arrival, ArrivalLine
from db.statements import table_of


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A part of an order line that waits in a warehouse, and what for (no arrival: nothing is announced)."""

    fulfilment_id: int
    order_id: int
    order_number: str
    order_version: int
    customer_name: str
    order_line_id: int
    sku: str
    text: str
    product_id: int
    warehouse_id: int
    quantity_micro: int
    promise_date: date | None
    arrival_id: int | None
    arrival_number: str
    arrival_due: date | None


@dataclass(frozen=True, slots=True)
class ServedLine:
    """A waiting line that got stock; `line.quantity_micro` is what it waited for."""

    line: WaitingLine
    served_micro: int


@dataclass(frozen=True, slots=True)
class ServedReport:
    """Who got something, and who still waits (with what is left to wait for)."""

    served: tuple[ServedLine, ...] = ()
    waiting: tuple[WaitingLine, ...] = ()


_COLUMNS: tuple[Any, ...] = (
    Fulfilment.id,
    Order.id,
    Order.number,
    Order.version,
    Order.customer_name,
    OrderLine.id,
    OrderLine.sku,
    OrderLine.text,
    Fulfilment.product_id,
    Fulfilment.warehouse_id,
    WAITING_MICRO,
    Fulfilment.promise_date,
    Arrival.id,
    sa.func.coalesce(Arrival.number, ""),
    ArrivalLine.due_date,
)


def select_waiting() -> sa.Select[Any]:
    """A select of waiting lines of confirmed orders, columns as in `WaitingLine`, first promise first."""
    return (
        sa.select(*_COLUMNS)
        .join(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(ArrivalLine, ArrivalLine.id == Fulfilment.arrival_line_id)
        .outerjoin(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .where(WAITS, Order.state == "confirmed")
        .order_by(Fulfilment.promise_date.asc().nulls_last(), Fulfilment.id)
    )


def read_waiting_for(view: Reading, keys: Iterable[StockKey]) -> tuple[WaitingLine, ...]:
    """Every line that waits for those products in those warehouses, first promise first."""
    wanted = set(keys)
    products = sorted({product_id for product_id, _warehouse_id in wanted})
    rows = view.db.execute(select_waiting().where(Fulfilment.product_id.in_(products)))
    lines = (WaitingLine(*row) for row in rows)
    return tuple(line for line in lines if (line.product_id, line.warehouse_id) in wanted)


def hold_orders_waiting(uow: UnitOfWork, keys: Iterable[StockKey], *, also: int | None = None) -> None:
    """Hold the orders that may get stock now (and `also` one more) by id, before any stock is held.

    Who changes or cancels an order holds it first and wants its stock then; who brings stock in writes to the orders
    that it serves. Everybody takes orders before stock, so nobody waits for somebody who waits for him. SQLite's
    writer is alone.
    """
    wanted = sorted(set(keys))
    if uow.db.dialect.name != "postgresql" or not (wanted or also):
        return
    waits = (
        sa.select(OrderLine.order_id)
        .join(Fulfilment, Fulfilment.order_line_id == OrderLine.id)
        .where(WAITS, sa.tuple_(Fulfilment.product_id, Fulfilment.warehouse_id).in_(wanted))
    )
    # one list of ids: with an `or` beside it the server looks at every open order
    mine = waits if also is None else waits.union_all(sa.select(sa.literal(also)))
    held = sa.select(Order.id).where(Order.id.in_(mine)).order_by(Order.id)
    uow.db.execute(held.with_for_update(key_share=True)).all()


def hold_orders_beside(uow: UnitOfWork, order_id: int) -> None:
    """Hold the order and those that get what it may give back; see `hold_orders_waiting`."""
    if uow.db.dialect.name != "postgresql":
        return
    keys = uow.db.execute(
        sa.select(Fulfilment.product_id, Fulfilment.warehouse_id)
        .join(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .where(OrderLine.order_id == order_id)
        .distinct()
    )
    hold_orders_waiting(uow, [(row[0], row[1]) for row in keys], also=order_id)


def serve_waiting(uow: UnitOfWork, keys: Iterable[StockKey]) -> ServedReport:
    """Reserve what is free for those who wait, in order of promised date, then of their coming."""
    wanted = sorted(set(keys))
    lock_stock(uow, wanted)
    lines = read_waiting_for(uow, wanted)
    if not lines:
        return ServedReport()
    free = {key: level.free_micro for key, level in read_levels(uow, wanted).items()}
    report = choose_served(lines, free)
    _reserve_served(uow, report.served)
    return report


def choose_served(lines: Iterable[WaitingLine], free: Mapping[StockKey, int]) -> ServedReport:
    """Who gets how much of what is free in those places; the lines in the order in which they are served."""
    left = dict(free)
    served: list[ServedLine] = []
    waiting: list[WaitingLine] = []
    for line in lines:
        key = (line.product_id, line.warehouse_id)
        part = min(line.quantity_micro, left[key])
        left[key] -= part
        if part > 0:
            served.append(ServedLine(line, part))
        if part < line.quantity_micro:
            waiting.append(left_of_line(line, part))
    return ServedReport(tuple(served), tuple(waiting))


def left_of_line(line: WaitingLine, served_micro: int) -> WaitingLine:
    """The line with that much less to wait for."""
    return replace(line, quantity_micro=line.quantity_micro - served_micro)


def _reserve_served(uow: UnitOfWork, served: Sequence[ServedLine]) -> None:
    if not served:
        return
    sums: defaultdict[StockKey, int] = defaultdict(int)
    for entry in served:
        sums[entry.line.product_id, entry.line.warehouse_id] += entry.served_micro
    refused = shift_reserved(uow, sums)
    assert not refused, "the rows are locked and their free stock was read"
    fulfilment = table_of(Fulfilment)
    uow.db.execute(
        sa.update(Fulfilment)
        .where(fulfilment.c.id == sa.bindparam("key"))
        .values(
            reserved_micro=fulfilment.c.reserved_micro + sa.bindparam("part"),
            promise_date=sa.func.coalesce(fulfilment.c.promise_date, sa.bindparam("day")),
        ),
        _served_rows(uow, served),
    )
    orders = {entry.line.order_id: entry.line.order_version for entry in served}
    uow.react(LinesServed(tuple(sorted(orders))))
    for order_id, version in sorted(orders.items()):
        uow.changed("order", order_id, version=version)


def _served_rows(uow: UnitOfWork, served: Sequence[ServedLine]) -> list[dict[str, object]]:
    """The part of each; who waited without a date and now has it all leaves on the warehouse's next day."""
    undated = {
        entry.line.fulfilment_id
        for entry in served
        if entry.line.promise_date is None and entry.served_micro == entry.line.quantity_micro
    }
    days = first_ship_days(uow, read_warehouses(uow)) if undated else {}
    return [
        {
            "key": entry.line.fulfilment_id,
            "part": entry.served_micro,
            "day": days.get(entry.line.warehouse_id, uow.today)
            if entry.line.fulfilment_id in undated
            else None,
        }
        for entry in served
    ]
