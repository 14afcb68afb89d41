"""The rows of an order's head: labelled fields in columns, further ones behind F3, Enter from field to field.

The further fields stand in as few rows as the width allows: the lines below want the room.

A field that holds what cannot be taken keeps the keys when it is left by Enter or Tab; a shortcut or a click goes on.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from app.views.kit.forms import field_label
from app.views.orders.further_rows import FurtherRows

NARROWEST_FIELD = 130  # pixels: a telephone number and most words of lists are read whole
FEWEST_COLUMNS = 5


class HeaderRows(QObject):
    """A field stands under its label: the first row in `grid`, those that F3 opens in `further`, which scrolls."""

    finished = Signal()  # Enter in the last field

    def __init__(self, helps: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.grid, self._further = _fields_grid(), _fields_grid()
        self.further = FurtherRows(self._further, parent)
        self._width = 0
        self._arranged: tuple[int, list[QWidget]] = (0, [])  # the further fields, in so many columns
        self._helps = helps
        self._stops: list[QWidget] = []
        self._more: list[QWidget] = []  # the further fields in their order
        self._captions: dict[QWidget, QLabel] = {}
        self._shares: dict[QWidget, int] = {}
        self._withheld: set[QWidget] = set()

    def place(self, name: str, label: str, field: QWidget, share: int) -> None:
        """Put a field into the next column of the first row."""
        caption = self._add(name, label, field)
        column = self.grid.columnCount()
        self.grid.addWidget(caption, 0, column)
        self.grid.addWidget(field, 1, column)
        self.grid.setColumnStretch(column, share)

    def place_further(self, name: str, label: str, field: QWidget, share: int) -> None:
        """A field that `show_more` shows, behind those before it."""
        self._add(name, label, field)
        self._more.append(field)
        self._shares[field] = share

    def _add(self, name: str, label: str, field: QWidget) -> QLabel:
        field.setObjectName(name)
        field.setAccessibleName(label.replace("&", "").rstrip(" *"))
        field.setWhatsThis(self._helps.get(name, ""))
        field.setMinimumWidth(70)
        caption: QLabel = field_label(label, field)
        self._stops.append(field)
        self._captions[field] = caption
        return caption

    def walk_by_enter(self) -> None:
        """Let Enter go from field to field, in the order in which they were placed."""
        for field in self._stops:
            field.installEventFilter(self)

    def show_more(self, *, shown: bool) -> None:
        """Show or hide what stands below the first row."""
        self._arrange()
        for field in self._more:
            for widget in (self._captions[field], field):
                widget.setVisible(shown and field not in self._withheld)
        self.further.setVisible(self.shows_more)
        self.further.updateGeometry()

    def fit(self, width: int) -> None:
        """The head is so wide now."""
        self._width = width
        self._arrange()

    def _arrange(self) -> None:
        """Put the further fields anew; they keep their parent, and with it what is keyed and where the keys are."""
        shown = [field for field in self._more if field not in self._withheld]
        columns = self._columns_for(len(shown))
        if (columns, shown) == self._arranged:
            return
        self._arranged = (columns, shown)
        for field in self._more:
            for widget in (self._captions[field], field):
                self._further.removeWidget(widget)  # its item with it: one that is taken out is nobody's
        for number, field in enumerate(shown):
            row, column = divmod(number, columns)
            self._further.addWidget(self._captions[field], 2 * row, column)
            self._further.addWidget(field, 2 * row + 1, column)
        for column in range(self._further.columnCount()):
            below = shown[column::columns] if column < columns else ()
            self._further.setColumnStretch(column, max((self._shares[field] for field in below), default=0))
        self.further.updateGeometry()

    def _columns_for(self, count: int) -> int:
        """Rows as few as have room, and all alike."""
        spacing = self._further.horizontalSpacing()
        room = max(FEWEST_COLUMNS, (self._width + spacing) // (NARROWEST_FIELD + spacing))
        rows = max(1, -(-count // room))
        return max(FEWEST_COLUMNS, -(-count // rows))

    def withhold(self, field: QWidget, *, withheld: bool) -> None:
        """A field of the further rows that the firm has no use for is not shown with them."""
        if withheld != (field in self._withheld):
            shown = self.shows_more
            self._withheld = self._withheld | {field} if withheld else self._withheld - {field}
            self.show_more(shown=shown)

    @property
    def shows_more(self) -> bool:
        """Whether more than the first row is shown."""
        return any(not widget.isHidden() for widget in self._more)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field and from the last one to the lines; Shift+Enter goes back."""
        if isinstance(event, QFocusEvent):
            _show_beginning(watched, event)
            if event.gotFocus():
                self.further.follow()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if not isinstance(watched, QWidget) or watched not in self._stops:
            return super().eventFilter(watched, event)
        if event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            QTimer.singleShot(0, watched, lambda: _come_back(watched))  # once Qt has gone on
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return super().eventFilter(watched, event)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return super().eventFilter(watched, event)
        self._go_on(watched, -1 if shift else 1)
        _come_back(watched)
        return True

    def _go_on(self, watched: QObject, direction: int) -> None:
        shown = [widget for widget in self._stops if not widget.isHidden()]
        place = next(i for i, widget in enumerate(shown) if widget is watched) + direction
        if place >= len(shown):
            self.finished.emit()
        elif place >= 0:
            shown[place].setFocus(Qt.FocusReason.TabFocusReason)


def _fields_grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(4)
    return grid


def _show_beginning(field: QObject, event: QFocusEvent) -> None:
    """A text that somebody leaves is read from its beginning, also where its field is narrow."""
    leaving = {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.MouseFocusReason,
    }
    text = field.lineEdit() if isinstance(field, QComboBox) else field
    if isinstance(text, QLineEdit) and event.lostFocus() and event.reason() in leaving:
        text.setCursorPosition(0)


def _come_back(field: QWidget) -> None:
    """The field was left, and told what is wrong with it: it is to be put right first."""
    text = field.lineEdit() if isinstance(field, QComboBox) else field
    if text is not None and text.property("invalid") and not field.isHidden():
        field.setFocus(Qt.FocusReason.OtherFocusReason)
