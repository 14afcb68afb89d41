"""How cells are painted: quiet ink, and a state's dot and text that stay visible in selected rows."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QPalette, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app.models.rows_model import QUIET_ROLE, STATE_ROLE
from app.views.kit import theme
from app.views.kit.search_popup import SearchPopup
from app.views.kit.stray_keys import is_stray
from app.views.kit.tokens import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex
DOT = 9
GAP = 5
PADDING = 8


def _corner_of(option: QStyleOptionViewItem) -> QPolygonF:
    """The cell's upper left corner: what a state's dot is where it would take the text its room."""
    at = QPointF(option.rect.topLeft())
    return QPolygonF([at, at + QPointF(DOT, 0), at + QPointF(0, DOT)])


class CellDelegate(QStyledItemDelegate):
    """For every list and grid. A model gives STATE_ROLE ("ok", "warn", "bad", "info", "muted") and QUIET_ROLE."""

    padding = PADDING  # left and right of a text; the style sheet gives painted cells the same
    shift_enter = False  # the last Enter in an editor came with Shift

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        extra = DOT + GAP if index.data(STATE_ROLE) else 0
        return QSize(size.width() + extra + 2 * self.padding, ROW_HEIGHT)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        table = theme.tokens()
        ink = table.muted if index.data(QUIET_ROLE) else table.text
        roles = (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText)
        for role in roles:
            option.palette.setColor(role, QColor(ink))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state = index.data(STATE_ROLE)
        if not state:
            super().paint(painter, option, index)
        else:
            self._paint_state(painter, option, index, state)
        if self._is_current(option, index):
            self._paint_current(painter, option)

    def _paint_state(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, state: str) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        text, shown.text = shown.text, ""
        widget: QWidget | None = option.widget
        if widget is not None:
            widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, widget)
        right = bool(shown.displayAlignment & Qt.AlignmentFlag.AlignRight)
        self._paint_dot(painter, shown, text, state, right=right)

    def _paint_dot(
        self, painter: QPainter, option: QStyleOptionViewItem, text: str, state: str, *, right: bool
    ) -> None:
        box = option.rect.adjusted(self.padding, 0, -self.padding, 0)
        table = theme.tokens()
        ink = QColor(table.ink(state))  # type: ignore[arg-type]  # a cell's state is one of ink's names
        metrics = option.fontMetrics
        room = box.width() - DOT - GAP
        has_dot = not room < metrics.horizontalAdvance(text) <= box.width()
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room if has_dot else box.width())
        width = metrics.horizontalAdvance(text)
        left = box.right() + 1 - width if right else box.left() + (DOT + GAP if has_dot else 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        if has_dot:
            painter.drawEllipse(QPointF(left - GAP - DOT / 2, box.center().y() + 1), DOT / 2, DOT / 2)
        else:
            painter.drawPolygon(_corner_of(option))
        painter.setPen(ink if state != "muted" else QColor(table.text))
        painter.drawText(box.adjusted(left - box.left(), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _is_current(self, option: QStyleOptionViewItem, index: Index) -> bool:
        view = option.widget
        return (
            isinstance(view, QAbstractItemView)
            and getattr(view, "marks_current_cell", False)
            and view.hasFocus()
            and view.currentIndex() == index
        )

    def _paint_current(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        painter.save()
        painter.setPen(QColor(theme.tokens().accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A text that is cut off is told in full, before what the cell has to tell besides."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        text = str(index.data() or "")
        is_cut = option.fontMetrics.horizontalAdvance(text) > option.rect.width() - 2 * self.padding
        told = (text if is_cut else "", index.data(Qt.ItemDataRole.ToolTipRole))
        QToolTip.showText(event.globalPos(), "\n".join(filter(None, told)), view)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An editor's popup gets Escape, Tab and Enter before the delegate closes the editor."""
        if is_stray(event):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.shift_enter = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            popup = watched.findChild(SearchPopup)
            if popup is not None and popup.handle_key(event):
                return True
        return super().eventFilter(watched, event)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """As Qt, but an unchanged text is not written."""
        before = index.data(Qt.ItemDataRole.EditRole)
        text = editor.property("text")
        if isinstance(text, str) and text == before:
            return
        super().setModelData(editor, model, index)
