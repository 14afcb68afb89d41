"""Who may type prices and discounts (right `price.manual`): asked wherever an order's lines are saved."""

from __future__ import annotations

from app.domain.orders.draft import Draft, Line
from app.services.unit_of_work import UnitOfWork


def require_typed_prices(uow: UnitOfWork, before: Draft, after: Draft) -> None:
    """Refuse prices and discounts typed since `before` by somebody without the right."""
    if uow.actor.can("price.manual"):
        return
    if any(_typed(line) not in (_typed(before.line(line.key)), _NOTHING) for line in after.lines):
        uow.actor.require("price.manual")


_NOTHING = (None, None, None)


def _typed(line: Line | None) -> tuple[int | None, int | None, int | None]:
    """What somebody typed of a line's price; a line without a product has no other price."""
    if line is None:
        return _NOTHING
    is_price = line.price_source == "manual" or (line.product_id is None and bool(line.list_price_micro))
    return (
        line.list_price_micro if is_price else None,
        line.price_per if is_price else None,
        line.discount_ppm if line.discount_source == "manual" else None,
    )
