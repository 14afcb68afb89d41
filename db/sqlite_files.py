"""SQLite files as wholes: copying one in use, looking into one, having one for oneself."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

SIDE_FILES = ("-wal", "-shm", "-journal")
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def copy_in_use(source: Path, target: Path) -> None:
    """Copy a file that others may be writing: one committed state, complete in one file, safe on disk."""
    with (
        contextlib.closing(_open(source)) as original,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        original.backup(copy)
        copy.execute("pragma journal_mode=delete")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def read_revision(path: Path) -> str | None:
    """The schema's revision, None where the file is a SQLite database of another program."""
    with contextlib.closing(_open(path)) as connection:
        known = connection.execute("select 1 from sqlite_master where name = 'alembic_version'").fetchone()
        row = connection.execute("select version_num from alembic_version").fetchone() if known else None
    return str(row[0]) if row else None


def find_damage(path: Path, *, quick: bool = False) -> str:
    """The first damage that SQLite's own check finds, empty for a sound file. `quick` leaves indexes out."""
    check = "quick_check" if quick else "integrity_check"
    with contextlib.closing(_open(path)) as connection:
        (answer,) = connection.execute(f"pragma {check}(1)").fetchone()
    return "" if answer == "ok" else " ".join(str(answer).split())


@contextlib.contextmanager
def alone_with(path: Path) -> Iterator[bool]:
    """Have the file for oneself: nobody else has it open, and nobody can; the log beside it is folded in.

    Yields False where no one else has it, but the file is too damaged to be opened. Where somebody else has
    it, `sqlite3.OperationalError` says locked.
    """
    with contextlib.closing(_open(path, timeout=0)) as connection:
        yield _lock(connection)


def move_side_files(path: Path, to: Path) -> None:
    """Let the log files beside a database follow it to its new name."""
    for suffix in SIDE_FILES:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(to.with_name(to.name + suffix))


def _lock(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("pragma locking_mode=exclusive")
        connection.execute("pragma journal_mode=delete")  # refused while anybody else has the file open
        connection.execute("begin exclusive")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in _LOCKED:
            raise
        return False
    return True


def _open(path: Path, *, timeout: float = 5.0) -> sqlite3.Connection:
    """A connection to a file that is there; none is made."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=timeout, isolation_level=None
    )
