"""A CSV file as a table that is keyed: spreadsheet keys, rows added and taken out, pasted cells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView

from app.i18n import _
from app.models.sheet_model import SheetModel
from app.views.kit.grid_view import GridView
from app.views.kit.tokens import ROW_HEIGHT

_NARROW, _WIDE = 64, 220
_ROOM = 28
_LOOKED_AT = 60
"""So many rows say how wide a column is."""


class SheetEdit(GridView):
    """Ins makes a row, Ctrl+Del takes rows out, Ctrl+Z and Ctrl+Shift+Z undo and redo, Ctrl+V pastes."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("modelTable")
        self.setAccessibleName(_("Table of {file}").format(file=name))
        self.sheet = SheetModel(self)
        self.setModel(self.sheet)
        self.setShowGrid(True)
        side = self.verticalHeader()
        side.setVisible(True)
        side.setDefaultSectionSize(ROW_HEIGHT)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setVisible(False)
        self.rows_pasted.connect(self._paste)
        self.sheet.modelReset.connect(self._shape)

    def go_to(self, line: int) -> None:
        """Put the cursor on a line of the file, from 1."""
        self.select_row(min(line, self.sheet.rowCount()) - 1, 0)

    def line(self) -> int:
        """The line of the cursor, from 1."""
        return max(0, self.current_row()) + 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.sheet.is_editable and event.key() == Qt.Key.Key_Insert:
            row = max(1, self.current_row())
            self._keep_cursor(lambda: self.sheet.insert_row(row), row)
            return
        super().keyPressEvent(event)

    def undo(self) -> None:
        """Ctrl+Z, which is a command of the desk."""
        self._keep_cursor(self.sheet.undo, self.current_row())

    def redo(self) -> None:
        """Ctrl+Shift+Z."""
        self._keep_cursor(self.sheet.redo, self.current_row())

    def remove_rows(self) -> None:
        """Ctrl+Del: without the selected rows; the head stays."""
        if self.sheet.is_editable:
            rows = {index.row() for index in self.selectionModel().selectedRows()} | {self.current_row()}
            self._keep_cursor(lambda: self.sheet.remove_rows(sorted(rows)), min(rows))

    def _keep_cursor(self, call: Callable[[], None], row: int) -> None:
        column = max(0, self.currentIndex().column())
        call()
        self.select_row(max(0, min(row, self.sheet.rowCount() - 1)), column)

    def _paste(self, rows: list[list[str]]) -> None:
        at = self.currentIndex()
        if self.sheet.is_editable:
            self.sheet.paste(max(0, at.row()), max(0, at.column()), rows)
            self.select_row(max(0, at.row()), max(0, at.column()))

    def _shape(self) -> None:
        header = self.horizontalHeader()
        words, rows = self.fontMetrics(), min(self.sheet.rowCount(), _LOOKED_AT)
        for column in range(self.sheet.columnCount()):
            texts = (str(self.sheet.index(row, column).data()) for row in range(rows))
            wanted = max(map(words.horizontalAdvance, texts), default=0) + _ROOM
            header.resizeSection(column, max(_NARROW, min(_WIDE, wanted)))
