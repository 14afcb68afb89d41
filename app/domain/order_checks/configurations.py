"""Checks of configured lines: that they are configured, and by the version that new ones are."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.orders.draft import Line
from app.domain.orders.states import OrderState
from app.domain.told_texts import written

_MOST_BROKEN = 3
"""So many rules are told; the configurator shows all."""
_STILL_OPEN = frozenset({OrderState.DRAFT, OrderState.QUOTED})


def lacks_configuration(order: OrderSeen) -> Iterator[Hit]:
    """Nobody can make or price what was not chosen; nor what was chosen for an article of another model."""
    for number, line in _configurable(order):
        if order.context.configured(line) is None:
            yield Hit(f"lines/{line.key}/text", {"line": number, "sku": line.sku}, _configure(line))


def is_of_older_version(order: OrderSeen) -> Iterator[Hit]:
    """What was offered under an older version of its model is sold so; who wants the newer one chooses anew."""
    if order.draft.state not in _STILL_OPEN:
        return
    for number, line in _configurable(order):
        found = order.context.configured(line)
        if found is not None and found.active_number and not found.is_current:
            params = {
                "line": number, "sku": line.sku, "model": found.model, "number": found.number,
                "active": found.active_number, "note": found.active_note or "-", "fits": _fits(found.broken),
            }  # fmt: skip
            yield Hit(f"lines/{line.key}/text", params, _configure(line))


def _fits(broken: tuple[str, ...]) -> str:
    """Whether it could be taken over as it is, as a sentence of the catalogue."""
    if not broken:
        return written(("line.fits_still", {}))
    more = len(broken) - _MOST_BROKEN
    told = "; ".join(broken[:_MOST_BROKEN]) + (f"; +{more}" if more > 0 else "")
    return written(("line.fits_no_longer", {"broken": told}))


def _configure(line: Line) -> tuple[Remedy, ...]:
    return (Remedy("remedy.configure", "line.configure", {"key": line.key}),)


def _configurable(order: OrderSeen) -> Iterator[tuple[int, Line]]:
    """Each keyed line whose article has a product model, with its number; nearly all orders have none."""
    products = order.context.products
    for index, line in enumerate(order.draft.lines):
        product = products.get(line.product_id) if line.product_id is not None else None
        if product is not None and product.model_id is not None and not line.is_made:
            yield (index + 1) * 10, line


OLDER = Check(code="line.older_model", area="article", severity=Severity.WARN, run=is_of_older_version)
CHECKS = (
    Check(
        code="line.not_configured",
        area="article",
        severity=Severity.BLOCK,
        held_by="books",
        run=lacks_configuration,
    ),
    OLDER,
)
