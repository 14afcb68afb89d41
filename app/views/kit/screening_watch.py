"""Screens customers again once a list or a customer was changed, here or elsewhere, a while after the last change."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.i18n import current_language, n_
from app.views.kit.context import Context

if TYPE_CHECKING:
    from app.domain.changes import Change
    from app.services.screening import CustomersScreened, ListEdition

AFTER_MS = 20_000  # more changes follow: a card is keyed, an import goes on
WATCHED = {"customer", "screening_list", "order_check"}
_log = logging.getLogger("keyline.screening")


class ScreeningWatch(QObject):
    """Works in a process of its own, one at a time, and only where lists are imported."""

    def __init__(self, context: Context, url: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._url = url
        self._is_running = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._look)
        context.bus.changed.connect(self._heard)

    def stop(self) -> None:
        """Nothing is started any more."""
        self._timer.stop()
        self._context.bus.changed.disconnect(self._heard)

    def _heard(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind in WATCHED for change in changes):
            self._timer.start()

    def _look(self) -> None:
        if self._context.jobs.is_closed():
            return
        if self._is_running:
            self._timer.start()
            return
        from app.services.screening.lists import read_lists

        self._context.jobs.read(self, read_lists, self._start, latest="screening lists", failed=self._failed)

    def _start(self, lists: tuple[ListEdition, ...]) -> None:
        if not lists or self._is_running:
            return
        from app.cli.screening_process import screen_in_process

        self._is_running = True
        self._context.processes.run(
            self,
            screen_in_process,
            self._url,
            self._context.jobs.actor,
            current_language(),
            done=self._screened,
            failed=self._failed,
            stopped=self._ended,
        )

    def _screened(self, done: CustomersScreened) -> None:
        self._ended()
        if done.with_hits:
            told = n_(
                "{count} customer comes near a listed name",
                "{count} customers come near a listed name",
                done.with_hits,
            )
            self._context.set_status("screening", told.format(count=done.with_hits))

    def _failed(self, error: Exception) -> None:
        """The next change tries again; until then the order's check says who is not screened."""
        self._ended()
        _log.warning("customers were not screened: %s", error)

    def _ended(self) -> None:
        self._is_running = False
