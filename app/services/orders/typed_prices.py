"""Who may type prices and discounts (right `price.manual`): asked wherever an order's lines are saved."""

from __future__ import annotations

from app.domain.orders.draft import Draft, Header, Line
from app.domain.orders.terms_typed import in_places_of, read_names
from app.services.unit_of_work import UnitOfWork


def require_typed_prices(uow: UnitOfWork, before: Draft, after: Draft) -> None:
    """Refuse prices and discounts typed since `before`, on lines or for all, by somebody without the right."""
    if uow.actor.can("price.manual"):
        return
    is_typed = any(
        _typed(line) not in (_typed(before.line(line.key)), _NOTHING) for line in after.keyed_lines
    )
    if is_typed or _is_typed_off(before, after) or _typed_for_all(before.header, after.header):
        uow.actor.require("price.manual")


def _is_typed_off(before: Draft, after: Draft) -> bool:
    """Whether a discount was typed for all; in another currency the same number is no other one, there and back."""
    old, new = before.header.order_discount, after.header.order_discount
    if new in {"", old}:
        return False
    one, other = before.currency, after.currency
    return one == other or (in_places_of(old, one, other) != new and in_places_of(new, other, one) != old)


def _typed_for_all(before: Header, after: Header) -> bool:
    """Whether the kind of prices was typed for all, or something that rules add was taken out."""
    is_other_kind = after.price_kind not in {"", before.price_kind}
    return is_other_kind or not read_names(after.waived) <= read_names(before.waived)


_NOTHING = (None, None, None)


def _typed(line: Line | None) -> tuple[int | None, int | None, int | None]:
    """What somebody typed of a line's price; a line without a product has no other price."""
    if line is None:
        return _NOTHING
    is_price = line.has_typed_price or (line.product_id is None and bool(line.list_price_micro))
    return (
        line.list_price_micro if is_price else None,
        line.price_per if is_price else None,
        line.discount_ppm if line.discount_source == "manual" else None,
    )
