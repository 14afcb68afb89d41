"""A number field whose undo is the page's where nothing was typed into it, and that says when Enter is pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.views.kit.number_edit import NumberEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class UndoneByPage(NumberEdit):
    """`entered`: Enter, in place of what the field does by itself."""

    entered = Signal()

    def event(self, event: QEvent) -> bool:
        """Where nothing was typed, undo and redo are the page's."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self.isModified()
        ):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
