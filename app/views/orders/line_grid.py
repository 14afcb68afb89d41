"""The line grid: keyed like a spreadsheet, products by type-ahead.

Enter and Tab go to the next cell that is usually keyed (SKU, quantity, discount, price) and at the end to
a new line; Shift goes back; Down in a cell keys the next line. Esc leaves the cell unchanged.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QWidget,
)

from app.i18n import _
from app.models import copied_lines
from app.models.order_columns import LOCK
from app.models.order_lines_model import OrderLinesModel
from app.views.kit.cell_delegate import DOT, GAP
from app.views.kit.emptying import empty_cell, is_emptying
from app.views.kit.search_popup import SearchPopup
from app.views.kit.table_view import TableView
from app.views.orders.line_delegate import LOCK_PIXELS, AskProducts, LineCell, LineDelegate, direction_of
from app.views.orders.steady_cursor import SteadyCursor

Index = QModelIndex | QPersistentModelIndex
STOPS = ("sku", "quantity", "discount", "price")
PASSED_BY = {"discount": ("quantity", "discount")}  # by Enter; others that are priced by hand: the discount
LOCK_GAP = 8  # on both sides of the lock
WIDTH_MAX = 150  # of a column that fits its texts; no number of ours is wider
HIDDEN_BELOW = {"list": 760, "unit": 700, "available": 620}


class LineGrid(TableView):
    """The grid. It asks; the page decides."""

    marks_current_cell = True
    copies_hidden = True  # without its unit a line could not be pasted again
    product_chosen = Signal(int, object)  # row, ProductHit
    paste_wanted = Signal()
    left_top = Signal()  # Shift+Enter in the first cell
    line_changed = Signal(str)  # key of the current line, "" for the empty one
    given_up = Signal(str, str)  # line key, column: Esc left the cell with what stood there before

    def __init__(self, model: OrderLinesModel, ask: AskProducts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderLines")
        self.setAccessibleName(_("Order lines"))
        self.setWhatsThis(
            _(
                "The lines of the order. Type to replace a cell, F2 edits it, Enter goes on. Rows of a sheet are pasted"
                " with Ctrl+V; those that name no article wait below."
            )
        )
        self._lines = model
        self.refused: dict[tuple[str, str], str] = {}  # by line key and column what was keyed and not taken
        self._shown_key = ""
        self._longest = [0] * len(model.columns)  # characters
        self._widths = [0] * len(model.columns)
        self.cursor_keeper = SteadyCursor(self, model)
        self.setModel(model)
        self.cursor_keeper.begin()
        delegate = LineDelegate(self, model, ask)
        delegate.product_chosen.connect(self.product_chosen)
        delegate.left.connect(self._go_on)
        delegate.paste_wanted.connect(self.paste_wanted)
        delegate.closeEditor.connect(self._closed)
        self.setItemDelegate(delegate)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._shape()
        self.selectionModel().currentChanged.connect(self._current_changed)
        every = range(len(model.columns))
        model.rowsInserted.connect(lambda _parent, first, last: self._fit(range(first, last + 1), every))
        model.dataChanged.connect(self._fit_changed)
        model.rowsInserted.connect(lambda *_a: QTimer.singleShot(0, self, self._tell_line))
        model.rowsRemoved.connect(lambda *_a: QTimer.singleShot(0, self, self._tell_line))

    def more_heads(self) -> list[str]:
        return copied_lines.more_heads()

    def more_cells(self, row: int) -> list[str]:
        return copied_lines.more_cells(self._lines.line_at(row))

    def _shape(self) -> None:
        header = self.horizontalHeader()
        for place, column in enumerate(self._lines.columns):
            title = header.fontMetrics().horizontalAdvance(column.title)
            self._widths[place] = max(column.width, title + 2 * LineDelegate.padding)
            self.setColumnWidth(place, self._widths[place])
        text = self._lines.column_of("text")
        header.setSectionResizeMode(text, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        numbers = self.verticalHeader()
        numbers.show()
        numbers.setFixedWidth(40)
        numbers.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        numbers.setHighlightSections(False)

    def _fit_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        columns = range(first.column(), last.column() + 1)
        self._fit(range(first.row(), last.row() + 1), columns)

    def _fit(self, rows: range, columns: range) -> None:
        """No number is cut off: a column grows with its longest text, and the description gives way."""
        text_column = self._lines.column_of("text")
        for place in columns:
            for row in rows if place != text_column else ():
                text, is_right, _quiet, state = self._lines.cell(row, place)
                longer = (
                    len(text) + 2 * (state is not None) - self._longest[place]
                )  # a dot stands before a state
                is_number = is_right and text[-1:].isdecimal()  # digits are alike, letters are not
                if longer > 0 or (longer == 0 and not is_number):
                    self._longest[place] += longer
                    self._give_room(place, text, has_dot=state is not None)

    def _give_room(self, place: int, text: str, *, has_dot: bool) -> None:
        shown = text.removeprefix(LOCK).strip()
        room = self.fontMetrics().horizontalAdvance(shown) + 1 + 2 * LineDelegate.padding
        room += LOCK_PIXELS + LOCK_GAP if text.startswith(LOCK) else 0
        room = min(room + (DOT + GAP if has_dot else 0), WIDTH_MAX)
        if room > self._widths[place]:
            self._widths[place] = room
            if room > self.columnWidth(place):
                self.setColumnWidth(place, room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the columns that are only read give way to those that are keyed."""
        super().resizeEvent(event)
        width = event.size().width()
        for name, least in HIDDEN_BELOW.items():
            self.setColumnHidden(self._lines.column_of(name), width < least)
        self._lines.join_units(joined=width < HIDDEN_BELOW["unit"])

    def current_key(self) -> str:
        """The key of the line under the cursor, "" on the empty line."""
        return self._lines.key_at(self.currentIndex().row())

    def cell_at(self, index: Index) -> tuple[str, str]:
        """The line key and the column's name of a place."""
        return self._lines.key_at(index.row()), self._lines.columns[index.column()].name

    def _closed(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        if hint == QAbstractItemDelegate.EndEditHint.RevertModelCache and isinstance(editor, LineCell):
            self.given_up.emit(*self.cell_at(editor.place))

    def rows_to_copy(self) -> list[int]:
        rows = [row for row in super().rows_to_copy() if self._lines.key_at(row)]
        return [row for row in rows if not self._lines.is_part_at(row)]  # they come with their kit

    def setCurrentIndex(self, index: Index) -> None:
        """Where the program moves the cursor one row is chosen, whatever keys are held (Ctrl+Shift+F inserts)."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def edit_cell(self, row: int, name: str) -> None:
        """Put the cursor into a cell and start keying."""
        index = self._lines.index(row, self._lines.column_of(name))
        self.setCurrentIndex(index)
        self.setFocus()
        if self._lines.may_key(row, index.column()):
            self.edit(index)

    def edit_key(self, key: str, name: str) -> None:
        """Start keying in a line's cell."""
        row = self._lines.row_of(key)
        if row >= 0:
            self.edit_cell(row, name)

    def edit_new_line(self) -> None:
        """Start keying on the empty line at the end."""
        self.edit_cell(self._lines.rowCount() - 1, "sku")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # no cell is open: the page asks whether to leave
            return
        index = self.currentIndex()
        direction = direction_of(event)
        if direction in {-1, 1} and index.isValid():
            self._go_on(index.row(), index.column(), direction)
            return
        if is_emptying(event):
            if self._lines.key_at(index.row()):
                empty_cell(self)
            return
        lookup = (event.key() == Qt.Key.Key_F4 and not event.modifiers()) or (
            event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if lookup and index.isValid():
            self._look_up(index.row())
            return
        letter = event.text().strip()
        is_copy = event.matches(QKeySequence.StandardKey.Copy)  # selected rows stay selected
        is_letter = bool(letter) and letter.isprintable() and not is_copy
        if is_letter and index.isValid() and not self._lines.key_at(index.row()):
            self.setCurrentIndex(index.siblingAtColumn(self._lines.column_of("sku")))  # a line begins there
        super().keyPressEvent(event)

    def look_up(self, key: str) -> None:
        """Show the articles for what stands in a line."""
        row = self._lines.row_of(key)
        if row >= 0:
            self._look_up(row)

    def _look_up(self, row: int) -> None:
        self.edit_cell(row, "sku")
        popup = self.findChild(SearchPopup)
        if popup is not None:
            popup.open_now()

    def _stops(self, row: int) -> list[int]:
        """The columns that Enter visits in this row."""
        stops = [self._lines.column_of(name) for name in STOPS]
        kept = [column for column in stops if self._lines.may_key(row, column)]
        text = self._lines.column_of("text")
        if self._lines.column_of("sku") not in kept and self._lines.may_key(row, text):
            passed = [
                self._lines.column_of(name) for name in PASSED_BY.get(self._lines.kind_at(row), ("discount",))
            ]
            return [text, *(column for column in kept if column not in passed)]
        return kept

    def _go_on(self, row: int, column: int, direction: int) -> None:
        """From a cell to the next, the one before, or the line below."""
        if direction == 2:
            self.edit_cell(self._lines.keyed_row_below(row), "sku")
            return
        place = self._next_stop(row, column, direction)
        if place is None:
            self.left_top.emit()
            return
        self.edit_cell(place[0], self._lines.columns[place[1]].name)

    def _next_stop(self, row: int, column: int, direction: int) -> tuple[int, int] | None:
        rows = self._lines.rowCount()
        here = [
            (row, stop) for stop in self._stops(row) if (stop > column) == (direction > 0) and stop != column
        ]
        if here:
            return here[0] if direction > 0 else here[-1]
        other = row + direction
        while 0 <= other < rows:
            stops = self._stops(other)
            if stops:
                return other, stops[0] if direction > 0 else stops[-1]
            other += direction
        return (row, column) if direction > 0 else None

    def _current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell_line()

    def _tell_line(self) -> None:
        key = self.current_key()
        if key != self._shown_key:
            self._shown_key = key
            self.line_changed.emit(key)
