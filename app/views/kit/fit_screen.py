"""Windows that are not larger than the room the screen leaves, frame and all."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(8, 40)  # of a usual window manager: known only once the window stands there


def fit_screen(window: QWidget, wanted: QSize) -> None:
    """The wanted size, or what the screen has room for: what is at the bottom must be seen."""
    window.resize(wanted.boundedTo(window.screen().availableSize() - _FRAME))
