"""The order list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.domain.pages import Page, PageRequest
from app.services.listing import ListSource, read_page
from app.services.unit_of_work import Reading
from db.rows import select_as
from db.schema.orders import Order
from db.search import CUSTOMERS
from db.statements import table_of

_ORDER = table_of(Order)
# by name alone: the tables themselves with their indexes would be made at every start
_INVOICE: sa.TableClause = sa.table(
    "invoice",
    *map(sa.column, ("id", "customer_id", "order_id")),
    sa.column("is_advance", sa.Boolean),
)
_ITEM: sa.TableClause = sa.table(
    "open_item",
    sa.column("invoice_id"),
    *(sa.column(name, sa.BigInteger) for name in ("amount_minor", "applied_minor")),
)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of the order list; amounts in minor units."""

    id: int
    kind: str
    state: str
    number: str | None
    revision: int
    customer_id: int | None
    customer_name: str
    po_number: str
    order_date: date
    promise_date: date | None
    net_minor: int
    gross_minor: int
    currency: str
    exchange: str  # its rate; empty in the firm's currency
    created_by: str
    rest_cancelled: bool
    advances_minor: int  # asked for by advance invoices
    advances_open_minor: int  # of that neither paid nor credited


_REST_CANCELLED: sa.ColumnElement[bool] = sa.literal_column(
    "(sales_order.state not in ('draft', 'quoted', 'cancelled') and exists (select 1 from order_line as step"
    " where step.order_id = sales_order.id and step.cancelled_micro > 0))",
    sa.Boolean,
)
"""Literal, as the partial index `ix_order_line_begun` has it: one look into it for a row that is shown."""


def _of_advances(minor: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """A sum over the order's advance invoices, by their partial index: one look for a row that is shown."""
    of_order = (_INVOICE.c.customer_id == _ORDER.c.customer_id, _INVOICE.c.order_id == _ORDER.c.id)
    found = (
        sa.select(sa.func.sum(minor))
        .join_from(_INVOICE, _ITEM, _ITEM.c.invoice_id == _INVOICE.c.id)
        .where(*of_order, _INVOICE.c.is_advance)
        .correlate(_ORDER)
        .scalar_subquery()
    )
    return sa.cast(sa.func.coalesce(found, 0), sa.BigInteger)


_ASKED, _OPEN = _of_advances(_ITEM.c.amount_minor), _of_advances(_ITEM.c.amount_minor - _ITEM.c.applied_minor)
_SOURCE = ListSource(
    record=OrderRow,
    statement=select_as(OrderRow, Order, _REST_CANCELLED, _ASKED, _OPEN),
    key=_ORDER.c.id,
    sortable={
        "number": _ORDER.c.number,
        "state": _ORDER.c.state,
        "customer": _ORDER.c.customer_sort,
        "order_date": _ORDER.c.order_date,
        "promise_date": _ORDER.c.promise_date,
        "gross_minor": _ORDER.c.gross_minor,
        "id": _ORDER.c.id,
    },
    usual_sort="id",
    filterable={
        "number": _ORDER.c.number,
        "state": _ORDER.c.state,
        "kind": _ORDER.c.kind,
        "customer": _ORDER.c.customer_sort,
        "customer_id": _ORDER.c.customer_id,
        "order_date": _ORDER.c.order_date,
        "promise_date": _ORDER.c.promise_date,
        "po_number": _ORDER.c.po_number,
    },
    folded=frozenset({"customer"}),
    search=CUSTOMERS,
    search_key=_ORDER.c.customer_id,
)


def read_orders_page(view: Reading, request: PageRequest) -> Page[OrderRow]:
    """A window into all orders and quotes; type-to-search finds customers and order numbers."""
    return read_page(view, _SOURCE, request)
