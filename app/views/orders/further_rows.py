"""The rows of an order's head that F3 opens: as high as they are, less where the page has no room: then they scroll."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.views.kit.scrolled import ScrolledCards

NEXT_SEEN = 12  # pixels of the next row: that there is more is seen


class FurtherRows(ScrolledCards):
    """A grid of fields that gives up as much of its height as it is told, but for one row."""

    def __init__(self, fields: QGridLayout, parent: QWidget) -> None:
        column = QVBoxLayout()
        column.addLayout(fields)
        super().__init__(column)
        self.setParent(parent)
        self._fields = fields
        self._given = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def give_way(self, pixels: int) -> None:
        """Be so much lower than all of it is."""
        if pixels != self._given:
            self._given = pixels
            self.updateGeometry()

    def room(self) -> int:
        """How much it gives already."""
        return 0 if self.isHidden() else self._whole() - self._height()

    def sizeHint(self) -> QSize:
        return QSize(self._fields.sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._fields.minimumSize().width(), self._height())

    def _whole(self) -> int:
        return self._fields.sizeHint().height()

    def _height(self) -> int:
        whole = self._whole()
        rows = max(1, self._fields.rowCount() // 2)
        return max(min(whole, whole // rows + NEXT_SEEN), whole - self._given)
