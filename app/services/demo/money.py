"""Invoices, credit notes and payments with lifelike lateness."""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from app.domain.allocation import Share
from app.domain.money import MICRO
from app.i18n import N_, _
from app.services.demo.office import BOOKS, DemoOffice
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.invoicing.shipped import post_invoice
from app.services.payments.entering import PaymentInput, enter_payment
from app.services.unit_of_work import Reading
from db.schema.invoicing import InvoiceLine, OpenItem

REASONS = (N_("Damaged in transport"), N_("Wrong colour delivered"), N_("Goodwill after late delivery"))


@dataclass(order=True, frozen=True, slots=True)
class Due:
    """A payment to come; `part` of the open amount in percent, 0 for more than it (kept on account)."""

    day: date
    invoice_id: int
    part: int = 100


@dataclass(slots=True)
class Books:
    """Payments and credit notes that are to come."""

    payments: list[Due] = field(default_factory=list)
    credits: list[tuple[date, int]] = field(default_factory=list)
    to_invoice: list[tuple[date, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Claim:
    id: int
    customer_id: int
    due_date: date
    open_minor: int


def invoice(
    office: DemoOffice, books: Books, shipment_ids: Sequence[int], source: random.Random, today: date
) -> None:
    """Post the invoice of an order's shipments and decide how it will be paid."""
    invoice_id = office.write(BOOKS, post_invoice, shipment_ids=shipment_ids, with_paper=False)
    claim = office.read(_read_claim, invoice_id)
    habit = next(each.delay_days for each in office.customers if each.id == claim.customer_id)
    day = claim.due_date + timedelta(days=habit + source.randrange(-2, 5))
    day = max(day, today + timedelta(days=1))
    kind = source.random()
    if kind < 0.06:
        heapq.heappush(books.payments, Due(day, invoice_id, source.randrange(30, 70)))
        day += timedelta(days=source.randrange(10, 30))
    heapq.heappush(books.payments, Due(day, invoice_id, 0 if kind > 0.98 else 100))
    if source.random() < 0.03:
        books.credits.append((today + timedelta(days=source.randrange(2, 12)), invoice_id))


def pay_due(office: DemoOffice, books: Books, today: date) -> None:
    """Enter the payments that come today."""
    while books.payments and books.payments[0].day <= today:
        due = heapq.heappop(books.payments)
        claim = office.read(_read_claim, due.invoice_id)
        if claim.open_minor <= 0:
            continue
        part = claim.open_minor * due.part // 100 if due.part else claim.open_minor
        amount = part if due.part else -(-part // 10_000) * 10_000
        payment = PaymentInput(
            customer_id=claim.customer_id,
            amount_minor=max(amount, 1),
            date=today,
            reference=_("Invoice {number}").format(number=due.invoice_id),
            allocations=(Share(claim.id, max(part, 1)),),
        )
        office.write(BOOKS, enter_payment, payment)


def credit_due(office: DemoOffice, books: Books, source: random.Random, today: date) -> None:
    """Post the credit notes of the day: one line of an invoice, or a part of it."""
    here = [invoice_id for day, invoice_id in books.credits if day <= today]
    books.credits = [entry for entry in books.credits if entry[0] > today]
    for invoice_id in here:
        line = office.read(_first_goods, invoice_id)
        if line is None:
            continue
        line_id, quantity = line
        taken = CreditLine(line_id, min(quantity, source.randint(1, 2) * MICRO))
        reason = _(source.choice(REASONS))
        office.write(
            BOOKS,
            credit_invoice_lines,
            invoice_id=invoice_id,
            lines=[taken],
            reason=reason,
            with_paper=False,
        )


def _first_goods(view: Reading, invoice_id: int) -> tuple[int, int] | None:
    row = view.db.execute(
        sa.select(InvoiceLine.id, InvoiceLine.quantity_micro)
        .where(InvoiceLine.invoice_id == invoice_id, InvoiceLine.kind == "goods")
        .order_by(InvoiceLine.position)
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def _read_claim(view: Reading, invoice_id: int) -> _Claim:
    item = OpenItem
    row = view.db.execute(
        sa.select(item.id, item.customer_id, item.due_date, item.amount_minor - item.applied_minor).where(
            item.invoice_id == invoice_id
        )
    ).one()
    return _Claim(*row)
