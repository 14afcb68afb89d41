"""The editable grid: spreadsheet keys on top of the table. Enter goes on cell by cell, at the end to a new line."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from app.views.kit import clipboard
from app.views.kit.cell_delegate import CellDelegate
from app.views.kit.emptying import empty_cell, is_emptying
from app.views.kit.table_view import TableView

_Hint = QAbstractItemDelegate.EndEditHint
_Trigger = QAbstractItemView.EditTrigger


class GridView(TableView):
    """Typing or F2 edits the cell, Del empties it; Enter and Tab go on to the next editable one, with Shift back.

    Past the last cell `line_wanted` asks for a new line; before the first and after an empty grid the focus
    leaves. Ctrl+V gives the pasted rows to `rows_pasted`.
    """

    line_wanted = Signal()
    rows_pasted = Signal(object)  # list[list[str]]
    cell_closed = Signal()  # its text is written, or given up, and the cursor has gone on
    marks_current_cell = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(_Trigger.AnyKeyPressed | _Trigger.EditKeyPressed | _Trigger.DoubleClicked)

    def go_on(self, *, back: bool = False) -> bool:
        """Move to the next editable cell (or back); False when there is none."""
        place = self._next_cell(back=back)
        if place is not None:
            self.setCurrentIndex(place)
            return True
        if not back:
            self.line_wanted.emit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        rest = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        key = event.key()
        if self.state() == QAbstractItemView.State.EditingState and not self.hasFocus():
            event.ignore()  # a line edit passes Enter up; the delegate will close it
        elif not rest and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on(back=shift)
        elif is_emptying(event):
            empty_cell(self)
        elif rest == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_V:
            self.rows_pasted.emit(clipboard.pasted_rows())
        elif not rest and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = shift or key == Qt.Key.Key_Backtab
            if not self.go_on(back=back) and back:
                self.focusNextPrevChild(False)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  (Qt's name)
        """Tab moves inside the grid while there is a cell to go to."""
        if self.state() == QAbstractItemView.State.EditingState or self._next_cell(back=not next) is None:
            return super().focusNextPrevChild(next)
        return self.go_on(back=not next)

    def closeEditor(self, editor: QWidget, hint: _Hint) -> None:
        """After Enter or Tab in the editor on to the next editable cell, with Shift back; Escape stays."""
        super().closeEditor(editor, _Hint.NoHint)
        if hint != _Hint.NoHint:  # else the focus went elsewhere
            self._go_on_after(hint)
        self.cell_closed.emit()

    def _go_on_after(self, hint: _Hint) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        delegate = self.itemDelegate()
        shift_enter = isinstance(delegate, CellDelegate) and delegate.shift_enter
        if hint == _Hint.EditPreviousItem or (hint == _Hint.SubmitModelCache and shift_enter):
            self.go_on(back=True)
        elif hint in (_Hint.EditNextItem, _Hint.SubmitModelCache):
            self.go_on()

    def is_passed(self, column: int) -> bool:
        """Whether Enter and Tab go past a column that may be keyed; the arrows reach it."""
        return False

    def _next_cell(self, *, back: bool) -> QModelIndex | None:
        model, current = self.model(), self.currentIndex()
        header = self.horizontalHeader()
        columns = [header.logicalIndex(place) for place in range(header.count())]
        columns = [column for column in columns if not self.isColumnHidden(column)]
        step = -1 if back else 1
        row = max(0, current.row())
        at = columns.index(current.column()) + step if current.isValid() else 0
        while 0 <= row < model.rowCount():
            while 0 <= at < len(columns):
                index = model.index(row, columns[at])
                if model.flags(index) & Qt.ItemFlag.ItemIsEditable and not self.is_passed(columns[at]):
                    return index
                at += step
            row += step
            at = len(columns) - 1 if back else 0
        return None
