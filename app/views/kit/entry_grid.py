"""Grids and plain tables over an `EntryModel`: widths from its columns, keys of the kit."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QStyleOptionViewItem, QWidget

from app.i18n import _
from app.models.entry_model import EntryModel
from app.views.kit.cell_delegate import CellDelegate
from app.views.kit.grid_view import GridView
from app.views.kit.table_view import TableView
from app.views.kit.tokens import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex


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


class EntryGrid(GridView):
    """A grid to key into. What cannot be read is refused beside the cell, the old value stays."""

    def __init__(self, name: str, title: str, model: EntryModel[Any]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setItemDelegate(EntryDelegate(self))
        self.setModel(model)
        shape_columns(self, model)
        model.refused.connect(self._refused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_readable(_stretching(self))

    def start(self) -> None:
        """Put the cursor into the first cell that can be keyed."""
        self.setFocus()
        model = self.model()
        if model is not None and not model.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable:
            self.go_on()

    def finish_editing(self) -> None:
        """Take what is just being keyed (a command came by its key)."""
        editor = self.viewport().focusWidget() if self.viewport().hasFocus() else None
        editor = editor or self.findChild(QLineEdit, "entryCell")
        if isinstance(editor, QLineEdit) and editor.isVisible():
            self.commitData(editor)
            self.closeEditor(editor, self.itemDelegate().EndEditHint.NoHint)
            self.setFocus()

    def _refused(self, row: int, name: str) -> None:
        model = self.model()
        assert isinstance(model, EntryModel), "this grid shows entries"
        model.mark_bad(row, name, _("This could not be read; the value before stands."))


class PlainTable(TableView):
    """A short list to look at."""

    readable = 64  # it stands in narrow places, too

    def __init__(self, name: str, title: str, model: EntryModel[Any], *, rows: int = 0) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(model)
        shape_columns(self, model)
        if rows:
            self.setMinimumHeight(ROW_HEIGHT * rows + ROW_HEIGHT + 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_readable(_stretching(self))


def shape_columns(table: TableView, model: EntryModel[Any]) -> None:
    """Widths as the columns say."""
    header = table.horizontalHeader()
    for number, column in enumerate(model.columns):
        stretch = QHeaderView.ResizeMode.Stretch
        header.setSectionResizeMode(number, stretch if column.stretch else QHeaderView.ResizeMode.Interactive)
        if column.width:
            header.resizeSection(number, column.width)
    header.setStretchLastSection(not any(column.stretch for column in model.columns))


def _stretching(table: TableView) -> dict[int, int]:
    """The stretching columns with the width they want at least, 0 for the usual one."""
    model = table.model()
    columns = model.columns if isinstance(model, EntryModel) else ()
    return {place: column.width for place, column in enumerate(columns) if column.stretch}


def _model(index: Index) -> EntryModel[Any]:
    model = index.model()
    assert isinstance(model, EntryModel), "this grid shows entries"
    return model
