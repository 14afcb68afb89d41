"""A draft checked in jobs while it is written: read at once, looked at closely when there is time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.views.kit.jobs import Jobs
from app.views.product_models.long_work import LongWork

if TYPE_CHECKING:
    from app.domain.model_drafts.checking import Reading, Ready, Review

WAIT_MS = 300
"""So long after the last key."""


class Checker(QObject):
    """`was_read(Reading)` first, then `was_reviewed(Review)`; checks of older texts end and are not told.

    `was_stopped` where the person ended it: nothing is known of the texts then.
    """

    was_read = Signal(object)
    was_reviewed = Signal(object)
    was_stopped = Signal()

    def __init__(
        self, jobs: Jobs, files: Callable[[], Mapping[str, str]], today: date, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._files = files
        self._today = today
        self.work = LongWork(jobs, _("The model is being checked"), parent)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(WAIT_MS)
        self.timer.timeout.connect(self.now)

    def later(self) -> None:
        """Something was keyed."""
        self.timer.start()

    def now(self) -> None:
        """Check the files as they stand."""
        self.timer.stop()
        if self._jobs.is_closed():  # the window closed within the moment after the last key
            return
        files, today = dict(self._files()), self._today

        def read() -> Reading:
            from app.domain.model_drafts.checking import read_draft

            return read_draft(files, today)

        def show(reading: Reading) -> None:
            self.was_read.emit(reading)
            if reading.ready is not None:
                self._review(files, reading.ready)

        self.work.run(read, show, stopped=self.was_stopped.emit)

    def _review(self, files: Mapping[str, str], ready: Ready) -> None:
        def review() -> Review:
            from app.domain.model_drafts.checking import review_draft

            return review_draft(files, ready, self._today)

        self.work.run(review, self.was_reviewed.emit, stopped=self.was_stopped.emit)
