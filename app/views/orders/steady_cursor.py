"""The cursor of the lines when its row goes: by a key, by undo, by another clerk, with an amendment that is forgotten.

Qt deletes the open cell with its row, and hands the keys to whatever field stands next on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemDelegate

if TYPE_CHECKING:
    from app.models.order_lines_model import OrderLinesModel
    from app.views.orders.line_grid import LineGrid


class SteadyCursor(QObject):
    """Keeps the keys in the grid, on the line if it comes back elsewhere at once, else on the row beside it.

    It must hear of rows before the view does: made before the view has its model, and told `begin` after.
    """

    def __init__(self, grid: LineGrid, model: OrderLinesModel) -> None:
        super().__init__(grid)
        self._grid = grid
        self._model = model
        self._row = -1  # of the cursor, while its row is being taken away
        self._key = ""  # its line, until it is sure that it does not come back
        self._column = 0
        model.rowsAboutToBeRemoved.connect(self._before)

    def begin(self) -> None:
        """The view has its model."""
        self._model.rowsRemoved.connect(self._removed)
        self._model.rowsInserted.connect(self._inserted)

    def drop_cell(self) -> None:
        """Close the open cell without writing it; the keys stay in the grid."""
        grid = self._grid
        editor = grid.indexWidget(grid.currentIndex())
        if grid.is_keying() and editor is not None:
            grid.closeEditor(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def _before(self, _parent: QModelIndex, first: int, last: int) -> None:
        place = self._grid.currentIndex()
        if first <= place.row() <= last:
            self._row, self._column = first, place.column()
            self._key = self._model.key_at(place.row())
            self.drop_cell()

    def _removed(self) -> None:
        if self._row < 0:
            return
        row = min(self._row, self._model.rowCount() - 1)
        is_new = not self._model.key_at(row)
        column = self._model.column_of("sku") if is_new else self._column
        self._grid.setCurrentIndex(self._model.index(row, column))
        self._row = -1
        QTimer.singleShot(0, self, self._forget)

    def _inserted(self) -> None:
        row = self._model.row_of(self._key) if self._key else -1
        if row >= 0:
            self._forget()
            self._grid.setCurrentIndex(self._model.index(row, self._column))

    def _forget(self) -> None:
        self._key = ""
