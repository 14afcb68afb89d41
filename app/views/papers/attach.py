"""Papers answer the bus: "paper.show" with a paper's id opens its window, "outbox.show" the unsent mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.views.kit.bus import Ask
from app.views.kit.context import Context

if TYPE_CHECKING:
    from app.views.papers.outbox_window import OutboxWindow
    from app.views.papers.window import PaperWindow


class PaperAnswers(QObject):
    """Opens one window for each paper; a paper that is shown already comes to the front."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.bus)
        self._context = context
        self.windows: dict[int, PaperWindow] = {}
        self.outbox: OutboxWindow | None = None
        context.bus.asked.connect(self._asked)

    def _asked(self, ask: object) -> None:
        if isinstance(ask, Ask) and ask.name == "paper.show":
            self.show(ask.id)
        elif isinstance(ask, Ask) and ask.name == "outbox.show":
            self.show_outbox()

    def show(self, paper_id: int) -> PaperWindow:
        """The window of a paper, in front."""
        from app.views.papers.window import PaperWindow

        window = self.windows.get(paper_id)
        if window is None or not shiboken6.isValid(window):
            window = PaperWindow(self._context, self._frame())
            self.windows[paper_id] = window
            window.destroyed.connect(lambda: self.windows.pop(paper_id, None))
            window.show_paper(paper_id)
        _to_front(window)
        return window

    def show_outbox(self) -> OutboxWindow:
        """The mails that have not gone out, in front."""
        from app.views.papers.outbox_window import OutboxWindow

        if self.outbox is None or not shiboken6.isValid(self.outbox):
            self.outbox = OutboxWindow(self._context, self._frame())
        _to_front(self.outbox)
        return self.outbox

    def _frame(self) -> QWidget | None:
        frame = self._context.bus.parent()
        return frame if isinstance(frame, QWidget) else None


def _to_front(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()


def attach_papers(context: Context) -> PaperAnswers:
    """Let papers be asked for from every desk."""
    return PaperAnswers(context)
