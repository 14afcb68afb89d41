"""What may be forgotten: change log and stored operation results serve other windows and repeats, not history."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.services.unit_of_work import UnitOfWork
from db.schema.firm import ChangeLog, Operation

KEEP_DAYS = 30


def forget_old_records(uow: UnitOfWork) -> int:
    """Remove changes and operation results older than 30 days; how many rows. The audit is never touched."""
    limit = uow.now - timedelta(days=KEEP_DAYS)
    changes = uow.db.execute(sa.delete(ChangeLog).where(ChangeLog.at < limit)).rowcount
    operations = uow.db.execute(sa.delete(Operation).where(Operation.at < limit)).rowcount
    return changes + operations
