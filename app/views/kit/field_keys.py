"""Keys of a desk that X11 would let a field keep: Ctrl+E (end of the line) and Ctrl+U (empty the field)."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

_OF_X11 = frozenset({Qt.Key.Key_E, Qt.Key.Key_U})


class FieldKeys(QObject):
    """Stands before the field that has the keys, and leaves to the desk what `takes` says that a command takes.

    One for a window: it follows the cursor, so that open cells have it too and no desk has to ask for it.
    """

    def __init__(self, takes: Callable[[QKeySequence], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._takes = takes
        self._field: QLineEdit | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ctrl_alone = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if ctrl_alone and event.key() in _OF_X11 and self._takes(QKeySequence(event.keyCombination())):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._field is not None and shiboken6.isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = now if isinstance(now, QLineEdit) else None
        if self._field is not None:
            self._field.installEventFilter(self)
