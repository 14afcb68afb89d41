"""What the tab of an order opens with: the order and everything that its lines depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.orders.context import OrderContext
from app.domain.orders.costs import with_costs_now
from app.domain.orders.draft import Draft
from app.domain.orders.states import OrderState
from app.domain.pricing import RulesSnapshot
from app.services.orders.context import read_order_context
from app.services.orders.drafts import read_draft
from app.services.orders.held import read_cancelled
from app.services.unit_of_work import Reading

_RUNNING = frozenset({OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.CLOSED})


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored order with its context, as read when its tab opens."""

    draft: Draft
    context: OrderContext
    cancelled: Mapping[str, int] = field(default_factory=dict)
    """What was cancelled of a confirmed order's lines, in base units by line key."""


def read_opened(view: Reading, order_id: int, rules: RulesSnapshot | None) -> Opened:
    """The order and everything that its lines depend on."""
    draft = read_draft(view, order_id)
    products = {line.product_id for line in draft.lines if line.product_id is not None}
    context = read_order_context(
        view,
        customer_id=draft.header.customer_id,
        product_ids=products,
        configurations=draft.configurations,
        rules=rules,
        order_id=order_id,
    )
    cancelled = read_cancelled(view, order_id) if draft.state in _RUNNING else {}
    return Opened(with_costs_now(draft, context), context, cancelled)
