"""A label whose room does not follow every change of its text: another number does not lay out the page again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

SLACK = 40  # pixels that a shorter text may leave free before the label shrinks


class SteadyLabel(QLabel):
    """Plain text on one line. It asks for more room when the text needs it, and for less when much is left.

    A usual label tells its layouts of every new text, up to the window; most new texts are as wide as the old.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        if text != self.text() or not self.minimumHeight():
            self._take_room(text)
            super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        """Another cut is wider or narrower."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_room(self.text(), shrinks=True)
        super().changeEvent(event)

    def _take_room(self, text: str, *, shrinks: bool = False) -> None:
        metrics = self.fontMetrics()
        wanted, has = metrics.horizontalAdvance(text), self.minimumWidth()
        if shrinks or wanted > has or wanted < has - SLACK or self.minimumHeight() != metrics.height():
            self.setFixedSize(wanted, metrics.height())
