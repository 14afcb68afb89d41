"""The real window on an office of a test, driven by keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.rights import ROLES, Actor
from app.views.desks import all_desks, attach
from app.views.kit import theme
from app.views.main_window import MainWindow

ANNA = Actor(name="Anna", roles=frozenset(ROLES))
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


class DeskWindow:
    """`press` and `keys` go to the widget that has the focus, as on a desk."""

    def __init__(self, qtbot: Any, office: Any, *, dark: bool = False) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply_theme(app, dark=dark)
        self.qtbot = qtbot
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.context = self.window.context
        self.context.office = office
        self.context.jobs.attach(office.work, ANNA)
        self.context.allowed = ANNA.can
        office.work.listen(self.context.bus.publish)
        self.asked: list[Any] = []
        self.context.bus.asked.connect(self.asked.append)
        self.window.add_desks(all_desks(self.context))
        attach(self.context)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def close(self) -> None:
        self.context.jobs.close()
        self.context.processes.close()

    def show(self, desk: str) -> None:
        self.window.show_desk(desk)
        self.settle()

    def settle(self) -> None:
        """Until every job has answered and what follows from it was drawn."""
        quiet = 0
        for _round in range(200):
            idle = self.context.jobs.wait_idle()
            QApplication.processEvents()
            quiet = quiet + 1 if idle and self.context.jobs.is_idle() else 0
            if quiet > 2:
                return
        raise AssertionError("the jobs never come to rest")

    def ask(self, name: str, id: int = 0, **params: object) -> None:
        self.context.bus.ask(name, id, **params)
        QApplication.processEvents()
        self.settle()

    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def press(self, key: Qt.Key, modifiers: Any = NONE) -> None:
        QTest.keyClick(self.focus(), key, modifiers)
        self.settle()

    def keys(self, text: str) -> None:
        """Type text; "\\n" is Enter, "\\t" is Tab."""
        for letter in text:
            if letter in "\n\t":
                self.press(Qt.Key.Key_Return if letter == "\n" else Qt.Key.Key_Tab)
            else:
                QTest.keyClicks(self.focus(), letter)
        self.settle()

    def find(self, kind: type[Any], name: str) -> Any:
        """The seen widget of this name, on the desk in front."""
        page = self.window.current_page()
        assert page is not None, "a desk is in front"
        found = [widget for widget in page.findChildren(kind, name) if widget.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)} are seen"
        return found[0]

    def message(self) -> str:
        """What the page in front says."""
        desk: Any = self.window.current_page()
        text: str = desk.page().message_bar.text() or desk.message_bar.text()
        return text or self.window.message_bar.text()

    def until(self, check: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(check, timeout=5000)

    def picture(self, path: str) -> None:
        self.settle()
        self.window.grab().save(path)
