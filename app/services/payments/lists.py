"""Payments and open items as lists show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.pages import Page, PageRequest
from app.services.invoicing.detail import Settlement, read_settlements
from app.services.ledger.aging import open_parts
from app.services.listing import ListSource, read_page
from app.services.unit_of_work import Reading
from db.rows import fetch
from db.schema.base import ScaledInt
from db.schema.invoicing import OpenItem, Payment
from db.schema.parties import Customer
from db.statements import table_of

_PAYMENT = table_of(Payment).c


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A line of the payments list; `unapplied_minor` is what is still the customer's credit."""

    id: int
    number: str
    date: dt.date
    customer_id: int
    customer_name: str
    method: str
    reference: str
    currency: str
    amount_minor: int
    unapplied_minor: int
    item_id: int
    posted_by: str
    exchange: str


_STATEMENT: Any = (
    sa.select(
        Payment.id,
        Payment.number,
        Payment.date,
        Payment.customer_id,
        Customer.name,
        Payment.method,
        Payment.reference,
        Payment.currency,
        Payment.amount_minor,
        OpenItem.applied_minor - OpenItem.amount_minor,
        OpenItem.id,
        Payment.posted_by,
        Payment.exchange,
    )
    .select_from(Payment)
    .join(Customer, Customer.id == Payment.customer_id)
    .join(OpenItem, OpenItem.payment_id == Payment.id)
)
_SOURCE: ListSource[PaymentRow] = ListSource(
    record=PaymentRow,
    statement=_STATEMENT,
    key=_PAYMENT.id,
    sortable={"id": _PAYMENT.id, "date": _PAYMENT.date},
    usual_sort="id",
    filterable={"customer_id": _PAYMENT.customer_id, "number": _PAYMENT.number, "date": _PAYMENT.date},
)


def read_payments(view: Reading, request: PageRequest) -> Page[PaymentRow]:
    """A page of payments. Sorts: id, date. Filters: customer_id, number, date."""
    return read_page(view, _SOURCE, request)


@dataclass(frozen=True, slots=True)
class PaymentDetail:
    """A payment with what it settled."""

    payment: PaymentRow
    settlements: tuple[Settlement, ...]


def read_payment(view: Reading, payment_id: int) -> PaymentDetail:
    """One payment."""
    row = view.db.execute(_STATEMENT.where(Payment.id == payment_id)).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="payment", id=payment_id)
    payment = PaymentRow(*row)
    return PaymentDetail(payment=payment, settlements=read_settlements(view, payment.item_id))


@dataclass(frozen=True, slots=True)
class OpenItemRow:
    """An open claim or credit; `open_minor` is negative for credits."""

    id: int
    kind: str
    number: str
    invoice_id: int | None
    payment_id: int | None
    date: dt.date
    due_date: dt.date
    currency: str
    amount_minor: int
    open_minor: int

    @property
    def is_claim(self) -> bool:
        """True for what the customer owes."""
        return self.amount_minor >= 0


def read_open_items(
    view: Reading, customer_id: int, *, as_of: dt.date | None = None
) -> tuple[OpenItemRow, ...]:
    """What was open of a customer on a day (today without one), oldest due date first."""
    parts = open_parts(as_of or view.clock.today(), customer_id).subquery()
    left = sa.type_coerce(sa.func.sum(parts.c.amount), ScaledInt).label("open_minor")
    sums = sa.select(parts.c.item_id, left).group_by(parts.c.item_id).having(left != 0).subquery()
    item = OpenItem
    statement = (
        sa.select(
            item.id,
            item.kind,
            item.number,
            item.invoice_id,
            item.payment_id,
            item.date,
            item.due_date,
            item.currency,
            item.amount_minor,
            sums.c.open_minor,
        )
        .join(sums, sums.c.item_id == item.id)
        .order_by(item.due_date, item.id)
    )
    return fetch(view.db, OpenItemRow, statement)
