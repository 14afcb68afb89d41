"""A sentence on at most two lines, the second one cut with dots: its room is given, not asked for."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class TwoLines(QLabel):
    """Plain text in a fixed height; nothing that it shows moves what stands beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lines: tuple[str, ...] = ()

    def sizeHint(self) -> QSize:
        return QSize(0, 2 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._cut()

    def is_cut(self) -> bool:
        """Whether some of the text is not shown."""
        return "".join("".join(self._lines).split()) != "".join(self.text().split())

    def lines(self) -> tuple[str, ...]:
        """What is shown."""
        return self._lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._cut()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        height = self.fontMetrics().height()
        top = (self.height() - height * len(self._lines)) // 2
        for number, line in enumerate(self._lines):
            box = QRect(0, top + number * height, self.width(), height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)

    def _cut(self) -> None:
        """Cut once per text and width, not at every paint."""
        text = self.text()
        first = _first_line(text, self)
        rest = text[len(first) :].strip()
        cut = self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, self.width())
        self._lines = (first.strip(), cut) if rest else (first,)


def _first_line(text: str, label: QLabel) -> str:
    """As many words as fit into the label's width."""
    layout = QTextLayout(text, label.font())
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(label.width())
    layout.endLayout()
    return text[: line.textLength()] if line.isValid() else text
