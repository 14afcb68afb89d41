"""Which document, customer or product a number names, and the documents that a few typed letters mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.search_words import sort_key
from app.services.listing import LAST
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


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A document that was meant; `number` is empty for a draft."""

    id: int
    number: str
    customer_name: str
    po_number: str = ""


PO_LETTERS = 3  # a customer's own order number is looked up from so many letters on
_ENOUGH = 200  # so many candidates of one range are looked at for the newest


def find_orders(view: Reading, text: str, *, limit: int) -> tuple[DocumentHit, ...]:
    """The newest orders and quotes whose number, customer or customer's order number begins so."""
    typed = text.strip()
    if not typed:
        return ()
    ranges = [_range(Order.id, Order.number, typed.upper()), _named(Order.id, Order.customer_sort, typed)]
    if len(typed) >= PO_LETTERS:
        own = (Order.po_number >= typed, Order.po_number < typed + LAST)
        # the index begins with the customer: each customer's part of it is asked, no order is read
        ranges.append(
            sa.select(Order.id).join(Customer, Customer.id == Order.customer_id).where(*own).limit(_ENOUGH)
        )
    columns = (Order.id, sa.func.coalesce(Order.number, ""), Order.customer_name, Order.po_number)
    return _newest(view, Order.id, columns, ranges, limit)


def find_invoices(view: Reading, text: str, *, limit: int) -> tuple[DocumentHit, ...]:
    """The newest invoices and credit notes whose number or customer begins so."""
    typed = text.strip()
    if not typed:
        return ()
    ranges = [
        _range(Invoice.id, Invoice.number, typed.upper()),
        _named(Invoice.id, Invoice.customer_sort, typed),
    ]
    return _newest(view, Invoice.id, (Invoice.id, Invoice.number, Invoice.customer_name), ranges, limit)


def find_shipments(view: Reading, text: str, *, limit: int) -> tuple[DocumentHit, ...]:
    """The newest shipments whose number begins so."""
    typed = text.strip()
    if not typed:
        return ()
    columns = (Shipment.id, Shipment.number, Shipment.ship_name)
    ranges = [_range(Shipment.id, Shipment.number, typed.upper())]
    return _newest(view, Shipment.id, columns, ranges, limit)


def _named(id_: Any, column: Any, typed: str) -> sa.Select[Any]:
    return _range(id_, column, sort_key(typed))


def _range(id_: Any, column: Any, start: str) -> sa.Select[Any]:
    """One range of an index, bounded."""
    bounds = (column >= start, column < start + LAST)
    return sa.select(id_).where(*bounds).order_by(column.desc(), id_.desc()).limit(_ENOUGH)


def _newest(
    view: Reading, id_: Any, columns: tuple[Any, ...], ranges: list[sa.Select[Any]], limit: int
) -> tuple[DocumentHit, ...]:
    parts = [sa.select(each.subquery().c.id) for each in ranges]
    statement = sa.select(*columns).where(id_.in_(sa.union(*parts))).order_by(id_.desc()).limit(limit)
    return tuple(DocumentHit(*row) for row in view.db.execute(statement))
