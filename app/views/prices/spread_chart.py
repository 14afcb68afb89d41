"""A picture of how many orders or customers change by how much: a bar for each group of shares.

Painted by hand as the other pictures of the window: pyqtgraph's import alone would hold it up for 0.6 s.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.domain.simulation import SPREAD
from app.i18n import _, format_count, format_rate
from app.views.kit import theme

_LABEL, _COUNT = 104, 48
_ROW_MOST = 24
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MINUS = "\N{MINUS SIGN}"


class SpreadChart(QWidget):
    """`show_counts(counts)`: a row for each group, what falls above, what rises below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("spreadChart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._counts: tuple[int, ...] = ()
        theme.signals().changed.connect(self.update)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show these groups."""
        self._counts = tuple(counts)
        told = (f"{word}: {format_count(count)}" for word, count in zip(group_words(), counts, strict=True))
        self.setAccessibleName("; ".join(told) if counts else _("Nothing to show."))
        self.update()

    def counts(self) -> tuple[int, ...]:
        """The groups shown."""
        return self._counts

    def sizeHint(self) -> QSize:
        return QSize(280, (len(SPREAD) + 1) * _ROW_MOST)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, (len(SPREAD) + 1) * 16)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._counts:
            number = min(int(event.pos().y() / self._row_height()), len(self._counts) - 1)
            text = f"{group_words()[number]}: {format_count(self._counts[number])}"
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _row_height(self) -> float:
        return min(_ROW_MOST, self.height() / (len(SPREAD) + 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._counts:
            return
        painter, table = QPainter(self), theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.base_font())
        high, most = self._row_height(), max(*self._counts, 1)
        room = max(10, self.width() - _LABEL - _COUNT)
        unchanged = SPREAD.index(0)
        for number, (word, count) in enumerate(zip(group_words(), self._counts, strict=True)):
            row = QRectF(0, number * high, self.width(), high)
            painter.setPen(QPen(QColor(table.muted)))
            painter.drawText(QRectF(0, row.y(), _LABEL - 6, high), int(_LEFT), word)
            ink = table.muted if number == unchanged else table.warn if number < unchanged else table.accent
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ink if count else table.track))
            wide = max(2.0, room * count / most)
            painter.drawRoundedRect(QRectF(_LABEL, row.y() + high / 4, wide, high / 2), 2, 2)
            painter.setPen(QPen(QColor(table.text if count else table.muted)))
            painter.drawText(
                QRectF(_LABEL + wide + 6, row.y(), _COUNT, high), int(_LEFT), format_count(count)
            )


def group_words() -> list[str]:
    """The groups of `SPREAD` in words: "2 to 5 %", "unchanged" ..."""
    first, last = SPREAD[0], SPREAD[-1]
    words = [_("to {share}").format(share=_share(first))]
    for low, high in pairwise(SPREAD):
        if high == 0:
            words.append(_("unchanged"))
        else:
            words.append(_("{low} to {high}").format(low=_bare(low), high=_share(0 if high == -1 else high)))
    return [*words, _("above {share}").format(share=_share(last))]


def _share(ppm: int) -> str:
    return format_rate(ppm).replace("-", MINUS)


def _bare(ppm: int) -> str:
    return _share(ppm).removesuffix("%").strip()
