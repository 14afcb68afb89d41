"""A question that nobody has to answer: it goes as soon as the person does something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

_ALONE = frozenset(
    {
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
    }
)


class Passing(QObject):
    """Listens while a question stands; any key but its own, and a click anywhere but in its bar, ends it."""

    def __init__(self, bar: QWidget, keys: Sequence[str], end: Callable[[], None]) -> None:
        super().__init__(bar)
        self._bar = bar
        self._keys = [QKeySequence(each) for each in keys if each]
        self._end = end
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def stop(self) -> None:
        """Listen no more."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if (
            kind == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
        ):
            is_own = event.key() in _ALONE or QKeySequence(event.keyCombination()) in self._keys
            if not is_own and not self._is_mine(watched):
                self._end()
        elif (
            kind == QEvent.Type.MouseButtonPress
            and isinstance(watched, QWidget)
            and not self._is_mine(watched)
        ):
            self._end()
        return False

    def _is_mine(self, widget: QWidget) -> bool:
        return (
            widget is self._bar or self._bar.isAncestorOf(widget) or widget.window() is not self._bar.window()
        )
