"""What opens over a list: the saved views of a person, and which columns are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.i18n import _
from app.views.kit.cards import muted_label
from app.views.kit.page_popup import PagePopup

if TYPE_CHECKING:
    from app.services.saved_views import NamedView
    from app.views.kit.table_view import TableView

_WIDTH = 340
_ROW = 31
_ROWS_SHOWN = 12
_STEP = 10  # pixels a key widens a column by
_ID = int(Qt.ItemDataRole.UserRole)
_CTRL = Qt.KeyboardModifier.ControlModifier


class ListPopup(PagePopup):
    """A small list over the page."""

    wide = _WIDTH

    def __init__(self, title: str, hint: str, owner: QWidget) -> None:
        super().__init__(title, owner)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.watch(self.list)
        self.column.addWidget(self.list, 1)
        self._hint = muted_label(hint)
        self._hint.setWordWrap(True)
        self.column.addWidget(self._hint)

    def first_stop(self) -> QWidget:
        return self.list

    def place(self, anchor: QWidget) -> None:
        window = self.window()
        rows = max(1, min(_ROWS_SHOWN, self.list.count()))
        self.list.setFixedHeight(_ROW * rows + 2)
        height = min(self.sizeHint().height(), window.height() - 80)
        is_right = anchor.mapTo(window, QPoint()).x() > window.width() // 2
        corner = anchor.mapTo(
            window, QPoint(anchor.width() - self.wide if is_right else 0, anchor.height() + 4)
        )
        left = max(8, min(corner.x(), window.width() - self.wide - 8))
        top = max(8, min(corner.y(), window.height() - height - 8))
        self.setGeometry(left, top, self.wide, height)


class ViewsPopup(ListPopup):
    """Saved views: Enter takes one, F2 renames, Del deletes; a name and Enter save the list as it stands."""

    picked = Signal(object)  # NamedView
    save_wanted = Signal(str)
    rename_wanted = Signal(int, str)
    delete_wanted = Signal(int)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(_("Saved views"), _("Enter takes it  ·  F2 renames  ·  Del deletes"), owner)
        self.list.setObjectName("savedViews")
        self.name = QLineEdit()
        self.name.setObjectName("viewName")
        self.name.setAccessibleName(_("Name of the view"))
        self.watch(self.name)
        self.column.addWidget(self.name)
        self.list.itemClicked.connect(lambda _item: self._pick())
        self._views: tuple[NamedView, ...] = ()
        self._renamed = 0
        self._ask_name()

    def show_views(self, views: Sequence[NamedView]) -> None:
        """Fill the list; the cursor stays about where it was."""
        row = max(0, self.list.currentRow())
        self._views = tuple(views)
        self.list.clear()
        for view in views:
            self.list.addItem(view.name)
        self.list.setCurrentRow(min(row, len(views) - 1))
        self._ask_name()

    def first_stop(self) -> QWidget:
        return self.list if self._views else self.name

    def press(self, watched: QObject, event: QKeyEvent) -> bool:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.name:
            if is_enter:
                self._take_name()
                return True
            if event.key() == Qt.Key.Key_Up and self._views:
                self.list.setFocus()
                return True
            return super().press(watched, event)
        if is_enter:
            self._pick()
        elif event.key() == Qt.Key.Key_Delete:
            self._delete()
        elif event.key() == Qt.Key.Key_F2:
            self._rename()
        elif event.key() == Qt.Key.Key_Down and self.list.currentRow() == len(self._views) - 1:
            self.name.setFocus()
        else:
            return super().press(watched, event)
        return True

    def takes(self, event: QKeyEvent) -> bool:
        in_name = self.name.hasFocus() and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2)
        return not in_name and super().takes(event)

    def _current(self) -> NamedView | None:
        row = self.list.currentRow()
        return self._views[row] if 0 <= row < len(self._views) else None

    def _pick(self) -> None:
        view = self._current()
        if view is not None:
            self.close_now()
            self.picked.emit(view)

    def _delete(self) -> None:
        view = self._current()
        if view is not None:
            self.delete_wanted.emit(view.id)

    def _rename(self) -> None:
        view = self._current()
        if view is not None:
            self._renamed = view.id
            self.name.setPlaceholderText(_("New name of “{name}”").format(name=view.name))
            self.name.setText(view.name)
            self.name.selectAll()
            self.name.setFocus()

    def _take_name(self) -> None:
        text = self.name.text()
        if self._renamed:
            self.rename_wanted.emit(self._renamed, text)
        else:
            self.save_wanted.emit(text)

    def _ask_name(self) -> None:
        self._renamed = 0
        self.name.clear()
        self.name.setPlaceholderText(_("Save the list as it stands: name, Enter"))


class ColumnsPopup(ListPopup):
    """Columns: Space shows or hides, Ctrl+Enter sorts, Ctrl+Up and Ctrl+Down move, Ctrl+Left and Ctrl+Right widen."""

    def __init__(self, table: TableView, owner: QWidget) -> None:
        hint = _("Space shows, hides · Ctrl+Enter sorts · Ctrl+↑↓ moves · Ctrl+←→ width")
        super().__init__(_("Columns"), hint, owner)
        self.list.setObjectName("listColumns")
        self._table = table
        self.list.itemChanged.connect(self._changed)

    def fill(self) -> None:
        """Show the columns as the table has them."""
        header, model = self._table.horizontalHeader(), self._table.model()
        row = max(0, self.list.currentRow())
        self.list.blockSignals(True)
        self.list.clear()
        for place in range(header.count()):
            column = header.logicalIndex(place)
            item = QListWidgetItem(str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
            item.setData(_ID, column)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            shown = not self._table.isColumnHidden(column)
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(row, self.list.count() - 1))

    def takes(self, event: QKeyEvent) -> bool:
        return super().takes(event) or (bool(event.modifiers() & _CTRL) and event.key() in _ARROWS)

    def press(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.modifiers() & _CTRL and event.key() in _ARROWS:
            move, widen = _ARROWS[Qt.Key(event.key())]
            self._move(move) if move else self._widen(widen)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & _CTRL:
                self._sort()
            self.close_now()
            return True
        return super().press(watched, event)

    def _sort(self) -> None:
        """Sort by the column as a click on its heading does: again turns it round."""
        item, header = self.list.currentItem(), self._table.horizontalHeader()
        if item is None or not self._table.isSortingEnabled():
            return
        column = int(item.data(_ID))
        rising = Qt.SortOrder.AscendingOrder
        again = header.sortIndicatorSection() == column and header.sortIndicatorOrder() == rising
        self._table.sortByColumn(column, Qt.SortOrder.DescendingOrder if again else rising)

    def _changed(self, item: QListWidgetItem) -> None:
        hide = item.checkState() != Qt.CheckState.Checked
        header = self._table.horizontalHeader()
        if hide and header.count() - header.hiddenSectionCount() == 1:
            self.fill()  # one column stays
            return
        self._table.setColumnHidden(item.data(_ID), hide)

    def _move(self, steps: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + steps < self.list.count():
            self._table.horizontalHeader().moveSection(row, row + steps)
            self.list.setCurrentRow(row + steps)
            self.fill()

    def _widen(self, pixels: int) -> None:
        header = self._table.horizontalHeader()
        item = self.list.currentItem()
        column = item.data(_ID) if item is not None else -1
        if column >= 0 and header.sectionResizeMode(column) == QHeaderView.ResizeMode.Interactive:
            header.resizeSection(column, max(32, header.sectionSize(column) + pixels))


_ARROWS = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -_STEP), Qt.Key.Key_Right: (0, _STEP),
}  # fmt: skip
