"""A page's cards one under the other in a scroll area, which follows the keys: the cell of the cursor, or the field."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QVBoxLayout, QWidget

ROOM = 12  # what stays free above and below


class ScrolledCards(QScrollArea):
    """Grids in it are as high as their rows and scroll nothing themselves: the page goes along with their cursor."""

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__()
        inner = QWidget()
        inner.setObjectName("scrolled")
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        inner.setLayout(column)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        self.verticalScrollBar().rangeChanged.connect(self.follow)  # a grid got rows, or the page less room

    def follow(self) -> None:
        """Bring into sight where the keys are, if they are on this page."""
        inner, at = self.widget(), QApplication.focusWidget()
        if at is None or inner is None or not inner.isAncestorOf(at):
            return
        holder, rect = _place(at)
        middle = holder.mapTo(inner, rect.center())
        self.ensureVisible(0, middle.y(), 0, min(rect.height() // 2 + ROOM, self.viewport().height() // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.follow()


def _place(at: QWidget) -> tuple[QWidget, QRect]:
    """The widget that has the keys and what of it is meant: of a grid the cell of its cursor."""
    if isinstance(at, QAbstractItemView) and at.currentIndex().isValid():
        return at.viewport(), at.visualRect(at.currentIndex())
    return at, at.rect()


def follow_cursor(grid: QWidget) -> None:
    """The page that this grid stands in, if it is one of cards, shows the grid's cursor."""
    above = grid.parentWidget()
    while above is not None and not isinstance(above, ScrolledCards):
        above = above.parentWidget()
    if above is not None:
        above.follow()
