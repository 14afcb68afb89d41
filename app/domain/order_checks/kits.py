"""Checks of kits: that their parts stand beneath them, and that they are those of the card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.orders.draft import KIT, Line
from app.domain.orders.kits import parts_of_card
from app.domain.orders.states import OrderState


def lacks_parts(order: OrderSeen) -> Iterator[Hit]:
    """A kit's money is on its parts: one without them would be sold for nothing."""
    for number, kit, parts in _kits(order):
        if not parts and kit.quantity_micro:
            remedy = Remedy("remedy.open_product", "product.open", {"id": kit.product_id})
            yield Hit(f"lines/{kit.key}/sku", {"line": number, "sku": kit.sku}, (remedy,))


def has_other_parts(order: OrderSeen) -> Iterator[Hit]:
    """The card says since that the kit is made of something else; what was confirmed stays as it is."""
    if order.draft.state != OrderState.DRAFT:
        return
    for number, kit, parts in _kits(order):
        now = parts_of_card(kit, order.context.products)
        stood = [(line.product_id, line.base_micro) for line in parts]
        if parts and now is not None and now != stood:
            remedy = Remedy("remedy.take_new_prices", "order.reprice", {})
            yield Hit(f"lines/{kit.key}/sku", {"line": number, "sku": kit.sku}, (remedy,))


def _kits(order: OrderSeen) -> Iterator[tuple[int, Line, Sequence[Line]]]:
    """Each kit with its number and its parts; nearly all orders have none."""
    lines = order.draft.lines
    for index, kit in enumerate(lines):
        if kit.kind == KIT:
            yield (index + 1) * 10, kit, [line for line in lines if line.kit_key == kit.key]


CHECKS = (
    Check(
        code="line.kit_without_parts",
        area="article",
        severity=Severity.BLOCK,
        held_by="books",
        run=lacks_parts,
    ),
    Check(code="line.kit_changed", area="article", severity=Severity.WARN, run=has_other_parts),
)
