"""Checks of where the goods come from, and when."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.orders.draft import Line
from app.domain.parties import DeliveryWish


def has_no_warehouse(order: OrderSeen) -> Iterator[Hit]:
    """Goods are wanted and nobody could reserve or ship them."""
    if order.around.no_warehouse and order.draft.header.warehouse_id is None:
        yield Hit("lines", remedies=(Remedy("remedy.open_warehouses", "setup.open", {"page": "warehouse"}),))


def ships_from_closed(order: OrderSeen) -> Iterator[Hit]:
    """Goods are wanted from the warehouse that the order names, and that is given up."""
    named = order.draft.header.warehouse_id
    if order.around.no_warehouse and named is not None:
        place = order.context.warehouses.get(named)
        as_routed = Remedy("remedy.ship_as_routed", "order.set_ships_from", {"warehouse_id": None})
        yield Hit("header/warehouse_id", {"warehouse": place.name if place else "?"}, (as_routed,))


def is_late(order: OrderSeen) -> Iterator[Hit]:
    """A line can leave only after the wished day."""
    lines = _numbered(order)
    for key, promised in order.around.late_lines:
        if key in lines:
            number, line = lines[key]
            remedy = Remedy("remedy.accept_date", "order.set_line_date", {"key": key, "date": promised})
            params = {"line": number, "sku": line.sku, "date": promised}
            yield Hit(f"lines/{key}/promise", params, (remedy,))


def has_no_supply(order: OrderSeen) -> Iterator[Hit]:
    """A line is neither in stock nor on its way."""
    lines = _numbered(order)
    for key in order.around.short_lines:
        if key in lines:
            number, line = lines[key]
            remedy = Remedy("remedy.open_stock", "stock.product", {"id": line.product_id})
            yield Hit(f"lines/{key}/promise", {"line": number, "sku": line.sku}, (remedy,))


def waits_for_all(order: OrderSeen) -> Iterator[Hit]:
    """Shipped complete, one line holds back what could leave before it."""
    days = dict(order.around.leaves)
    late = order.around.short_lines
    if order.draft.header.delivery_wish != DeliveryWish.COMPLETE or not days:
        return
    first = min(days.values())
    last = late[0] if late else max(days, key=lambda key: days[key])
    found = [(n * 10, line) for n, line in enumerate(order.draft.lines, 1) if line.key == last]
    if not found or (not late and days[last] == first):
        return
    (number, line), *_ = found
    remedy = Remedy("remedy.deliver_in_parts", "order.set_delivery", {"wish": DeliveryWish.PARTIAL.value})
    yield Hit("header/delivery_wish", {"line": number, "sku": line.sku, "date": first}, (remedy,))


def _numbered(order: OrderSeen) -> dict[str, tuple[int, Line]]:
    """The lines by key with the number that the clerk sees; none where nobody asks."""
    if not order.around.late_lines and not order.around.short_lines:
        return {}
    return {line.key: ((index + 1) * 10, line) for index, line in enumerate(order.draft.lines)}


CHECKS = (
    Check(
        code="order.no_warehouse",
        area="stock",
        severity=Severity.BLOCK,
        held_by="books",
        owner="warehouse",
        run=has_no_warehouse,
    ),
    Check(
        code="order.ships_from_closed",
        area="stock",
        severity=Severity.BLOCK,
        held_by="books",
        owner="warehouse",
        run=ships_from_closed,
    ),
    Check(code="line.late", area="stock", severity=Severity.WARN, run=is_late),
    Check(code="order.waits_for_all", area="stock", severity=Severity.INFO, run=waits_for_all),
    Check(code="line.no_supply", area="stock", severity=Severity.WARN, owner="warehouse", run=has_no_supply),
)
