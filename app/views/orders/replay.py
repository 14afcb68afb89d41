"""At the start: what was keyed while the database was away goes into it, or both values are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer

from app.domain.errors import ConflictError, OutsideError, RefusedError
from app.i18n import _
from app.services.journal import Journal, KeptDraft, edits_between, forget
from app.services.orders.drafts import save_draft
from app.views.kit.context import Context
from app.views.kit.errors import words
from app.views.kit.message_bar import MessageAction, MessageBar
from app.views.orders.keeping import RETRY_MS

if TYPE_CHECKING:
    from app.bootstrap import Office
    from app.views.orders.order_page import OrderPage

WhenOpen = Callable[[int, "Callable[[OrderPage], None]"], None]


class Replay(QObject):
    """`when_open(order_id, call)` opens an order and calls with its page."""

    def __init__(self, frame: Context, bar: MessageBar, when_open: WhenOpen, parent: QObject) -> None:
        super().__init__(parent)
        self._frame, self._bar, self._when_open = frame, bar, when_open
        self._open = 0
        self._is_away = False  # the database did not answer: all of it is tried again
        self._finished: Callable[[], None] | None = None

    def start(self, finished: Callable[[], None] | None = None) -> None:
        """Save what was kept; `finished` follows when each was answered."""
        self._finished = finished
        url, actor = cast("Office", self._frame.office).url, self._frame.jobs.actor.name
        self._frame.jobs.run("journal", self, lambda: Journal(url).read(actor), self._take)

    def _take(self, kept: tuple[KeptDraft, ...]) -> None:
        self._open = len(kept)
        for each in kept:
            self._save(each)
        self._answered(0)

    def _save(self, kept: KeptDraft) -> None:
        def done(_version: int) -> None:
            if kept.waiting:
                self._when_open(kept.after.id, lambda page: page.session.edit(*kept.waiting))
            self._forget(kept)
            self._answered()

        def failed(error: Exception) -> None:
            self._tell(kept, error)
            self._answered()

        self._frame.jobs.write(
            self, lambda uow: save_draft(uow, before=kept.before, after=kept.after), done, failed=failed
        )

    def _answered(self, count: int = 1) -> None:
        self._open -= count
        if self._open > 0:
            return
        if self._is_away:
            self._is_away = False
            QTimer.singleShot(RETRY_MS, self, self.start)
        if self._finished is not None:
            finished, self._finished = self._finished, None
            finished()

    def _tell(self, kept: KeptDraft, error: Exception) -> None:
        if isinstance(error, OutsideError):
            self._bar.show_message(words(error), "warn")
            self._is_away = True
        elif isinstance(error, ConflictError):
            self._when_open(kept.after.id, lambda page: self._ask(page, kept, error))
        elif isinstance(error, RefusedError) and error.code == "order.not_a_draft":
            self._when_open(kept.after.id, lambda page: self._tell_left_over(page, kept))
        else:
            text = _("What you keyed last time could not be saved: {reason}").format(reason=words(error))
            self._bar.show_message(text, "warn", [MessageAction(_("Forget it"), lambda: self._end(kept))])

    def _tell_left_over(self, page: OrderPage, kept: KeptDraft) -> None:
        """The order was confirmed or quoted without it."""
        page.session.saving.left_over.emit(
            (*edits_between(kept.before, kept.after), *kept.waiting), kept.before
        )
        self._forget(kept)

    def _ask(self, page: OrderPage, kept: KeptDraft, error: Exception) -> None:
        """Both values, and one key for each."""

        def take_mine() -> None:
            page.message_bar.clear()
            page.session.edit(*edits_between(kept.before, kept.after), *kept.waiting)
            self._forget(kept)

        def keep_theirs() -> None:
            page.message_bar.clear()
            self._forget(kept)

        actions = [
            MessageAction(_("Use mine"), take_mine, "Alt+1"),
            MessageAction(_("Keep theirs"), keep_theirs, "Alt+2"),
        ]
        page.message_bar.show_message(words(error), "warn", actions)

    def _end(self, kept: KeptDraft) -> None:
        self._bar.clear()
        self._forget(kept)

    def _forget(self, kept: KeptDraft) -> None:
        self._frame.jobs.run("journal", self, lambda: forget(kept), lambda _none: None)
