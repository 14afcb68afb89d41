"""Checks of what the customer owes: each euro counts once, all gross (C45)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.credit import CreditClass, class_of
from app.domain.exchange import home_minor
from app.domain.issues import Severity
from app.domain.money import Money
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.order_checks.customer import CUSTOMER, open_card
from app.domain.orders.repricing import draft_totals


def overdue_holds(order: OrderSeen) -> Iterator[Hit]:
    """More is overdue, or for longer, than the customer's class may."""
    customer = order.customer
    if not _overdue_holds(order):
        return
    amount = Money(customer.overdue_minor, order.context.currency)
    yield Hit(CUSTOMER, {"amount": amount, "days": customer.overdue_days}, open_card(order))


def _overdue_holds(order: OrderSeen) -> bool:
    customer = order.customer
    return _class_of(order).holds(overdue_minor=customer.overdue_minor, overdue_days=customer.overdue_days)


def _class_of(order: OrderSeen) -> CreditClass:
    return class_of(order.customer.credit_class, order.settings.credit_classes)


def is_overdue(order: OrderSeen) -> Iterator[Hit]:
    """Something was not paid in time, and not so much or so late that it holds."""
    customer = order.customer
    if customer.overdue_minor > 0 and not _overdue_holds(order):
        amount = Money(customer.overdue_minor, order.context.currency)
        yield Hit(CUSTOMER, {"amount": amount, "days": customer.overdue_days}, open_card(order))


def exceeds_limit(order: OrderSeen) -> Iterator[Hit]:
    """With this order more than the limit is used; exactly the limit is within it."""
    customer, currency = order.customer, order.context.currency
    if customer.credit_limit_minor is None:
        return
    gross = home_minor(draft_totals(order.draft).gross_minor, order.draft.header.exchange)
    used = customer.credit_used_minor + gross
    over = used - customer.credit_limit_minor
    if over > 0:
        params = {
            "over": Money(over, currency),
            "limit": Money(customer.credit_limit_minor, currency),
            "used": Money(used, currency),
        }
        yield Hit(CUSTOMER, params, open_card(order))


CHECKS = (
    Check(
        code="order.customer_overdue",
        area="credit",
        severity=Severity.WARN,
        owner="bookkeeper",
        run=is_overdue,
    ),
    Check(
        code="order.overdue_holds",
        area="credit",
        severity=Severity.APPROVE,
        owner="bookkeeper",
        run=overdue_holds,
    ),
    Check(
        code="order.credit_exceeded",
        area="credit",
        severity=Severity.APPROVE,
        owner="bookkeeper",
        run=exceeds_limit,
    ),
)
