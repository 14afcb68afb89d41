"""Pasted rows that named no product: kept beside the order until each is matched or dropped, none lost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.domain.orders.keying import PastedRow
from app.i18n import n_
from app.views.kit.cards import Card
from app.views.kit.tokens import ROW_HEIGHT

ROWS_SHOWN = 4


class SideList(Card):
    """Enter on a row asks to match it, Delete drops it; hidden while empty."""

    match_wanted = Signal(object)  # PastedRow
    emptied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._list = QListWidget()
        self._list.setObjectName("unmatchedRows")
        self._list.setFixedHeight(ROW_HEIGHT * ROWS_SHOWN)
        self._list.itemActivated.connect(
            lambda item: self.match_wanted.emit(item.data(Qt.ItemDataRole.UserRole))
        )
        self.body.addWidget(self._list)
        self._show()

    @property
    def rows(self) -> tuple[PastedRow, ...]:
        """The rows still waiting."""
        return tuple(self._list.item(i).data(Qt.ItemDataRole.UserRole) for i in range(self._list.count()))

    def add_rows(self, rows: Sequence[PastedRow]) -> None:
        """Add rows that were not matched."""
        for row in rows:
            item = QListWidgetItem("   ".join(cell for cell in row.cells if cell))
            item.setData(Qt.ItemDataRole.UserRole, row)
            self._list.addItem(item)
        self._show()

    def drop(self, row: PastedRow) -> None:
        """Take a row off the list: it was matched, or is not wanted."""
        for index in range(self._list.count()):
            if self._list.item(index).data(Qt.ItemDataRole.UserRole) is row:
                self._list.takeItem(index)
                break
        self._show()

    def current(self) -> PastedRow | None:
        """The row under the cursor."""
        item = self._list.currentItem()
        row: PastedRow | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return row

    def _show(self) -> None:
        count = self._list.count()
        text = n_(
            "{count} pasted row without an article: Enter finds one, Del drops it",
            "{count} pasted rows without an article: Enter finds one, Del drops it",
            count,
        )
        self.set_title(text.format(count=count))
        self.setVisible(count > 0)
        if count == 0:
            self.emptied.emit()
