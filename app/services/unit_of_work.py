"""One unit of work: one transaction with its actor, clock, audit records and list of changes.

Services take `uow` (or `view`) first and never commit, so that desk, CLI, API and import compose them.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from app.domain.changes import Change
from app.domain.rights import Actor
from app.services.clock import Clock
from app.services.setup_kept import SETUP_KINDS, SetupKept, nothing_kept
from db.bulk import insert_all
from db.schema.firm import Audit, ChangeLog, Operation
from db.session import Database, gave_way
from db.statements import insert_into, table_of
from db.versions import SETUP_VERSION, raise_version

T = TypeVar("T")
Handler = Callable[["UnitOfWork", Any], None]
Listener = Callable[[tuple[Change, ...]], None]
_AUDIT, _CHANGE_LOG = table_of(Audit), table_of(ChangeLog)
NOTIFY_CHANNEL = "keyline"
PAUSES_S = (0.02, 0.06)  # before the second and the third try
NOTIFY_LIMIT = 7000  # PostgreSQL refuses payloads of 8,000 bytes; the poll of change_log is the net


class Reading(Protocol):
    """A read-only view of one consistent state."""

    db: sa.Connection
    actor: Actor
    clock: Clock
    kept: SetupKept
    setup_version: int | None


class UnitOfWork(Reading, Protocol):
    """A write transaction that knows who does what when."""

    now: datetime
    today: date

    def changed(self, kind: str, id: int, *, version: int) -> None:
        """Tell that something changed: to the bus after the commit, and to other processes."""

    def audit(
        self,
        kind: str,
        id: int,
        *,
        before: Mapping[str, object],
        after: Mapping[str, object],
        reason: str = "",
    ) -> None:
        """Record who changed what; written with the transaction."""

    def react(self, event: object) -> None:
        """Call the handlers wired for this type of event, inside this transaction."""

    def after_commit(self, call: Callable[[], None]) -> None:
        """Call once the transaction is safe."""

    def savepoint(self) -> AbstractContextManager[None]:
        """One document of an import: an exception inside undoes only what happened inside."""


class _View:
    def __init__(self, db: sa.Connection, actor: Actor, clock: Clock, kept: SetupKept) -> None:
        self.db = db
        self.actor = actor
        self.clock = clock
        self.kept = kept
        self.setup_version: int | None = None


class _Unit(_View):
    def __init__(
        self,
        db: sa.Connection,
        actor: Actor,
        clock: Clock,
        kept: SetupKept,
        handlers: Mapping[type, tuple[Handler, ...]],
    ) -> None:
        super().__init__(db, actor, clock, kept.to_look_up())
        self.now = clock.now()
        self.today = clock.today()
        self.changes: dict[tuple[str, int], int] = {}
        self.audits: list[dict[str, object]] = []
        self.calls: list[Callable[[], None]] = []
        self._handlers = handlers

    def changed(self, kind: str, id: int, *, version: int) -> None:
        """See `UnitOfWork.changed`."""
        self.changes[kind, id] = max(version, self.changes.get((kind, id), 0))
        if kind in SETUP_KINDS:
            self.kept = nothing_kept()

    def audit(
        self,
        kind: str,
        id: int,
        *,
        before: Mapping[str, object],
        after: Mapping[str, object],
        reason: str = "",
    ) -> None:
        """See `UnitOfWork.audit`."""
        record = {"at": self.now, "actor": self.actor.name, "kind": kind, "entity_id": id}
        self.audits.append({**record, "before": dict(before), "after": dict(after), "reason": reason})

    def react(self, event: object) -> None:
        """See `UnitOfWork.react`."""
        for handler in self._handlers.get(type(event), ()):
            handler(self, event)

    def after_commit(self, call: Callable[[], None]) -> None:
        """See `UnitOfWork.after_commit`."""
        self.calls.append(call)

    @contextlib.contextmanager
    def savepoint(self) -> Iterator[None]:
        """See `UnitOfWork.savepoint`."""
        kept_changes, kept_audits, kept_calls = dict(self.changes), len(self.audits), len(self.calls)
        try:
            with self.db.begin_nested():
                yield
        except BaseException:
            self.changes = kept_changes
            del self.audits[kept_audits:]
            del self.calls[kept_calls:]
            raise

    def write_records(self, origin: str) -> None:
        """Insert audit and change log rows, and notify other clients of PostgreSQL: there in one round trip."""
        rows = [
            {"kind": kind, "entity_id": id_, "version": version, "origin": origin, "at": self.now}
            for (kind, id_), version in self.changes.items()
        ]
        notice = (NOTIFY_CHANNEL, self._payload(origin)) if rows else None
        if any(kind in SETUP_KINDS for kind, _id in self.changes):
            raise_version(self.db, SETUP_VERSION)
        insert_all(self.db, [(_AUDIT, self.audits), (_CHANGE_LOG, rows)], notice)

    def _payload(self, origin: str) -> str:
        changes = [[kind, id_, version] for (kind, id_), version in self.changes.items()]
        payload = json.dumps([origin, changes], separators=(",", ":"))
        return payload if len(payload) <= NOTIFY_LIMIT else json.dumps([origin, None])


def is_writing(view: Reading) -> bool:
    """Whether what is read may be the transaction's own work, which nobody else sees yet and may never see."""
    return isinstance(view, _Unit)


class Work:
    """Makes units of work over one database; the composition root wires handlers and listeners."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        origin: str,
        handlers: Mapping[type, tuple[Handler, ...]] | None = None,
        within: sa.Connection | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.origin = origin
        self._handlers = handlers or {}
        self._listeners: list[Listener] = []
        self._within = within
        self._kept = SetupKept() if within is None else nothing_kept()

    def listen(self, listener: Listener) -> None:
        """Call the listener with the changes of each unit of work, after its commit, on its thread."""
        self._listeners.append(listener)

    def under(self, clock: Clock) -> Work:
        """The same database under another clock, without listeners: the demo firm lives through the past."""
        return Work(self.database, clock, origin=self.origin, handlers=self._handlers, within=self._within)

    @contextlib.contextmanager
    def as_one(self) -> Iterator[Work]:
        """Many units of work that stand or fall together: savepoints of one transaction, on one thread.

        Nobody sees anything of them before the clean exit, and an exception (or the end of the process)
        leaves nothing behind. Other writers wait meanwhile: for a database that nobody works in yet.
        """
        with self.database.begin() as connection:
            yield Work(
                self.database, self.clock, origin=self.origin, handlers=self._handlers, within=connection
            )

    @contextlib.contextmanager
    def reading(self, *, actor: Actor) -> Iterator[Reading]:
        """A read-only view."""
        with self._opened_to_read() as connection:
            yield _View(connection, actor, self.clock, self._kept)

    def _opened_to_read(self) -> AbstractContextManager[sa.Connection]:
        return contextlib.nullcontext(self._within) if self._within else self.database.reading()

    @contextlib.contextmanager
    def _opened_to_write(self) -> Iterator[sa.Connection]:
        if self._within is None:
            with self.database.begin() as connection:
                yield connection
        else:
            with self._within.begin_nested():
                yield self._within

    @contextlib.contextmanager
    def begin(self, *, actor: Actor) -> Iterator[UnitOfWork]:
        """A unit of work: commits on a clean exit, rolls back on an exception, tells after the commit."""
        with self._opened_to_write() as connection:
            unit = _Unit(connection, actor, self.clock, self._kept, self._handlers)
            yield unit
            unit.write_records(self.origin)
        for call in unit.calls:
            call()
        changes = tuple(Change(kind, id_, version) for (kind, id_), version in unit.changes.items())
        if changes:
            for listener in self._listeners:
                listener(changes)

    def run(self, call: Callable[[UnitOfWork], T], *, actor: Actor, key: str | None = None) -> T:
        """Run a write once. With a key, a repeat returns the stored result and writes nothing (C51).

        A result under a key is a JSON value (ids, numbers); tuples come back as lists. Where another writer was
        in the way, nothing was written and the call is made again in a unit of work of its own.
        """
        if self._within is not None:
            return self._run(call, actor, key)
        return tried_again(lambda: self._run(call, actor, key))

    def _run(self, call: Callable[[UnitOfWork], T], actor: Actor, key: str | None) -> T:
        with self.begin(actor=actor) as uow:
            if key is None:
                return call(uow)
            if not _claim(uow, key):
                stored = uow.db.execute(sa.select(Operation.result).where(Operation.key == key)).scalar_one()
                result: T = stored
                return result
            result = call(uow)
            uow.db.execute(sa.update(Operation).where(Operation.key == key).values(result=result))
            return result


def tried_again(write: Callable[[], T]) -> T:
    """What the call returns; it is made again, twice at most, where it gave way to another writer.

    Before that it waits a moment (tens of milliseconds): whoever comes back at once takes the very row that the
    one who was let through is being woken for, and the two stand in each other's way again.
    """
    for pause_s in PAUSES_S:
        try:
            return write()
        except Exception as error:
            if not gave_way(error):
                raise
        time.sleep(pause_s)
    return write()


def _claim(uow: UnitOfWork, key: str) -> bool:
    """Insert the key; False if another unit of work has it (on PostgreSQL this waits for its commit)."""
    statement = (
        insert_into(uow.db.dialect, Operation).values(key=key, result="", at=uow.now).on_conflict_do_nothing()
    )
    return uow.db.execute(statement.returning(Operation.key)).first() is not None
