"""Asking for a reason in the page itself, not in a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.i18n import _
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card


class ReasonCard(Card):
    """A field with two buttons; Enter takes the reason, Esc leaves."""

    def __init__(self, question: str, take: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._take = take
        self.field = QLineEdit()
        self.field.setObjectName("reason")
        self.field.setAccessibleName(question)
        self.field.returnPressed.connect(self._accept)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        done = key_button(_("OK"), "Return", "primary")
        done.clicked.connect(self._accept)
        leave = key_button(_("Leave"), "Esc")
        leave.clicked.connect(self.deleteLater)
        row.addWidget(done)
        row.addWidget(leave)
        self.body.addLayout(row)

    def _accept(self) -> None:
        if self.field.text().strip():
            self._take(self.field.text().strip())
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.deleteLater()
            return
        super().keyPressEvent(event)


def ask_reason(page: QWidget, question: str, take: Callable[[str], None]) -> None:
    """Show the question at the top of a page that lays out vertically."""
    layout = page.layout()
    assert isinstance(layout, QVBoxLayout), "pages lay out from top to bottom"
    card = ReasonCard(question, take)
    layout.insertWidget(1, card)
    card.field.setFocus()
