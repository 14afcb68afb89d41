"""Checks of metals in an order: one without a quotation is not charged, an old quotation may be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen, Threshold
from app.domain.orders.asking import terms_of
from app.domain.pricing.metals import quote_on

QUOTE_OLD = "order.metal_quote_old"
ENTER_QUOTE = (Remedy("remedy.enter_quotation", "price.open", {"page": "metal"}),)


def metal_is_unquoted(order: OrderSeen) -> Iterator[Hit]:
    """An article holds metal of which nobody entered what it costs: nothing is charged for it."""
    quotes, on = order.context.rules.metals, _day(order)
    for metal, sku in _metals(order).items():
        if quote_on(quotes, metal, on) is None:
            yield Hit("lines", {"metal": metal, "sku": sku, "date": on}, ENTER_QUOTE)


def quote_is_old(order: OrderSeen) -> Iterator[Hit]:
    """The last quotation is from longer ago than the firm wants to charge by."""
    quotes, on = order.context.rules.metals, _day(order)
    for metal in _metals(order):
        quote = quote_on(quotes, metal, on)
        if quote is not None and (on - quote.valid_from).days > order.thresholds[QUOTE_OLD]:
            days = (on - quote.valid_from).days
            yield Hit("lines", {"metal": quote.name, "date": quote.valid_from, "days": days}, ENTER_QUOTE)


def _day(order: OrderSeen) -> date:
    return terms_of(order.draft, order.context).on


def _metals(order: OrderSeen) -> dict[str, str]:
    """The metals in the order, each with the first article that holds it; those taken out are left out."""
    products = order.context.products
    if not any(product.metals for product in products.values()):
        return {}
    waived = terms_of(order.draft, order.context).waived
    found: dict[str, str] = {}
    for line in order.draft.own_lines:
        product = products.get(line.product_id) if line.product_id is not None else None
        for content in product.metals if product is not None and line.has_amount else ():
            if f"M{content.metal}" not in waived:
                found.setdefault(content.metal, line.sku)
    return found


CHECKS = (
    Check(code="order.metal_unquoted", area="price", severity=Severity.WARN, run=metal_is_unquoted),
    Check(
        code=QUOTE_OLD, area="price", severity=Severity.INFO, threshold=Threshold(7, "days"), run=quote_is_old
    ),
)
