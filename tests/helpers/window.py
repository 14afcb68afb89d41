"""Drives a real window by keys only: what a clerk presses, nothing else."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.views import start
from tests.helpers.freeze_probe import FreezeProbe

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


class Desk:
    """A window on a database with its keys counted."""

    def __init__(self, qtbot, url: str) -> None:
        self.keys = 0
        self.probe = FreezeProbe()
        self.qtbot = qtbot
        self.window, self.opening = start.open_window(url)
        self.window.resize(1440, 900)
        with qtbot.waitSignal(self.opening.opened, timeout=20_000):
            self.window.show()
        self.idle()

    @property
    def context(self):
        """The window's services."""
        return self.window.context

    @property
    def page(self):
        """The order in front."""
        return self.context.desk().page()

    @property
    def draft(self):
        """The order in front as a value."""
        return self.page.session.draft

    def idle(self) -> None:
        """Run the event loop until nothing is under way."""
        jobs, quiet = self.context.jobs, 0
        for _round in range(400):  # an answer may ask again: idle twice in a row is idle
            QApplication.processEvents()
            quiet = quiet + 1 if jobs.is_idle() else 0
            if quiet == 2:
                return
            jobs.wait_idle(20_000)
        raise AssertionError("the window never came to rest")

    def focus(self) -> QWidget:
        """The widget that has the keys; this window comes to the front first."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)
        return QApplication.focusWidget() or self.window

    def key(self, key, modifiers=NONE, *, times: int = 1) -> None:
        """Press a key and wait until the program has answered."""
        for _time in range(times):
            self.keys += 1
            self.probe.resume()
            QTest.keyClick(self.focus(), key, modifiers)
            self.idle()

    def type(self, text: str) -> None:
        """Type a text letter by letter, at speed: nobody waits for the program in between."""
        self.keys += len(text)
        self.probe.resume()
        QTest.keyClicks(self.focus(), text)
        self.idle()

    def type_fast(self, text: str, key=Qt.Key.Key_Return) -> None:
        """Type a text and the key after it without waiting, as a scanner does."""
        self.keys += len(text) + 1
        QTest.keyClicks(self.focus(), text)
        QTest.keyClick(self.focus(), key)

    def enter(self, times: int = 1) -> None:
        """Press Enter."""
        self.key(Qt.Key.Key_Return, times=times)

    def focused_text(self) -> str:
        """The text of the field that has the keys."""
        field = self.focus()
        return field.text() if isinstance(field, QLineEdit) else ""

    def close(self) -> None:
        """Close the window as a person would, and let go of it: a window that stays is styled again by each test."""
        self.window.close()
        self.window.deleteLater()
        self.probe.deleteLater()
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
