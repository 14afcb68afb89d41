"""A character with Alt that no command took, such as Alt+2 for a remedy that is gone: nobody means to type it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_MODIFIERS = Qt.KeyboardModifier


def is_stray(event: QEvent) -> bool:
    """Whether a field would type this and should not; a QLineEdit does, and a quantity of 1 becomes 12.

    AltGr is no Alt: Windows sends it as Ctrl+Alt, X11 as a shift of its own. A Mac types characters with Alt.
    """
    if sys.platform == "darwin" or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return False
    held = event.modifiers() & (_MODIFIERS.AltModifier | _MODIFIERS.ControlModifier)
    return held == _MODIFIERS.AltModifier and event.text().isprintable() and bool(event.text())
