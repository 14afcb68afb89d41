"""A row of a group: its mark, the colour of its material, name, what it changes, and what lies in stock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.configuring.views import Level, OptionView, State
from app.i18n import _
from app.views.configurator.option_model import OPTION_ROLE, STOCK_ROLE
from app.views.configurator.swatch import paint_swatch
from app.views.configurator.words import days_text, level_word, price_text
from app.views.kit import theme
from app.views.kit.icons import draw_icon
from app.views.kit.tokens import Tokens

ROW, _LINE, _SIDE = 30, 16, 10
_MARK, _SWATCH, _DOT = 16, 18, 8
_GAP = 8
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
Index = QModelIndex | QPersistentModelIndex


class OptionDelegate(QStyledItemDelegate):
    """Paints an option. Its columns at the right are as wide as the widest text of the group: they stand straight."""

    def __init__(self, currency: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._currency = currency
        self.is_many = False
        self.has_stock = False
        self._price_width = self._days_width = 0
        self._heights: list[int] = []

    def fit(self, options: Sequence[OptionView], width: int) -> int:
        """Give each row the height that its name needs in this width, two lines at most; the height of all."""
        self._heights = [ROW + _LINE * self._is_long(each, width) for each in options]
        return sum(self._heights)

    def _is_long(self, shown: OptionView, width: int) -> bool:
        room = width - 2 * _SIDE - _MARK - _GAP - (_SWATCH + _GAP if shown.colour else 0)
        room -= (_DOT + _GAP if self.has_stock else 0) + self._right_width(shown)
        return width > 0 and QFontMetrics(_name_font(shown)).horizontalAdvance(shown.name) > room

    def _right_width(self, shown: OptionView) -> int:
        """What stands behind the name takes so much, with the gap before it."""
        if shown.difference is None:
            return QFontMetrics(theme.base_font()).horizontalAdvance(_word(shown)) + _GAP
        days = self._days_width + 12 if self._days_width else 0
        return self._price_width + days + _GAP

    def measure(self, options: tuple[OptionView, ...]) -> None:
        """Take the room that the differences of these options need."""
        metrics = QFontMetrics(theme.base_font())
        differences = [option.difference for option in options]
        prices = [price_text(each, self._currency) for each in differences]
        days = [days_text(each.days) for each in differences if each is not None]
        self._price_width = max((metrics.horizontalAdvance(text) for text in prices), default=0)
        self._days_width = max((metrics.horizontalAdvance(text) for text in days), default=0)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.row()
        return QSize(120, self._heights[row] if row < len(self._heights) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = index.data(OPTION_ROLE)
        if not isinstance(shown, OptionView):
            return
        table, box = theme.tokens(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, table)
        room = box.adjusted(_SIDE, 0, -_SIDE, 0)
        self._paint_mark(painter, shown, QRectF(room.left(), room.center().y() - 7, _MARK, _MARK), table)
        room.setLeft(room.left() + _MARK + _GAP)
        if shown.colour:
            place = QRectF(room.left(), room.center().y() - _SWATCH / 2 + 0.5, _SWATCH, _SWATCH)
            paint_swatch(painter, place, shown.colour, shown.texture, faded=shown.state is State.BLOCKED)
            room.setLeft(room.left() + _SWATCH + _GAP)
        room.setRight(self._paint_right(painter, shown, index, room, table))
        self._paint_name(painter, shown, room, table)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, table: Tokens) -> None:
        has_keys = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if has_keys:
            painter.fillRect(option.rect, QColor(table.row_selected))
            bar = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
            painter.fillRect(bar, QColor(table.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(table.hover))

    def _paint_mark(self, painter: QPainter, shown: OptionView, box: QRectF, table: Tokens) -> None:
        """A ring or a square; filled in blue by people, in green where it follows, a quiet dot by itself."""
        box = box.adjusted(1, 0, -1, -2)
        if shown.state is State.BLOCKED:
            draw_icon(painter, "mdi6.lock-outline", box.adjusted(-1, -1, 1, 1), table.border_strong)
            return
        if shown.state is State.REFUSED:
            draw_icon(painter, "mdi6.close-circle-outline", box.adjusted(-1, -1, 1, 1), table.muted)
            return
        colours = {Level.USER: table.accent, Level.FOLLOWS: table.ok, Level.GIVEN: table.warn}
        is_chosen = shown.state is State.CHOSEN
        colour = colours.get(shown.level, table.muted) if is_chosen else table.border_strong
        is_firm = is_chosen and shown.level in colours
        painter.setPen(QPen(QColor(colour), 1.4))
        painter.setBrush(QColor(colour) if is_firm else QColor(table.card))
        if self.is_many:
            painter.drawRoundedRect(box, 3, 3)
        else:
            painter.drawEllipse(box)
        if is_chosen:
            if shown.level is Level.GIVEN:
                draw_icon(painter, "mdi6.lock", box.adjusted(1, 1, -1, -1), table.on_accent)
                return
            self._paint_chosen(painter, box, QColor(table.on_accent if is_firm else colour), is_firm=is_firm)

    def _paint_chosen(self, painter: QPainter, box: QRectF, colour: QColor, *, is_firm: bool) -> None:
        if is_firm:
            painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            x, y, side = box.x(), box.y(), box.width()
            points = (QPointF(x + 0.24 * side, y + 0.52 * side), QPointF(x + 0.44 * side, y + 0.72 * side))
            painter.drawLine(*points)
            painter.drawLine(points[1], QPointF(x + 0.76 * side, y + 0.32 * side))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(box.center(), 3.2, 3.2)

    def _paint_right(
        self, painter: QPainter, shown: OptionView, index: Index, room: QRect, table: Tokens
    ) -> int:
        """What it changes, with the dot of its stock at the end; where the name must end."""
        right = room.right()
        if self.has_stock:
            stock = index.data(STOCK_ROLE)
            if stock:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(table.ink(stock[0])))
                painter.drawEllipse(QPointF(right - _DOT / 2, room.center().y() + 0.5), _DOT / 2, _DOT / 2)
            right -= _DOT + _GAP
        painter.setFont(theme.base_font())
        if shown.difference is None:
            place = QRect(room.left(), room.top(), right - room.left(), room.height())
            return self._paint_word(painter, shown, place, table)
        if self._days_width:
            days = QRect(right - self._days_width, room.top(), self._days_width, room.height())
            painter.setPen(QColor(table.warn if shown.difference.days > 0 else table.ok))
            painter.drawText(days, _RIGHT, days_text(shown.difference.days))
            right -= self._days_width + 12
        price = QRect(right - self._price_width, room.top(), self._price_width, room.height())
        painter.setPen(QColor(_price_colour(shown, table)))
        painter.drawText(price, _RIGHT, price_text(shown.difference, self._currency))
        return right - self._price_width - _GAP

    def _paint_word(self, painter: QPainter, shown: OptionView, box: QRect, table: Tokens) -> int:
        word = _word(shown)
        painter.setPen(QColor(table.muted))
        painter.drawText(box, _RIGHT, word)
        return box.right() - painter.fontMetrics().horizontalAdvance(word) - _GAP

    def _paint_name(self, painter: QPainter, shown: OptionView, room: QRect, table: Tokens) -> None:
        font = _name_font(shown)
        if shown.state is State.REFUSED:
            font.setStrikeOut(True)
        painter.setFont(font)
        is_quiet = shown.state in {State.BLOCKED, State.REFUSED}
        painter.setPen(QColor(table.muted if is_quiet else table.text))
        metrics = painter.fontMetrics()
        if room.height() > ROW:
            text = metrics.elidedText(shown.name, Qt.TextElideMode.ElideRight, 2 * room.width() - _LINE)
            painter.drawText(room, _LEFT | int(Qt.TextFlag.TextWordWrap), text)
        else:
            text = metrics.elidedText(shown.name, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _LEFT, text)


def _name_font(shown: OptionView) -> QFont:
    is_firm = shown.state is State.CHOSEN
    return theme.base_font(weight=QFont.Weight.DemiBold if is_firm else QFont.Weight.Normal)


def _word(shown: OptionView) -> str:
    """What stands behind the name of an option that changes nothing."""
    if shown.state is State.CHOSEN:
        return level_word(shown.level)
    return {State.BLOCKED: _("blocked"), State.REFUSED: _("refused")}.get(shown.state, "")


def _price_colour(shown: OptionView, table: Tokens) -> str:
    assert shown.difference is not None, "asked for options with a difference"
    if shown.difference.price < 0:
        return table.ok
    return table.text if shown.difference.price else table.muted
