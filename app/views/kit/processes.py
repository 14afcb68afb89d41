"""Long work in a process of its own: import, export, demo, verify. Progress comes by a pipe, cancel goes back."""

from __future__ import annotations

import threading
import traceback
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.errors import KeylineError, RefusedError
from app.domain.issues import Issue
from app.views.kit import errors

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Event


class CancelledError(Exception):
    """The person pressed cancel; nothing is to be told."""


class ProcessFailedError(Exception):
    """The process died or made a mistake of ours; the text is its traceback."""


class Report:
    """What the function in the process calls: `report(0.4, "...")`; raises CancelledError after a cancel."""

    def __init__(self, pipe: Connection, cancelled: Event) -> None:
        self._pipe = pipe
        self._cancelled = cancelled

    def __call__(self, fraction: float, text: str = "") -> None:
        """Tell how far it is (0 to 1, negative: unknown)."""
        if self._cancelled.is_set():
            raise CancelledError
        self._pipe.send(("progress", (fraction, text)))


def run_child(
    function: Callable[..., object], args: tuple[object, ...], pipe: Connection, cancelled: Event
) -> None:
    """The process's main function: sends progress, then one result or error."""
    try:
        answer: tuple[str, object] = ("done", function(Report(pipe, cancelled), *args))
    except CancelledError:
        answer = ("cancelled", None)
    except Exception as error:  # noqa: BLE001  (it travels to the window)
        answer = ("failed", _portable(error))
    pipe.send(answer)
    pipe.close()


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A refusal on its way through the pipe (its read-only params cannot be pickled)."""

    kind: type[KeylineError]
    code: str
    params: dict[str, object]
    issues: tuple[Issue, ...]

    def error(self) -> KeylineError:
        if issubclass(self.kind, RefusedError):
            return self.kind(self.code, self.issues, **self.params)
        return self.kind(self.code, **self.params)


def _portable(error: Exception) -> _Refusal | ProcessFailedError:
    """A refusal as it is, anything else as its traceback in words."""
    if isinstance(error, KeylineError):
        issues = error.issues if isinstance(error, RefusedError) else ()
        return _Refusal(type(error), error.code, dict(error.params), issues)
    return ProcessFailedError("".join(traceback.format_exception(error)))


@dataclass(slots=True)
class _Run:
    owner: weakref.ref[QObject]
    process: Any
    pipe: Connection
    cancelled: Event
    thread: threading.Thread
    progress: Callable[[float, str], None] | None
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    stopped: Callable[[], None] | None


class ProcessHandle:
    """A running process; `cancel()` asks it to stop at its next report."""

    def __init__(self, cancelled: Event) -> None:
        self._cancelled = cancelled

    def cancel(self) -> None:
        """Ask the process to stop; `stopped` follows."""
        self._cancelled.set()


class Processes(QObject):
    """Starts processes and answers on the GUI thread while the owner lives."""

    idle = Signal()
    _said = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: dict[int, _Run] = {}
        self._ending: list[_Run] = []  # answered; the process may need a moment to be gone
        self._next = 0
        self._said.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        function: Callable[..., Any],
        *args: object,
        done: Callable[[Any], None],
        progress: Callable[[float, str], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        stopped: Callable[[], None] | None = None,
    ) -> ProcessHandle:
        """Call `function(report, *args)` (a module's function, picklable arguments) in a fresh process."""
        import multiprocessing  # 15 ms that the start of the window does without

        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe(duplex=False)
        cancelled = spawn.Event()
        process = spawn.Process(target=run_child, args=(function, args, theirs, cancelled), daemon=True)
        process.start()
        theirs.close()
        number, self._next = self._next, self._next + 1
        thread = threading.Thread(
            target=self._listen, args=(number, ours, process), name=f"process-{number}", daemon=True
        )
        self._runs[number] = _Run(
            weakref.ref(owner), process, ours, cancelled, thread, progress, done, failed, stopped
        )
        thread.start()
        return ProcessHandle(cancelled)

    def is_idle(self) -> bool:
        """True when no process runs."""
        return not self._runs

    def close(self, seconds: float = 3.0) -> None:
        """Cancel what runs, wait a moment, then end it by force."""
        runs, self._runs, self._ending = [*self._runs.values(), *self._ending], {}, []
        for run in runs:
            run.cancelled.set()
        for run in runs:
            run.thread.join(seconds)
            if run.thread.is_alive():
                run.process.terminate()
                run.thread.join(seconds)

    def _listen(self, number: int, pipe: Connection, process: Any) -> None:
        """On a thread of its own: pass on what the process says, then wait until it is gone.

        The answer does not wait for that: on a busy machine a process takes seconds to end.
        """
        last = ""
        while last in ("", "progress"):
            try:
                last, value = pipe.recv()
            except (EOFError, OSError):
                last, value = "failed", ProcessFailedError("the process ended without an answer")
            self._said.emit(number, last, value)
        pipe.close()
        process.join()

    @Slot(int, str, object)
    def _hear(self, number: int, kind: str, value: object) -> None:
        run = self._runs.get(number)
        if run is None:
            return
        owner = run.owner()
        alive = owner is not None and shiboken6.isValid(owner)
        if kind != "progress":
            self._finish(number)
        if alive:
            _answer(run, owner, kind, value)
        if not self._runs:
            self.idle.emit()

    def _finish(self, number: int) -> None:
        self._ending = [run for run in self._ending if run.thread.is_alive()]
        self._ending.append(self._runs.pop(number))


def _answer(run: _Run, owner: QObject | None, kind: str, value: Any) -> None:
    value = value.error() if isinstance(value, _Refusal) else value
    if kind == "progress" and run.progress is not None:
        run.progress(*value)
    elif kind == "done":
        run.done(value)
    elif kind == "cancelled" and run.stopped is not None:
        run.stopped()
    elif kind == "failed" and run.failed is not None:
        run.failed(value)
    elif kind == "failed":
        errors.show_error(owner, value)
