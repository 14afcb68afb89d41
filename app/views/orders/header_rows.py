"""The rows of an order's head: labelled fields in columns, further rows behind F3, Enter from field to field.

A field that holds what cannot be taken keeps the keys when it is left by Enter or Tab; a shortcut or a click goes on.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from app.views.kit.forms import field_label


class HeaderRows(QObject):
    """A field stands under its label: in row `r` of fields it takes the rows 2r and 2r + 1 of `grid`."""

    finished = Signal()  # Enter in the last field

    def __init__(self, helps: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(10)
        self.grid.setVerticalSpacing(4)
        self._helps = helps
        self._stops: list[QWidget] = []
        self._more: list[QWidget] = []
        self._captions: dict[QWidget, QLabel] = {}
        self._withheld: set[QWidget] = set()
        self._flowing: list[QWidget] = []
        self._flow_from = 0
        self._columns = 0

    def place(
        self, name: str, label: str, field: QWidget, row: int, column: int, *, flows: bool = False
    ) -> None:
        """Put a field into a column; those below the first row are shown by `show_more`.

        Those that flow close up where one of them is withheld: so many columns as the first row has.
        """
        field.setObjectName(name)
        field.setAccessibleName(label.replace("&", "").rstrip(" *"))
        field.setWhatsThis(self._helps.get(name, ""))
        field.setMinimumWidth(70)
        caption: QLabel = field_label(label, field)
        self.grid.addWidget(caption, 2 * row, column)
        self.grid.addWidget(field, 2 * row + 1, column)
        self._stops.append(field)
        self._captions[field] = caption
        if flows:
            self._flowing.append(field)
            self._flow_from = self._flow_from or row
        self._columns = max(self._columns, column + 1)
        if row:
            self._more += (caption, field)

    def walk_by_enter(self) -> None:
        """Let Enter go from field to field, in the order in which they were placed."""
        for field in self._stops:
            field.installEventFilter(self)

    def show_more(self, *, shown: bool) -> None:
        """Show or hide what stands below the first row."""
        for widget in self._more:
            widget.setVisible(shown and widget not in self._withheld)

    def withhold(self, field: QWidget, *, withheld: bool) -> None:
        """A field of the further rows that the firm has no use for is not shown with them."""
        both = {field, self._captions[field]}
        if withheld != (field in self._withheld):
            shown = self.shows_more
            self._withheld = self._withheld | both if withheld else self._withheld - both
            self._flow()
            self.show_more(shown=shown)

    def _flow(self) -> None:
        """Put the fields that flow and are not withheld side by side."""
        shown = [field for field in self._flowing if field not in self._withheld]
        for place, field in enumerate(shown):
            below, column = divmod(place, self._columns)
            row = 2 * (self._flow_from + below)
            self.grid.addWidget(self._captions[field], row, column)
            self.grid.addWidget(field, row + 1, column)

    @property
    def shows_more(self) -> bool:
        """Whether more than the first row is shown."""
        return any(not widget.isHidden() for widget in self._more)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field and from the last one to the lines; Shift+Enter goes back."""
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


def _come_back(field: QWidget) -> None:
    """The field was left, and told what is wrong with it: it is to be put right first."""
    text = field.lineEdit() if isinstance(field, QComboBox) else field
    if text is not None and text.property("invalid") and not field.isHidden():
        field.setFocus(Qt.FocusReason.OtherFocusReason)
