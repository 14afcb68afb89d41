"""Promised days follow the parts: each line's latest, none while a part has no day (B33)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from app.domain.events import LinesServed
from app.domain.parties import DeliveryWish
from app.domain.promise import latest_promise, line_promises
from app.services.unit_of_work import UnitOfWork
from db.bulk import RowUpdate
from db.rows import ids, one_of
from db.schema.orders import Fulfilment, Order, OrderLine
from db.statements import table_of

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)
_FULFILMENT = table_of(Fulfilment)
_PARTS = (
    sa.select(_ORDER.c.id, _ORDER.c.delivery_wish, _LINE.c.line_key, _FULFILMENT.c.promise_date)
    .join_from(_FULFILMENT, _LINE, _LINE.c.id == _FULFILMENT.c.order_line_id)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .where(one_of(_ORDER.c.id, ids()), _FULFILMENT.c.quantity_micro > 0, _ORDER.c.state != "draft")
)
_GOODS_KEYS = sa.select(_LINE.c.line_key).where(
    _LINE.c.order_id == sa.bindparam("order_id"), _LINE.c.kind == "goods"
)
_LINE_DAYS = RowUpdate(_LINE, sets=("promise_date",), keys=("order_id", "line_key"))
_ORDER_DAYS = RowUpdate(_ORDER, sets=("promise_date",))


@dataclass(slots=True)
class OrderDays:
    """The days of an order's parts by line key, and whether it ships complete."""

    is_complete: bool = False
    lines: dict[str, list[date | None]] = field(default_factory=dict)

    def promises(self) -> dict[str, date | None]:
        """The promised day of each line that has parts."""
        return line_promises(self.lines, complete=self.is_complete)


def read_days(uow: UnitOfWork, order_ids: Collection[int]) -> dict[int, OrderDays]:
    """The days of what the orders still need or got, by order; parts that were given back don't count."""
    found: dict[int, OrderDays] = {}
    for order_id, wish, key, day in uow.db.execute(_PARTS, {"ids": sorted(order_ids)}):
        days = found.setdefault(order_id, OrderDays(wish == DeliveryWish.COMPLETE))
        days.lines.setdefault(key, []).append(day)
    return found


def write_line_promises(uow: UnitOfWork, promises: Mapping[tuple[int, str], date | None]) -> None:
    """Write the promised days by (order id, line key), in one statement."""
    rows = [{"order_id": id_, "line_key": key, "promise_date": day} for (id_, key), day in promises.items()]
    _LINE_DAYS.run(uow.db, rows)


def follow_parts(uow: UnitOfWork, order_id: int) -> tuple[date | None, date | None]:
    """Promise what is left of an order; its day before and after.

    A line of which nothing is left has no day, and holds up no other.
    """
    promises = read_days(uow, [order_id]).get(order_id, OrderDays()).promises()
    keys = uow.db.execute(_GOODS_KEYS, {"order_id": order_id}).scalars()
    write_line_promises(uow, {(order_id, key): promises.get(key) for key in keys})
    after = latest_promise(promises.values())
    before = uow.db.execute(sa.select(_ORDER.c.promise_date).where(_ORDER.c.id == order_id)).scalar_one()
    if before != after:
        _ORDER_DAYS.run(uow.db, [{"id": order_id, "promise_date": after}])
    return before, after


def _tell_moved(uow: UnitOfWork, found: Mapping[int, Mapping[str, date | None]], event: LinesServed) -> None:
    """Note on each order whose day moves from when to when, and why: goods came in, are announced, or are made."""
    why: dict[str, object] = {"arrival": event.arrival} if event.arrival else {"goods_in": uow.today}
    why = {"workshop": event.workshop} if event.workshop else why
    statement = sa.select(_ORDER.c.id, _ORDER.c.promise_date).where(one_of(_ORDER.c.id, ids()))
    for id_, before in uow.db.execute(statement, {"ids": sorted(found)}):
        after = latest_promise(found[id_].values())
        if before != after:
            told = {"promise_date": after, **why}
            uow.audit("order", id_, before={"promise_date": before}, after=told)


def on_lines_served(uow: UnitOfWork, event: LinesServed) -> None:
    """Answer stock that reached waiting lines or is announced for them: promise the days that their parts have."""
    found = {id_: days.promises() for id_, days in read_days(uow, event.order_ids).items()}
    lines = {(id_, key): day for id_, promises in found.items() for key, day in promises.items()}
    write_line_promises(uow, lines)
    _tell_moved(uow, found, event)
    orders = [
        {"id": id_, "promise_date": latest_promise(promises.values())} for id_, promises in found.items()
    ]
    _ORDER_DAYS.run(uow.db, orders)
