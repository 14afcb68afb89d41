"""Keys that come before a card is read: kept, and pressed again once it stands there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


class HeldKeys(QObject):
    """Holds the keys of the fields it watches, but for Escape, from `hold` to `release`."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._keys: list[tuple[int, Qt.KeyboardModifier, str]] = []
        self._is_holding = False

    def watch(self, *fields: QWidget) -> None:
        """Let the keys of fields come here first."""
        for field in fields:
            field.installEventFilter(self)

    def hold(self) -> None:
        """From now on no field of the page gets a key."""
        self._is_holding = True

    def release(self) -> None:
        """Press what was held where the cursor is, key by key: Enter goes on to the next field as ever."""
        keys, self._keys, self._is_holding = self._keys, [], False
        for key, modifiers, text in keys:
            field = QApplication.focusWidget()
            if field is not None and self._page.isAncestorOf(field):
                QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        held = self._is_holding and event.type() == QEvent.Type.KeyPress
        if held and isinstance(event, QKeyEvent) and event.key() != Qt.Key.Key_Escape:
            self._keys.append((event.key(), event.modifiers(), event.text()))
            return True
        return super().eventFilter(watched, event)
