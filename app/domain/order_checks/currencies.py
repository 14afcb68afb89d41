"""Checks of the currency of an order and of the rate that it keeps."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.exchange import read_exchange_text
from app.domain.issues import Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen, Threshold, focus

PLACE = "header/exchange"


def is_another(order: OrderSeen) -> Iterator[Hit]:
    """The order is in another currency than the card says; a card that says nothing buys in any."""
    wanted = order.customer.currency
    if wanted and order.draft.currency != wanted:
        params = {"currency": order.draft.currency, "wanted": wanted, "customer": order.customer.name}
        yield Hit(PLACE, params, focus("remedy.choose_currency", PLACE))


def rate_is_old(order: OrderSeen) -> Iterator[Hit]:
    """The rate of an order that is not confirmed yet is of a day long past; a confirmed one keeps its own."""
    exchange = read_exchange_text(order.draft.header.exchange)
    is_confirmed = order.draft.kind == "order" and bool(order.draft.number)
    if exchange is None or is_confirmed:
        return
    days = (order.context.today - exchange.day).days
    if days > order.thresholds["order.rate_old"]:
        params = {"currency": exchange.currency, "date": exchange.day, "days": days}
        yield Hit(PLACE, params, focus("remedy.choose_currency", PLACE))


CHECKS = (
    Check(code="order.currency_differs", area="customer", severity=Severity.WARN, run=is_another),
    Check(
        code="order.rate_old",
        area="price",
        severity=Severity.WARN,
        threshold=Threshold(7, "days"),
        run=rate_is_old,
    ),
)
