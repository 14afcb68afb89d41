"""What the tab of an order opens with: the order and everything that its lines depend on."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.pricing import RulesSnapshot
from app.services.orders.context import read_order_context
from app.services.orders.drafts import read_draft
from app.services.unit_of_work import Reading


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored order with its context, as read when its tab opens."""

    draft: Draft
    context: OrderContext


def read_opened(view: Reading, order_id: int, rules: RulesSnapshot | None) -> Opened:
    """The order and everything that its lines depend on."""
    draft = read_draft(view, order_id)
    products = {line.product_id for line in draft.lines if line.product_id is not None}
    context = read_order_context(
        view, customer_id=draft.header.customer_id, product_ids=products, rules=rules
    )
    return Opened(draft, context)
