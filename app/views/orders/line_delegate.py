"""How a cell of the lines is painted and keyed: a plain field, with the list of articles in the SKU column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.orders.draft import KIT
from app.i18n import _
from app.models.order_columns import LOCK
from app.models.order_lines_model import OrderLinesModel
from app.services.products import ProductHit
from app.views.kit.cell_delegate import CellDelegate
from app.views.kit.icons import icon
from app.views.kit.row_delegate import RowDelegate
from app.views.kit.search_popup import SearchPopup, SearchRow
from app.views.kit.stray_keys import is_stray
from app.views.orders.helps import column_helps

if TYPE_CHECKING:
    from app.views.orders.line_grid import LineGrid

Index = QModelIndex | QPersistentModelIndex
LOCK_PIXELS = 13
WORDS = frozenset({"section", "note"})  # lines without money
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT = Qt.KeyboardModifier.ShiftModifier
AskProducts = Callable[[str, Callable[[str, Sequence[ProductHit]], None]], None]


class LineCell(QLineEdit):
    """An open cell; it knows its place, also when rows come and go above it."""

    def __init__(self, parent: QWidget, index: Index) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setObjectName("lineCell")
        self.place = QPersistentModelIndex(index)


class LineDelegate(RowDelegate):
    """Makes the editors: a plain field, with a product popup in the SKU column."""

    product_chosen = Signal(int, object)  # row, ProductHit
    left = Signal(int, int, int)  # row, column, direction: -1 back, 1 next, 2 down
    paste_wanted = Signal()
    drawn_mark = LOCK
    padding = 6  # ten columns stand here, and the description wants its room

    def __init__(self, grid: LineGrid, model: OrderLinesModel, ask: AskProducts) -> None:
        super().__init__(model, grid)
        self._grid = grid
        self._lines = model
        self._ask = ask
        self._helps = column_helps()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = LineCell(parent, index)
        model = index.model()
        assert isinstance(model, OrderLinesModel)
        column = model.columns[index.column()]
        editor.setAccessibleName(column.title)
        editor.setWhatsThis(self._helps.get(column.name, ""))
        if column.align_right:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if column.name == "sku":
            self._add_popup(editor)
        return editor

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Sections stand out and notes lean: neither is goods."""
        if self._lines.kind_at(index.row()) in WORDS:
            CellDelegate.paint(self, painter, option, index)
        else:
            super().paint(painter, option, index)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """The lock of a typed price is drawn: no font of ours has the character."""
        super().initStyleOption(option, index)
        kind = self._lines.kind_at(index.row())
        if kind in WORDS or kind == KIT:
            font = QFont(option.font)
            font.setWeight(QFont.Weight.Normal if kind == "note" else QFont.Weight.DemiBold)
            font.setItalic(kind == "note")
            option.font = font
        if option.text.startswith(LOCK):
            option.text = option.text.removeprefix(LOCK).strip()
            option.icon = icon("mdi6.lock", size=LOCK_PIXELS)
            option.decorationSize = QSize(LOCK_PIXELS, LOCK_PIXELS)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """The whole cell, over the lock too: beside it a discount of two digits would show one."""
        editor.setGeometry(option.rect)

    def _add_popup(self, editor: LineCell) -> None:
        def ask(text: str) -> None:
            self._ask(text, answer)

        def answer(text: str, hits: Sequence[ProductHit]) -> None:
            if shiboken6.isValid(editor):  # its line may be gone meanwhile
                popup.put([_search_row(hit) for hit in hits], text=text)

        popup = SearchPopup(editor, ask)
        popup.chosen.connect(lambda hit: self._choose(editor, hit))

    def _choose(self, editor: LineCell, hit: ProductHit) -> None:
        editor.setProperty("chosen", True)
        model, row, column = editor.place.model(), editor.place.row(), editor.place.column()
        keyed = self._lines.keyed_count()
        self.product_chosen.emit(row, hit)
        editor.place = QPersistentModelIndex(model.index(self._row_now(row, keyed), column))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.isModified():
            return  # what is being typed is the clerk's
        editor.setText(self._refused_text(index) or str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.selectAll()

    def _refused_text(self, index: Index) -> str:
        """What was keyed into the cell and could not be taken: it waits there to be corrected."""
        return self._grid.refused.get(self._grid.cell_at(index), "")

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        text = editor.text().strip()
        if editor.property("chosen"):
            return
        is_as_it_was = text == (index.data(Qt.ItemDataRole.EditRole) or "")
        if is_as_it_was and not (self._is_asked_again(editor, index) or self._is_typed_now(editor, index)):
            if self._refused_text(index):
                self._grid.given_up.emit(*self._grid.cell_at(index))  # what stood there before is keyed again
            return
        model.setData(model.index(index.row(), index.column()), text, Qt.ItemDataRole.EditRole)

    def _is_asked_again(self, editor: QLineEdit, index: Index) -> bool:
        """The code that named no article when it was keyed first: it may name one by now."""
        line = self._lines.line_at(index.row())
        is_code = self._lines.columns[index.column()].name == "sku" and bool(editor.text().strip())
        return is_code and editor.isModified() and line is not None and line.product_id is None

    def _is_typed_now(self, editor: QLineEdit, index: Index) -> bool:
        """What the rules say, typed by hand: from now on it stays, whatever the rules say then (A17)."""
        line, name = self._lines.line_at(index.row()), self._lines.columns[index.column()].name
        if line is None or line.product_id is None or not (editor.isModified() and editor.text().strip()):
            return False
        sources = {"price": line.price_source, "discount": line.discount_source}
        return sources.get(name) == "auto"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_stray(event):
            return True
        if isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit):
            if event.type() == QEvent.Type.ShortcutOverride and _is_orders_undo(event, watched):
                event.ignore()
                return True
            if event.type() == QEvent.Type.KeyPress and self._pastes_rows(event, watched):
                return True
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, LineCell)
        ):
            popup = watched.findChild(SearchPopup)
            if popup is not None and popup.handle_key(event):
                return True
            direction = direction_of(event)
            if direction:
                self._leave(watched, direction)
                return True
        return QAbstractItemDelegate.eventFilter(self, watched, event) or super().eventFilter(watched, event)

    def _pastes_rows(self, event: QKeyEvent, editor: QLineEdit) -> bool:
        """Rows of a sheet become lines, also while a cell is open; a single value goes into the cell."""
        text = QApplication.clipboard().text().strip("\r\n")
        if not event.matches(QKeySequence.StandardKey.Paste) or not {"\t", "\n"} & set(text):
            return False
        if editor.isModified():
            self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.paste_wanted.emit()
        return True

    def _row_now(self, row: int, keyed: int) -> int:
        """The row after a commit: the empty line has become the last keyed one, before those that rules added."""
        return self._lines.last_keyed_row() if self._lines.keyed_count() > keyed else row

    def _leave(self, editor: LineCell, direction: int) -> None:
        """Write the cell and go on; where it is refused, it stays open."""
        row, column, keyed = editor.place.row(), editor.place.column(), self._lines.keyed_count()
        self.commitData.emit(editor)
        row = self._row_now(row, keyed)
        if self._refused_text(editor.place):
            editor.selectAll()
            return
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.left.emit(row, column, direction)


def _is_orders_undo(event: QKeyEvent, editor: QLineEdit) -> bool:
    """In a cell in which nothing was typed, Ctrl+Z belongs to the order."""
    ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return ctrl and event.key() in {Qt.Key.Key_Z, Qt.Key.Key_Y} and not editor.isUndoAvailable()


def direction_of(event: QKeyEvent) -> int:
    """Where a key leads out of a cell: 0 nowhere, -1 back, 1 to the next, 2 to the line below."""
    shift = bool(event.modifiers() & _SHIFT)
    other = event.modifiers() & ~(_SHIFT | Qt.KeyboardModifier.KeypadModifier)
    if other:
        return 0
    if event.key() in _ENTER:
        return -1 if shift else 1
    if event.key() == Qt.Key.Key_Tab:
        return 1
    if event.key() == Qt.Key.Key_Backtab:
        return -1
    return 2 if event.key() == Qt.Key.Key_Down and not shift else 0


def _search_row(hit: ProductHit) -> SearchRow:
    note = hit.customer_part or (_("discontinued") if hit.discontinued else hit.family)
    return SearchRow(
        value=hit, main=hit.sku, secondary=hit.name, right=note, level="warn" if hit.discontinued else None
    )
