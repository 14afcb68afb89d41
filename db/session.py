"""One database: its engines, pragmas, transactions, and its failures in our words.

SQLite writers pass a turnstile (an OS lock on `<file>.turn`) so that waiting is fair: with `busy_timeout`
alone one of four processes starved the others (measured, foundations.md).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from app.domain.errors import ConflictError, OutsideError, RefusedError
from db.turnstile import Turnstile

BUSY_TIMEOUT_MS = 5000
CONNECT_TIMEOUT_S = 5
RESTED_S = 1.0
PREPARED_MAX = (
    500  # of psycopg 100: a day at the desk has more statements than that, and each would be planned anew
)


@dataclass(frozen=True, slots=True)
class Database:
    """A write engine, a read engine, and which of the two kinds it is."""

    url: URL
    writer: sa.Engine
    reader: sa.Engine
    turnstile: Turnstile | None

    @property
    def is_sqlite(self) -> bool:
        """True for the one-desk file, False for the office's PostgreSQL."""
        return self.turnstile is not None

    @property
    def path(self) -> Path:
        """The file of a SQLite database."""
        assert self.url.database, "only a SQLite database has a file"
        return Path(self.url.database)

    @contextlib.contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """A write transaction: commits on a clean exit, rolls back on an exception."""
        with translated_errors(self.url), self.writer.connect() as connection:
            with self._turn():
                transaction = connection.begin()
            try:
                yield connection
            except BaseException:
                with contextlib.suppress(DBAPIError):
                    transaction.rollback()
                raise
            transaction.commit()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A read-only transaction: one consistent state of the database."""
        with translated_errors(self.url), self.reader.connect() as connection, connection.begin():
            yield connection

    def dispose(self) -> None:
        """Close every connection."""
        self.writer.dispose()
        self.reader.dispose()

    def _turn(self) -> contextlib.AbstractContextManager[None]:
        return self.turnstile.taken() if self.turnstile else contextlib.nullcontext()


def connect(url: str | URL) -> Database:
    """The database behind `sqlite:///file` or `postgresql://...`. Nothing is opened yet."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _connect_sqlite(parsed)
    return _connect_postgresql(parsed)


def parse_url(url: str | URL) -> URL:
    """The URL with our driver; anything but a SQLite file or PostgreSQL is refused by name."""
    try:
        parsed = make_url(url)
    except sa.exc.ArgumentError as error:
        raise OutsideError("database.bad_url", url=str(url)) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database:
        return parsed
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise OutsideError("database.bad_url", url=parsed.render_as_string())


def _connect_sqlite(url: URL) -> Database:
    writer = sa.create_engine(url, pool_size=4, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    reader = sa.create_engine(url, pool_size=4, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    sa.event.listen(writer, "connect", _prepare_writer)
    sa.event.listen(reader, "connect", _prepare_reader)
    sa.event.listen(writer, "begin", _begin_immediate)
    sa.event.listen(reader, "begin", _begin_plain)
    assert url.database, "parse_url lets no SQLite URL without a file through"
    return Database(url=url, writer=writer, reader=reader, turnstile=Turnstile(Path(url.database + ".turn")))


def _connect_postgresql(url: URL) -> Database:
    options: dict[str, Any] = {"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "keyline"}
    writer = sa.create_engine(url, pool_size=4, connect_args=options)
    sa.event.listen(writer, "connect", _prepare_postgresql)
    sa.event.listen(writer, "checkin", _note_rest)
    sa.event.listen(writer, "checkout", lambda raw, record, _proxy: _ask_rested(writer, raw, record))
    reader = writer.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
    return Database(url=url, writer=writer, reader=reader, turnstile=None)


def _prepare_postgresql(raw: Any, _record: Any) -> None:
    raw.prepared_max = PREPARED_MAX


def _note_rest(_raw: Any, record: Any) -> None:
    record.info["rested_since"] = time.monotonic()


def _ask_rested(engine: sa.Engine, raw: Any, record: Any) -> None:
    """Whether a connection that lay in the pool for a while still lives; if not, the pool makes new ones.

    SQLAlchemy's `pool_pre_ping` asks each time: a round trip more for each of the short transactions of a key.
    """
    since = record.info.get("rested_since")
    if since is None or time.monotonic() - since < RESTED_S:
        return
    try:
        engine.dialect.do_ping(raw)
    except engine.dialect.loaded_dbapi.Error as error:
        raise sa.exc.InvalidatePoolError("the server closed the connection") from error


def _prepare_writer(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    cursor.execute("pragma foreign_keys=on")
    cursor.execute("pragma journal_mode=wal")
    cursor.execute("pragma synchronous=full")
    cursor.close()


def _prepare_reader(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    raw.execute("pragma query_only=on").close()


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("begin immediate")


def _begin_plain(connection: sa.Connection) -> None:
    connection.exec_driver_sql("begin")


LEAST_ROOM_BYTES = 64 * 1024  # what SQLite's journals need to begin with
_SQLITE_CODES = (
    ("not a database", "database.not_a_database"),
    ("readonly", "database.read_only"),
    ("disk is full", "database.full"),
    ("locked", "database.locked"),
    ("busy", "database.locked"),
    ("unable to open", "database.cannot_open"),
    ("malformed", "database.damaged"),
    ("disk i/o error", "database.disk_error"),
)
COLLIDED = "database.collided"
_COLLISIONS = frozenset({"40P01", "40001"})  # deadlock, serialization failure: one of two had to give way
_REFUSED_VALUES = {"22001": "database.text_too_long", "22003": "database.number_too_large"}
_UNIQUE_VIOLATION = "23505"
_POSTGRESQL_CODES = {"25006": "database.read_only", "53100": "database.full"}


@contextlib.contextmanager
def translated_errors(url: URL) -> Iterator[None]:
    """Turn the driver's failures of the environment into `OutsideError`; our own mistakes pass unchanged.

    Where two writers stood in each other's way and the server sent one back, that is a `ConflictError`.
    """
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _COLLISIONS:
            raise ConflictError(COLLIDED) from error
        refused = _refused_value(error)
        if refused is not None:
            raise RefusedError(refused) from error
        code = _outside_code(error)
        if code is None:
            raise
        if code == "database.disk_error" and _is_full(url.database):
            code = "database.full"  # SQLite's journals say "disk I/O error" when they find no room
        name = url.database if url.get_backend_name() == "sqlite" else url.render_as_string()
        detail = str(error.orig).partition("\n")[0]  # then come libpq's hints, over several lines
        raise OutsideError(code, database=name, detail=detail) from error
    except OverflowError as error:
        if "SQLite" not in str(error):
            raise
        raise RefusedError("database.number_too_large") from error


def _refused_value(error: DBAPIError) -> str | None:
    """What of a value the server does not take, where no check of a field told it first."""
    if not isinstance(error, sa.exc.DataError):
        return None
    if "NUL" in str(error.orig) or "0x00" in str(error.orig):
        return "database.text_has_nul"
    return _REFUSED_VALUES.get(getattr(error.orig, "sqlstate", None) or "")


def gave_way(error: Exception) -> bool:
    """Whether another writer was in the way, at that moment only: the same again may well succeed.

    A name that two wrote at once counts: the second time the check finds it and says so.
    """
    if isinstance(error, ConflictError):
        return error.code == COLLIDED
    return (
        isinstance(error, sa.exc.IntegrityError)
        and getattr(error.orig, "sqlstate", None) == _UNIQUE_VIOLATION
    )


def _is_full(file: str | None) -> bool:
    import shutil  # noqa: PLC0415 - 2 ms that a start does without

    folder = Path(file or "").parent
    return folder.is_dir() and shutil.disk_usage(folder).free < LEAST_ROOM_BYTES


def _outside_code(error: DBAPIError) -> str | None:
    if type(error.orig).__module__.startswith("psycopg"):
        return _postgresql_code(error)
    text = str(error.orig).lower()
    return next((code for words, code in _SQLITE_CODES if words in text), None)


def _postgresql_code(error: DBAPIError) -> str | None:
    """By SQLSTATE; an operational error without one never reached the server."""
    state = getattr(error.orig, "sqlstate", None)
    if state in _POSTGRESQL_CODES:
        return _POSTGRESQL_CODES[state]
    if isinstance(error, sa.exc.IntegrityError):
        return None
    text = str(error.orig).lower()
    unreached = isinstance(error, sa.exc.OperationalError) and state is None
    away = unreached or error.connection_invalidated or "connection" in text or "server closed" in text
    return "database.away" if away else None
