"""Room for many rows: indexes that are filled in random order are put aside and made again at the end.

SQLite alone: a million orders fill thirty indexes, whose pages no longer fit into the cache after the first
hundred thousand; made at once they are sorted first. On PostgreSQL the program owns no tables, and COPY is
quick enough. Unique constraints stay: SQLite has no index of ours for them to drop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from app.services.demo.office import DemoOffice
from app.services.unit_of_work import UnitOfWork
from db.aside import indexes_aside
from db.statements import table_of

CACHE_KB = 256 * 1024
USUAL_CACHE_KB = 2000  # SQLite's own


@contextmanager
def put_aside_indexes(office: DemoOffice, tables: Sequence[Any]) -> Iterator[None]:
    """Fill the tables inside; their indexes are there again afterwards, whatever happened.

    Where the process is killed inside, the next who opens the file makes them (`db.aside`).
    """
    database = office.work.database
    if not database.is_sqlite:
        yield
        return
    with indexes_aside(database, [table_of(each).name for each in tables]):
        yield


def make_room(uow: UnitOfWork) -> None:
    """A cache for the pages that are filled in random order."""
    if uow.db.dialect.name == "sqlite":
        uow.db.exec_driver_sql(f"pragma cache_size=-{CACHE_KB}")


def take_back_room(uow: UnitOfWork) -> None:
    """The usual cache again."""
    if uow.db.dialect.name == "sqlite":
        uow.db.exec_driver_sql(f"pragma cache_size=-{USUAL_CACHE_KB}")
