"""The parts of an order's line that wait for what is made: how much, where, from which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.domain.events import LinesServed
from app.services.making.rows import WorkshopRow
from app.services.stock.availability import WAITING_MICRO, WAITS
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.products import Product
from db.statements import table_of

_PART = table_of(Fulfilment).c


@dataclass(frozen=True, slots=True)
class WaitingPart:
    """A part of a line that waits for pieces to be made."""

    fulfilment_id: int
    order_line_id: int
    product_id: int
    warehouse_id: int
    configuration: str
    waiting_micro: int
    promise_date: date | None
    wish: date | None = None
    """The day on which the customer wants it."""


_WAITING = (
    sa.select(_PART.id, OrderLine.id, _PART.product_id, _PART.warehouse_id, Product.configuration)
    .add_columns(WAITING_MICRO, _PART.promise_date)
    .add_columns(sa.func.coalesce(OrderLine.requested_date, Order.requested_date))
    .join(OrderLine, OrderLine.id == _PART.order_line_id)
    .join(Order, Order.id == OrderLine.order_id)
    .join(Product, Product.id == _PART.product_id)
    .where(Product.variant_of_id.is_not(None), WAITS, _PART.held_until.is_(None))
    .order_by(_PART.id)
)


def read_waiting_parts(view: Reading, order_id: int) -> tuple[WaitingPart, ...]:
    """What of the order waits to be made."""
    rows = view.db.execute(_WAITING.where(OrderLine.order_id == order_id, Order.state == "confirmed"))
    return tuple(WaitingPart(*row) for row in rows)


def parts_for(view: Reading, row: WorkshopRow) -> tuple[WaitingPart, ...]:
    """What of its line waits for what it makes."""
    parts = read_waiting_parts(view, row.order_id)
    mine = (row.order_line_id, row.product_id, row.warehouse_id)
    return tuple(part for part in parts if (part.order_line_id, part.product_id, part.warehouse_id) == mine)


def promise_parts(uow: UnitOfWork, row: WorkshopRow, parts: Iterable[WaitingPart], day: date | None) -> None:
    """The day on which these parts leave; the order's promise follows, and the order is told."""
    moved = [part.fulfilment_id for part in parts if part.promise_date != day]
    if not moved:
        return
    uow.db.execute(sa.update(Fulfilment).where(_PART.id.in_(moved)).values(promise_date=day))
    uow.react(LinesServed((row.order_id,), workshop=row.number))
    uow.changed("order", row.order_id, version=0)
