"""Shift+F8: all ways out of the issue in sight, each with a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.issues import Remedy
from app.i18n import _
from app.messages import text_of_remedy
from app.views.kit.list_popups import ListPopup

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RemedyList(ListPopup):
    """Enter takes the one of the cursor, a number its own."""

    chosen = Signal(object)  # Remedy
    wide = 500

    def __init__(self, owner: QWidget) -> None:
        super().__init__(_("Ways out"), _("Enter or the number takes one"), owner)
        self.list.setObjectName("remedyList")
        self.list.itemClicked.connect(lambda item: self._take(self.list.row(item)))
        self._remedies: tuple[Remedy, ...] = ()

    def open_for(self, remedies: Sequence[Remedy], anchor: QWidget) -> None:
        """Show them over the verdict."""
        self._remedies = tuple(remedies[:9])
        self.list.clear()
        for number, remedy in enumerate(self._remedies, 1):
            self.list.addItem(f"{number}  {text_of_remedy(remedy)}")
        self.list.setCurrentRow(0)
        self.open_under(anchor)

    def takes(self, event: QKeyEvent) -> bool:
        return super().takes(event) or self._row_of(event) is not None

    def press(self, watched: QObject, event: QKeyEvent) -> bool:
        row = self.list.currentRow() if event.key() in _ENTER else self._row_of(event)
        if row is not None:
            self._take(row)
            return True
        return super().press(watched, event)

    def _row_of(self, event: QKeyEvent) -> int | None:
        place = event.key() - int(Qt.Key.Key_1)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return place if plain and 0 <= place < len(self._remedies) else None

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._remedies):
            self.close_now()
            self.chosen.emit(self._remedies[row])
