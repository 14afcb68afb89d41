"""Background calls: `read`, `write`, `files` and `journal` lanes whose replies come back on the GUI thread.

A lane is a thread with a queue. A task's callables are kept on the GUI side until its reply is
delivered, so a widget captured by one is never destroyed on a lane's thread.
"""

from __future__ import annotations

import itertools
import threading
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, cast

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Signal, Slot

from app.views.kit import errors

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from app.domain.rights import Actor
    from app.services.unit_of_work import Reading, UnitOfWork

_LATER = QEvent.Type(QEvent.registerEventType())
_AFTER_PAINT = (
    Qt.EventPriority.LowEventPriority.value - 1
)  # Qt paints at low priority; a timer of 0 ms comes before
T = TypeVar("T")
Lane = Literal["read", "write", "files", "journal"]
Failed = Callable[[Exception], None]
LANE_THREADS: dict[Lane, int] = {"read": 1, "write": 1, "files": 2, "journal": 1}


class Work(Protocol):
    """What jobs need of an office's work."""

    def reading(self, *, actor: Actor) -> AbstractContextManager[Reading]:
        """A read-only view."""

    def run(self, call: Callable[[UnitOfWork], T], *, actor: Actor, key: str | None = None) -> T:
        """One unit of work around `call`; a repeated key returns the first result."""


@dataclass(slots=True)
class _Task:
    number: int
    owner: weakref.ref[QObject]
    call: Callable[[], object]
    done: Callable[[object], None]
    failed: Failed | None
    slot: tuple[int, str] | None = None
    superseded: bool = False
    optional: bool = True


@dataclass(frozen=True, slots=True)
class _Reply:
    number: int
    value: object = None
    error: Exception | None = None


class _LaneThreads:
    """The threads of one lane; each takes the next task when it is free."""

    def __init__(self, name: str, count: int, answer: Callable[[_Reply], None]) -> None:
        self._queue: SimpleQueue[_Task | None] = SimpleQueue()
        self._answer = answer
        self._threads = [
            threading.Thread(target=self._work, name=f"lane-{name}-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def put(self, task: _Task) -> None:
        self._queue.put(task)

    def close(self, seconds: float) -> None:
        """Let queued tasks finish (superseded ones are skipped), then end the threads."""
        for _thread in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(seconds)

    def _work(self) -> None:
        while True:
            task = self._queue.get()
            if task is None:
                return
            reply = _execute(task)
            del task  # the GUI side holds the last reference
            self._answer(reply)
            del reply


def _noting_answer(done: Callable[[T], None]) -> Callable[[T], None]:
    """An answer of the database ends what is said of an outage."""

    def answered(value: T) -> None:
        errors.database_answered()
        done(value)

    return answered


def _execute(task: _Task) -> _Reply:
    if task.superseded:
        return _Reply(task.number)
    try:
        return _Reply(task.number, value=task.call())
    except Exception as error:  # noqa: BLE001  (it is told on the GUI thread)
        return _Reply(task.number, error=error)


class Jobs(QObject):
    """The only way a screen reaches services: no database, file or network call on the GUI thread."""

    idle = Signal()
    _replied = Signal(object)

    def __init__(
        self, work: Work | None = None, actor: Actor | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._actor = actor
        self._numbers = itertools.count(1)
        self._waiting: dict[int, _Task] = {}
        self._newest: dict[tuple[int, str], int] = {}
        self._postponed: deque[int] = deque()
        self._closed = False
        self._replied.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._lanes = {lane: _LaneThreads(lane, count, self._post) for lane, count in LANE_THREADS.items()}

    def attach(self, work: Work, actor: Actor) -> None:
        """From now on `read` and `write` go to this office, as this person."""
        self._work, self._actor = work, actor

    @property
    def actor(self) -> Actor:
        """The person at the desk."""
        assert self._actor is not None, "no office is attached yet"
        return self._actor

    def read(
        self,
        owner: QObject,
        call: Callable[[Reading], T],
        done: Callable[[T], None],
        *,
        latest: str = "",
        failed: Failed | None = None,
    ) -> None:
        """Run `call` on a read-only view; `latest` names a question whose older asks are dropped."""
        work, actor = self._attached()

        def reading() -> T:
            with work.reading(actor=actor) as view:
                return call(view)

        self.run("read", owner, reading, _noting_answer(done), latest=latest, failed=failed)

    def write(
        self,
        owner: QObject,
        call: Callable[[UnitOfWork], T],
        done: Callable[[T], None],
        *,
        key: str | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run `call` in one unit of work; with `key` a repeated call changes nothing twice."""
        work, actor = self._attached()

        def writing() -> T:
            return work.run(call, actor=actor, key=key)

        self.run("write", owner, writing, _noting_answer(done), failed=failed)

    def files(
        self,
        owner: QObject,
        call: Callable[[], T],
        done: Callable[[T], None],
        *,
        latest: str = "",
        failed: Failed | None = None,
    ) -> None:
        """Run `call` where waiting does not matter: papers, mail, files."""
        self.run("files", owner, call, done, latest=latest, failed=failed)

    def run(
        self,
        lane: Lane,
        owner: QObject,
        call: Callable[[], T],
        done: Callable[[T], None],
        *,
        latest: str = "",
        failed: Failed | None = None,
    ) -> None:
        """Run `call` on a lane; `done` or `failed` follows on the GUI thread while `owner` lives."""
        if self._closed and lane == "read":
            return  # a deferred question of a window that is closing: nobody waits for its answer
        assert not self._closed, "the window is closing"
        slot = (id(owner), latest) if latest else None
        task = _Task(
            number=next(self._numbers),
            owner=weakref.ref(owner),
            call=call,
            done=cast("Callable[[object], None]", done),
            failed=failed,
            slot=slot,
            optional=lane == "read",
        )
        if slot is not None:
            self._supersede(slot)
            self._newest[slot] = task.number
        self._waiting[task.number] = task
        self._lanes[lane].put(task)

    def later(self, owner: QObject, call: Callable[[], None], *, latest: str) -> None:
        """Call once what was changed is painted: the lanes would take their turns from the painting.

        Until then nothing is idle; `latest` names a call whose older ones are dropped.
        """
        slot = (id(owner), latest)
        number = next(self._numbers)
        self._supersede(slot)
        self._newest[slot] = number
        self._waiting[number] = _Task(
            number, weakref.ref(owner), lambda: None, lambda _none: call(), None, slot=slot
        )
        self._postponed.append(number)
        QCoreApplication.postEvent(self, QEvent(_LATER), _AFTER_PAINT)

    def next_turn(self, owner: QObject, call: Callable[[], None]) -> None:
        """Call in the next turn of the event loop, so that keys and timers come first. Until then nothing is idle."""
        number = next(self._numbers)
        self._waiting[number] = _Task(number, weakref.ref(owner), lambda: None, lambda _none: call(), None)
        QTimer.singleShot(1, self, lambda: self._deliver(_Reply(number)))  # 0 would follow in the same turn

    def event(self, event: QEvent) -> bool:
        """What was put off until the paint."""
        if event.type() != _LATER:
            return super().event(event)
        self._deliver(_Reply(self._postponed.popleft()))
        return True

    def is_closed(self) -> bool:
        """True once the window's work has ended: no lane takes anything any more."""
        return self._closed

    def is_idle(self) -> bool:
        """True when every reply was delivered."""
        return not self._waiting

    def when_idle(self, owner: QObject, then: Callable[[], None]) -> None:
        """Call once every reply so far is delivered, while `owner` lives: what was keyed is saved by then."""
        if self.is_idle():
            then()
            return

        def settled() -> None:
            self.idle.disconnect(settled)
            if shiboken6.isValid(owner):
                self.when_idle(owner, then)

        self.idle.connect(settled)

    def wait_idle(self, milliseconds: int = 5000) -> bool:
        """Run the event loop until idle; False after the time given (tests, orderly exit)."""
        if self.is_idle():
            return True
        loop = QEventLoop()
        self.idle.connect(loop.quit)
        QTimer.singleShot(milliseconds, loop, loop.quit)
        loop.exec()
        return self.is_idle()

    def close(self, seconds: float = 10.0) -> None:
        """Finish what was written, skip what was only asked, end all threads. Replies are dropped."""
        if self._closed:
            return
        self._closed = True
        for task in self._waiting.values():
            task.superseded = task.superseded or task.optional
        for lane in self._lanes.values():
            lane.close(seconds)
        self._waiting.clear()

    def _attached(self) -> tuple[Work, Actor]:
        assert self._work is not None, "no office is attached yet"
        return self._work, self.actor

    def _supersede(self, slot: tuple[int, str]) -> None:
        older = self._waiting.get(self._newest.get(slot, 0))
        if older is not None:
            older.superseded = True

    def _post(self, reply: _Reply) -> None:
        """Called on a lane's thread."""
        self._replied.emit(reply)

    @Slot(object)
    def _deliver(self, reply: _Reply) -> None:
        task = self._waiting.pop(reply.number, None)
        if task is None or self._closed:
            return
        if task.slot is not None and self._newest.get(task.slot) == task.number:
            del self._newest[task.slot]
        try:
            self._call_back(task, reply)
        finally:
            if not self._waiting:
                self.idle.emit()

    def _call_back(self, task: _Task, reply: _Reply) -> None:
        owner = task.owner()
        if task.superseded or owner is None or not shiboken6.isValid(owner):
            return
        if reply.error is None:
            task.done(reply.value)
        elif task.failed is not None:
            task.failed(reply.error)
        else:
            errors.show_error(owner, reply.error)
