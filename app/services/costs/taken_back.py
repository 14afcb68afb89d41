"""Receipts that were none: what they cost is taken out, and the averages after them are computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.costs import CostedReceipt, moving_averages
from app.services.costs.receipts import hold_averages, write_averages
from app.services.unit_of_work import UnitOfWork
from db.rows import fetch, select_as
from db.schema.costs import ReceiptCost
from db.statements import table_of

_ROW = table_of(ReceiptCost).c


@dataclass(frozen=True, slots=True)
class _Kept:
    """A receipt with a cost as it is kept."""

    id: int
    source_kind: str
    source_id: int | None
    on_hand_micro: int
    quantity_micro: int
    cost_micro: int
    before_micro: int | None


def take_back_receipts(
    uow: UnitOfWork, product_id: int, quantity_micro: int, *, source_kind: str, source_id: int
) -> None:
    """So much of what that source brought of the product never came: the newest of it first.

    A receipt of which nothing is left is gone, and its product's story tells it. What came without a cost has none.
    """
    hold_averages(uow, [product_id])
    rows = fetch(
        uow.db,
        _Kept,
        select_as(_Kept, ReceiptCost).where(_ROW.product_id == product_id).order_by(_ROW.id),
    )
    taken = _taken(rows, quantity_micro, (source_kind, source_id))
    if not taken:
        return
    later = [row for row in rows if row.id >= min(taken)]
    gone = [row for row in later if taken.get(row.id) == row.quantity_micro]
    uow.db.execute(sa.delete(ReceiptCost).where(_ROW.id.in_([row.id for row in gone])))
    for row in later:
        if 0 < taken.get(row.id, 0) < row.quantity_micro:
            less = {"quantity_micro": row.quantity_micro - taken[row.id], "version": _ROW.version + 1}
            uow.db.execute(sa.update(ReceiptCost).where(_ROW.id == row.id).values(**less))
    _average_again(uow, later, taken)
    told = {f"receipt_cost.{row.id}": row.cost_micro for row in gone}
    if told:
        uow.audit("product", product_id, before=told, after=dict.fromkeys(told))
    uow.changed("product", product_id, version=0)


def _taken(rows: Sequence[_Kept], quantity_micro: int, source: tuple[str, int]) -> dict[int, int]:
    """What is taken out of each receipt of the source, by its id."""
    taken = {}
    for row in reversed(rows):
        if (row.source_kind, row.source_id) == source and quantity_micro > 0:
            taken[row.id] = min(row.quantity_micro, quantity_micro)
            quantity_micro -= taken[row.id]
    return taken


def _average_again(uow: UnitOfWork, rows: Sequence[_Kept], taken: dict[int, int]) -> None:
    """The averages of what is left, as if what was taken out had never lain there."""
    left, receipts, out = [], [], 0
    for row in rows:
        quantity = row.quantity_micro - taken.get(row.id, 0)
        there = max(0, row.on_hand_micro - out)
        if quantity:
            left.append((row.id, there))
            receipts.append(CostedReceipt(there, quantity, row.cost_micro))
        out += taken.get(row.id, 0)
    for id_, there in left:
        uow.db.execute(sa.update(ReceiptCost).where(_ROW.id == id_).values(on_hand_micro=there))
    if left:
        before = rows[0].before_micro
        write_averages(uow, [id_ for id_, _there in left], before, moving_averages(before, receipts))
