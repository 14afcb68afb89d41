"""Ctrl+Z where the keys are in a field: the field's as long as something typed can be undone there, else the page's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_UNDO_KEYS = (Qt.Key.Key_Z, Qt.Key.Key_Y)


def leaves_undo(watched: QObject, event: QEvent, *, even_typed: bool = False) -> bool:
    """Whether an event filter lets this key pass the field by: nothing was typed there that it would undo.

    `even_typed`: what is typed there says how much is to be undone.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if not (ctrl and event.key() in _UNDO_KEYS and isinstance(watched, QLineEdit)):
        return False
    if watched.isUndoAvailable() and not even_typed:
        return False
    event.ignore()
    return True
