"""Room for many rows: indexes that are filled in random order are dropped and made again at the end.

SQLite alone: a million orders fill thirty indexes, whose pages no longer fit into the cache after the first
hundred thousand; made at once they are sorted first. On PostgreSQL the program owns no tables, and COPY is
quick enough. Unique constraints stay: SQLite has no index of ours for them to drop.

All of it belongs to the one transaction of the load: whatever stops it, the indexes were never away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.services.unit_of_work import UnitOfWork
from db.statements import table_of

CACHE_KB = 256 * 1024
USUAL_CACHE_KB = 2000  # SQLite's own


def drop_indexes(uow: UnitOfWork, tables: Sequence[Any]) -> list[str]:
    """Drop the tables' indexes; the statements that make them again."""
    if uow.db.dialect.name != "sqlite":
        return []
    names = tuple(table_of(each).name for each in tables)
    marks = ", ".join("?" * len(names))
    statement = (
        f"select name, sql from sqlite_master where type = 'index' and tbl_name in ({marks}) order by name"  # noqa: S608  # marks alone
    )
    found = [row for row in uow.db.exec_driver_sql(statement, names) if row.sql]
    for name, _sql in found:
        uow.db.exec_driver_sql(f"drop index {name}")
    return [sql for _name, sql in found]


def make_indexes(uow: UnitOfWork, statements: Sequence[str]) -> None:
    """Make the indexes again."""
    for statement in statements:
        uow.db.exec_driver_sql(statement)


def make_room(uow: UnitOfWork) -> None:
    """A cache for the pages that are filled in random order."""
    if uow.db.dialect.name == "sqlite":
        uow.db.exec_driver_sql(f"pragma cache_size=-{CACHE_KB}")


def take_back_room(uow: UnitOfWork) -> None:
    """The usual cache again."""
    if uow.db.dialect.name == "sqlite":
        uow.db.exec_driver_sql(f"pragma cache_size=-{USUAL_CACHE_KB}")
