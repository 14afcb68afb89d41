"""The promotions of a confirmed order when it is amended: its uses by difference."""

from __future__ import annotations

from app.domain.orders.draft import Draft
from app.domain.orders.whole import uses_of
from app.services.orders.context import read_order_context
from app.services.pricing import read_rules
from app.services.promotion_uses import has_uses, take_uses
from app.services.unit_of_work import UnitOfWork


def amend_uses(uow: UnitOfWork, after: Draft) -> None:
    """Let an amended order have the promotions that it has now; a firm without any reads nothing."""
    if not (read_rules(uow, currency=after.currency, product_ids=()).promotions or has_uses(uow, after.id)):
        return
    products = {line.product_id for line in after.lines if line.product_id is not None}
    context = read_order_context(
        uow,
        customer_id=after.header.customer_id,
        product_ids=products,
        configurations=after.configurations,
        only_products=True,
        order_id=after.id,
    )
    take_uses(uow, after.id, after.header.customer_id, uses_of(after, context))
