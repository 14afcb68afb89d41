"""What a short list says when it was read and has no row."""

from __future__ import annotations

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QTableView, QVBoxLayout

from app.views.kit.cards import muted_label

MARGIN = 10


def say_when_empty(table: QTableView, text: str, answered: SignalInstance) -> None:
    """Tell this in place of rows, from the first answer on: before it nobody knows whether there are any."""
    label = muted_label(text)
    label.setObjectName("nothing")
    label.setWordWrap(True)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.hide()
    column = QVBoxLayout(table.viewport())
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
    model = table.model()

    def look() -> None:
        label.setVisible(not model.rowCount())

    answered.connect(look)
    model.rowsInserted.connect(label.hide)
