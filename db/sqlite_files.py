"""SQLite files as wholes: copying one in use, looking into one, having one for oneself."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

SIDE_FILES = ("-wal", "-shm", "-journal")
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PAGES_A_STEP = 1024  # 4 MB: who tells no more gets the copy stopped within milliseconds
_STEPS_OF_A_CHECK = 100_000  # of SQLite's own machine, about a millisecond


def _silent(_fraction: float) -> None:
    return None


def copy_in_use(source: Path, target: Path, tell: Callable[[float], None] = _silent) -> None:
    """Copy a file that others may be writing: one committed state, complete in one file, safe on disk.

    `tell` hears how far it is (0 to 1); what it raises stops the copy.
    """
    with (
        contextlib.closing(_open(source)) as original,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        original.execute(
            "begin"
        )  # one state from the first page to the last, whatever others write meanwhile
        original.execute("select 1 from sqlite_master").fetchone()
        original.backup(
            copy, pages=_PAGES_A_STEP, progress=lambda _status, left, all_: tell(1 - left / max(all_, 1))
        )
        copy.execute("pragma journal_mode=delete")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def read_revision(path: Path) -> str | None:
    """The schema's revision, None where the file is a SQLite database of another program."""
    with contextlib.closing(_open(path)) as connection:
        known = connection.execute("select 1 from sqlite_master where name = 'alembic_version'").fetchone()
        row = connection.execute("select version_num from alembic_version").fetchone() if known else None
    return str(row[0]) if row else None


def find_damage(path: Path, *, quick: bool = False, tell: Callable[[float], None] = _silent) -> str:
    """The first damage that SQLite's own check finds, empty for a sound file. `quick` leaves indexes out.

    `tell` hears at first and again and again that it is not known how far it is (-1); what it raises stops it.
    """
    check = "quick_check" if quick else "integrity_check"
    with contextlib.closing(_open(path)) as connection, _telling(connection, tell):
        (answer,) = connection.execute(f"pragma {check}(1)").fetchone()
    return "" if answer == "ok" else " ".join(str(answer).split())


@contextlib.contextmanager
def _telling(connection: sqlite3.Connection, tell: Callable[[float], None]) -> Iterator[None]:
    """While a statement runs: SQLite swallows what is raised in between, so it is raised here again."""
    stops: list[BaseException] = []

    def step() -> int:
        try:
            tell(-1.0)
        except BaseException as stop:  # noqa: BLE001  (raised again below)
            stops.append(stop)
        return len(stops)

    tell(-1.0)
    connection.set_progress_handler(step, _STEPS_OF_A_CHECK)
    try:
        yield
    except sqlite3.OperationalError as error:
        if stops:
            raise stops[0] from error
        raise


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
