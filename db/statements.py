"""Statements that several services need: optimistic updates, values as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from app.domain.errors import ConflictError, NotFoundError
from db.bulk import insert_many, insert_one


def table_of(mapped: Any) -> sa.Table:
    """The table of a class: for columns picked by name."""
    return cast("sa.Table", mapped.__table__)


def update_version(
    connection: sa.Connection, table: Any, *, id: int, version: int, values: Mapping[str, object], kind: str
) -> int:
    """Update one row if it still has `version`; the new version. Someone else was first: `ConflictError`."""
    columns = _plain(table).c
    statement = (
        sa.update(table)
        .where(columns.id == id, columns.version == version)
        .values(**values, version=version + 1)
    )
    if connection.execute(statement).rowcount == 1:
        return version + 1
    if connection.execute(sa.select(columns.id).where(columns.id == id)).first() is None:
        raise NotFoundError("document.not_found", kind=kind, id=id)
    raise ConflictError("document.changed_elsewhere", kind=kind, id=id)


def insert_into(dialect: sa.Dialect, table: Any) -> sqlite.Insert:
    """An insert that may say `on_conflict_...`: spelt alike on both databases.

    PostgreSQL's dialect is imported only where it is in use: 70 ms of the start of a window on SQLite.
    """
    if dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - see above

        return cast("sqlite.Insert", postgresql.insert(_plain(table)))
    return sqlite.insert(_plain(table))


def insert_row(connection: sa.Connection, table: Any, values: Mapping[str, object]) -> int:
    """Insert one row; its id."""
    if any(isinstance(value, sa.ClauseElement) for value in values.values()):
        key = connection.execute(sa.insert(_plain(table)).values(**values)).inserted_primary_key
        assert key is not None, "an insert of one row has a key"
        return int(key[0])
    return insert_one(connection, _plain(table), values)


def insert_rows(connection: sa.Connection, table: Any, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert many rows at once; every row has the same columns."""
    insert_many(connection, _plain(table), rows)


def _plain(table: Any) -> sa.Table:
    return table if isinstance(table, sa.Table) else table_of(table)
