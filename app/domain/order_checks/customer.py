"""Checks of the customer's card."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen, focus

CUSTOMER = "header/customer"


def open_card(order: OrderSeen) -> tuple[Remedy, ...]:
    """The way out that leads to the customer's card."""
    return (Remedy("remedy.edit_customer", "customer.open", {"id": order.customer.id}),)


def has_no_customer(order: OrderSeen) -> Iterator[Hit]:
    """Nothing can be said of an order before it is known whose it is."""
    if order.context.customer is None:
        yield Hit(CUSTOMER, remedies=focus("remedy.choose_customer", CUSTOMER))


def is_inactive(order: OrderSeen) -> Iterator[Hit]:
    """The customer's card was closed."""
    if not order.customer.active:
        yield Hit(CUSTOMER, {"customer": order.customer.name}, open_card(order))


def is_on_hold(order: OrderSeen) -> Iterator[Hit]:
    """The order may be keyed, but nothing is picked."""
    if order.customer.on_hold:
        yield Hit(CUSTOMER, {"customer": order.customer.name}, open_card(order))


def has_no_email(order: OrderSeen) -> Iterator[Hit]:
    """Papers can only be printed."""
    if not order.customer.email:
        yield Hit("header/contact", {"customer": order.customer.name}, open_card(order))


NO_CUSTOMER = Check(
    code="order.no_customer", area="customer", severity=Severity.BLOCK, held_by="law", run=has_no_customer
)
CHECKS = (
    Check(code="order.customer_inactive", area="customer", severity=Severity.BLOCK, run=is_inactive),
    Check(
        code="order.customer_on_hold",
        area="customer",
        severity=Severity.WARN,
        owner="bookkeeper",
        run=is_on_hold,
    ),
    Check(code="order.no_email", area="customer", severity=Severity.INFO, run=has_no_email),
)
