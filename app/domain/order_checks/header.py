"""Checks of the order's head: customer, address, dates, customer's order number, credit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from app.domain.issues import Issue, Remedy, Severity
from app.domain.money import Money
from app.domain.orders.context import CustomerFacts, OrderContext
from app.domain.orders.draft import Draft
from app.domain.orders.repricing import draft_totals


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a check needs from the database beside the context: read once per customer or PO number."""

    orders_with_same_po: tuple[tuple[int, str], ...] = ()  # (order id, number)
    late_lines: tuple[tuple[str, date], ...] = ()  # (line key, promise date)
    short_lines: tuple[str, ...] = field(default=())  # lines without any promise date
    leaves: tuple[tuple[str, date], ...] = ()  # (line key, day on which the last of its goods will leave)
    no_warehouse: bool = False  # there are goods, and no active warehouse that could ship them
    quote: tuple[str, date] | None = None  # number and last day of the quote that the draft was made of


def check_header(draft: Draft, context: OrderContext, around: Surroundings) -> Iterator[Issue]:
    """All issues of the head."""
    customer = context.customer
    if customer is None:
        remedy = Remedy("remedy.choose_customer", "focus", {"where": "header/customer"})
        yield Issue("order.no_customer", Severity.BLOCK, "header/customer", remedies=(remedy,))
        return
    yield from _check_customer(customer)
    yield from _check_address(draft)
    yield from _check_dates(draft, context)
    yield from _check_po(around)
    yield from _check_quote(context, around)
    yield from _check_credit(draft, customer)


def _check_customer(customer: CustomerFacts) -> Iterator[Issue]:
    card = (Remedy("remedy.edit_customer", "customer.open", {"id": customer.id}),)
    params: dict[str, object] = {"customer": customer.name}
    if not customer.active:
        yield Issue("order.customer_inactive", Severity.BLOCK, "header/customer", params, card)
    if customer.on_hold:
        yield Issue("order.customer_on_hold", Severity.WARN, "header/customer", params, card)
    if not customer.email:
        yield Issue("order.no_email", Severity.INFO, "header/contact", params, card)


def _check_address(draft: Draft) -> Iterator[Issue]:
    header = draft.header
    missing = [
        name
        for name in ("ship_name", "ship_street", "ship_city", "ship_country")
        if not getattr(header, name).strip()
    ]
    needs_goods_address = any(line.kind == "goods" for line in draft.lines)
    if missing and needs_goods_address:
        remedy = Remedy("remedy.enter_address", "focus", {"where": "header/ship_address"})
        severity = Severity.WARN if header.ship_country else Severity.BLOCK
        yield Issue("order.address_incomplete", severity, "header/ship_to", remedies=(remedy,))


def _check_dates(draft: Draft, context: OrderContext) -> Iterator[Issue]:
    wish = draft.header.requested_date
    if wish is not None and wish < context.today:
        remedy = Remedy("remedy.set_date", "order.set_requested_date", {"date": context.today})
        yield Issue("order.date_past", Severity.WARN, "header/requested_date", {"date": wish}, (remedy,))


def _check_po(around: Surroundings) -> Iterator[Issue]:
    for order_id, number in around.orders_with_same_po[:1]:
        remedy = Remedy("remedy.open_order", "order.open", {"id": order_id, "number": number})
        yield Issue("order.po_twice", Severity.WARN, "header/po_number", {"number": number}, (remedy,))


def _check_quote(context: OrderContext, around: Surroundings) -> Iterator[Issue]:
    """A quote holds to the end of its last day; ordering later is the clerk's choice (A13)."""
    if around.quote is not None and around.quote[1] < context.today:
        number, last_day = around.quote
        remedy = Remedy("remedy.take_new_prices", "order.reprice", {})
        params = {"number": number, "date": last_day}
        yield Issue("order.quote_expired", Severity.WARN, "header/valid_until", params, (remedy,))


def _check_credit(draft: Draft, customer: CustomerFacts) -> Iterator[Issue]:
    account = (Remedy("remedy.edit_customer", "customer.open", {"id": customer.id}),)
    if customer.overdue_minor > 0:
        params = {"amount": Money(customer.overdue_minor, draft.currency), "days": customer.overdue_days}
        yield Issue("order.customer_overdue", Severity.WARN, "header/customer", params, account)
    if customer.credit_limit_minor is None:
        return
    used = customer.credit_used_minor + draft_totals(draft).gross_minor
    over = used - customer.credit_limit_minor
    if over > 0:
        params = {
            "over": Money(over, draft.currency),
            "limit": Money(customer.credit_limit_minor, draft.currency),
            "used": Money(used, draft.currency),
        }
        yield Issue("order.credit_exceeded", Severity.APPROVE, "header/customer", params, account)
