"""A CSV file as a table that is keyed: spreadsheet keys, rows added and taken out, pasted cells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from app.i18n import _
from app.models.sheet_model import SheetModel
from app.views.kit import clipboard
from app.views.kit.emptying import is_emptying
from app.views.kit.grid_view import GridView
from app.views.kit.tokens import ROW_HEIGHT
from app.views.product_models.head_strip import HeadStrip

Index = QModelIndex | QPersistentModelIndex
_NARROW, _WIDE = 64, 220
_ROOM = 28
_LOOKED_AT = 60
"""So many rows say how wide a column is."""


class SheetEdit(GridView):
    """Ins makes a row, Ctrl+Del takes rows out, Ctrl+Z and Ctrl+Shift+Z undo and redo, Ctrl+V pastes.

    Shift and the arrows mark several cells: Ctrl+C and Ctrl+X copy and cut them, Del empties them, and a single
    pasted value fills them. `refused` is told when somebody keys where nothing can be changed.
    """

    refused = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("modelTable")
        self.setAccessibleName(_("Table of {file}").format(file=name))
        self.sheet = SheetModel(self)
        self.setModel(self.sheet)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setShowGrid(True)
        side = self.verticalHeader()
        side.setVisible(True)
        side.setDefaultSectionSize(ROW_HEIGHT)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setVisible(False)
        self.strip = HeadStrip(self)
        self.rows_pasted.connect(self._paste)
        self.sheet.modelReset.connect(self._shape)

    def go_to(self, line: int) -> None:
        """Put the cursor on a line of the file, from 1."""
        self.select_row(min(line, self.sheet.rowCount()) - 1, 0)

    def line(self) -> int:
        """The line of the cursor, from 1."""
        return max(0, self.current_row()) + 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.sheet.is_editable and _changes(event):
            self.refused.emit()
        elif event.key() == Qt.Key.Key_Insert and not event.modifiers():
            row = max(1, self.current_row())
            self._keep_cursor(lambda: self.sheet.insert_row(row), row)
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy_selection()
            self._empty()
        elif is_emptying(event) and len(self.selectedIndexes()) > 1:
            self._empty()
        else:
            super().keyPressEvent(event)

    # marked cells

    def marked(self) -> QRect:
        """The marked cells: column, row, how many columns and rows; those that wait to be keyed are left out."""
        chosen = self.selectedIndexes() or [self.currentIndex()]
        rows, columns = [each.row() for each in chosen], [each.column() for each in chosen]
        left, top = max(0, min(columns)), max(0, min(rows))
        waits = int(self.sheet.is_editable)
        right = min(max(columns), max(left, self.sheet.columnCount() - 1 - waits))
        bottom = min(max(rows), max(top, self.sheet.rowCount() - 1 - waits))
        return QRect(left, top, max(1, right - left + 1), max(1, bottom - top + 1))

    def copy_selection(self) -> None:
        """Ctrl+C: the marked cells as they stand, so that they can be pasted here or in a spreadsheet."""
        at = self.marked()
        rows, columns = range(at.top(), at.bottom() + 1), range(at.left(), at.right() + 1)
        clipboard.copy_rows([[self.copied_text(row, column) for column in columns] for row in rows])

    def _empty(self) -> None:
        self._fill(self.marked(), "")

    def _fill(self, at: QRect, text: str) -> None:
        self.sheet.paste(at.top(), at.left(), [[text] * at.width()] * at.height())
        self._mark(at)

    def _mark(self, at: QRect) -> None:
        """Mark these cells, the cursor on the first."""
        self.select_row(at.top(), at.left())
        model, chosen = self.sheet, self.selectionModel()
        for row in range(at.top(), at.bottom() + 1):
            for column in range(at.left(), at.right() + 1):
                chosen.select(model.index(row, column), QItemSelectionModel.SelectionFlag.Select)

    def _paste(self, rows: list[list[str]]) -> None:
        if not self.sheet.is_editable or not rows:
            return
        at = self.marked()
        if len(rows) == len(rows[0]) == 1 and at.width() * at.height() > 1:
            self._fill(at, rows[0][0])
            return
        self.sheet.paste(at.top(), at.left(), rows)
        self._mark(QRect(at.left(), at.top(), max(map(len, rows)), len(rows)))

    # rows

    def undo(self) -> None:
        """Ctrl+Z, which is a command of the desk."""
        self._keep_cursor(self.sheet.undo, self.current_row())

    def redo(self) -> None:
        """Ctrl+Shift+Z."""
        self._keep_cursor(self.sheet.redo, self.current_row())

    def remove_rows(self) -> None:
        """Ctrl+Del: without the marked rows; the head stays."""
        if self.sheet.is_editable:
            rows = {index.row() for index in self.selectedIndexes()} | {self.current_row()}
            self._keep_cursor(lambda: self.sheet.remove_rows(sorted(rows)), min(rows))

    def _keep_cursor(self, call: Callable[[], None], row: int) -> None:
        column = max(0, self.currentIndex().column())
        call()
        self.select_row(max(0, min(row, self.sheet.rowCount() - 1)), column)

    # what is seen

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Into sight, and not below the head, which stays."""
        super().scrollTo(index, hint)
        if index.row() < 1:  # Qt asks for no index while the table is made
            return
        hidden = self.strip.height() - self.visualRect(index).top()
        if hidden > 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.strip.follow()

    def _shape(self) -> None:
        header = self.horizontalHeader()
        words, rows = self.fontMetrics(), min(self.sheet.rowCount(), _LOOKED_AT)
        for column in range(self.sheet.columnCount()):
            texts = (str(self.sheet.index(row, column).data()) for row in range(rows))
            wanted = max(map(words.horizontalAdvance, texts), default=0) + _ROOM
            header.resizeSection(column, max(_NARROW, min(_WIDE, wanted)))


def _changes(event: QKeyEvent) -> bool:
    """Whether a key would change a cell."""
    if event.key() in {Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_F2}:
        return True
    writes = event.matches(QKeySequence.StandardKey.Paste) or event.matches(QKeySequence.StandardKey.Cut)
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return writes or (not held and event.text().isprintable() and bool(event.text().strip()))
