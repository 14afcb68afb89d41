"""Stock moves of history: an opening first, so that nothing goes below zero, then what left and was found.

History lives on its own stock: the opening gives what the new documents need beyond what earlier imports
left. What a clerk promised away meanwhile is not taken from him: a document that finds too little free
stock opens the rest itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from app.domain.quantity import shown_quantity
from app.i18n import _
from app.services.importing.history.facts import Office
from app.services.stock.levels import lock_stock, read_levels
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.shipping import Shipment
from db.schema.stock import StockMove
from db.statements import insert_rows

SOURCE = "import"
Quantities = Mapping[int, int]
"""Micro units by product id."""


def still_to_open(view: Reading, office: Office, needed: Quantities) -> dict[int, int]:
    """What must be opened: the need less what earlier imports left over and nobody took since."""
    left = _left_of_imports(view, office)
    keys = [(product_id, office.warehouse_id) for product_id in needed]
    levels = read_levels(view, keys)
    missing = {}
    for product_id, quantity in needed.items():
        free = levels[product_id, office.warehouse_id].free_micro
        rest = quantity - max(0, min(left.get(product_id, 0), free))
        if rest > 0:
            missing[product_id] = rest
    return missing


def _left_of_imports(view: Reading, office: Office) -> dict[int, int]:
    """What all moves of imports sum to, by product."""
    move = StockMove
    shipped = sa.select(Shipment.id).where(Shipment.imported.is_(True))
    of_history = sa.or_(
        move.source_kind == SOURCE, sa.and_(move.source_kind == "shipment", move.source_id.in_(shipped))
    )
    statement = (
        sa.select(move.product_id, sa.func.sum(move.quantity_micro))
        .where(of_history, move.warehouse_id == office.warehouse_id)
        .group_by(move.product_id)
    )
    return {row[0]: int(row[1]) for row in view.db.execute(statement)}


def book_opening(uow: UnitOfWork, office: Office, quantities: Quantities, *, day: dt.date) -> None:
    """An opening move for each product."""
    lock_stock(uow, [(product_id, office.warehouse_id) for product_id in quantities], ensure=True)
    reason = _("Opening stock for {file}").format(file=office.file_name)
    _insert(uow, office, quantities, kind="opening", day=day, reason=reason)
    for product_id, quantity in quantities.items():
        after = {"warehouse_id": office.warehouse_id, "opening": str(shown_quantity(quantity))}
        uow.audit("stock", product_id, before={}, after=after, reason=reason)
        uow.changed("stock", product_id, version=0)


def book_history(
    uow: UnitOfWork,
    office: Office,
    changes: Quantities,
    *,
    kind: str,
    day: dt.date,
    reason: str = "",
    shipment_id: int | None = None,
) -> None:
    """The moves of one document; what is short of free stock is opened first."""
    keys = [(product_id, office.warehouse_id) for product_id in changes]
    lock_stock(uow, keys, ensure=True)
    levels = read_levels(uow, keys)
    short = {
        product_id: -change - levels[product_id, office.warehouse_id].free_micro
        for product_id, change in changes.items()
        if levels[product_id, office.warehouse_id].free_micro + change < 0
    }
    if short:
        book_opening(uow, office, short, day=day)
    _insert(uow, office, changes, kind=kind, day=day, reason=reason, shipment_id=shipment_id)


def _insert(
    uow: UnitOfWork,
    office: Office,
    changes: Quantities,
    *,
    kind: str,
    day: dt.date,
    reason: str,
    shipment_id: int | None = None,
) -> None:
    common = {
        "warehouse_id": office.warehouse_id,
        "kind": kind,
        "source_kind": SOURCE if shipment_id is None else "shipment",
        "source_id": shipment_id,
        "reason": reason,
        "date": day,
        "at": uow.now,
        "actor": uow.actor.name,
    }
    rows = [
        {"product_id": product_id, "quantity_micro": change, **common}
        for product_id, change in sorted(changes.items())
        if change
    ]
    insert_rows(uow.db, StockMove, rows)


def summed(parts: Iterable[tuple[int, int]]) -> dict[int, int]:
    """(product id, micro) pairs added up by product."""
    sums: dict[int, int] = {}
    for product_id, quantity in parts:
        sums[product_id] = sums.get(product_id, 0) + quantity
    return sums
