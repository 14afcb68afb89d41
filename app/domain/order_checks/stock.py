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


def lacks_components(order: OrderSeen) -> Iterator[Hit]:
    """What a line is made of is neither in stock nor on its way: nobody knows when it is made."""
    return _made_later(order, undated=True)


def awaits_components(order: OrderSeen) -> Iterator[Hit]:
    """A line is made only when an arrival has brought what it is made of."""
    return _made_later(order, undated=False)


def _made_later(order: OrderSeen, *, undated: bool) -> Iterator[Hit]:
    lines = _numbered(order)
    for each in order.around.components:
        if each.line_key in lines and (each.due is None) == undated:
            number, line = lines[each.line_key]
            params: dict[str, object] = {"line": number, "sku": line.sku, "articles": each.articles}
            remedy = Remedy("remedy.open_stock", "stock.product", {"id": each.article_id})
            yield Hit(
                f"lines/{line.key}/promise", params | ({"date": each.due} if each.due else {}), (remedy,)
            )


def has_no_supply(order: OrderSeen) -> Iterator[Hit]:
    """A line is neither in stock nor on its way; of what is made, its components are told."""
    lines = _numbered(order)
    made = {each.line_key for each in order.around.components}
    for key in order.around.short_lines:
        if key in lines and key not in made:
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
    around = order.around
    if not (around.late_lines or around.short_lines or around.components):
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
    Check(
        code="line.components_short",
        area="stock",
        severity=Severity.WARN,
        owner="warehouse",
        run=lacks_components,
    ),
    Check(code="line.components_late", area="stock", severity=Severity.WARN, run=awaits_components),
    Check(code="line.no_supply", area="stock", severity=Severity.WARN, owner="warehouse", run=has_no_supply),
)
