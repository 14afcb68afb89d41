"""The grid over a `CellsModel`: texts, choices, ticks and type-ahead in cells; paste from a sheet; Ctrl+Del."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from app.i18n import _, n_
from app.models.cells_model import CHOICES_ROLE, CellColumn, CellRow, CellsModel, PastedName, Picked
from app.views.kit.cell_delegate import CellDelegate
from app.views.kit.cut_combo_box import SteadyComboBox
from app.views.kit.errors import show_message
from app.views.kit.field_state import shown_date
from app.views.kit.grid_view import GridView
from app.views.kit.record_texts import told_lines
from app.views.kit.scrolled import follow_cursor
from app.views.kit.search_popup import SearchPopup, SearchRow
from app.views.kit.tokens import ROW_HEIGHT

STRETCH_LEAST = 150  # so wide a stretching column stays while the others can give way
NARROWEST = 0.75
HEADING_ROOM = 18  # pixels beside a heading's words
WIDE_DAY = date(2028, 9, 28)  # takes as much room as days do
Index = QModelIndex | QPersistentModelIndex
PickRows = Callable[[Sequence[SearchRow]], None]
AskPicks = Callable[[str, PickRows], None]  # answers with rows whose value is a `Picked`


def _told_left_out(cells: Sequence[str]) -> str:
    told = n_(
        "{count} pasted cell has no column here and was left out: {first}",
        "{count} pasted cells have no column here and were left out, such as {first}",
        len(cells),
    )
    return told.format(count=len(cells), first=cells[0])


class CellsDelegate(CellDelegate):
    """Editors by the column's kind."""

    def __init__(self, grid: CellsGrid) -> None:
        super().__init__(grid)
        self.picks: dict[str, AskPicks] = {}

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, CellsModel), "the grid shows cells"
        column = model.columns[index.column()]
        if column.kind == "choice":
            return _choice_editor(parent, index.data(CHOICES_ROLE))
        editor = super().createEditor(parent, option, index)
        if column.kind == "number" and isinstance(editor, QLineEdit):
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if column.kind == "pick" and isinstance(editor, QLineEdit):
            self._attach_popup(editor, self.picks[column.name])
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit) and not editor.isModified():  # what is typed stays
            editor.setText(value.text if isinstance(value, Picked) else str(value or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        place = model.index(index.row(), index.column())
        if isinstance(editor, QComboBox):
            model.setData(place, editor.currentData())
            return
        assert isinstance(editor, QLineEdit), "cells are keyed in lines or chosen"
        picked = editor.property("picked")
        if isinstance(model, CellsModel) and model.columns[index.column()].kind == "pick":
            if isinstance(picked, Picked):
                model.setData(place, picked)
            elif editor.text().strip() and model.columns[index.column()].takes_text:
                model.setData(place, Picked(0, editor.text().strip()))
            elif not editor.text().strip():
                model.setData(place, None)
            return
        model.setData(place, editor.text())

    @staticmethod
    def _attach_popup(editor: QLineEdit, ask: AskPicks) -> None:
        def question(text: str) -> None:
            editor.setProperty("picked", None)
            ask(text, lambda rows: popup.put(rows, text=text))

        popup = SearchPopup(editor, question)
        popup.chosen.connect(lambda value: editor.setProperty("picked", value))


def _choice_editor(parent: QWidget, choices: Sequence[tuple[object, str]]) -> QComboBox:
    box = SteadyComboBox(parent)
    for value, text in choices:
        box.addItem(text, value)
    return box


class CellsGrid(GridView):
    """Ctrl+Del takes a row out, Space ticks, Ctrl+V pastes a sheet's cells from the cursor on.

    `ends_with`: the tick that goes in place of a row that is in the database and stays there.
    """

    beside_wanted = Signal(str)  # the field of this column, of the row under the cursor
    copies_hidden = True  # what stands beside the grid goes along, and can be pasted again

    def __init__(
        self, model: CellsModel, *, can_remove: bool = True, ends_with: str = "", rows_shown: int = 0
    ) -> None:
        super().__init__()
        self.cells = model
        self._can_remove = can_remove and not ends_with
        self._ends_with = ends_with
        self._rows_shown = rows_shown
        self._share = 1.0
        self._delegate = CellsDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self._shape()
        self.rows_pasted.connect(self._paste)
        self.find_names: Callable[[Sequence[PastedName]], None] | None = None  # their records, in a job
        self._stood: tuple[CellRow, int, int] | None = None
        model.modelAboutToBeReset.connect(self._remember_cursor)
        model.modelReset.connect(self._restore_cursor)
        if rows_shown:
            for told in (model.rowsInserted, model.rowsRemoved, model.modelReset):
                told.connect(self._fit)
            self.horizontalScrollBar().rangeChanged.connect(self._fit)
            self._fit()

    def set_pick(self, name: str, ask: AskPicks) -> None:
        """Say who answers the type-ahead of a column of kind "pick"."""
        self._delegate.picks[name] = ask

    def remove_current(self) -> bool:
        """Take out the row of the cursor; False where rows that are in the database stay."""
        row = self.current_row()
        record = self.cells.row_at(row)
        if record is None or not self.cells.is_editable:
            return False
        if not self._can_remove and self.cells.is_kept(record):
            return self._end(row)
        self.cells.remove_row(row)
        self.select_row(min(row, self.cells.rowCount() - 1))
        return True

    def _end(self, row: int) -> bool:
        """It stays for the papers that name it, but nobody is offered it any more."""
        if not self._ends_with:
            return False
        title = self.cells.columns[self.cells.column_number(self._ends_with)].title
        if self.cells.key_cell(row, self._ends_with, False):
            told = _("The row stays for the papers that name it: “{column}” is unticked. Ctrl+S saves.")
            show_message(self, told.format(column=title), "info")
        return True

    def go_to(self, row: int, name: str) -> None:
        """Put the cursor on a cell, and of one that is keyed beside the grid the keys into its field."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        column = self.cells.column_number(name)
        if self.cells.columns[column].beside:
            self.select_row(row, max(0, self.currentIndex().column()))
            self.beside_wanted.emit(name)
        else:
            self.select_row(row, column)
        follow_cursor(self)  # also where the cursor stood there already, and the page was scrolled away

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The page of cards that it stands in goes along: it is as high as its rows and scrolls nothing itself."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            follow_cursor(self)

    def edit(  # type: ignore[override]  # one for both of Qt's
        self,
        index: QModelIndex,
        trigger: QAbstractItemView.EditTrigger = QAbstractItemView.EditTrigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        """Ticks are set by Space or a click; no editor opens over them."""
        kind = self.cells.columns[index.column()].kind if index.isValid() else ""
        is_space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if kind == "check" and (event is None or (isinstance(event, QKeyEvent) and not is_space)):
            return False
        return bool(super().edit(index, trigger, event))  # type: ignore[arg-type]  # Qt takes none

    def is_passed(self, column: int) -> bool:
        return self.cells.columns[column].passed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_Delete and self.remove_current():
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._narrow()

    def _narrow(self) -> None:
        """Where there is not room for all columns they give way together, not the stretching one alone."""
        least = sum(min(each.width, STRETCH_LEAST) for each in self.cells.columns if each.stretch)
        share = self._share_of(self.viewport().width() - least) if least else 1.0
        header = self.horizontalHeader()
        if share != self._share:
            self._share = share
            self._resize_others(header, share)
        self._keep_readable(
            {n: min(each.width, STRETCH_LEAST) for n, each in enumerate(self.cells.columns) if each.stretch}
        )

    def _share_of(self, room: int) -> float:
        """How much of their width the other columns get: those that are as narrow as their titles give no more."""
        others = [each for each in self.cells.columns if not each.stretch and not each.beside]
        least = {each.name: self._least(each) for each in others}
        share, titled = 1.0, 0
        while others:
            share = max(NARROWEST, min(1.0, (room - titled) / sum(each.width for each in others)))
            giving = [each for each in others if least[each.name] <= each.width * share]
            titled += sum(
                min(each.width, least[each.name]) for each in others if least[each.name] > each.width * share
            )
            if len(giving) == len(others):
                break
            others = giving
        return share

    def _least(self, column: CellColumn) -> int:
        """Below it a column gives no more: its title, its sample with all choices, a day as written are read whole."""
        words = self.horizontalHeader().fontMetrics()
        texts = [column.title, shown_date(WIDE_DAY) if column.kind == "date" else column.sample]
        texts += [word for _value, word in column.choices] if column.sample else []
        return max(map(words.horizontalAdvance, texts)) + HEADING_ROOM

    def _resize_others(self, header: QHeaderView, share: float) -> None:
        for number, column in enumerate(self.cells.columns):
            if not column.stretch and not column.beside:
                least = min(column.width, self._least(column))
                header.resizeSection(number, max(least, int(column.width * share)))

    def _remember_cursor(self) -> None:
        at = self.currentIndex()
        row = self.cells.row_at(at.row())
        self._stood = (row, at.row(), at.column()) if row is not None else None

    def _restore_cursor(self) -> None:
        """The record was read again: the cursor stays on its row."""
        if self._stood is not None:
            row, number, column = self._stood
            self.select_row(self.cells.place_of(row, number), column)

    def copied_text(self, row: int, column: int) -> str:
        return self.cells.copied_text(row, column)

    def _paste(self, rows: list[list[str]]) -> None:
        at = self.currentIndex()
        names = self.cells.paste(max(0, at.row()), max(0, at.column()), rows)
        if names and self.find_names is not None:
            self.find_names(names)
        else:
            self.tell_unread()

    def tell_unread(self) -> None:
        """Say which pasted cells are still to be keyed, and which found no column."""
        lines = [*self.cells.told_errors()] if self.cells.has_unread() else []
        left_out, self.cells.left_out = self.cells.left_out, ()
        if lines or left_out:
            told = [_told_left_out(left_out)] if left_out else []
            show_message(self, told_lines([*told, *lines]), "bad" if lines else "warn")

    def _fit(self) -> None:
        """As high as its rows, up to the number given: the page scrolls, not the grid."""
        rows = max(2, min(self.cells.rowCount(), self._rows_shown))
        bar = self.horizontalScrollBar()
        scrolls = bar.sizeHint().height() if bar.maximum() > 0 else 0  # else it would lie over the last row
        self.setFixedHeight((rows + 1) * ROW_HEIGHT + 6 + scrolls)

    def _shape(self) -> None:
        header = self.horizontalHeader()
        for number, column in enumerate(self.cells.columns):
            stretch = QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(
                number, stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            )
            header.resizeSection(number, column.width)
            header.setSectionHidden(number, column.beside)
        header.setStretchLastSection(not any(column.stretch for column in self.cells.columns))
