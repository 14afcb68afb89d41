"""An order as it stands: what is reserved, what waits, what was shipped, from where and when."""

from __future__ import annotations

from dataclasses import replace

from app.domain.orders.draft import Draft
from app.domain.orders.states import OrderState
from app.domain.pricing import RulesSnapshot
from app.services.orders.context import read_order_context
from app.services.orders.held import read_held
from app.services.orders.planning import OrderPlan, plan_draft, read_stock_of
from app.services.orders.traces import read_traces
from app.services.unit_of_work import Reading


def plan_standing(view: Reading, draft: Draft, *, rules: RulesSnapshot | None = None) -> OrderPlan:
    """The plan of a confirmed order: its stored sources and promises, no issues.

    A quote holds nothing: what is told of it is what the customer would get if he ordered now.
    """
    if draft.state == OrderState.QUOTED:
        return replace(plan_draft(view, draft, rules=rules), issues=())
    products = {line.product_id for line in draft.lines if line.product_id is not None}
    context = read_order_context(
        view, customer_id=draft.header.customer_id, product_ids=products, rules=rules, order_id=draft.id
    )
    held = read_held(view, draft.id)
    parts = tuple(each.part for each in held)
    traces = read_traces(view, draft.id)
    return OrderPlan(draft, context, parts, (), read_stock_of(view, draft), held, traces=traces)
