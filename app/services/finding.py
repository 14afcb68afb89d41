"""Which document, customer or product a number names."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.services.unit_of_work import Reading
from db.schema.invoicing import Invoice
from db.schema.orders import Order
from db.schema.parties import Customer
from db.schema.products import Product
from db.schema.shipping import Shipment
from db.schema.stock import Arrival

_NUMBERS: tuple[tuple[str, Any, Any], ...] = (
    ("order", Order.id, Order.number),
    ("shipping", Shipment.id, Shipment.number),
    ("invoice", Invoice.id, Invoice.number),
    ("arrival", Arrival.id, Arrival.number),
    ("customer", Customer.id, Customer.number),
    ("product", Product.id, Product.sku),
)


def find_document(view: Reading, number: str) -> tuple[str, int] | None:
    """Its kind, as in "order.open", and its id; None where nothing has this number."""
    wanted = {number.strip(), number.strip().upper()}
    parts = [
        sa.select(sa.literal(place).label("place"), sa.literal(kind).label("kind"), id_.label("id")).where(
            column.in_(wanted)
        )
        for place, (kind, id_, column) in enumerate(_NUMBERS)
    ]
    found = view.db.execute(sa.union_all(*parts).order_by("place").limit(1)).one_or_none()
    return None if found is None else (found.kind, found.id)
