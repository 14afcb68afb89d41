"""Releasing a hold at the desk: bound to the order as it stands, a draft's content included."""

from __future__ import annotations

from datetime import date

from app.domain.orders.content_hash import content_hash
from app.domain.orders.states import OrderState
from app.services.holds.laying import read_hold, release_hold
from app.services.orders.drafts import read_draft
from app.services.unit_of_work import UnitOfWork


def release_order_hold(
    uow: UnitOfWork, hold_id: int, *, version: int, reason: str, until: date | None
) -> None:
    """Release a hold of an order or a customer; see `release_hold`."""
    order_id = read_hold(uow, hold_id).hold.order_id
    content = ""
    if order_id is not None:
        draft = read_draft(uow, order_id)
        content = content_hash(draft) if draft.state in {OrderState.DRAFT, OrderState.QUOTED} else ""
    release_hold(uow, hold_id, version=version, reason=reason, until=until, content=content)
