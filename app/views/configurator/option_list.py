"""The options of a group, worked by keys: Up, Down, letters, Enter, Space; blocked ones stay and tell why."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QWidget

from app.domain.configuring.views import FieldView, OptionView, State
from app.views.configurator.option_delegate import OptionDelegate
from app.views.configurator.option_model import OptionModel
from app.views.kit import theme
from app.views.kit.tokens import Level

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OptionList(QListView):
    """As high as its rows: the form scrolls, not the list.

    Enter: `picked(code)`, then the form goes on; Space: `toggled(code)`; Del: `retracted`; Shift+Del: `refused(code)`.
    """

    picked = Signal(str)
    toggled = Signal(str)
    retracted = Signal()
    refused = Signal(str)
    passed = Signal(int)
    """Up from the first row (-1), Down from the last one (1)."""
    cursor_moved = Signal(object)
    """OptionView of the row that the keys are on."""

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("options")
        self.setProperty("kind", "bare")
        self.rows = OptionModel(currency, self)
        self.painter_of = OptionDelegate(currency, self)
        self.setModel(self.rows)
        self.setItemDelegate(self.painter_of)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.selectionModel().currentChanged.connect(lambda new, _old: self._tell(new))
        theme.signals().changed.connect(self.viewport().update)

    def show_field(self, field: FieldView) -> None:
        """The options as they stand now."""
        self.setAccessibleName(field.name)
        self.painter_of.is_many = field.is_many
        self.painter_of.measure(field.options)
        self.rows.set_options(field.options)
        self._fit()
        if not self.currentIndex().isValid():
            self._stand_on_chosen()
        elif self.hasFocus():
            self._tell(self.currentIndex())

    def set_stock(self, stock: dict[str, tuple[Level, str]]) -> None:
        """The dots."""
        self.rows.set_stock(stock)
        self.painter_of.has_stock = self.rows.has_stock()
        self._fit()

    def _fit(self) -> None:
        """As high as its rows: a long name takes two lines where the form is narrow."""
        before = self.height()
        self.setFixedHeight(self.painter_of.fit(self.rows.options(), self.width()) + 2)
        if before != self.height():
            self.scheduleDelayedItemsLayout()

    def current(self) -> OptionView | None:
        """The option that the keys are on."""
        return self.rows.option(self.currentIndex().row())

    def go_to(self, code: str) -> None:
        """Put the cursor on an option."""
        row = self.rows.row_of(code)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row))

    def sizeHint(self) -> QSize:
        return QSize(240, self.height() if self.rows.rowCount() else 2)

    def _stand_on_chosen(self) -> None:
        chosen = [row for row, each in enumerate(self.rows.options()) if each.state is State.CHOSEN]
        if self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(chosen[0] if chosen else 0))

    def _tell(self, index: QModelIndex) -> None:
        option = self.rows.option(index.row())
        if option is not None and self.hasFocus():
            self.cursor_moved.emit(option)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self._stand_on_chosen()
        super().focusInEvent(event)
        self._tell(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        option, key = self.current(), event.key()
        row, last = self.currentIndex().row(), self.rows.rowCount() - 1
        if (key == Qt.Key.Key_Up and row <= 0) or (key == Qt.Key.Key_Down and row >= last):
            self.passed.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif (
            option is not None
            and key in _ENTER
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.picked.emit(option.code)
        elif option is not None and key == Qt.Key.Key_Space:
            self.toggled.emit(option.code)
        elif key == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if option is not None:
                self.refused.emit(option.code)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.retracted.emit()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters find names that begin so; where none does, one that has a word which begins so."""
        before = self.currentIndex()
        super().keyboardSearch(search)
        if self.currentIndex() == before:
            self._search_words(search.lower())

    def _search_words(self, text: str) -> None:
        for row, option in enumerate(self.rows.options()):
            if any(word.startswith(text) for word in option.name.lower().split()):
                self.setCurrentIndex(self.rows.index(row))
                return

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        option = self.rows.option(index.row())
        if option is not None and event.button() == Qt.MouseButton.LeftButton:
            self.toggled.emit(option.code)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The form scrolls."""
        event.ignore()
