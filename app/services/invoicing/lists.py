"""The list of invoices and credit notes, of any length."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.domain.pages import COUNT_CAP, Filter, Page, PageRequest
from app.domain.search_words import sort_key
from app.services.listing import LAST, ListSource, read_page
from app.services.unit_of_work import Reading
from db.schema.invoicing import Invoice, OpenItem
from db.statements import table_of

_INVOICE = table_of(Invoice).c
STATES = ("open", "overdue", "paid")


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """A line of the list; `open_minor` has the sign of the open item (credits are negative)."""

    id: int
    kind: str
    number: str
    date: dt.date
    due_date: dt.date
    customer_id: int
    customer_name: str
    order_numbers: str
    currency: str
    net_minor: int
    gross_minor: int
    open_minor: int
    exchange: str

    def state(self, today: dt.date) -> str:
        """One of STATES, seen from a day."""
        if self.open_minor == 0:
            return "paid"
        return "overdue" if self.open_minor > 0 and self.due_date < today else "open"


_STATEMENT: Any = (
    sa.select(
        Invoice.id,
        Invoice.kind,
        Invoice.number,
        Invoice.date,
        Invoice.due_date,
        Invoice.customer_id,
        Invoice.customer_name,
        Invoice.order_numbers,
        Invoice.currency,
        Invoice.net_minor,
        Invoice.gross_minor,
        sa.func.coalesce(OpenItem.amount_minor - OpenItem.applied_minor, 0),
        Invoice.exchange,
    )
    .select_from(Invoice)
    .outerjoin(OpenItem, OpenItem.invoice_id == Invoice.id)
)
_SOURCE: ListSource[InvoiceRow] = ListSource(
    record=InvoiceRow,
    statement=_STATEMENT,
    key=_INVOICE.id,
    sortable={
        "id": _INVOICE.id,
        "number": _INVOICE.number,
        "date": _INVOICE.date,
        "due_date": _INVOICE.due_date,
        "customer": _INVOICE.customer_sort,
        "gross": _INVOICE.gross_minor,
    },
    usual_sort="id",
    filterable={
        "kind": _INVOICE.kind,
        "is_advance": _INVOICE.is_advance,
        "customer_id": _INVOICE.customer_id,
        "order_id": _INVOICE.order_id,
        "date": _INVOICE.date,
        "number": _INVOICE.number,
    },
)


def read_invoices(view: Reading, request: PageRequest) -> Page[InvoiceRow]:
    """A page of invoices and credit notes.

    Sorts: id, number, date, due_date, customer, gross. `text`: beginning of the number or of the customer's
    name. Filters: kind, is_advance, customer_id, order_id, date, number, and `Filter("state", "eq", one of STATES)`.
    """
    conditions = [_state(view, str(each.value)) for each in request.filters if each.column == "state"]
    if request.text.strip():
        conditions.append(_begins(request.text.strip()))
    others: tuple[Filter, ...] = tuple(each for each in request.filters if each.column != "state")
    plain = replace(request, text="", filters=others)
    return read_page(view, replace(_SOURCE, always=tuple(conditions)), plain)


def _state(view: Reading, state: str) -> Any:
    assert state in STATES, "the list knows these states only"
    item = OpenItem
    still_open = sa.select(item.invoice_id).where(item.is_open, item.invoice_id.is_not(None))
    if state == "paid":
        return Invoice.id.not_in(still_open)
    if state == "overdue":
        still_open = still_open.where(item.amount_minor > 0, item.due_date < view.clock.today())
    return Invoice.id.in_(still_open)


def _begins(text: str) -> Any:
    """Number or name begins with the text: two index ranges, each bounded."""
    ranges = []
    for column, start in ((Invoice.number, text.upper()), (Invoice.customer_sort, sort_key(text))):
        found = sa.select(Invoice.id).where(column >= start, column < start + LAST).limit(COUNT_CAP + 1)
        ranges.append(sa.select(found.subquery().c.id))
    return Invoice.id.in_(sa.union(*ranges))
