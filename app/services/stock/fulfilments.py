"""Order lines take their parts from stock and arrivals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Remedy, Severity
from app.domain.promise import WarehouseStock, available_on
from app.domain.quantity import shown_quantity
from app.domain.routing.book import add_waiting
from app.domain.routing.facts import SourcePart
from app.services.stock.availability import read_availability
from app.services.stock.holds import take_over
from app.services.stock.levels import StockKey, lock_stock, read_levels, shift_reserved
from app.services.stock.reasons import reason_from_json, reason_to_json
from app.services.stock.releases import release_line, release_lines
from app.services.unit_of_work import UnitOfWork
from db.schema.orders import Fulfilment
from db.schema.products import Product
from db.schema.stock import Warehouse
from db.statements import insert_rows, table_of

__all__ = ["LinePart", "fulfil_lines", "reason_from_json", "reason_to_json", "release_line", "release_lines"]


@dataclass(frozen=True, slots=True)
class LinePart:
    """A chosen part with the order line that it belongs to; without one, with the order whose changes hold it."""

    order_line_id: int | None
    part: SourcePart
    changes_of: int | None = None


def fulfil_lines(
    uow: UnitOfWork,
    parts: Sequence[LinePart],
    *,
    is_covered: bool = False,
    held_until: datetime | None = None,
) -> None:
    """Reserve and promise all parts or none.

    `held_until`: the draft, or the changes, to which they belong wait for an approval, and hold them so long.
    `is_covered`: the caller holds the stock of the parts and has seen that what waits is covered as they say.
    If somebody took stock or an arrival since the parts were chosen: `RefusedError("stock.taken")`, whose
    issues name each line that lost and what is left for it.
    """
    sums: defaultdict[StockKey, int] = defaultdict(int)
    for entry in parts:
        sums[_key(entry.part)] += entry.part.reserve_micro
    waiting = (entry.part for entry in parts if entry.part.wait_micro and not entry.part.is_made)
    promised = [part for part in waiting if part.promise_date]
    if promised and not is_covered:
        lock_stock(uow, sums, ensure=True)
    lost = dict.fromkeys(shift_reserved(uow, sums, held=bool(promised)), 0)
    if lost:
        lost = dict.fromkeys(_shift_over(uow, {key: sums[key] for key in lost}), 0)
    if lost:
        lost = {key: level.free_micro for key, level in read_levels(uow, lost).items()}
    if not is_covered:
        lost |= _broken_promises(uow, promised)
    if lost:
        raise RefusedError("stock.taken", issues=_taken_issues(uow, parts, lost))
    insert_rows(uow.db, table_of(Fulfilment), [_row(entry, held_until) for entry in parts])
    for product_id in sorted({entry.part.product_id for entry in parts}):
        uow.changed("stock", product_id, version=0)


def _shift_over(uow: UnitOfWork, sums: Mapping[StockKey, int]) -> frozenset[StockKey]:
    """Take what drafts hold whose time is over, and reserve; the keys that are refused even so."""
    lock_stock(uow, sums)
    levels = read_levels(uow, sums)
    take_over(uow, {key: micro - levels[key].free_micro for key, micro in sums.items()})
    return shift_reserved(uow, sums, held=True)


def _key(part: SourcePart) -> StockKey:
    return part.product_id, part.warehouse_id


def _broken_promises(uow: UnitOfWork, parts: Sequence[SourcePart]) -> dict[StockKey, int]:
    """The keys whose arrivals no longer cover the promises, with what is left of them."""
    if not parts:
        return {}
    availability = read_availability(uow, {part.product_id for part in parts})
    stocks: dict[StockKey, WarehouseStock] = {}
    broken: dict[StockKey, int] = {}
    for part in parts:
        key = _key(part)
        stock = stocks.get(key) or availability[part.product_id].at(part.warehouse_id)
        assert part.promise_date is not None, "undated parts promise nothing"
        left = available_on(stock, part.promise_date)
        if left < part.wait_micro:
            broken[key] = left
        stocks[key] = add_waiting(stock, part.promise_date, part.wait_micro)
    return broken


def _row(entry: LinePart, held_until: datetime | None) -> dict[str, object]:
    part = entry.part
    return {
        "held_until": held_until,
        "order_line_id": entry.order_line_id,
        "order_id": entry.changes_of,
        "product_id": part.product_id,
        "warehouse_id": part.warehouse_id,
        "arrival_line_id": part.arrival_line_id,
        "quantity_micro": part.quantity_micro,
        "reserved_micro": part.reserve_micro,
        "promise_date": part.promise_date,
        "reason": reason_to_json(part.reason),
    }


def _taken_issues(
    uow: UnitOfWork, parts: Sequence[LinePart], lost: Mapping[StockKey, int]
) -> tuple[Issue, ...]:
    products = _names(uow, Product, "sku", {key[0] for key in lost})
    warehouses = _names(uow, Warehouse, "name", {key[1] for key in lost})
    issues = []
    for entry in parts:
        part = entry.part
        if _key(part) in lost:
            params = {
                "sku": products[part.product_id],
                "warehouse": warehouses[part.warehouse_id],
                "left": shown_quantity(lost[_key(part)]),
                "wanted": shown_quantity(part.quantity_micro),
            }
            remedy = Remedy("stock.choose_again", "order.confirm")
            where = f"lines/{part.line_key}/quantity"
            issues.append(Issue("stock.line_taken", Severity.BLOCK, where, params, (remedy,)))
    return tuple(issues)


def _names(
    uow: UnitOfWork, table: type[Product | Warehouse], column: str, ids: Iterable[int]
) -> dict[int, str]:
    columns = table_of(table).c
    rows = uow.db.execute(sa.select(columns.id, columns[column]).where(columns.id.in_(sorted(ids))))
    return {row[0]: row[1] for row in rows}
