"""A CSV file as cells: the head is the first row, and one row and one column more wait to be keyed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from app.domain.model_drafts.tables import Rows, rows_of, text_of
from app.domain.product_models.reading.tables import delimiter_of
from app.models.rows_model import QUIET_ROLE, STATE_ROLE

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MOST_UNDONE = 200


class SheetModel(QAbstractTableModel):
    """Rows are numbered as the lines of the file, from 1; `changed` follows every deed and its undoing."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows = [[""]]
        self._delimiter = ";"
        self._undone: list[Rows] = []
        self._done: list[Rows] = []
        self._marks: dict[int, str] = {}
        self.is_editable = True

    def show_text(self, text: str) -> None:
        """Show the rows of a text; nothing before it can be undone."""
        self.beginResetModel()
        self._delimiter = delimiter_of(text)
        self._rows = rows_of(text) or [[""]]
        self._done, self._undone = [], []
        self.endResetModel()

    def take_text(self, text: str) -> None:
        """Show the rows of a text that was keyed elsewhere, as one deed that can be undone; `changed` is not told."""
        rows = rows_of(text) or [[""]]
        if rows != self._rows:
            self._delimiter = delimiter_of(text)
            self._remember()
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def text(self) -> str:
        """The text of the file."""
        return text_of(self._rows, self._delimiter)

    def mark(self, marks: dict[int, str]) -> None:
        """By line: "bad" or "warn", what its row is marked with."""
        self._marks = marks
        if self._rows:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows) + self.is_editable

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._width() + self.is_editable

    def _width(self) -> int:
        return max(map(len, self._rows), default=1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return self._cell(row, column)
        if role == Qt.ItemDataRole.FontRole and row == 0:
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == STATE_ROLE and column == 0:
            return self._marks.get(row + 1)
        if role == QUIET_ROLE:
            return False
        return None

    def _cell(self, row: int, column: int) -> str:
        cells = self._rows[row] if row < len(self._rows) else []
        return cells[column] if column < len(cells) else ""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(section + 1) if orientation == Qt.Orientation.Vertical else self._cell(0, section)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.is_editable else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value or "").strip()
        if role != Qt.ItemDataRole.EditRole or not self.is_editable:
            return False
        if text != self._cell(index.row(), index.column()):
            self.paste(index.row(), index.column(), [[text]])
        return True

    # deeds

    def paste(self, row: int, column: int, cells: Sequence[Sequence[str]]) -> None:
        """Write cells from a place on; rows and columns that are missing are made."""
        rows = [list(each) for each in self._rows]
        width = max(self._width(), column + max(map(len, cells), default=0))
        while len(rows) < row + len(cells):
            rows.append([])
        for at, texts in enumerate(cells, row):
            rows[at] = [*rows[at], *[""] * (width - len(rows[at]))]
            rows[at][column : column + len(texts)] = [text.strip() for text in texts]
        self._become(rows)

    def insert_row(self, row: int) -> None:
        """An empty row before this one; never before the head."""
        at = max(1, min(row, len(self._rows)))
        self._become([*self._rows[:at], [""] * self._width(), *self._rows[at:]])

    def remove_rows(self, rows: Sequence[int]) -> None:
        """Without these rows; the head stays."""
        gone = {row for row in rows if 0 < row < len(self._rows)}
        if gone:
            self._become([cells for row, cells in enumerate(self._rows) if row not in gone])

    def undo(self) -> None:
        """Take the last deed back."""
        if self._done:
            self._undone.append(self._rows)
            self._turn(self._done.pop())

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._undone:
            self._done.append(self._rows)
            self._turn(self._undone.pop())

    def _become(self, rows: Rows) -> None:
        self._remember()
        self._turn(rows)

    def _remember(self) -> None:
        self._done = [*self._done[-_MOST_UNDONE:], self._rows]
        self._undone = []

    def _turn(self, rows: Rows) -> None:
        if len(rows) == len(self._rows) and max(map(len, rows)) == self._width():
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        self.changed.emit()
