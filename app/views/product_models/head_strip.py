"""The head of a table that stays in sight: its first row, painted above the others while it is scrolled away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.views.kit import theme
from app.views.kit.cell_delegate import PADDING
from app.views.kit.tokens import ROW_HEIGHT

if TYPE_CHECKING:
    from app.views.product_models.sheet_edit import SheetEdit


class HeadStrip(QWidget):
    """A click on it goes to the head."""

    def __init__(self, table: SheetEdit) -> None:
        super().__init__(table)
        self.setObjectName("modelTableHead")
        self._table = table
        theme.embolden(self)
        self.hide()
        table.verticalScrollBar().valueChanged.connect(self.follow)
        table.horizontalScrollBar().valueChanged.connect(self.update)
        table.horizontalHeader().sectionResized.connect(self.update)
        table.sheet.dataChanged.connect(self.update)
        table.sheet.modelReset.connect(self.follow)

    def follow(self) -> None:
        """Lie above the rows, where the head is scrolled away."""
        view, side = self._table.viewport().geometry(), self._table.verticalHeader().geometry()
        self.setGeometry(side.left(), view.top(), view.right() - side.left() + 1, ROW_HEIGHT)
        self.setVisible(self._table.verticalScrollBar().value() > 0)
        self.raise_()
        self.update()

    def cells(self) -> list[tuple[str, QRect]]:
        """The columns' names and where they stand."""
        table, left = self._table, self._table.viewport().x() - self.x()
        return [
            (
                str(table.sheet.index(0, column).data() or ""),
                QRect(
                    left + table.columnViewportPosition(column), 0, table.columnWidth(column), self.height()
                ),
            )
            for column in range(table.sheet.columnCount())
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.tokens(), QPainter(self)
        painter.fillRect(event.rect(), QColor(tokens.header))
        left = self._table.viewport().x() - self.x()
        painter.setPen(QColor(tokens.muted))
        number = QRect(0, 0, left - PADDING, self.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "1")
        painter.setClipRect(left, 0, self.width() - left, self.height())
        painter.setPen(QColor(tokens.text))
        for name, box in self.cells():
            painter.drawText(box.adjusted(PADDING, 0, -PADDING, 0), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(QColor(tokens.border))
        painter.setClipping(False)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().x())
        column = next((place for place, (_, box) in enumerate(self.cells()) if box.right() >= at), 0)
        self._table.select_row(0, column)
        self._table.setFocus()
