"""What the page of an order says by itself: of saving, of the database, of what others changed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.errors import ConflictError, OutsideError
from app.domain.issues import Issue
from app.domain.orders.repricing import MovedPrices
from app.domain.orders.retaxing import MovedTaxes
from app.i18n import _
from app.messages import text_of_issue
from app.views.kit.errors import show_error, words
from app.views.kit.message_bar import MessageAction
from app.views.kit.tokens import Level
from app.views.orders.places import bad_cells, cell_of, stand_on_cell
from app.views.orders.price_words import moved_words

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from app.views.orders.order_page import OrderPage

Cell = tuple[str, str]  # line key and column; of a field of the head its path and ""


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
        self._refusals: dict[Cell, Issue] = {}  # by what it is about, until that is keyed right
        page.keying.refused.connect(self._keying_refused)
        page.keying.taken.connect(self._cell_taken)
        page.keying.told.connect(lambda issue: self._bar.show_message(text_of_issue(issue), "info"))
        page.grid.given_up.connect(self._cell_taken)
        page.header.date_refused.connect(self.refuse)
        page.header.day_left.connect(self.head_left)
        session.shown.connect(self._forget_gone)
        self._moved = ""
        session.shown.connect(self._forget_moved)
        session.prices_moved.connect(self._tell_moved)

    def _tell_moved(self, moved: MovedPrices | MovedTaxes) -> None:
        """What the key did beside the line or field on which it was keyed; nothing that asks gives way to it."""
        if self._bar.text() and self._bar.level() != "info":
            return
        self._moved = moved_words(moved, self._page.session.draft.currency)
        self._bar.show_message(self._moved, "info")

    def _forget_moved(self) -> None:
        """With the next step."""
        if self._moved and self._bar.text() == self._moved:
            self._bar.clear()
        self._moved = ""

    def tell_failure(self, error: Exception) -> None:
        """Say it once; what was keyed stays here, and is in the database as soon as it answers again."""
        if isinstance(error, OutsideError):
            level: Level = "bad" if error.code == "journal.cannot_write" else "warn"
            self._bar.show_message(self.text_of_failure(error), level)
        elif isinstance(error, ConflictError):
            mine = MessageAction(_("Use mine"), self._take_mine, "Alt+1")
            theirs = MessageAction(_("Keep theirs"), self._keep_theirs, "Alt+2")
            self._bar.show_message(words(error), "warn", [mine, theirs])
        else:
            show_error(self._page, error)
        self._page.title_changed.emit(self._page)

    def text_of_failure(self, error: Exception) -> str:
        """What went wrong in words, and what becomes of what was keyed while the database is away."""
        is_away = isinstance(error, OutsideError) and error.code != "journal.cannot_write"
        if not is_away or self._page.session.saving.is_saved:
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
        """The good news; a question between two values stays, and what is left over."""
        if not self._page.session.saving.waits_for_decision and not self._page.left_over.stands:
            self._bar.show_message(_("The database answers again; everything keyed is saved."), "ok")

    def _rebased(self) -> None:
        text = _(
            "Somebody else changed the order meanwhile. Your changes stand on theirs: look, then confirm."
        )
        self._bar.show_message(text, "warn")

    def unless_refused(
        self, call: Callable[[], None], *, before: Sequence[Issue], passing: bool = False
    ) -> None:
        """Call, unless something was refused since `before` or waits in its cell: the value before is not meant.

        `passing` calls over what waited in its cell already: nothing ends with it.
        """
        waits: Container[Cell] = () if passing else self._page.grid.refused
        stops = (
            issue
            for place, issue in self._refusals.items()
            if place in waits or all(issue is not known for known in before)
        )
        first = next(stops, None)
        if first is None:
            call()
        else:
            self._bar.show_message(text_of_issue(first), "bad")
            self._page.go_to_issue(first)

    @property
    def refusals(self) -> tuple[Issue, ...]:
        """The refusals of cells and fields that stand, the oldest first."""
        return tuple(self._refusals.values())

    def refuse(self, issue: Issue, text: str = "") -> None:
        """Say what cannot be taken; it stands until its place is keyed right. `text` waits in its cell."""
        place = _place_of(issue)
        waiting = self._page.grid.refused
        waiting.pop(place, None)
        if text:
            waiting[place] = text
        self._refusals[place] = issue
        self.mark_cells()
        self._bar.show_message(text_of_issue(issue), "bad")

    def _keying_refused(self, issue: Issue, text: str) -> None:
        self.refuse(issue, text)
        stand_on_cell(self._page, issue.where)

    def _cell_taken(self, key: str, column: str) -> None:
        self._overcome([(key, column)])

    def head_left(self) -> None:
        """A field of the head was keyed: its refusal goes once it is right."""
        wrong = {_place_of(issue) for issue in self._page.header.all_wrong()}
        self._overcome(
            [
                place
                for place, issue in self._refusals.items()
                if issue.where.startswith("header/") and place not in wrong
            ]
        )

    def _forget_gone(self) -> None:
        session = self._page.session

        def is_gone(place: Cell, issue: Issue) -> bool:
            is_cell = place == cell_of(issue.where)
            return not session.is_editable or (
                is_cell and bool(place[0]) and session.draft.line(place[0]) is None
            )

        self._overcome([place for place, issue in self._refusals.items() if is_gone(place, issue)])

    def _overcome(self, places: Iterable[Cell]) -> None:
        """They were keyed right: their message goes, if it is still there, and the next one left is told."""
        gone = [self._refusals.pop(place) for place in places if place in self._refusals]
        if not gone:
            return
        for place in self._page.grid.refused.keys() - self._refusals.keys():
            del self._page.grid.refused[place]
        self.mark_cells()
        if self._bar.text() in map(text_of_issue, gone):
            self._bar.clear()
            for issue in self.refusals[:1]:
                self._bar.show_message(text_of_issue(issue), "bad")

    def mark_cells(self) -> None:
        """Mark what blocks as the plan says, and what was keyed, could not be taken and waits in its cell."""
        waiting = [issue for place, issue in self._refusals.items() if place in self._page.grid.refused]
        self._page.model.set_bad_cells(bad_cells((*self._page.session.issues, *waiting)))


def _place_of(issue: Issue) -> Cell:
    """What a refusal is about: a cell of the lines, or a field of the head by its path."""
    place = cell_of(issue.where)
    return place if place != ("", "") else (issue.where, "")
