"""A question in one line at the foot of a page: Enter answers it, Esc leaves it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from app.i18n import _
from app.views.kit.buttons import key_button
from app.views.kit.tokens import GRID


class AskLine(QWidget):
    """`ask(question, then)`; hidden while nothing is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("askLine")
        self._then: Callable[[str], object] | None = None
        self._answered: tuple[str, Callable[[str], object], QWidget | None] | None = None
        self._back: QWidget | None = None
        self._label = QLabel(self)
        self.field = QLineEdit(self)
        self.field.setObjectName("askField")
        self.field.setMaxLength(200)
        self._label.setBuddy(self.field)
        done = key_button(_("Take over"), "Return", "primary")
        done.clicked.connect(self._answer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for widget, stretch in ((self._label, 0), (self.field, 1), (done, 0)):
            row.addWidget(widget, stretch)
        self.field.installEventFilter(self)
        self.hide()

    def ask(
        self, question: str, then: Callable[[str], object], *, text: str = "", back: QWidget | None = None
    ) -> None:
        """Ask; `then` gets what was keyed, `back` the keys afterwards."""
        self._then, self._back = then, back
        self._label.setText(question)
        self.field.setAccessibleName(question)
        self.field.setText(text)
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def again(self) -> None:
        """Ask the last question again, with the answer that was refused: it is put right, not keyed anew."""
        if self._answered is not None:
            question, then, back = self._answered
            self.ask(question, then, text=self.field.text(), back=back)

    def close_now(self) -> None:
        """Nothing is asked any more."""
        self._then = None
        self.hide()
        if self._back is not None:
            self._back.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape:
                event.accept()  # ours rather than the desk's while something is asked
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close_now()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._answer()
                return True
        return super().eventFilter(watched, event)

    def _answer(self) -> None:
        then, text = self._then, self.field.text().strip()
        if then is not None and text:
            self._answered = (self._label.text(), then, self._back)
            self.close_now()
            then(text)
