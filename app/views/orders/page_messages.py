"""What the page of an order says by itself: of saving, of the database, of what others changed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.errors import ConflictError, OutsideError
from app.domain.issues import Issue
from app.i18n import _
from app.messages import text_of_issue
from app.views.kit.errors import show_error, words
from app.views.kit.message_bar import MessageAction
from app.views.orders.places import cell_of, stand_on_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.views.orders.order_page import OrderPage


class PageMessages(QObject):
    """Shows each in the page's own bar; a question between two values has one key for each."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        self._bar = page.message_bar
        session = page.session
        session.failed.connect(self.tell_failure)
        session.saving.came_back.connect(self._came_back)
        session.news.rebased.connect(self._rebased)
        self._refusal: Issue | None = None  # what was keyed last and refused, until it is keyed right
        page.keying.refused.connect(self._keying_refused)
        page.keying.taken.connect(self._cell_taken)
        page.keying.told.connect(lambda issue: self._bar.show_message(text_of_issue(issue), "info"))
        page.grid.given_up.connect(self._cell_taken)
        page.header.date_refused.connect(self.refuse)
        page.header.day_left.connect(self.head_left)
        session.shown.connect(self._forget_with_line)

    def tell_failure(self, error: Exception) -> None:
        """Say it once; what was keyed stays here, and is in the database as soon as it answers again."""
        if isinstance(error, OutsideError) and error.code == "journal.cannot_write":
            self._bar.show_message(words(error), "bad")
        elif isinstance(error, OutsideError):
            self._bar.show_message(self._away_text(error), "warn")
        elif isinstance(error, ConflictError):
            mine = MessageAction(_("Use mine"), self._take_mine, "Alt+1")
            theirs = MessageAction(_("Keep theirs"), self._keep_theirs, "Alt+2")
            self._bar.show_message(words(error), "warn", [mine, theirs])
        else:
            show_error(self._page, error)
        self._page.title_changed.emit(self._page)

    def _away_text(self, error: OutsideError) -> str:
        if self._page.session.saving.is_saved:
            return words(error)
        kept = _("What you keyed is kept and saved as soon as possible.")
        return f"{words(error)} {kept}"

    def _take_mine(self) -> None:
        self._bar.clear()
        self._page.session.saving.take_mine()

    def _keep_theirs(self) -> None:
        self._bar.clear()
        self._page.session.saving.keep_theirs()

    def _came_back(self) -> None:
        """The good news; a question between two values stays."""
        if not self._page.session.saving.waits_for_decision:
            self._bar.show_message(_("The database answers again; everything keyed is saved."), "ok")

    def _rebased(self) -> None:
        text = _(
            "Somebody else changed the order meanwhile. Your changes stand on theirs: look, then confirm."
        )
        self._bar.show_message(text, "warn")

    def unless_refused(
        self, call: Callable[[], None], *, before: Issue | None, passing: bool = False
    ) -> None:
        """Call, unless a cell was refused since `before` or holds what was refused: the value before is not meant.

        `passing` calls over what waited in its cell already: nothing ends with it.
        """
        waits = self._page.grid.refused is not None and not passing
        if self._refusal is None or (self._refusal is before and not waits):
            call()
        else:
            self._page.go_to_issue(self._refusal)

    @property
    def refusal(self) -> Issue | None:
        """The refusal of a cell or a day that stands."""
        return self._refusal

    def refuse(self, issue: Issue) -> None:
        """Say what cannot be taken; it stands until its place is keyed right."""
        self._refusal = issue
        self._page.grid.refused = None
        self._bar.show_message(text_of_issue(issue), "bad")

    def _keying_refused(self, issue: Issue, text: str) -> None:
        self.refuse(issue)
        if text:
            self._page.grid.refused = (*cell_of(issue.where), text)
        stand_on_cell(self._page, issue.where)

    def _cell_taken(self, key: str, column: str) -> None:
        if self._refusal is not None and cell_of(self._refusal.where) == (key, column):
            self._overcome()

    def head_left(self) -> None:
        """A field of the head was keyed: its refusal goes once all of them are right, or the next one is told."""
        refusal, wrong = self._refusal, self._page.header.wrong()
        if refusal is None or not refusal.where.startswith("header/"):
            return
        if wrong is None:
            self._overcome()
        elif wrong.where != refusal.where:
            self.refuse(wrong)

    def _forget_with_line(self) -> None:
        session = self._page.session
        key, column = cell_of(self._refusal.where) if self._refusal is not None else ("", "")
        is_gone = bool(key) and session.draft.line(key) is None
        if is_gone or (column and not session.is_editable):
            self._overcome()

    def _overcome(self) -> None:
        """It was keyed right: its message goes, if it is still there."""
        refusal, self._refusal = self._refusal, None
        self._page.grid.refused = None
        if refusal is not None and self._bar.text() == text_of_issue(refusal):
            self._bar.clear()
