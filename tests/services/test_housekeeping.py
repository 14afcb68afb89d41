"""Old bookkeeping of the program itself is forgotten, new is kept, the audit stays whole."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.services.housekeeping import forget_old_records
from db.schema.firm import Audit, ChangeLog, Operation


def note_something(work, key: str) -> None:
    """A write with a change, an audit record and a key."""

    def call(uow):
        uow.audit("firm", 1, before={}, after={"key": key})
        uow.changed("firm", 1, version=1)
        return key

    work.run(call, actor=SYSTEM, key=key)


def count(work, table) -> int:
    """The number of rows."""
    with work.reading(actor=SYSTEM) as view:
        return view.db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_records_older_than_thirty_days_are_forgotten_but_never_the_audit(work, clock):
    note_something(work, "old")
    clock.advance(days=31)
    note_something(work, "new")
    with work.begin(actor=SYSTEM) as uow:
        assert forget_old_records(uow) == 2
    assert (count(work, ChangeLog), count(work, Operation), count(work, Audit)) == (1, 1, 2)
