"""Rows in bulk: one prepared statement on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from app.services.unit_of_work import UnitOfWork
from db.statements import table_of


def load_rows(uow: UnitOfWork, mapped: Any, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as the database stores them: dates as ISO texts, moments as microseconds, JSON as text."""
    if not rows:
        return
    table = table_of(mapped)
    unknown = set(columns) - set(table.c.keys())
    assert not unknown, f"{table.name} has no {unknown}"
    names = ", ".join(columns)
    if uow.db.dialect.name == "postgresql":
        _copy(uow, f"copy {table.name} ({names}) from stdin", rows)
        return
    marks = ", ".join("?" * len(columns))
    uow.db.exec_driver_sql(f"insert into {table.name} ({names}) values ({marks})", list(rows))  # noqa: S608  # names of our own tables


def _copy(uow: UnitOfWork, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    raw: Any = uow.db.connection.dbapi_connection
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def next_id(uow: UnitOfWork, mapped: Any) -> int:
    """The first id that no row of the table has."""
    column = table_of(mapped).c.id
    return int(uow.db.execute(sa.select(sa.func.coalesce(sa.func.max(column), 0))).scalar_one()) + 1


def settle_ids(uow: UnitOfWork, mapped: Any) -> None:
    """Let PostgreSQL's sequence go on behind the ids that were given; SQLite finds them by itself."""
    if uow.db.dialect.name != "postgresql":
        return
    sequence = sa.func.pg_get_serial_sequence(table_of(mapped).name, "id")
    last = next_id(uow, mapped) - 1
    drawn = int(uow.db.execute(sa.select(sa.func.nextval(sequence))).scalar_one())
    if drawn < last:  # the program's role may draw from a sequence, and not set it
        steps = sa.func.generate_series(1, last - drawn).table_valued("step")
        uow.db.execute(sa.select(sa.func.max(sa.func.nextval(sequence))).select_from(steps))
