"""Sentences under one another in the quieter ink: painted, so that other sentences lay nothing out again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views.kit import theme

GAP = 4
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class QuietLines(QWidget):
    """Each sentence is wrapped at the widget's width; only another height is told to the layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lines: tuple[str, ...] = ()
        self._boxes: tuple[QRect, ...] = ()
        theme.signals().changed.connect(self.update)
        self._fit()

    def set_lines(self, lines: Sequence[str]) -> None:
        """Show these sentences."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.setAccessibleName("\n".join(self._lines))
            self._fit()
            self.update()

    def lines(self) -> tuple[str, ...]:
        """The sentences shown."""
        return self._lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, top, boxes = self.fontMetrics(), 0, []
        for line in self._lines:
            room = QRect(0, top, max(40, self.width()), 10_000)
            box = metrics.boundingRect(room, int(_WRAPPED), line)
            boxes.append(QRect(0, top, room.width(), box.height()))
            top += box.height() + GAP
        self._boxes = tuple(boxes)
        height = max(0, top - GAP)
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme.tokens().muted))
        for line, box in zip(self._lines, self._boxes, strict=True):
            painter.drawText(box, int(_WRAPPED), line)
