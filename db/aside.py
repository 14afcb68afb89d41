"""Indexes that a bulk load put aside: which they are stands in the database, so that a killed load loses none.

The statements that make them again are written in the transaction that drops them, under a key of the table
`setting`. Whoever opens the file finds them there and makes them, unless the load still runs: it holds an
OS lock on a small file beside the database, which no killed process holds.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa

from db.session import Database
from db.turnstile import Turnstile

_KEY = "indexes.aside"
_SUFFIX = ".aside"


@contextlib.contextmanager
def indexes_aside(database: Database, tables: Sequence[str]) -> Iterator[None]:
    """SQLite alone: the tables have no indexes of ours inside, and have them all again afterwards."""
    with _load(database) as is_first:
        assert is_first, "one load at a time"
        with database.begin() as connection:
            _drop(connection, tables)
        try:
            yield
        finally:
            _make(database)


def bring_back_indexes(database: Database) -> int:
    """Make what a killed load left aside; how many indexes. Cheap where there is nothing to do."""
    with database.reading() as connection:
        if not sa.inspect(connection).has_table("setting") or not _read(connection):
            return 0
    with _load(database) as is_first:
        return _make(database) if is_first else 0


@contextlib.contextmanager
def _load(database: Database) -> Iterator[bool]:
    """Hold the lock of loads; False where another process holds it."""
    path = Path(f"{database.path}{_SUFFIX}")
    with Turnstile(path).taken_if_free() as is_first:
        yield is_first
        if is_first:
            with contextlib.suppress(OSError):  # Windows removes no open file: it stays, empty
                path.unlink()


def _drop(connection: sa.Connection, tables: Sequence[str]) -> None:
    marks = ", ".join("?" * len(tables))
    statement = (
        f"select name, sql from sqlite_master where type = 'index' and tbl_name in ({marks}) order by name"
    )
    found = [row for row in connection.exec_driver_sql(statement, tuple(tables)) if row.sql]
    _write(connection, [*_read(connection), *(sql for _name, sql in found)])
    for name, _sql in found:
        connection.exec_driver_sql(f"drop index {name}")


def _make(database: Database) -> int:
    """One transaction an index: others write in between, and a second kill loses nothing."""
    with database.reading() as connection:
        statements = _read(connection)
    for number, statement in enumerate(statements, start=1):
        with database.begin() as connection:
            connection.exec_driver_sql(statement)
            _write(connection, statements[number:])
    return len(statements)


def _read(connection: sa.Connection) -> list[str]:
    found = connection.exec_driver_sql("select value from setting where key = ?", (_KEY,)).scalar()
    return [] if found is None else [str(each) for each in json.loads(found)]


def _write(connection: sa.Connection, statements: Sequence[str]) -> None:
    connection.exec_driver_sql("delete from setting where key = ?", (_KEY,))
    if statements:
        values = (_KEY, json.dumps(list(statements)))
        connection.exec_driver_sql("insert into setting (key, value) values (?, ?)", values)
