"""The line over a field: its name, how many are asked, and who decided it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.configuring.views import FieldKind, FieldView, Level
from app.views.configurator.words import least_text, level_hint, level_tone, level_word, spans_text
from app.views.kit import theme

_HIGH, _LINE = 26, 17
_SIDE, _AFTER = 10, 8
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class FieldHead(QWidget):
    """Painted; a new text is only painted again. What has no room beside the name stands below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HIGH)
        self._field: FieldView | None = None
        self._lost = ""
        self._is_below = False
        theme.signals().changed.connect(self.update)

    def show_field(self, field: FieldView) -> None:
        """Say this field."""
        before = self._field
        self._field = field
        if before is None or _said(before) != _said(field):
            origin = f"\n{field.origin}" if field.origin else ""
            hint = level_hint(field.level) + origin
            self.setToolTip("\n".join(filter(None, (field.note, asked_text(field), hint))))
            self._fit()
            self.update()

    def show_lost(self, text: str) -> None:
        """Say what of an earlier configuration is possible here no more; "" for nothing."""
        if text != self._lost:
            self._lost = text
            self._fit()
            self.update()

    def lost(self) -> str:
        """What is said of an earlier configuration."""
        return self._lost

    def sizeHint(self) -> QSize:
        return QSize(160, _HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """As high as its lines."""
        field = self._field
        if field is None:
            return
        small = QFontMetrics(theme.base_font(11))
        strong = QFontMetrics(theme.base_font(weight=QFont.Weight.DemiBold))
        used = strong.horizontalAdvance(field.name) + small.horizontalAdvance(shown_level(field))
        rest = asked_text(field)
        room = self.width() - 2 * _SIDE - used - 2 * _AFTER - 2
        self._is_below = bool(rest) and small.horizontalAdvance(rest) > room
        self.setFixedHeight(_HIGH + _LINE * (self._is_below + bool(self._lost)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        field = self._field
        if field is None:
            return
        table, painter = theme.tokens(), QPainter(self)
        box = QRect(_SIDE, 0, self.width() - 2 * _SIDE, _HIGH)
        word = shown_level(field)
        painter.setFont(theme.base_font(11, QFont.Weight.DemiBold))
        painter.setPen(QColor(table.ink(level_tone(field.level))))
        painter.drawText(box, _RIGHT, word)
        room = box.width() - painter.fontMetrics().horizontalAdvance(word) - _SIDE
        strong = theme.base_font(weight=QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(table.text))
        name = QFontMetrics(strong).elidedText(field.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, _LEFT, name)
        used = QFontMetrics(strong).horizontalAdvance(name) + _AFTER
        painter.setFont(theme.base_font(11))
        painter.setPen(QColor(table.muted))
        line = QRect(_SIDE, _HIGH - 4, box.width(), _LINE)
        if self._is_below:
            _draw_cut(painter, line, asked_text(field))
            line.translate(0, _LINE)
        else:
            _draw_cut(painter, box.adjusted(used, 1, 0, 1), asked_text(field))
        if self._lost:
            painter.setPen(QColor(table.warn))
            _draw_cut(painter, line, self._lost)


def _draw_cut(painter: QPainter, box: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, _LEFT, shown)


def asked_text(field: FieldView) -> str:
    """How many options are asked for, or which values are possible now."""
    if field.kind is FieldKind.NUMBER and field.number is not None:
        return spans_text(field.number)
    return least_text(field)


def _said(field: FieldView) -> tuple[object, ...]:
    return (field.name, field.level, field.least, field.most, field.note, field.origin, asked_text(field))


def shown_level(field: FieldView) -> str:
    """Who decided it, where its rows do not say so themselves."""
    is_said = field.kind is FieldKind.GROUP and field.level is not Level.OPEN
    return "" if is_said else level_word(field.level)
