"""Cells of long lists and of order lines: what Qt asks nine questions about is painted by one look at the ready row."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from app.models.columns import State
from app.views.kit import theme
from app.views.kit.cell_delegate import CellDelegate, Index
from app.views.kit.tokens import Tokens

_SPECIAL = (
    QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus
)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
CUTS_MAX = 4000  # remembered texts; a page of a list has about 400 cells


class Cells(Protocol):
    """A model that tells all that a cell shows in one answer: text, right-aligned, quiet, state."""

    def cell(self, row: int, column: int) -> tuple[str, bool, bool, State | None]: ...


class RowDelegate(CellDelegate):
    """Plain cells are a text on the row's ground; chosen and hovered ones are painted as in every grid."""

    drawn_mark = ""  # a text that begins with this has a picture, which Qt paints

    def __init__(self, model: Cells, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = model
        self._tokens: Tokens | None = None
        self._inks = (QColor(), QColor())
        self._cuts: dict[tuple[str, int], str] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        text, is_right, is_quiet, state = self._rows.cell(index.row(), index.column())
        if option.state & _SPECIAL or (self.drawn_mark and text.startswith(self.drawn_mark)):
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
            self._cuts.clear()  # another look may have another font
        box = option.rect.adjusted(self.padding, 0, -self.padding, 0)
        painter.setPen(self._inks[is_quiet])
        painter.drawText(box, _RIGHT if is_right else _LEFT, self._cut(option, text, box.width()))

    def _cut(self, option: QStyleOptionViewItem, text: str, room: int) -> str:
        """The text as far as it fits. Measuring costs as much as drawing, and most cells are painted many times."""
        key = (text, room)
        shown = self._cuts.get(key)
        if shown is None:
            if len(self._cuts) >= CUTS_MAX:
                self._cuts.clear()
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._cuts[key] = shown
        return shown
