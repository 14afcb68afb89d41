"""The row below a page: a hint at the left that gives way, buttons at the right that keep their width."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.views.kit.tokens import GRID


class CutLabel(QLabel):
    """One line in the quieter ink, cut with dots where there is no room; the whole is told beside the pointer.

    `tells_cut`: False where the pointer tells something else.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, tells_cut: bool = True) -> None:
        super().__init__(parent)
        self._tells_cut = tells_cut
        self.setProperty("tone", "muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_cut()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def shown(self) -> str:
        """What there is room for."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), self.shown())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._tell_cut()
        super().resizeEvent(event)

    def _tell_cut(self) -> None:
        if self._tells_cut:
            self.setToolTip("" if self.shown() == self.text() else self.text())


class ActionRow(QWidget):
    """`ActionRow(_("Enter opens it"), (cancel_button, confirm_button))`; `hint` is the label."""

    def __init__(self, hint: str = "", buttons: tuple[QPushButton, ...] = ()) -> None:
        super().__init__()
        self.hint = CutLabel(hint, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.hint, 1)
        for button in buttons:
            row.addWidget(button)
