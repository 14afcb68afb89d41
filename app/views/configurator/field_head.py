"""The line over a field: its name, how many are asked, and who decided it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.configuring.views import FieldKind, FieldView, Level
from app.views.configurator.words import least_text, level_hint, level_tone, level_word, spans_text
from app.views.kit import theme

_HIGH = 26
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class FieldHead(QWidget):
    """Painted; a new text is only painted again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HIGH)
        self._field: FieldView | None = None
        theme.signals().changed.connect(self.update)

    def show_field(self, field: FieldView) -> None:
        """Say this field."""
        before = self._field
        self._field = field
        if before is None or _said(before) != _said(field):
            origin = f"\n{field.origin}" if field.origin else ""
            hint = level_hint(field.level) + origin
            self.setToolTip("\n".join(filter(None, (field.note, asked_text(field), hint))))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _HIGH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        field = self._field
        if field is None:
            return
        table, painter = theme.tokens(), QPainter(self)
        box = self.rect().adjusted(10, 0, -10, 0)
        word = shown_level(field)
        painter.setFont(theme.base_font(11, QFont.Weight.DemiBold))
        painter.setPen(QColor(table.ink(level_tone(field.level))))
        painter.drawText(box, _RIGHT, word)
        room = box.width() - painter.fontMetrics().horizontalAdvance(word) - 10
        strong = theme.base_font(weight=QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(table.text))
        name = QFontMetrics(strong).elidedText(field.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, _LEFT, name)
        used = QFontMetrics(strong).horizontalAdvance(name) + 8
        painter.setFont(theme.base_font(11))
        painter.setPen(QColor(table.muted))
        rest = painter.fontMetrics().elidedText(asked_text(field), Qt.TextElideMode.ElideRight, room - used)
        painter.drawText(box.adjusted(used, 1, 0, 1), _LEFT, rest)


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
