"""Papers answer the bus: "paper.show" with a paper's id opens its window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.views.kit.bus import Ask
from app.views.kit.context import Context

if TYPE_CHECKING:
    from app.views.papers.window import PaperWindow


class PaperAnswers(QObject):
    """Opens one window for each paper; a paper that is shown already comes to the front."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.bus)
        self._context = context
        self.windows: dict[int, PaperWindow] = {}
        context.bus.asked.connect(self._asked)

    def _asked(self, ask: object) -> None:
        if isinstance(ask, Ask) and ask.name == "paper.show":
            self.show(ask.id)

    def show(self, paper_id: int) -> PaperWindow:
        """The window of a paper, in front."""
        from app.views.papers.window import PaperWindow

        window = self.windows.get(paper_id)
        if window is None or not shiboken6.isValid(window):
            frame = self._context.bus.parent()
            window = PaperWindow(self._context, frame if isinstance(frame, QWidget) else None)
            self.windows[paper_id] = window
            window.destroyed.connect(lambda: self.windows.pop(paper_id, None))
            window.show_paper(paper_id)
        window.show()
        window.raise_()
        window.activateWindow()
        return window


def attach_papers(context: Context) -> PaperAnswers:
    """Let papers be asked for from every desk."""
    return PaperAnswers(context)
