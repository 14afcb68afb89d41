"""Checks of an order's contents as a whole: that it has lines, that all of them are in, that their sum can be."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.exchange import home_minor
from app.domain.issues import Remedy, Severity
from app.domain.money import Money
from app.domain.order_checks.check import Check, Hit, OrderSeen, Threshold, focus
from app.domain.orders.making import services_gone
from app.domain.orders.repricing import draft_totals


def has_no_lines(order: OrderSeen) -> Iterator[Hit]:
    """Nothing is ordered yet."""
    if not any(line.has_amount for line in order.draft.lines):
        yield Hit("lines", remedies=focus("remedy.add_line", "lines"))


def pasted_rows_wait(order: OrderSeen) -> Iterator[Hit]:
    """Rows of a sheet still wait for an article: what the customer ordered is not all in."""
    pasted = order.draft.header.pasted
    if pasted:
        remedies = focus("remedy.look_at_pasted", "header/pasted")
        yield Hit("header/pasted", {"count": pasted.count("\n") + 1}, remedies)


def total_is_negative(order: OrderSeen) -> Iterator[Hit]:
    """An order below zero would give money back without the right to it: that is what credit notes are for."""
    draft = order.draft
    discounts = [line for line in draft.lines if line.kind == "discount"]
    total = draft_totals(draft).gross_minor if discounts else 0
    if total < 0:
        place = f"lines/{min(discounts, key=lambda line: line.amount_minor).key}/price"
        params = {"total": Money(total, draft.currency)}
        yield Hit(place, params, focus("remedy.change_discount", place))


def is_too_small(order: OrderSeen) -> Iterator[Hit]:
    """The goods are worth less than the firm takes orders for; returns and credits are no orders."""
    draft = order.draft
    least = order.thresholds["order.below_minimum_value"]
    net = home_minor(draft_totals(draft).net_minor, draft.header.exchange)
    if any(line.has_amount for line in draft.lines) and net < least:
        currency = order.context.currency
        params = {"net": Money(net, currency), "least": Money(least, currency)}
        yield Hit("lines", params, focus("remedy.add_more", "lines"))


def service_is_gone(order: OrderSeen) -> Iterator[Hit]:
    """A surcharge was chosen that no rule has for this order any more: it would be done, and not be charged."""
    for service in services_gone(order.draft, order.context):
        remedy = Remedy("remedy.drop_service", "order.drop_service", {"service": service})
        yield Hit("header/services", {"service": service}, (remedy,))


HEAD_CHECKS = (
    Check(code="order.no_lines", area="contents", severity=Severity.BLOCK, held_by="law", run=has_no_lines),
    Check(
        code="order.pasted_rows_wait",
        area="contents",
        severity=Severity.BLOCK,
        held_by="books",
        run=pasted_rows_wait,
    ),
)
CHECKS = (
    Check(code="order.service_gone", area="price", severity=Severity.WARN, run=service_is_gone),
    Check(
        code="order.total_negative",
        area="contents",
        severity=Severity.BLOCK,
        held_by="books",
        owner="bookkeeper",
        run=total_is_negative,
    ),
    Check(
        code="order.below_minimum_value",
        area="contents",
        severity=Severity.WARN,
        is_on=False,
        threshold=Threshold(50_00, "money", least=1),
        run=is_too_small,
    ),
)
