"""Keys pressed before what they are meant for is there are kept for it: a quick clerk types on after Ctrl+N."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

GIVE_UP_MS = 3000


class KeyBuffer(QObject):
    """Holds the keys of a place from its making until `release`, then hands them to whoever has the focus there.

    The place is a window for a page that is not there yet, or a page whose record is not read yet: then keys
    pressed elsewhere in the window pass, and those that find the focus elsewhere at the release are dropped.

    It listens to the window of the system, where keys come in, and to nothing else: a filter over the program
    would be asked a thousand times while a page is made, a sixth of its time. Shortcuts come before it.
    """

    def __init__(self, place: QWidget, give_up_ms: int = GIVE_UP_MS) -> None:
        super().__init__(place)
        self._place = place
        self._kept: list[QKeyEvent] = []
        self._holds = True
        self._entrance = place.window().windowHandle()
        if self._entrance is not None:  # a window that was never shown gets no keys
            self._entrance.installEventFilter(self)
        if give_up_ms:
            QTimer.singleShot(give_up_ms, self, self.release)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep key presses on their way into the place."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if not self._holds or not self._has_keys():
            return False
        self._kept.append(event.clone())
        return True

    def release(self) -> None:
        """Give the kept keys to the place, in their order, as if they were pressed now.

        A key that holds for a command by now runs it; what follows may then be held for the page that it opens.
        """
        if not self._stop() or self._entrance is None:
            return
        for event in self._kept:
            if not self._has_keys():
                return
            if self._field_takes(event) or not self._runs_command(event):
                QCoreApplication.sendEvent(self._entrance, event)

    @property
    def holds(self) -> bool:
        """Whether keys are still kept: not released, not dropped, not given up."""
        return self._holds

    def drop(self) -> None:
        """Forget the kept keys: what is there now is a question that nobody had seen when they were pressed."""
        self._stop()

    def _stop(self) -> bool:
        """Let keys pass from now on; False when they do already."""
        if not self._holds:
            return False
        self._holds = False
        if self._entrance is not None:
            self._entrance.removeEventFilter(self)
        self.deleteLater()
        return True

    def _has_keys(self) -> bool:
        """Whether a key pressed now would come to the place."""
        field = self._place.window().focusWidget()
        return self._place.isWindow() or (field is not None and self._place.isAncestorOf(field))

    def _field_takes(self, event: QKeyEvent) -> bool:
        """Qt asks the field in front first: a key such as Ctrl+Z may be its own."""
        field = self._place.window().focusWidget()
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
        asked.ignore()
        if field is not None:
            QCoreApplication.sendEvent(field, asked)
        return asked.isAccepted()

    def _runs_command(self, event: QKeyEvent) -> bool:
        """Qt looks at shortcuts before a key reaches the window, so that one that was kept is looked up here."""
        keys = QKeySequence(event.keyCombination())
        for action in self._place.window().actions():
            if action.isEnabled() and keys in action.shortcuts():
                action.trigger()
                return True
        return False
