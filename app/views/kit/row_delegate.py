"""Cells of long lists: what Qt asks nine questions about is painted by one look at the ready row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from app.models.rows_model import RowsModel
from app.views.kit import theme
from app.views.kit.cell_delegate import PADDING, CellDelegate, Index
from app.views.kit.tokens import Tokens

_SPECIAL = (
    QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus
)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class RowDelegate(CellDelegate):
    """Plain cells are a text on the row's ground; chosen and hovered ones are painted as in every grid."""

    def __init__(self, model: RowsModel[object], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = model
        self._tokens: Tokens | None = None
        self._inks = (QColor(), QColor())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        text, is_right, is_quiet, state = self._rows.cell(index.row(), index.column())
        if option.state & _SPECIAL:
            super().paint(painter, option, index)
        elif state is not None:
            self._paint_dot(painter, option, text, state, right=is_right)
        elif text:
            self._paint_text(painter, option, text, is_right=is_right, is_quiet=is_quiet)

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, text: str, *, is_right: bool, is_quiet: bool
    ) -> None:
        if self._tokens is not theme.tokens():
            self._tokens = theme.tokens()
            self._inks = (QColor(self._tokens.text), QColor(self._tokens.muted))
        box = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setPen(self._inks[is_quiet])
        painter.drawText(box, _RIGHT if is_right else _LEFT, shown)
