"""The cost of each product on a day, as the firm has chosen it: one statement, whatever the number of products."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from app.domain.costs import AVERAGE, SINCE_EVER, STANDARD, Cost
from app.services.unit_of_work import Reading
from app.settings import COST_SOURCE
from db.rows import ids, one_of
from db.schema.costs import ProductCost, ReceiptCost
from db.schema.firm import Firm, Setting
from db.statements import table_of

_COST, _RECEIPT = table_of(ProductCost).c, table_of(ReceiptCost).c
_LAST = table_of(ReceiptCost).alias("last")
_CURRENCY = sa.select(Firm.currency).limit(1).scalar_subquery()
_IS_AVERAGE = sa.select(Setting.key).where(Setting.key == COST_SOURCE, Setting.value == AVERAGE).exists()
_ON = sa.bindparam("on", type_=sa.Date)


def _statement(*, some: bool) -> sa.CompoundSelect[Any]:
    """Standard costs up to the day, the oldest first, then the averages where they count: the last one holds."""
    standard = sa.select(
        sa.literal(0, sa.Integer).label("rank"),
        _COST.product_id,
        _COST.cost_micro,
        _COST.valid_from.label("day"),
    ).where(_COST.currency == _CURRENCY, _COST.valid_from <= _ON)
    newest = (
        sa.select(sa.func.max(_LAST.c.id))
        .where(_LAST.c.product_id == _RECEIPT.product_id, _LAST.c.currency == _CURRENCY, _LAST.c.date <= _ON)
        .scalar_subquery()
    )
    average = sa.select(
        sa.literal(1, sa.Integer), _RECEIPT.product_id, _RECEIPT.average_micro, _RECEIPT.date
    ).where(_IS_AVERAGE, _RECEIPT.id == newest)
    if some:
        standard = standard.where(one_of(_COST.product_id, ids()))
        average = average.where(one_of(_RECEIPT.product_id, ids()))
    return standard.union_all(average).order_by("rank", "day")


# Built once: making a statement costs more than running it.
_SOME, _ALL = _statement(some=True), _statement(some=False)


def read_costs(view: Reading, product_ids: Collection[int] | None) -> dict[int, Cost]:
    """What a base unit of each product costs today, of all products for None; who is not there has no known cost.

    The average counts if the firm chose it and a receipt had a cost, else the newest standard cost.
    """
    values: dict[str, Any] = {"on": view.clock.today()}
    if product_ids is not None:
        if not product_ids:
            return {}
        values["ids"] = sorted(product_ids)
    found: dict[int, Cost] = {}
    rows = view.db.execute(_ALL if product_ids is None else _SOME, values)
    for rank, product_id, cost_micro, day in rows:
        source = AVERAGE if rank else STANDARD
        found[product_id] = Cost(int(cost_micro), source, None if day == SINCE_EVER else day)
    return found
