"""Bringing a database to this program's version: a copy first, then Alembic, then the guards.

A SQLite migration runs with foreign keys off (batch mode deleted child rows otherwise, measured) and
ends with an empty `foreign_key_check`. A newer file is refused.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL

from app.domain.errors import OutsideError, RefusedError
from db.schema.guards import GUARDS
from db.session import connect, parse_url, translated_errors

_UPGRADE_LOCK = 7_203_481  # any number, the same in every client: the advisory lock of upgrades


def head_revision() -> str:
    """The revision that this program expects."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head, "there is always a first migration"
    return head


def knows(revision: str) -> bool:
    """Whether this program knows the revision; one that it does not know is of a newer program."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def upgrade(url: str | URL, *, copy_to: Path | None = None) -> None:
    """Make or upgrade the database. With `copy_to`, an existing older SQLite file is copied there first.

    A file that a migration refuses stays as it was and keeps no copy: each further start would make another one.
    """
    parsed = parse_url(url)
    with _owner_connection(parsed) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == head_revision():
            return
        _refuse_newer(current, parsed)
        _refuse_strange(current, connection)
        if current is None or copy_to is None or parsed.get_backend_name() != "sqlite":
            _run(connection)
            return
        copy_sqlite(Path(str(parsed.database)), copy_to)
        try:
            _run(connection)
        except RefusedError:
            copy_to.unlink()
            raise


def current_revision(url: str | URL) -> str | None:
    """The revision of a database, None for an empty one."""
    database = connect(url)
    try:
        with database.reading() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        database.dispose()


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a SQLite file that may be in use (backup API, never a file copy)."""
    part = target.with_suffix(target.suffix + ".part")
    with (
        contextlib.closing(sqlite3.connect(source)) as original,
        contextlib.closing(sqlite3.connect(part)) as copy,
    ):
        original.backup(copy)
    part.replace(target)


def copy_name(path: Path, revision: str, at: datetime) -> Path:
    """Where the copy before an upgrade goes: beside the file, with the old revision and the moment."""
    return path.with_name(f"{path.stem}-before-{revision}-{at:%Y%m%d-%H%M%S}{path.suffix}")


@contextlib.contextmanager
def _owner_connection(url: URL) -> Iterator[sa.Connection]:
    """One connection in one transaction, alone: SQLite BEGIN IMMEDIATE without foreign keys, PG with a lock."""
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("begin immediate"))
    with translated_errors(url), engine.connect() as connection, connection.begin():
        if not is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
        yield connection
    engine.dispose()


def _prepare_sqlite(raw: sqlite3.Connection, _record: object) -> None:
    raw.isolation_level = None
    raw.execute("pragma journal_mode=wal").close()
    raw.execute("pragma foreign_keys=off").close()


def _refuse_newer(current: str | None, url: URL) -> None:
    if current is not None and not knows(current):
        raise RefusedError("database.newer", database=str(url.database), revision=current)


def _refuse_strange(current: str | None, connection: sa.Connection) -> None:
    """A file of another program gets no tables of ours; a server's database may hold others' tables."""
    if current is None and connection.dialect.name == "sqlite" and sa.inspect(connection).get_table_names():
        raise OutsideError("database.not_a_database", database=str(connection.engine.url.database))


def _run(connection: sa.Connection) -> None:
    _drop_guards(connection)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    _create_guards(connection)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("pragma foreign_key_check").fetchall()
        if broken:
            raise OutsideError("database.broken_references", rows=str(broken[:5]))


def _drop_guards(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        for guard in reversed(GUARDS):
            connection.exec_driver_sql(guard.sqlite_drop)
    elif sa.inspect(connection).get_table_names():
        for guard in reversed(GUARDS):
            for statement in guard.postgresql_drop:
                connection.exec_driver_sql(statement)


def _create_guards(connection: sa.Connection) -> None:
    for guard in GUARDS:
        for statement in guard.sqlite if connection.dialect.name == "sqlite" else guard.postgresql:
            connection.exec_driver_sql(statement)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
