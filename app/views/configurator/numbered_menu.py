"""A small menu over the page whose rows are numbered: a number takes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.i18n import _
from app.views.configurator.take_key import ENTER, takes_over
from app.views.kit.list_popups import ListPopup

if TYPE_CHECKING:
    from app.views.configurator.page import ConfigPage


class NumberedMenu(ListPopup):
    """`taken(name)`: of the row, of which there are up to nine."""

    taken = Signal(str)

    def __init__(self, title: str, rows: Sequence[tuple[str, str]], owner: ConfigPage) -> None:
        super().__init__(title, _("A number or Enter takes one · Esc leaves all as it is"), owner)
        self._page = owner
        self._names = [name for name, _title in rows]
        self.titles = dict(rows)
        self.list.addItems([f"{number}   {title}" for number, (_name, title) in enumerate(rows, 1)])
        self.list.setCurrentRow(0)
        self.list.itemClicked.connect(lambda item: self._take(self.list.row(item)))

    def takes(self, event: QKeyEvent) -> bool:
        return super().takes(event) or self._row_of(event) is not None

    def press(self, watched: Any, event: QKeyEvent) -> bool:
        if takes_over(self, self._page, event):
            return True
        row = self.list.currentRow() if event.key() in ENTER else self._row_of(event)
        if row is None:
            return super().press(watched, event)
        self._take(row)
        return True

    def _row_of(self, event: QKeyEvent) -> int | None:
        place = event.key() - int(Qt.Key.Key_1)
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return place if is_plain and 0 <= place < len(self._names) else None

    def _take(self, row: int) -> None:
        self.close_now()
        self.taken.emit(self._names[row])
