"""What people do to stock besides receiving and shipping: open, adjust, count, transfer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.domain.quantity import shown_quantity
from app.services.stock.levels import StockKey, read_levels
from app.services.stock.moves import (
    ProductQuantity,
    at_lines,
    post_moves,
    require_free,
    require_no_configured,
    require_quantities,
    require_reason,
    require_warehouse,
    sum_quantities,
    tell_components,
)
from app.services.stock.serving import ServedReport, hold_orders_waiting, lock_supply, serve_waiting
from app.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CountedDifference:
    """What a count found: there were `before`, `counted` were found."""

    product_id: int
    sku: str
    before_micro: int
    counted_micro: int

    @property
    def difference_micro(self) -> int:
        """More (+) or less (-) than the books said."""
        return self.counted_micro - self.before_micro


@dataclass(frozen=True, slots=True)
class CountReport:
    """The differences that were booked, and who got stock by them."""

    differences: tuple[CountedDifference, ...]
    served: ServedReport


def open_stock(
    uow: UnitOfWork, *, warehouse_id: int, lines: Sequence[ProductQuantity], reason: str = ""
) -> ServedReport:
    """Book the stock that was there before this program; many products at once."""
    uow.actor.require("stock.adjust")
    require_warehouse(uow, warehouse_id)
    require_quantities(uow, lines)
    require_no_configured(uow, at_lines(lines))
    quantities = {(product_id, warehouse_id): sum_ for product_id, sum_ in sum_quantities(lines).items()}
    hold_orders_waiting(uow, quantities)
    lock_supply(uow, quantities)
    before = {key: level.on_hand_micro for key, level in read_levels(uow, quantities).items()}
    post_moves(uow, quantities, kind="opening", reason=reason)
    _audit_stock(uow, before, quantities, reason=reason)
    return _serve(uow, quantities)


def adjust_stock(
    uow: UnitOfWork, *, warehouse_id: int, product_id: int, change_micro: int, reason: str
) -> ServedReport:
    """Add (+) or take away (-) with a reason; what orders hold cannot be taken away."""
    uow.actor.require("stock.adjust")
    reason = require_reason(reason)
    require_warehouse(uow, warehouse_id)
    products = require_quantities(uow, [ProductQuantity(product_id, abs(change_micro))])
    changes = {(product_id, warehouse_id): change_micro}
    if change_micro > 0:
        require_no_configured(uow, {"lines/0": product_id})
        hold_orders_waiting(uow, changes)
        lock_supply(uow, changes)
    before = require_free(uow, changes, products)
    post_moves(uow, changes, kind="adjustment", reason=reason)
    _audit_stock(uow, before, changes, reason=reason)
    return _serve(uow, changes) if change_micro > 0 else ServedReport()


def count_stock(
    uow: UnitOfWork, *, warehouse_id: int, counted: Sequence[ProductQuantity], reason: str
) -> CountReport:
    """Set what is on hand to what was counted, booking each difference with the reason."""
    uow.actor.require("stock.adjust")
    reason = require_reason(reason)
    require_warehouse(uow, warehouse_id)
    products = require_quantities(uow, counted, from_micro=0)
    found = {(product_id, warehouse_id): sum_ for product_id, sum_ in sum_quantities(counted).items()}
    hold_orders_waiting(uow, found)
    lock_supply(uow, found)
    levels = read_levels(uow, found)
    changes = {key: quantity - levels[key].on_hand_micro for key, quantity in found.items()}
    changes = {key: change for key, change in changes.items() if change}
    more = {key[0] for key, change in changes.items() if change > 0}
    require_no_configured(uow, {place: id_ for place, id_ in at_lines(counted).items() if id_ in more})
    before = require_free(uow, changes, products)
    post_moves(uow, changes, kind="count", reason=reason)
    _audit_stock(uow, before, changes, reason=reason)
    differences = tuple(
        CountedDifference(key[0], products[key[0]].sku, before[key], found[key]) for key in changes
    )
    return CountReport(differences, _serve(uow, {key for key, change in changes.items() if change > 0}))


def transfer_stock(
    uow: UnitOfWork,
    *,
    from_warehouse_id: int,
    to_warehouse_id: int,
    lines: Sequence[ProductQuantity],
    reason: str = "",
) -> ServedReport:
    """Move free stock to another warehouse, where it serves who waits."""
    uow.actor.require("stock.adjust")
    if from_warehouse_id == to_warehouse_id:
        issue = Issue("stock.same_warehouse", Severity.BLOCK, "header/to")
        raise RefusedError("stock.refused", issues=[issue])
    require_warehouse(uow, from_warehouse_id)
    require_warehouse(uow, to_warehouse_id)
    products = require_quantities(uow, lines)
    sums = sum_quantities(lines)
    out = {(product_id, from_warehouse_id): -quantity for product_id, quantity in sums.items()}
    into = {(product_id, to_warehouse_id): quantity for product_id, quantity in sums.items()}
    hold_orders_waiting(uow, into)
    lock_supply(uow, out | into)
    before = require_free(uow, out | into, products)
    post_moves(uow, out | into, kind="transfer", reason=reason)
    _audit_stock(uow, before, out | into, reason=reason)
    return _serve(uow, into)


def _serve(uow: UnitOfWork, keys: Collection[StockKey]) -> ServedReport:
    """Who waits for what lies there now gets it; what is made of it may have a day."""
    report = serve_waiting(uow, keys)
    tell_components(uow, keys)
    return report


def _audit_stock(
    uow: UnitOfWork, before: Mapping[StockKey, int], changes: Mapping[StockKey, int], *, reason: str
) -> None:
    """One record a product and warehouse."""
    for (product_id, warehouse_id), change in sorted(changes.items()):
        had = before[product_id, warehouse_id]
        uow.audit(
            "stock",
            product_id,
            before={"warehouse_id": warehouse_id, "on_hand": str(shown_quantity(had))},
            after={"warehouse_id": warehouse_id, "on_hand": str(shown_quantity(had + change))},
            reason=reason,
        )
