"""Checks of the customer's own order number."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.check_settings import is_exempt
from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen

PO_NUMBER = "header/po_number"


def is_twice(order: OrderSeen) -> Iterator[Hit]:
    """The number was used on another order; a blanket order's number is used on each call-off (C49)."""
    blanket = order.settings.choice("order.po_twice").exempt
    if is_exempt(order.draft.header.po_number, blanket):
        return
    for order_id, number in order.around.orders_with_same_po[:1]:
        remedy = Remedy("remedy.open_order", "order.open", {"id": order_id, "number": number})
        yield Hit(PO_NUMBER, {"number": number}, (remedy,))


CHECKS = (Check(code="order.po_twice", area="number", severity=Severity.WARN, has_exempt=True, run=is_twice),)
