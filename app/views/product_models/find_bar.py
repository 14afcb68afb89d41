"""Ctrl+F in a file: Enter finds the next place, Shift+Enter the one before, Esc goes back into the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.i18n import _, n_
from app.views.kit.cards import muted_label
from app.views.kit.field_state import set_invalid
from app.views.kit.tokens import GRID


class FindBar(QWidget):
    """`left`: Esc was pressed."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setObjectName("findText")
        self.field.setAccessibleName(_("Find in the file"))
        self.field.setPlaceholderText(_("Find in the file"))
        self._told: QLabel = muted_label("", self)
        self._edit: QPlainTextEdit | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.field, 1)
        row.addWidget(self._told)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(lambda _text: self._find(from_start=True))
        self.hide()

    def open_for(self, edit: QPlainTextEdit) -> None:
        """Find in this text; what is selected there is looked for."""
        self._edit = edit
        chosen = edit.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.field.setText(chosen)
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                self.left.emit()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._find(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return super().eventFilter(watched, event)

    def _find(self, *, back: bool = False, from_start: bool = False) -> None:
        edit, words = self._edit, self.field.text()
        if edit is None:
            return
        if from_start:
            cursor = edit.textCursor()
            cursor.setPosition(cursor.selectionStart())
            edit.setTextCursor(cursor)
        found = bool(words) and (self._step(edit, words, back=back) or self._around(edit, words, back=back))
        set_invalid(self.field, invalid=bool(words) and not found)
        count = edit.toPlainText().casefold().count(words.casefold()) if words else 0
        told = n_("{count} place", "{count} places", count).format(count=count)
        self._told.setText(told if words else "")

    @staticmethod
    def _step(edit: QPlainTextEdit, words: str, *, back: bool) -> bool:
        return edit.find(words, QTextDocument.FindFlag.FindBackward) if back else edit.find(words)

    def _around(self, edit: QPlainTextEdit, words: str, *, back: bool) -> bool:
        """Past the end from the beginning."""
        stood = edit.textCursor()
        end = QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start
        edit.moveCursor(end)
        if self._step(edit, words, back=back):
            return True
        edit.setTextCursor(stood)
        return False
