"""Grids and plain tables over an `EntryModel`: widths from its columns, keys of the kit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QStyleOptionViewItem, QWidget

from app.i18n import _
from app.models.entry_model import EntryModel
from app.views.kit.cell_delegate import CellDelegate
from app.views.kit.errors import find_message_bar, show_message
from app.views.kit.grid_view import GridView
from app.views.kit.nothing import say_when_empty
from app.views.kit.table_view import TableView, heading_width
from app.views.kit.tokens import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex
WIDTH_MAX = 150  # of a column that grows with its numbers
LOOKED_AT = 200  # rows at once


class EntryDelegate(CellDelegate):
    """Editors that keep the column's side and name."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setObjectName("entryCell")
        column = _model(index).columns[index.column()]
        editor.setAccessibleName(column.title)
        if column.align_right:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Qt calls this again when the row changes under the open cell: what is typed stays."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """In a marked cell also the value that stands there is keyed: it is what is meant now."""
        if isinstance(editor, QLineEdit) and _model(index).is_bad(index):
            model.setData(model.index(index.row(), index.column()), editor.text())
        else:
            super().setModelData(editor, model, index)


class EntryGrid(GridView):
    """A grid to key into. What cannot be read is refused in words, the old value stays; see `finish_editing`."""

    def __init__(self, name: str, title: str, model: EntryModel[Any]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setItemDelegate(EntryDelegate(self))
        self.setModel(model)
        shape_columns(self, model)
        model.refused.connect(self._refused)
        self._told = ""  # the refusal in the strip, until its cell is right
        model.dataChanged.connect(self._clear_told)
        model.rowsRemoved.connect(self._clear_told)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_readable(_stretching(self))

    def start(self) -> None:
        """Put the cursor into the first cell that can be keyed."""
        self.setFocus()
        model = self.model()
        if model is not None and not model.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable:
            self.go_on()

    def is_passed(self, column: int) -> bool:
        return _entries(self).columns[column].passed

    def finish_editing(self) -> bool:
        """Take what is just being keyed (a command came by its key); False while a cell was refused.

        Nothing is booked then: the value that stands there is not what was meant. The cursor goes to the cell.
        """
        editor = self.viewport().focusWidget() if self.viewport().hasFocus() else None
        editor = editor or self.findChild(QLineEdit, "entryCell")
        if isinstance(editor, QLineEdit) and editor.isVisible():
            self.commitData(editor)
            self.closeEditor(editor, self.itemDelegate().EndEditHint.NoHint)
            self.setFocus()
        bad = _entries(self).first_bad()
        if bad is not None:
            self.setFocus()
            self.select_row(bad[0], bad[1])
            self._tell(bad[2])
        return bad is None

    def _refused(self, row: int, name: str, text: str) -> None:
        self.refuse(row, name, _("“{text}” is not taken.").format(text=text[:40]))

    def refuse(self, row: int, name: str, told: str) -> None:
        """Mark a cell, and say in words which it is, what is wrong and what to key."""
        model = _entries(self)
        column, value = model.columns[model.column_of(name)], model.row(row)
        wanted = column.wanted(value) if column.wanted is not None and value is not None else ""
        where = _("Line {line}, {column}:").format(line=row + 1, column=column.title)
        words = " ".join(filter(None, (where, told, wanted)))
        model.mark_bad(row, name, words)
        self._tell(words)

    def ask_again(self, rows: Sequence[int], name: str) -> None:
        """Say that somebody changed these rows: what was keyed there is keyed again before anything is booked."""
        model = _entries(self)
        for row in reversed(rows):
            if model.flags(model.index(row, model.column_of(name))) & Qt.ItemFlag.ItemIsEditable:
                self.refuse(row, name, _("Somebody changed this line meanwhile."))
            else:
                text = _("Line {line}: somebody changed it meanwhile; what was keyed there is not kept.")
                show_message(self, text.format(line=row + 1), "warn")

    def _tell(self, words: str) -> None:
        self._told = words
        show_message(self, words, "bad")

    def _clear_told(self) -> None:
        bar = find_message_bar(self)
        if self._told and not _entries(self).has_bad():
            if bar is not None and bar.text() == self._told:
                bar.clear()
            self._told = ""


class PlainTable(TableView):
    """A short list to look at."""

    readable = 64  # it stands in narrow places, too

    def __init__(
        self, name: str, title: str, model: EntryModel[Any], *, rows: int = 0, nothing: str = ""
    ) -> None:
        self._next: QPersistentModelIndex | None = None  # where the cursor goes once its row is gone
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(model)
        model.was_set.connect(self._take_next)
        shape_columns(self, model)
        if rows:
            self.setMinimumHeight(ROW_HEIGHT * rows + ROW_HEIGHT + 6)
        if nothing:
            say_when_empty(self, nothing, model.was_set)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_readable(_stretching(self))

    def rowsAboutToBeRemoved(self, parent: Index, first: int, last: int) -> None:
        if first <= self.current_row() <= last:
            self._next = QPersistentModelIndex(self.model().index(last + 1, self.first_column()))
        super().rowsAboutToBeRemoved(parent, first, last)

    def _take_next(self) -> None:
        """Whoever goes down a list and answers row by row comes to the next one; Qt goes back, and marks nothing."""
        index, self._next = self._next, None
        if index is not None:
            self.select_row(index.row() if index.isValid() else self.model().rowCount() - 1)


def shape_columns(table: TableView, model: EntryModel[Any]) -> None:
    """Widths as the columns say; where a number is longer, its column grows."""
    header = table.horizontalHeader()
    for number, column in enumerate(model.columns):
        stretch = QHeaderView.ResizeMode.Stretch
        header.setSectionResizeMode(number, stretch if column.stretch else QHeaderView.ResizeMode.Interactive)
        if column.width:
            header.resizeSection(number, max(column.width, heading_width(header, column.title)))
    header.setStretchLastSection(not any(column.stretch for column in model.columns))
    model.rowsInserted.connect(lambda _parent, first, last: _give_room(table, model, range(first, last + 1)))
    model.dataChanged.connect(lambda one, two: _give_room(table, model, range(one.row(), two.row() + 1)))
    _give_room(table, model, range(model.rowCount()))


def _give_room(table: TableView, model: EntryModel[Any], rows: range) -> None:
    """No number is cut off as far as that is sensible: `3.3333 / 1,000` is a price, too."""
    metrics = table.fontMetrics()
    for place, column in enumerate(model.columns):
        if not column.align_right or column.stretch:
            continue
        texts = (str(model.index(row, place).data() or "") for row in rows[:LOOKED_AT])
        longest = max(texts, key=len, default="")
        room = min(metrics.horizontalAdvance(longest) + 1 + 2 * CellDelegate.padding, WIDTH_MAX)
        if longest and room > table.columnWidth(place):
            table.setColumnWidth(place, room)


def _stretching(table: TableView) -> dict[int, int]:
    """The stretching columns with the width they want at least, 0 for the usual one."""
    model = table.model()
    columns = model.columns if isinstance(model, EntryModel) else ()
    return {place: column.width for place, column in enumerate(columns) if column.stretch}


def _entries(grid: EntryGrid) -> EntryModel[Any]:
    model = grid.model()
    assert isinstance(model, EntryModel), "this grid shows entries"
    return model


def _model(index: Index) -> EntryModel[Any]:
    model = index.model()
    assert isinstance(model, EntryModel), "this grid shows entries"
    return model
