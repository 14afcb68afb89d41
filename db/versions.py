"""Versions that settings carry: they rise with each write of what they stand for, in the same transaction."""

from __future__ import annotations

import sqlalchemy as sa

from db.schema.firm import Setting
from db.statements import insert_into

RULES_VERSION = "rules_version"
"""Of all price rules."""
SETUP_VERSION = "setup_version"
"""Of what the set-up says: see `app.services.setup_kept`."""


def version_of(key: str) -> sa.Select[tuple[object]]:
    """The statement that reads a version; no row where nothing was written yet."""
    return sa.select(Setting.value).where(Setting.key == key)


def raise_version(db: sa.Connection, key: str) -> int:
    """Raise a version; the new one. One row, no lost update."""
    number = sa.cast(sa.type_coerce(Setting.value, sa.Text), sa.BigInteger) + 1
    raised = sa.type_coerce(sa.cast(number, sa.Text), sa.Text)
    statement = (
        insert_into(db.dialect, Setting)
        .values(key=key, value=1)
        .on_conflict_do_update(index_elements=[Setting.key], set_={"value": raised})
        .returning(Setting.value)
    )
    return int(db.execute(statement).scalar_one())
