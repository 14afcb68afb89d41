"""The row below a page: a hint at the left that gives way, buttons at the right that keep their width."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.views.kit import theme
from app.views.kit.tokens import GRID

_SMALL = 11
"""Pixels of a hint that stands in two lines, beside buttons of one."""
_BETWEEN = " · "
"""Between the keys of a hint."""


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


class HintLabel(CutLabel):
    """A hint that goes into two small lines before anything of it is cut: keys that nobody can read help nobody."""

    def lines(self) -> list[str]:
        """What there is room for: one line, or two small ones, the second cut where even that is too little."""
        if self.fontMetrics().horizontalAdvance(self.text()) <= self.width():
            return [self.text()]
        metrics, between = QFontMetrics(theme.base_font(_SMALL)), self._between()
        parts = self.text().split(between)
        fit = 1
        while fit < len(parts) and (
            metrics.horizontalAdvance(between.join(parts[: fit + 1])) <= self.width()
        ):
            fit += 1
        lines = between.join(parts[:fit]), between.join(parts[fit:])
        return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, self.width()) for line in lines if line]

    def _between(self) -> str:
        return _BETWEEN if _BETWEEN in self.text() else " "

    def shown(self) -> str:
        return self._between().join(self.lines())

    def paintEvent(self, event: QPaintEvent) -> None:
        lines = self.lines()
        if len(lines) == 1 and lines[0] == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(theme.base_font(_SMALL))
        painter.drawText(self.rect(), int(self.alignment()), "\n".join(lines))


class ActionRow(QWidget):
    """`ActionRow(_("Enter opens it"), (cancel_button, confirm_button))`; `hint` is the label."""

    def __init__(self, hint: str = "", buttons: tuple[QPushButton, ...] = ()) -> None:
        super().__init__()
        self.hint = HintLabel(hint, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.hint, 1)
        for button in buttons:
            row.addWidget(button)
