"""What left and is not invoiced yet: the bookkeeper's morning list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from app.services.unit_of_work import Reading
from db.schema.orders import Order, OrderLine
from db.schema.shipping import Shipment, ShipmentLine

LIST_MAX = 10_000


@dataclass(frozen=True, slots=True)
class ShipmentToInvoice:
    """A shipment with goods that no invoice has yet."""

    shipment_id: int
    number: str
    ship_date: dt.date | None
    order_id: int
    order_number: str
    customer_id: int
    customer_name: str
    line_count: int


def read_to_invoice(view: Reading, *, limit: int = LIST_MAX) -> tuple[ShipmentToInvoice, ...]:
    """Shipments that left with goods not invoiced yet, oldest first."""
    line = ShipmentLine
    waiting = (
        sa.select(line.shipment_id, sa.func.count().label("count"))
        .join(OrderLine, OrderLine.id == line.order_line_id)
        .where(line.picked_micro > line.invoiced_micro, OrderLine.kind == "goods")
        .group_by(line.shipment_id)
        .subquery()
    )
    statement = (
        sa.select(
            Shipment.id,
            Shipment.number,
            Shipment.ship_date,
            Order.id,
            Order.number,
            Order.customer_id,
            Order.customer_name,
            waiting.c.count,
        )
        .join(waiting, waiting.c.shipment_id == Shipment.id)
        .join(Order, Order.id == Shipment.order_id)
        .where(Shipment.state == "shipped")
        .order_by(Shipment.ship_date, Shipment.id)
        .limit(limit)
    )
    return tuple(ShipmentToInvoice(*row) for row in view.db.execute(statement))
