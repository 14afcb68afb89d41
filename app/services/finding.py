"""Which document, customer or product a number names, and the documents that a few typed letters mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.search_words import sort_key
from app.services.listing import LAST
from app.services.unit_of_work import Reading
from db.schema.configurator import ProductModel
from db.schema.invoicing import Invoice
from db.schema.making import WorkshopOrder
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
    ("workshop", WorkshopOrder.id, WorkshopOrder.number),
    ("product_model", ProductModel.id, ProductModel.code),
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
_RECENT = 1000  # what is meant is mostly among so many newest: they are looked at first, one by one


@dataclass(frozen=True, slots=True)
class _Range:
    """What begins so in one column; `source` names the ids by way of the column's index."""

    column: Any
    start: str
    source: sa.Select[Any]

    @property
    def holds(self) -> sa.ColumnElement[bool]:
        return sa.and_(self.column >= self.start, self.column < self.start + LAST)


def find_orders(view: Reading, text: str, *, limit: int) -> tuple[DocumentHit, ...]:
    """The newest orders and quotes whose number, customer or customer's order number begins so."""
    typed = text.strip()
    if not typed:
        return ()
    ranges = [_range(Order.id, Order.number, typed.upper()), _named(Order.id, Order.customer_sort, typed)]
    if len(typed) >= PO_LETTERS:
        # the index begins with the customer: each customer's part of it is asked, no order is read
        by_customer = sa.select(Order.id).join(Customer, Customer.id == Order.customer_id)
        ranges.append(_Range(Order.po_number, typed, by_customer))
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


def find_workshop_orders(view: Reading, text: str, *, limit: int) -> tuple[DocumentHit, ...]:
    """The newest workshop orders whose number begins so, with their customers."""
    typed = text.strip()
    if not typed:
        return ()
    ranges = [_range(WorkshopOrder.id, WorkshopOrder.number, typed.upper())]
    customer = sa.select(Order.customer_name).where(Order.id == WorkshopOrder.order_id).scalar_subquery()
    return _newest(view, WorkshopOrder.id, (WorkshopOrder.id, WorkshopOrder.number, customer), ranges, limit)


def _named(id_: Any, column: Any, typed: str) -> _Range:
    return _range(id_, column, sort_key(typed))


def _range(id_: Any, column: Any, start: str) -> _Range:
    return _Range(column, start, sa.select(id_))


def _newest(
    view: Reading, id_: Any, columns: tuple[Any, ...], ranges: list[_Range], limit: int
) -> tuple[DocumentHit, ...]:
    """The newest of all ranges. A range that half of all documents are in is not gone through for them."""
    newest = sa.select(sa.func.max(id_)).scalar_subquery()
    recent = (id_ > newest - _RECENT, sa.or_(*(each.holds for each in ranges)))
    hits = _read(view, id_, columns, sa.and_(*recent), limit)
    if len(hits) == limit:
        return hits
    # "+ 0": sorted inside the range; the order of the table itself would read all documents
    parts = [
        each.source.where(each.holds).order_by((id_ + 0).desc()).limit(limit).subquery() for each in ranges
    ]
    return _read(view, id_, columns, id_.in_(sa.union(*(sa.select(part.c.id) for part in parts))), limit)


def _read(
    view: Reading, id_: Any, columns: tuple[Any, ...], where: sa.ColumnElement[bool], limit: int
) -> tuple[DocumentHit, ...]:
    statement = sa.select(*columns).where(where).order_by(id_.desc()).limit(limit)
    return tuple(DocumentHit(*row) for row in view.db.execute(statement))
