"""A desk of lists and cards."""

from __future__ import annotations

from app.views.kit.record_page import RecordPage
from app.views.kit.tab_desk import DeskPage, TabDesk


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
