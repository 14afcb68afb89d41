"""Hearing what other processes changed: LISTEN on PostgreSQL, `PRAGMA data_version` on SQLite.

One thread with one connection of its own. Whatever wakes it, it reads the change log from `last - 1000` on
and drops the ids it has seen: ids that were drawn early and committed late are found too. A notification of
PostgreSQL also carries its changes, which finds those that are later still. Our own changes are dropped by
their origin; the unit of work has told them already.
"""

from __future__ import annotations

import importlib
import json
import logging
import select
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.domain.changes import Change
from app.services.unit_of_work import NOTIFY_CHANNEL, Work
from db.schema.firm import ChangeLog
from db.session import CONNECT_TIMEOUT_S, Database

OnChanges = Callable[[tuple[Change, ...]], None]

POLL_S = 0.3
NET_S = 10.0  # the change log is read this often even if nothing was heard
WINDOW = 1000
BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 5.0)
APPLICATION = "keyline-feed"

_ROWS = sa.select(ChangeLog.id, ChangeLog.kind, ChangeLog.entity_id, ChangeLog.version, ChangeLog.origin)
_log = logging.getLogger("keyline.changes")


def _psycopg() -> Any:
    """The server's driver: 0.1 s to import, which the start on a file does without."""
    return importlib.import_module("psycopg")


def _lost_kinds(database: Database) -> tuple[type[Exception], ...]:
    """What a connection that is gone raises."""
    kinds = (DBAPIError, sqlite3.Error, OSError)
    return kinds if database.is_sqlite else (*kinds, _psycopg().Error)


class ChangeFeed:
    """Tells foreign changes within 2 s, on a thread of its own, from `start` until `stop`."""

    def __init__(
        self, work: Work, on_changes: OnChanges, *, came_back: Callable[[], object] = lambda: None
    ) -> None:
        """`on_changes` is called on the feed's thread with what one reading found, oldest first.

        `came_back` is called there when the database answers again that was away.
        """
        self.listening = threading.Event()
        """Set while the feed hears; clear before the start and while the database is away."""
        self._database = work.database
        self._lost = _lost_kinds(work.database)
        self._on_changes = on_changes
        self._came_back = came_back
        self._was_lost = False
        self._journal = _Journal(work.origin)
        self._stop = threading.Event()
        self._bell, self._rung = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="keyline-changes", daemon=True)

    def start(self) -> None:
        """Begin to listen; returns at once. What was committed after `listening` is set is heard."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and its connection; returns when both are gone.

        That is at once, or up to 5 s where a server that does not answer is being called.
        """
        self._stop.set()
        self._bell.close()
        if self._thread.ident is not None:
            self._thread.join()
        self._rung.close()

    def _run(self) -> None:
        engine = self._make_engine()
        lost = 0
        while not self._stop.is_set():
            try:
                with engine.connect() as connection:
                    lost = 0
                    self._follow(connection)
            except self._lost as error:
                _log.info("the database is away: %s", error)
                self._was_lost = True
            self.listening.clear()
            self._stop.wait(BACKOFF_S[min(lost, len(BACKOFF_S) - 1)])
            lost += 1
        engine.dispose()

    def _make_engine(self) -> sa.Engine:
        """Connections beside the pools, without transactions, so that each reading sees the newest state."""
        options: dict[str, Any] = {"timeout": CONNECT_TIMEOUT_S}
        if not self._database.is_sqlite:
            options = {
                "connect_timeout": CONNECT_TIMEOUT_S,
                "application_name": APPLICATION,
                "keepalives_idle": 10,
                "keepalives_interval": 3,
                "keepalives_count": 3,
            }
        return sa.create_engine(
            self._database.url,
            poolclass=sa.pool.NullPool,
            pool_reset_on_return=None,
            isolation_level="AUTOCOMMIT",
            connect_args=options,
        )

    def _follow(self, connection: sa.Connection) -> None:
        wakes = self._file_wakes if self._database.is_sqlite else self._server_wakes
        for carried in wakes(connection):
            self._tell(self._journal.read(connection, carried))
            self.listening.set()
            if self._was_lost:
                self._was_lost = False
                self._came_back()

    def _tell(self, changes: tuple[Change, ...]) -> None:
        if not changes:
            return
        try:
            self._on_changes(changes)
        except Exception:  # noqa: BLE001  # the listener's bug: logged; the feed goes on
            _log.exception("a listener failed on %s", changes)

    def _file_wakes(self, connection: sa.Connection) -> Iterator[tuple[Change, ...]]:
        """Yield at once, and then whenever another connection has committed to the file."""
        seen = -1
        while True:
            version = connection.exec_driver_sql("pragma data_version").scalar_one()
            if version != seen:
                seen = version
                yield ()
            if self._stop.wait(POLL_S):
                return

    def _server_wakes(self, connection: sa.Connection) -> Iterator[tuple[Change, ...]]:
        """Yield at once, and then on each notification, with the changes that it carries."""
        raw = connection.connection.driver_connection
        assert isinstance(raw, _psycopg().Connection)
        raw.execute(f"listen {NOTIFY_CHANNEL}")
        yield ()
        while not self._stop.is_set():
            notes = list(raw.notifies(timeout=0))  # also those that came in while the log was read
            if notes:
                yield tuple(change for note in notes for change in self._journal.foreign(note.payload))
            elif not select.select([raw.fileno(), self._rung.fileno()], [], [], NET_S)[0]:
                yield ()


class _Journal:
    """What of the change log was seen."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._last: int | None = None
        self._seen: dict[int, Change] = {}

    def read(self, connection: sa.Connection, carried: tuple[Change, ...]) -> tuple[Change, ...]:
        """Foreign changes that were not read before; the first reading tells nothing, but where to begin.

        `carried` changes count where the log does not show them any more within its window.
        """
        begins = self._last is None
        last = _highest_id(connection) if self._last is None else self._last
        statement = _ROWS.where(ChangeLog.id > last - WINDOW).order_by(ChangeLog.id)
        rows = [row for row in connection.execute(statement) if row.id not in self._seen]
        self._remember({row.id: Change(row.kind, row.entity_id, row.version) for row in rows}, last)
        if begins:
            return ()
        told = [self._seen[row.id] for row in rows if row.origin != self._origin]
        known = set(self._seen.values())
        return tuple(dict.fromkeys([*told, *(change for change in carried if change not in known)]))

    def foreign(self, payload: str) -> tuple[Change, ...]:
        """The changes that a notification carries; none if it is our own or was too long to carry any."""
        origin, changes = json.loads(payload)
        if origin == self._origin or changes is None:
            return ()
        return tuple(Change(kind, id_, version) for kind, id_, version in changes)

    def _remember(self, changes: Mapping[int, Change], last: int) -> None:
        """Keep what the next readings may meet again."""
        self._last = max([last, *changes])
        kept = {id_: change for id_, change in self._seen.items() if id_ > last - WINDOW}
        self._seen = kept | dict(changes)


def _highest_id(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(ChangeLog.id), 0))).scalar_one())
