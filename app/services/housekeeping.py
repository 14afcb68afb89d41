"""What may be forgotten: change log and stored operation results serve other windows and repeats, not history.

So are the ages of issues of what is no draft any more.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.domain.orders.states import OrderState
from app.services.unit_of_work import UnitOfWork
from db.schema.firm import ChangeLog, Operation
from db.schema.orders import Order, OrderIssue

KEEP_DAYS = 30


def forget_old_records(uow: UnitOfWork) -> int:
    """Remove changes, operation results and ages of issues older than 30 days; how many rows. The audit stays whole."""
    limit = uow.now - timedelta(days=KEEP_DAYS)
    changes = uow.db.execute(sa.delete(ChangeLog).where(ChangeLog.at < limit)).rowcount
    operations = uow.db.execute(sa.delete(Operation).where(Operation.at < limit)).rowcount
    drafts = sa.select(Order.id).where(Order.state == OrderState.DRAFT.value)
    gone_on = (OrderIssue.since < limit, OrderIssue.order_id.not_in(drafts))
    ages = uow.db.execute(sa.delete(OrderIssue).where(*gone_on)).rowcount
    return changes + operations + ages
