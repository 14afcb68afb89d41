"""Checks of the days that were wished for, and of the quote's last day."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen

REQUESTED = "header/requested_date"


def is_past(order: OrderSeen) -> Iterator[Hit]:
    """The wished day is over."""
    wish, today = order.draft.header.requested_date, order.context.today
    if wish is not None and wish < today:
        remedy = Remedy("remedy.set_date", "order.set_requested_date", {"date": today})
        yield Hit(REQUESTED, {"date": wish}, (remedy,))


def quote_expired(order: OrderSeen) -> Iterator[Hit]:
    """A quote holds to the end of its last day; ordering later is the clerk's choice (A13)."""
    quote = order.around.quote
    if quote is not None and quote[1] < order.context.today:
        remedy = Remedy("remedy.take_new_prices", "order.reprice", {})
        yield Hit("header/valid_until", {"number": quote[0], "date": quote[1]}, (remedy,))


CHECKS = (Check(code="order.date_past", area="dates", severity=Severity.WARN, run=is_past),)
QUOTE_CHECKS = (Check(code="order.quote_expired", area="dates", severity=Severity.WARN, run=quote_expired),)
