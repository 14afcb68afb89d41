"""A row of buttons that wraps: standard sizes, modules. Left and Right move, Enter takes, the chosen one is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.views.kit import theme
from app.views.kit.icons import draw_icon
from app.views.kit.tokens import Tokens

_HIGH, _GAP, _AIR, _LEAST = 40, 6, 10, 54
_LOW, _LINE = 28, 14
_TIGHT = 4, 5, 44
"""Gap, air and least width where chips would need a second row otherwise."""
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Chip:
    """One button: a title, what it changes below it (in lines), whether it holds, and whether it is possible.

    `said`: what a screen reader says, and the tooltip.
    """

    title: str
    detail: str = ""
    is_chosen: bool = False
    is_blocked: bool = False
    said: str = ""


class ChipStrip(QWidget):
    """Chips in as many rows as the width needs. `picked(place)`; `stood_on(place)` as the keys move."""

    picked = Signal(int)
    stood_on = Signal(int)
    passed = Signal(int)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._chips: tuple[Chip, ...] = ()
        self._places: list[QRect] = []
        self._at = 0
        self._over = -1
        theme.signals().changed.connect(self.update)

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show these; only those that changed are painted again."""
        before, self._chips = self._chips, tuple(chips)
        if before == self._chips:
            return
        self._at = min(self._at, max(0, len(self._chips) - 1))
        places = list(self._places)
        self._lay_out()
        if places == self._places and len(before) == len(self._chips):
            for old, new, place in zip(before, self._chips, places, strict=True):
                if old != new:
                    self.update(place)
        else:
            self.update()
        self._say()

    def chips(self) -> tuple[Chip, ...]:
        """The chips shown."""
        return self._chips

    def at(self) -> int:
        """The chip that the keys are on."""
        return self._at

    def stand_on(self, place: int) -> None:
        """Put the keys on a chip."""
        if 0 <= place < len(self._chips):
            self._at = place
            self.update()
            self._say()
            if self.hasFocus():
                self.stood_on.emit(place)

    def stand_on_chosen(self) -> None:
        """Put the keys on the chip that holds, if any does."""
        self.stand_on(next((at for at, chip in enumerate(self._chips) if chip.is_chosen), self._at))

    def _say(self) -> None:
        if self._chips:
            chip = self._chips[self._at]
            self.setAccessibleDescription(chip.said or f"{chip.title} {chip.detail}")

    # room

    def _high(self) -> int:
        lines = max((chip.detail.count("\n") + bool(chip.detail) for chip in self._chips), default=0)
        return _HIGH + _LINE * (lines - 1) if lines else _LOW

    def _lay_out(self) -> None:
        places = self._placed(self.width())
        if places != self._places:
            self._places = places
            self.updateGeometry()

    def _placed(self, width: int) -> list[QRect]:
        """Where each chip stands in this width: closer together where that saves a row."""
        found = self._spread(width, _GAP, _AIR, _LEAST)
        if found and found[-1].top() > 0:
            tight = self._spread(width, *_TIGHT)
            if tight[-1].top() < found[-1].top():
                return tight
        return found

    def _spread(self, width: int, gap: int, air: int, least: int) -> list[QRect]:
        strong = QFontMetrics(theme.base_font(weight=QFont.Weight.DemiBold))
        small = QFontMetrics(theme.base_font(11))
        high, left, top = self._high(), 0, 0
        found: list[QRect] = []
        for chip in self._chips:
            lines = map(small.horizontalAdvance, chip.detail.split("\n"))
            wide = max(least, max(strong.horizontalAdvance(chip.title), *lines) + 2 * air)
            if left and left + wide > width:
                left, top = 0, top + high + gap
            found.append(QRect(left, top, wide, high))
            left += wide + gap
        return found

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._placed(width)
        return places[-1].bottom() + 1 if places else 0

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, self._high())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._places = self._placed(self.width())

    # keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stand_on(max(0, min(len(self._chips) - 1, self._at + _STEPS[key])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.stand_on(0 if key == Qt.Key.Key_Home else len(self._chips) - 1)
        elif key in _ENTER and self._chips and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.picked.emit(self._at)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.passed.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.stand_on_chosen()
        self.stood_on.emit(self._at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._place_at(event)
        if over != self._over:
            self._over = over
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._over = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event)
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.stand_on(place)
            self.picked.emit(place)

    def _place_at(self, event: QMouseEvent | QHelpEvent) -> int:
        point = event.position().toPoint() if isinstance(event, QMouseEvent) else event.pos()
        return next((at for at, place in enumerate(self._places) if place.contains(point)), -1)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            place = self._place_at(event)
            said = self._chips[place].said if place >= 0 else ""
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (chip, place) in enumerate(zip(self._chips, self._places, strict=True)):
            if place.intersects(event.rect()):
                self._paint_chip(painter, at, chip, QRectF(place))

    def _paint_chip(self, painter: QPainter, at: int, chip: Chip, box: QRectF) -> None:
        table = theme.tokens()
        has_keys = at == self._at and self.hasFocus()
        ground = table.row_selected if chip.is_chosen else table.hover if at == self._over else table.card
        edge = table.accent if has_keys or chip.is_chosen else table.border
        painter.setPen(QPen(QColor(edge), 2 if has_keys else 1))
        painter.setBrush(QColor(table.header if chip.is_blocked else ground))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        self._paint_words(painter, chip, box, table)

    def _paint_words(self, painter: QPainter, chip: Chip, box: QRectF, table: Tokens) -> None:
        weight = QFont.Weight.DemiBold if chip.is_chosen else QFont.Weight.Normal
        painter.setFont(theme.base_font(weight=weight))
        painter.setPen(QColor(table.muted if chip.is_blocked else table.text))
        upper = QRectF(box.left(), box.top() + 3, box.width(), _HIGH / 2 - 1)
        upper = box if self._high() == _LOW or not (chip.detail or chip.is_blocked) else upper
        painter.drawText(upper, _CENTRE, chip.title)
        if self._high() == _LOW:
            return
        lower = box.adjusted(0, _HIGH / 2 - 2, 0, -3)
        if chip.is_blocked:
            icon = QRectF(lower.center().x() - 6, lower.center().y() - 6, 12, 12)
            draw_icon(painter, "mdi6.lock-outline", icon, table.border_strong)
            return
        painter.setFont(theme.base_font(11))
        painter.setPen(QColor(table.muted))
        painter.drawText(lower, _CENTRE, chip.detail)
