"""Work on models that may take long: in a job, with a card that tells how far it is and ends it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.watched import watched
from app.i18n import _
from app.views.kit.errors import show_error
from app.views.kit.jobs import Jobs
from app.views.kit.processes import CancelledError
from app.views.kit.progress import ProgressCard

T = TypeVar("T")
SHOWN_AFTER_MS = 500
"""Most models are ready before that: no card flickers."""
_TOLD_EVERY_SECONDS = 0.1


class LongWork(QObject):
    """One piece of work at a time: a newer one ends the older, of which nothing more is heard.

    Attributes:
        card: to be laid out by the page; shown while there is something to wait for.
    """

    _told = Signal(object, str, float)

    def __init__(self, jobs: Jobs, title: str, owner: QWidget) -> None:
        super().__init__(owner)
        self._jobs = jobs
        self._owner = owner
        self._stop = threading.Event()
        self.card = ProgressCard(title, owner)
        self.card.setObjectName("modelProgress")
        self.card.hide()
        self.card.cancel_wanted.connect(self.stop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_AFTER_MS)
        self._timer.timeout.connect(self.card.show)
        self._told.connect(self._show)
        self._running = [self._stop]
        self.destroyed.connect(partial(_end, self._running))

    def stop(self) -> None:
        """End what runs: its `stopped` follows at its next step."""
        self._stop.set()

    def run(
        self,
        call: Callable[[], T],
        done: Callable[[T], object],
        *,
        stopped: Callable[[], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Run `call` on the files lane; one of the three follows while the page lives."""
        self._stop.set()
        stop = self._running[0] = self._stop = threading.Event()
        watch = self._watch(stop)

        def work() -> T:
            with watched(watch):
                watch("", -1.0)
                return call()

        def ended(error: Exception) -> None:
            self._rest()
            if isinstance(error, CancelledError):
                stopped()
            elif failed is not None:
                failed(error)
            else:
                show_error(self._owner, error)

        def ready(found: T) -> None:
            self._rest()
            done(found)

        self.card.cancel_button.setEnabled(True)
        self.card.set_progress(-1.0, _("Reading …"))
        self._timer.start()
        self._jobs.files(self, work, ready, latest="long", failed=ended)

    def _watch(self, stop: threading.Event) -> Callable[[str, float], None]:
        """Called on the lane's thread, thousands of times a second."""
        jobs, last = self._jobs, [0.0]

        def watch(step: str, part: float) -> None:
            if stop.is_set() or jobs.is_closed():
                raise CancelledError
            now = time.monotonic()
            if step or now - last[0] > _TOLD_EVERY_SECONDS:
                last[0] = now
                self._told.emit(stop, step, part)

        return watch

    def _show(self, stop: threading.Event, step: str, part: float) -> None:
        if stop is self._stop and not stop.is_set():
            self.card.set_progress(part, _step_words().get(step, ""))

    def _rest(self) -> None:
        self._timer.stop()
        self.card.hide()


def _end(running: list[threading.Event], *_gone: object) -> None:
    """Without its owner, which is gone by then."""
    running[0].set()


def _step_words() -> dict[str, str]:
    return {
        "reading": _("Reading …"),
        "compiling": _("Working out what fits together …"),
        "linting": _("Looking for options and rules that say nothing …"),
        "cases": _("Running the cases …"),
    }
