"""Keys pressed while a page is still on its way are kept for it: a quick clerk types on after Ctrl+N."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

GIVE_UP_MS = 3000


class KeyBuffer(QObject):
    """Holds the keys of a window from its making until `release`, then hands them to whoever has the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._kept: list[QKeyEvent] = []
        self._holds = True
        QCoreApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # a window has one
        QTimer.singleShot(GIVE_UP_MS, self, self.release)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep key presses on their way into the window."""
        if not self._holds or event.type() != QEvent.Type.KeyPress or not isinstance(watched, QWindow):
            return False
        if watched is not self._window.windowHandle() or not isinstance(event, QKeyEvent):
            return False
        self._kept.append(event.clone())
        return True

    def release(self) -> None:
        """Give the kept keys to the widget that has the focus now, in their order."""
        if not self._holds:  # given up meanwhile
            return
        self._holds = False
        QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # a window has one
        for event in self._kept:
            target = QApplication.focusWidget()
            if target is not None:
                QCoreApplication.sendEvent(target, event)
        self.deleteLater()
