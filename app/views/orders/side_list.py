"""Pasted rows that wait for a person: kept with the order until each is taken or dropped, none lost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.domain.orders.keying import PastedRow
from app.i18n import _, n_
from app.views.kit.cards import Card
from app.views.kit.tokens import ROW_HEIGHT

ROWS_SHOWN = 4


def _words_of(row: PastedRow, reason: str) -> str:
    cells = "   ".join(cell for cell in row.cells if cell)
    return f"{reason}  ·  {cells}" if reason else cells


class _Rows(QListWidget):
    """Enter takes a row, Del drops it. Where the page is low a row is seen at least, while it has the keys."""

    drop_wanted = Signal(int)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), ROW_HEIGHT * ROWS_SHOWN)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), ROW_HEIGHT + 2 if self.hasFocus() else 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.updateGeometry()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.drop_wanted.emit(self.currentRow())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the page's
        else:
            super().keyPressEvent(event)


class SideList(Card):
    """Shows the rows and asks; it changes nothing itself. Hidden while empty."""

    match_wanted = Signal(int)  # the row's place
    drop_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.rows: tuple[PastedRow, ...] = ()
        self.list = _Rows()
        self.list.setObjectName("unmatchedRows")
        self.list.setAccessibleName(_("Pasted rows that wait"))
        self.list.setWhatsThis(
            _("Rows that you pasted and that name no article, or whose quantity or price cannot be read.")
        )
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # long rows end in dots
        self.list.setMaximumHeight(ROW_HEIGHT * ROWS_SHOWN)
        self.list.itemActivated.connect(lambda _item: self.match_wanted.emit(self.list.currentRow()))
        self.list.drop_wanted.connect(self.drop_wanted)
        self.body.addWidget(self.list)
        self.hide()

    def show_rows(self, rows: Sequence[PastedRow]) -> None:
        """Show these rows; the cursor stays at its place."""
        if tuple(rows) == self.rows:
            return
        place = self.list.currentRow()
        self.rows = tuple(rows)
        self.list.clear()
        for row in rows:
            self.list.addItem(QListWidgetItem(_words_of(row, "")))
        count = len(rows)
        self.list.setCurrentRow(min(max(place, 0), count - 1))
        text = n_(
            "{count} pasted row waits: Enter takes it, Del drops it · Ctrl+Shift+M",
            "{count} pasted rows wait: Enter takes a row, Del drops it · Ctrl+Shift+M",
            count,
        )
        self.set_title(text.format(count=count))
        self.setVisible(count > 0)

    def show_reasons(self, reasons: Sequence[str]) -> None:
        """Say why each row waits, before the row's own words."""
        for place, (row, reason) in enumerate(zip(self.rows, reasons, strict=True)):
            item = self.list.item(place)
            item.setText(_words_of(row, reason))
            item.setToolTip(item.text())

    def go_in(self) -> None:
        """Put the cursor on the rows."""
        self.list.setFocus()
