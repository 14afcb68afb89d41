"""The table of every list: rows of 29 px, one Tab stop, keys and copying as in a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.models.columns import Column
from app.models.rows_model import RowsModel
from app.views.kit import clipboard, theme
from app.views.kit.cell_delegate import PADDING, CellDelegate
from app.views.kit.row_delegate import RowDelegate
from app.views.kit.tokens import ROW_HEIGHT

COPY_ROWS_MAX = 10_000
_READABLE = 110  # pixels; what a stretching column without a width keeps, so that its texts can be read


class TableView(QTableView):
    """A list. Enter or a double click: `row_activated`; Ctrl+C copies the selected rows as TSV."""

    row_activated = Signal(int)
    row_changed = Signal(int)  # the current row, -1 for none
    marks_current_cell = False
    copies_hidden = False  # columns that are not in sight are copied, too
    readable = _READABLE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(CellDelegate(self))
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._shape_headers()
        self.doubleClicked.connect(lambda index: self.row_activated.emit(index.row()))

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is None:
            return
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        if isinstance(model, RowsModel):
            self.setItemDelegate(RowDelegate(model, self))
            self._shape_columns(model.columns)

    def is_keying(self) -> bool:
        """Whether a cell is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def close_editor(self) -> None:
        """Write and close the open cell, if there is one."""
        if self.is_keying():
            self.setFocus()  # the cell loses the focus, which writes it

    def enable_sorting(self) -> None:
        """Let a click on a header sort by that column, where the model can."""
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def current_row(self) -> int:
        """The row the cursor is on, -1 for none."""
        return self.currentIndex().row()

    def select_row(self, row: int, column: int | None = None) -> None:
        """Put the cursor on a row and bring it into sight."""
        model = self.model()
        if model is not None and 0 <= row < model.rowCount():
            place = self.first_column() if column is None else column
            self.setCurrentIndex(model.index(row, place))

    def selected_rows(self) -> list[int]:
        """The selected rows from top to bottom."""
        chosen = self.selectionModel()
        selection = chosen.selection()
        parts = [selection.at(number) for number in range(selection.count())]
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def rows_to_copy(self) -> list[int]:
        """The selected rows; a grid leaves out the one that only invites to key."""
        return self.selected_rows()

    def first_column(self) -> int:
        """The first column in sight."""
        header = self.horizontalHeader()
        shown = (header.logicalIndex(place) for place in range(header.count()))
        return next((column for column in shown if not self.isColumnHidden(column)), 0)

    def copy_selection(self) -> None:
        """Copy the selected rows with their headings (at most 10,000)."""
        model = self.model()
        header = self.horizontalHeader()
        places = [header.logicalIndex(place) for place in range(header.count())]
        columns = [column for column in places if self.copies_hidden or not self.isColumnHidden(column)]
        heads = [str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns]
        rows = [
            [*(self.copied_text(row, column) for column in columns), *self.more_cells(row)]
            for row in self.rows_to_copy()[:COPY_ROWS_MAX]
        ]
        clipboard.copy_rows([[*heads, *self.more_heads()], *rows])

    def copied_text(self, row: int, column: int) -> str:
        """A cell as it is copied."""
        return str(self.model().index(row, column).data() or "")

    def more_heads(self) -> list[str]:
        """Headings that are copied beside those of the columns."""
        return []

    def more_cells(self, _row: int) -> list[str]:
        """What is copied under them."""
        return []

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Only the marked cell looks another way with the focus; Qt would paint all cells anew at each one keyed."""
        index = self.currentIndex()
        if index.isValid():
            # as in Qt: dead keys begin a cell that may be edited, as letters do
            composes = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, composes)
            self.update(index)
        else:
            super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.currentIndex().isValid():
            self.update(self.currentIndex())
        else:
            super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._wants_enter():
            self.row_activated.emit(self.current_row())
            return
        if plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._jumps_rows():
            model = self.model()
            last = model.rowCount() - 1 if model is not None else -1
            self.select_row(0 if event.key() == Qt.Key.Key_Home else last)
            return
        super().keyPressEvent(event)

    def _wants_enter(self) -> bool:
        return self.currentIndex().isValid() and self._jumps_rows()

    def _jumps_rows(self) -> bool:
        return self.editTriggers() == QAbstractItemView.EditTrigger.NoEditTriggers

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        model = self.model()
        if isinstance(model, RowsModel):
            self._keep_readable({n: each.width for n, each in enumerate(model.columns) if each.stretch})

    def _keep_readable(self, stretching: dict[int, int]) -> None:
        """In a narrow list all scrolls sideways rather than leave the stretching columns less than their width."""
        header = self.horizontalHeader()
        others = sum(header.sectionSize(place) for place in range(header.count()) if place not in stretching)
        least = {place: width or self.readable for place, width in stretching.items()}
        fits = self.viewport().width() - others >= sum(least.values())
        mode = QHeaderView.ResizeMode.Stretch if fits else QHeaderView.ResizeMode.Interactive
        for place, width in least.items():
            if header.sectionResizeMode(place) != mode:
                header.setSectionResizeMode(place, mode)
                header.resizeSection(place, width)

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.row_changed.emit(current.row())

    def _shape_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        theme.embolden(header)
        header.setSectionsMovable(True)
        header.setResizeContentsPrecision(50)
        header.setMinimumSectionSize(32)
        header.setFixedHeight(ROW_HEIGHT + 2)

    def _shape_columns(self, columns: tuple[Column[object], ...]) -> None:
        header = self.horizontalHeader()
        for number, column in enumerate(columns):
            header.setSectionResizeMode(number, _resize_mode(column))
            if column.width:
                header.resizeSection(number, max(column.width, heading_width(header, column.title)))
        header.setStretchLastSection(not any(column.stretch for column in columns))


def heading_width(header: QHeaderView, title: str) -> int:
    """What a column has at least in the beginning, so that its heading is not cut off."""
    return header.fontMetrics().horizontalAdvance(title) + 2 * PADDING


def _resize_mode(column: Column[object]) -> QHeaderView.ResizeMode:
    return QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
