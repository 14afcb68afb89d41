"""A confirmed order as it stands: what is reserved, what waits, what was shipped, from where and when."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.orders.draft import Draft
from app.domain.pricing import RulesSnapshot
from app.domain.routing.sources import SourcePart, SourceReason
from app.services.orders.context import read_order_context
from app.services.orders.planning import OrderPlan, goods_lines
from app.services.stock.availability import read_availability
from app.services.stock.fulfilments import reason_from_json
from app.services.unit_of_work import Reading
from db.schema.orders import Fulfilment, OrderLine
from db.statements import table_of

_LINE = table_of(OrderLine)
_FULFILMENT = table_of(Fulfilment)
_NO_REASON = SourceReason("order.as_confirmed")


def plan_standing(view: Reading, draft: Draft, *, rules: RulesSnapshot | None = None) -> OrderPlan:
    """The plan of a confirmed order: its stored sources and promises, no issues."""
    products = {line.product_id for line in draft.lines if line.product_id is not None}
    context = read_order_context(
        view, customer_id=draft.header.customer_id, product_ids=products, rules=rules
    )
    goods = sorted({line.product_id for line in goods_lines(draft) if line.product_id is not None})
    return OrderPlan(draft, context, _read_parts(view, draft.id), (), read_availability(view, goods))


def _read_parts(view: Reading, order_id: int) -> tuple[SourcePart, ...]:
    columns = [
        _FULFILMENT.c[name]
        for name in ("product_id", "warehouse_id", "arrival_line_id", "promise_date", "reason")
    ]
    held = _FULFILMENT.c.reserved_micro + _FULFILMENT.c.shipped_micro
    statement = (
        sa.select(
            _LINE.c.line_key,
            *columns,
            held.label("held"),
            (_FULFILMENT.c.quantity_micro - held).label("waits"),
        )
        .join_from(_FULFILMENT, _LINE, _LINE.c.id == _FULFILMENT.c.order_line_id)
        .where(_LINE.c.order_id == order_id)
        .order_by(_FULFILMENT.c.id)
    )
    return tuple(
        SourcePart(
            line_key=row.line_key,
            product_id=row.product_id,
            warehouse_id=row.warehouse_id,
            reserve_micro=row.held,
            wait_micro=row.waits,
            arrival_line_id=row.arrival_line_id,
            promise_date=row.promise_date,
            reason=reason_from_json(row.reason) or _NO_REASON,
        )
        for row in view.db.execute(statement)
    )
