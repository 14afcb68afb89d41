"""Versions that settings carry: they rise with each write of what they stand for, in the same transaction."""

from __future__ import annotations

import sqlalchemy as sa

from db.schema.firm import Setting
from db.statements import insert_into

RULES_VERSION = "rules_version"
"""Of all price rules."""
SETUP_VERSION = "setup_version"
"""Of what the set-up says: see `app.services.setup_kept`."""
DRAFT_VERSION = "product_model_draft_version"
"""With which version a draft of a product model begins: above that of every draft which was thrown away."""


def version_of(key: str) -> sa.Select[tuple[object]]:
    """The statement that reads a version; no row where nothing was written yet."""
    return sa.select(Setting.value).where(Setting.key == key)


def raise_version(db: sa.Connection, key: str) -> int:
    """Raise a version; the new one. One row, no lost update."""
    raised = sa.type_coerce(sa.cast(_known() + 1, sa.Text), sa.Text)
    statement = (
        insert_into(db.dialect, Setting)
        .values(key=key, value=1)
        .on_conflict_do_update(index_elements=[Setting.key], set_={"value": raised})
        .returning(Setting.value)
    )
    return int(db.execute(statement).scalar_one())


def read_version_of(db: sa.Connection, key: str) -> int:
    """A version as it stands; 1 where nothing was written yet."""
    return int(str(db.execute(version_of(key)).scalar_one_or_none() or 1))


def raise_version_above(db: sa.Connection, key: str, number: int) -> None:
    """From now on the version is above this number; one that is stays."""
    above = sa.case((_known() > number, _known()), else_=number + 1)
    raised = sa.type_coerce(sa.cast(above, sa.Text), sa.Text)
    db.execute(
        insert_into(db.dialect, Setting)
        .values(key=key, value=number + 1)
        .on_conflict_do_update(index_elements=[Setting.key], set_={"value": raised})
    )


def _known() -> sa.ColumnElement[int]:
    return sa.cast(sa.type_coerce(Setting.value, sa.Text), sa.BigInteger)
