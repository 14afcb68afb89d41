"""Only changes that wait for an approval hold goods beside their order, and no more than is new in them."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.domain.approvals import LIVE
from app.services.unit_of_work import Reading
from app.services.verify.findings import PER_CHECK_MAX, Finding, Row, Seen, quantities_of, tell_once
from db.schema.approvals import ApprovalRequest
from db.schema.orders import Fulfilment, Order
from db.schema.products import Product

_WAITS = sa.and_(
    ApprovalRequest.order_id == Order.id,
    ApprovalRequest.amends == Order.version,
    ApprovalRequest.state.in_(sorted(LIVE)),
    Order.approval != "",
)
_HELD = (
    sa.select(Order.id, Order.number, Product.sku, Product.id.label("product_id"), ApprovalRequest.amendment)
    .add_columns(sa.func.sum(Fulfilment.quantity_micro).label("stored"))
    .add_columns(sa.func.max(Fulfilment.held_until).label("until"))
    .join_from(Fulfilment, Order, Order.id == Fulfilment.order_id)
    .join(Product, Product.id == Fulfilment.product_id)
    .outerjoin(ApprovalRequest, _WAITS)
    .group_by(Order.id, Order.number, Product.sku, Product.id, ApprovalRequest.amendment)
    .order_by(Order.id, Product.sku)
)


def check_held_changes(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What is held of each article for changes is new in them; what counts no more, its time over, may be anybody's."""

    def params(row: Row) -> dict[str, object]:
        return {"number": row["number"], "sku": row["sku"], **quantities_of(row)}

    return tell_once(_wrong(view), seen.orders, "verify.changes_held", params)[:PER_CHECK_MAX]


def _wrong(view: Reading) -> Iterator[Row]:
    for row in view.db.execute(_HELD).mappings():
        amendment = row["amendment"] or {"wanted": ()}
        right = sum(micro for id_, _unit, micro in amendment["wanted"] if id_ == row["product_id"])
        if row["stored"] > right and (row["amendment"] or row["until"] > view.clock.now()):
            yield {**row, "stored": int(row["stored"]), "right_micro": right}
