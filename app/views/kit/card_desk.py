"""A desk of lists and cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from app.services.unit_of_work import Reading
from app.views.kit.context import Context
from app.views.kit.errors import show_error
from app.views.kit.record_page import RecordPage
from app.views.kit.tab_desk import DeskPage, TabDesk

F = TypeVar("F")


class CardDesk(TabDesk):
    """A desk of lists and cards: no card with unsaved keys is closed unasked."""

    def close_page(self, page: DeskPage | None = None) -> None:
        """Close a tab; a card that would lose something asks first."""
        target = page or self.page()
        if isinstance(target, RecordPage) and target.would_lose() and not target.is_given_up:
            target.leave()
        else:
            super().close_page(page)

    def may_close(self) -> bool:
        """The window closes only when no card would lose what was keyed."""
        for page in self.pages():
            if isinstance(page, RecordPage) and page.would_lose():
                self.tabs.setCurrentWidget(page)
                page.leave()
                return False
        return True


class FactsDesk(CardDesk, Generic[F]):
    """Its cards need facts of the firm, read beside the desk; a card that is asked for earlier waits for them."""

    def __init__(self, context: Context, desk_id: str, title: str, read: Callable[[Reading], F]) -> None:
        super().__init__(context, desk_id, title)
        self._read = read
        self._facts: F | None = None
        self._waiting: list[Callable[[F], None]] = []
        self._is_reading = False

    def read_facts(self) -> None:
        """Read the facts, anew where they changed."""
        self._is_reading = True
        self.context.jobs.read(self, self._read, self._take_facts, latest="facts", failed=self._not_read)

    def when_ready(self, call: Callable[[F], None]) -> None:
        """Call with the facts, now or when they are there; they are asked for again where they did not come."""
        if self._facts is not None:
            call(self._facts)
            return
        self._waiting.append(call)
        if not self._is_reading:
            self.read_facts()

    def facts_came(self, facts: F) -> None:
        """Make what needs them."""

    def refresh(self) -> None:
        """F5."""
        if self._facts is None and not self._is_reading:
            self.read_facts()
        super().refresh()

    def _take_facts(self, facts: F) -> None:
        self._facts, self._is_reading = facts, False
        self.facts_came(facts)
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call(facts)

    def _not_read(self, error: Exception) -> None:
        """No card opens later by itself."""
        self._is_reading = False
        self._waiting.clear()
        show_error(self, error)
