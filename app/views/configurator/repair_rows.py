"""Ways out of a refusal: each with what it costs; taken by its number or Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.configuring.views import RepairView
from app.views.configurator.words import difference_words, repair_text, short_difference
from app.views.kit import theme

_LEAST, _AIR, _NUMBER = 30, 6, 26
_NARROW = 320
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class RepairRows(QWidget):
    """`taken(RepairView)`; Esc: `left`."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("repairs")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._currency = currency
        self._repairs: tuple[RepairView, ...] = ()
        self._rows: list[QRect] = []
        self._at = 0
        self._is_narrow = False
        theme.signals().changed.connect(self.update)

    def set_repairs(self, repairs: Sequence[RepairView]) -> None:
        """Show these, the cheapest first."""
        self._repairs, self._at = tuple(repairs), 0
        self._lay_out()
        self._say()
        self.updateGeometry()
        self.update()

    def repairs(self) -> tuple[RepairView, ...]:
        """The ways out shown."""
        return self._repairs

    def texts(self) -> list[str]:
        """What the rows say."""
        return [
            f"{repair_text(each)} {short_difference(each.difference, self._currency)}"
            for each in self._repairs
        ]

    def _say(self) -> None:
        if self._repairs:
            repair = self._repairs[self._at]
            words = difference_words(repair.difference, self._currency)
            self.setAccessibleName(f"{self._at + 1}: {repair_text(repair)}, {words}")

    def _lay_out(self) -> None:
        self._is_narrow = self.width() < _NARROW
        self._rows = self._places(self.width())

    def _places(self, width: int) -> list[QRect]:
        """Where each row stands in this width."""
        metrics, top, found = QFontMetrics(theme.base_font()), 0, []
        room, is_narrow = self._room(width), width < _NARROW
        for repair in self._repairs:
            words = metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAP, repair_text(repair))
            lines = min(words.height(), 3 * metrics.lineSpacing())
            high = max(_LEAST, lines + 2 * _AIR + (metrics.lineSpacing() if is_narrow else 0))
            found.append(QRect(0, top, width, high))
            top += high + 4
        return found

    def _room(self, width: int) -> int:
        """For the words; where there is little of it the difference stands below them."""
        beside = 0 if width < _NARROW else self._right_width() + 12
        return max(80, width - _NUMBER - beside - 10)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = self._places(width)
        return rows[-1].bottom() + 5 if rows else 1

    def _right_width(self) -> int:
        metrics = QFontMetrics(theme.base_font(weight=QFont.Weight.DemiBold))
        texts = [short_difference(each.difference, self._currency) for each in self._repairs]
        return max((metrics.horizontalAdvance(text) for text in texts), default=0)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    # keys

    def event(self, event: QEvent) -> bool:
        """Esc and the numbers belong to the ways out while they have the keys."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key() == Qt.Key.Key_Escape or self._row_of(event) is not None)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self._row_of(event)
        if row is not None:
            self._take(row)
        elif key in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._take(self._at)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = -1 if key == Qt.Key.Key_Up else 1
            self._at = max(0, min(len(self._repairs) - 1, self._at + step))
            self._say()
            self.update()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _row_of(self, event: QKeyEvent) -> int | None:
        place = event.key() - int(Qt.Key.Key_1)
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return place if is_plain and 0 <= place < len(self._repairs) else None

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._repairs):
            self.taken.emit(self._repairs[row])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._take(next((at for at, row in enumerate(self._rows) if row.contains(point)), -1))

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (repair, row) in enumerate(zip(self._repairs, self._rows, strict=True)):
            self._paint_row(painter, at, repair, row)

    def _paint_row(self, painter: QPainter, at: int, repair: RepairView, row: QRect) -> None:
        table = theme.tokens()
        has_keys = at == self._at and self.hasFocus()
        painter.setPen(QColor(table.accent if has_keys else table.border))
        painter.setBrush(QColor(table.row_selected if has_keys else table.card))
        painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setFont(theme.base_font(weight=QFont.Weight.DemiBold))
        painter.setPen(QColor(table.accent))
        painter.drawText(
            QRect(row.left(), row.top(), _NUMBER, row.height()),
            int(Qt.AlignmentFlag.AlignCenter),
            str(at + 1),
        )
        painter.setPen(QColor(_colour(repair)))
        text = short_difference(repair.difference, self._currency)
        below = row.adjusted(_NUMBER, row.height() - _AIR - painter.fontMetrics().lineSpacing(), -10, -_AIR)
        painter.drawText(below if self._is_narrow else row.adjusted(0, 0, -10, 0), _RIGHT, text)
        painter.setFont(theme.base_font())
        painter.setPen(QColor(table.text))
        under = painter.fontMetrics().lineSpacing() if self._is_narrow else 0
        words = QRect(row.left() + _NUMBER, row.top() + 2, self._room(row.width()), row.height() - under - 4)
        painter.drawText(words, _WRAP, repair_text(repair))


def _colour(repair: RepairView) -> str:
    table = theme.tokens()
    return table.ok if repair.difference.price < 0 else table.text
