"""Receipts with what they cost: each moves the average of its product; a corrected cost moves those after it too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

import sqlalchemy as sa

from app.domain.costs import CostedReceipt, moving_average, moving_averages
from app.domain.errors import ConflictError, NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.domain.issues import Issue
from app.domain.quantity import MAX_QUANTITY_MICRO
from app.services.costs.reading import read_costs
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import among, fetch
from db.schema.costs import ReceiptCost
from db.schema.firm import Firm
from db.schema.products import Product
from db.schema.stock import Arrival, Stock
from db.statements import insert_rows, table_of

_ROW = table_of(ReceiptCost).c
_PRODUCT = table_of(Product).c


@dataclass(frozen=True, slots=True)
class ReceivedAtCost:
    """So much of a product came in; `cost_micro` is what a base unit cost, None where nobody said."""

    product_id: int
    quantity_micro: int
    cost_micro: int | None = None


@dataclass(frozen=True, slots=True)
class ReceiptCostRow:
    """A receipt as the product's card shows it: what came at which cost, and the average after it."""

    id: int
    date: date
    number: str
    supplier: str
    quantity_micro: int
    cost_micro: int
    average_micro: int
    actor: str
    at: datetime
    version: int


def check_received(lines: Sequence[ReceivedAtCost], *, where: str = "lines") -> tuple[Issue, ...]:
    """Every cost of a receipt that cannot be."""
    found = Findings("cost")
    for place, line in enumerate(lines):
        cost = line.cost_micro
        found.block(cost is not None and cost < 0, "negative", f"{where}/{place}/cost")
        found.block(cost is not None and cost > MAX_QUANTITY_MICRO, "too_high", f"{where}/{place}/cost")
    return found.all


class _Costed(Protocol):
    @property
    def cost_micro(self) -> int | None: ...


def require_may_say_costs(uow: UnitOfWork, lines: Iterable[_Costed]) -> None:
    """Who says what goods cost may see margins; who only counts them leaves it open."""
    if any(line.cost_micro is not None for line in lines):
        uow.actor.require("margin.see")


def note_receipts(
    uow: UnitOfWork, lines: Sequence[ReceivedAtCost], *, source_kind: str, source_id: int | None = None
) -> None:
    """Keep what these goods cost, and move the averages. Call it before their stock moves are written.

    Lines of one product in one receipt are one after another. What came without a cost counts at the average: it
    leaves it as it is.
    """
    refuse_blocked("stock", check_received(lines))
    costed = [line for line in lines if line.cost_micro is not None and line.quantity_micro > 0]
    if not costed:
        return
    products = sorted({line.product_id for line in costed})
    hold_averages(uow, products)
    on_hand, averages = _read_on_hand(uow, products), _read_averages(uow, products)
    came: dict[int, int] = defaultdict(int)
    rows = []
    for line in lines:
        before = averages.get(line.product_id)
        if line.cost_micro is not None and line.quantity_micro > 0:
            there = on_hand.get(line.product_id, 0) + came[line.product_id]
            receipt = CostedReceipt(there, line.quantity_micro, line.cost_micro)
            averages[line.product_id] = after = moving_average(before, receipt)
            rows.append(_row(line, receipt, before, after))
        came[line.product_id] += line.quantity_micro
    currency = uow.db.execute(sa.select(Firm.currency).limit(1)).scalar_one_or_none() or "EUR"
    common = {
        "currency": currency, "source_kind": source_kind, "source_id": source_id, "date": uow.today,
        "actor": uow.actor.name, "at": uow.now,
    }  # fmt: skip
    insert_rows(uow.db, ReceiptCost, [{**row, **common} for row in rows])
    for product_id in products:
        uow.changed("product", product_id, version=0)


def _row(line: ReceivedAtCost, receipt: CostedReceipt, before: int | None, after: int) -> dict[str, Any]:
    return {
        "product_id": line.product_id, "on_hand_micro": receipt.on_hand_micro, "quantity_micro":
        receipt.quantity_micro, "cost_micro": receipt.cost_micro, "before_micro": before, "average_micro": after,
    }  # fmt: skip


def read_receipt_costs(view: Reading, product_id: int, *, limit: int = 50) -> tuple[ReceiptCostRow, ...]:
    """The newest receipts of a product with their costs, newest first; none for those who may not see margins."""
    if not view.actor.can("margin.see"):
        return ()
    wanted = (
        sa.select(
            _ROW.id, _ROW.date, sa.func.coalesce(Arrival.number, ""), sa.func.coalesce(Arrival.supplier, ""),
            _ROW.quantity_micro, _ROW.cost_micro, _ROW.average_micro, _ROW.actor, _ROW.at, _ROW.version,
        )
        .outerjoin(Arrival, sa.and_(_ROW.source_kind == "arrival", Arrival.id == _ROW.source_id))
        .where(_ROW.product_id == product_id)
        .order_by(_ROW.id.desc())
        .limit(limit)
    )  # fmt: skip
    return fetch(view.db, ReceiptCostRow, wanted)


def correct_receipt_cost(
    uow: UnitOfWork, id: int, *, cost_micro: int, version: int, reason: str = ""
) -> None:
    """Another cost of a receipt, such as that of the supplier's invoice: the averages from it on are computed again.

    Orders that were confirmed meanwhile keep the costs that they were confirmed with.
    """
    uow.actor.require("product.edit")
    uow.actor.require("margin.see")
    product_id = uow.db.execute(sa.select(_ROW.product_id).where(_ROW.id == id)).scalar_one_or_none()
    if product_id is None:
        raise NotFoundError("document.not_found", kind="cost", id=id)
    issues = check_received([ReceivedAtCost(product_id, 1, cost_micro)])
    refuse_blocked("cost", issues)
    hold_averages(uow, [product_id])
    rows = uow.db.execute(
        sa.select(
            _ROW.id, _ROW.on_hand_micro, _ROW.quantity_micro, _ROW.cost_micro, _ROW.before_micro, _ROW.version
        )
        .where(_ROW.product_id == product_id, _ROW.id >= id)
        .order_by(_ROW.id)
    ).all()
    first = rows[0]
    if first.version != version:
        raise ConflictError("document.changed_elsewhere", kind="cost", id=id)
    receipts = [
        CostedReceipt(row.on_hand_micro, row.quantity_micro, cost_micro if row.id == id else row.cost_micro)
        for row in rows
    ]
    averages = moving_averages(first.before_micro, receipts)
    write_averages(uow, [row.id for row in rows], first.before_micro, averages)
    values = {"cost_micro": cost_micro, "version": _ROW.version + 1}
    uow.db.execute(sa.update(ReceiptCost).where(_ROW.id == id).values(**values))
    before = {f"receipt_cost.{id}": first.cost_micro}
    uow.audit(
        "product", product_id, before=before, after={f"receipt_cost.{id}": cost_micro}, reason=reason.strip()
    )
    uow.changed("product", product_id, version=0)


def write_averages(uow: UnitOfWork, ids: Sequence[int], before: int | None, averages: Sequence[int]) -> None:
    """Each row's average, and the one before it."""
    befores = (before, *averages[:-1])
    rows = [
        {"b_id": id_, "b_before": was, "b_after": now}
        for id_, was, now in zip(ids, befores, averages, strict=True)
    ]
    uow.db.execute(
        sa.update(ReceiptCost)
        .where(_ROW.id == sa.bindparam("b_id"))
        .values(before_micro=sa.bindparam("b_before"), average_micro=sa.bindparam("b_after")),
        rows,
    )


def hold_averages(uow: UnitOfWork, product_ids: Sequence[int]) -> None:
    """Two receipts of a product move its average one after the other; SQLite's writer is alone."""
    held = sa.select(_PRODUCT.id).where(among(uow.db, _PRODUCT.id, product_ids)).order_by(_PRODUCT.id)
    uow.db.execute(held.with_for_update(key_share=True)).all()


def _read_on_hand(uow: UnitOfWork, product_ids: Sequence[int]) -> Mapping[int, int]:
    """What all warehouses have together."""
    found = (
        sa.select(Stock.product_id, sa.func.sum(Stock.on_hand_micro))
        .where(among(uow.db, Stock.product_id, product_ids))
        .group_by(Stock.product_id)
    )
    return {row[0]: int(row[1]) for row in uow.db.execute(found)}


def _read_averages(uow: UnitOfWork, product_ids: Iterable[int]) -> dict[int, int]:
    """The averages now; before the first receipt with a cost the standard costs."""
    wanted = list(product_ids)
    newest = (
        sa.select(sa.func.max(_ROW.id))
        .where(among(uow.db, _ROW.product_id, wanted))
        .group_by(_ROW.product_id)
    )
    rows = uow.db.execute(sa.select(_ROW.product_id, _ROW.average_micro).where(_ROW.id.in_(newest)))
    averages = {row[0]: int(row[1]) for row in rows}
    standard = read_costs(uow, [id_ for id_ in wanted if id_ not in averages])
    return {**{id_: cost.cost_micro for id_, cost in standard.items()}, **averages}
