"""Keeps one order's unsaved edits on this computer while the database is away or slow, and asks to try again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.journal import Journal, KeptDraft
from app.views.kit.context import Context

if TYPE_CHECKING:
    from app.bootstrap import Office

SLOW_MS = 200  # a save that takes longer is kept meanwhile
RETRY_MS = 2000
_LAST_TURN = 2**62


class DraftKeeper(QObject):
    """`begin` before each save, `settled` once all is saved, `trouble` when the database did not answer."""

    retry_wanted = Signal()
    failed = Signal(object)  # Exception: it could not be kept here either

    def __init__(self, frame: Context, kept: Callable[[], KeptDraft], parent: QObject) -> None:
        super().__init__(parent)
        self._frame = frame
        self._kept = kept
        self._journal: Journal | None = None
        self._turn = 0
        self._is_kept = False
        self._aside: Journal | None = None
        self._has_failed = False
        self._slow = _timer(self, SLOW_MS, self._keep_if_unsaved)
        self._retry = _timer(self, RETRY_MS, self.retry_wanted.emit)

    def begin(self) -> None:
        """A save begins, or something was keyed while one is under way."""
        if self._is_kept:
            self.keep_now()
        elif not self._slow.isActive():
            self._slow.start()

    def trouble(self) -> None:
        """The database did not answer: keep what is unsaved, try again in two seconds."""
        self.keep_now()
        self.try_again()

    def try_again(self) -> None:
        """Ask for another try in two seconds."""
        self._retry.start()

    def settled(self) -> None:
        """Everything is in the database."""
        self.rest()
        self._has_failed = False
        if self._is_kept:
            self._is_kept = False
            journal, order_id, turn = self._place(), self._kept().after.id, self._next_turn()
            self._run(lambda: journal.drop(order_id, turn=turn))

    def rest(self) -> None:
        """Try no more; what was kept stays until a person decides."""
        self._slow.stop()
        self._retry.stop()

    def set_aside(self) -> None:
        """Somebody else's value stands: what was keyed here stays on this computer until a person decides."""
        self.rest()
        self.keep_now()
        self._aside, self._journal = self._journal, None
        self._is_kept, self._turn = False, 0

    def decided(self) -> None:
        """The person has chosen between both values."""
        aside, self._aside = self._aside, None
        if aside is not None:
            order_id = self._kept().after.id
            self._run(lambda: aside.drop(order_id, turn=_LAST_TURN))

    def _keep_if_unsaved(self) -> None:
        kept = self._kept()
        if kept.waiting or kept.before != kept.after:
            self.keep_now()

    def keep_now(self) -> None:
        """Write the file, at once and on a lane of its own."""
        self._slow.stop()
        self._is_kept = True
        journal, kept, turn = self._place(), self._kept(), self._next_turn()
        self._run(lambda: journal.keep(kept, turn=turn))

    def _run(self, call: Callable[[], None]) -> None:
        self._frame.jobs.run("journal", self, call, lambda _none: None, failed=self._tell)

    def _tell(self, error: Exception) -> None:
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(error)

    def _place(self) -> Journal:
        if self._journal is None:
            self._journal = Journal(cast("Office", self._frame.office).url)
        return self._journal

    def _next_turn(self) -> int:
        self._turn += 1
        return self._turn


def _timer(parent: QObject, milliseconds: int, call: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(call)
    return timer
