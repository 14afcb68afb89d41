"""The one driver of a window: what a person presses, nothing else, and the window put away afterwards."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.domain.rights import ROLES, Actor
from app.settings import UserSettings
from app.views import start
from app.views.desks import all_desks, attach
from app.views.kit import theme
from app.views.kit.freeze_probe import FreezeProbe
from app.views.kit.style_sheet import style_sheet
from app.views.kit.tokens import DARK, LIGHT
from app.views.main_window import MainWindow

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
ANNA = Actor(name="Anna", roles=frozenset(ROLES))


class Desk:
    """A shown window whose keys are counted; `conftest.py` closes it, whatever the test did."""

    def __init__(self, qtbot: Any, frame: MainWindow) -> None:
        self.qtbot = qtbot
        self.frame = frame
        self.context: Any = frame.context
        self.pressed = 0
        self.probe = FreezeProbe()
        self.asked: list[Any] = []  # what anybody asked on the bus
        self.context.bus.asked.connect(self.asked.append)

    def close(self) -> None:
        """Close the window as a person would, and let go of it: a window that stays is styled again by each test."""
        self.probe.deleteLater()
        put_away([self.frame])

    # keys

    def focus(self) -> QWidget:
        """The widget that has the keys; this window comes to the front first."""
        if not self._is_in_front():
            self.frame.activateWindow()
            self.qtbot.waitUntil(self._is_in_front)
        return QApplication.focusWidget() or QApplication.activeWindow() or self.frame

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, *, times: int = 1) -> None:
        """Press a key and wait until the program has answered."""
        for _time in range(times):
            self.pressed += 1
            self.probe.resume()
            QTest.keyClick(self.focus(), key, modifiers)
            self.idle()

    def press_twice(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key twice before the program has answered, as an impatient hand does."""
        self.pressed += 2
        for _time in range(2):
            QTest.keyClick(self.focus(), key, modifiers)
        self.idle()

    def type(self, text: str) -> None:
        """Type letter by letter at speed, where the focus is by then; only Enter (\\n) and Tab (\\t) wait."""
        self.probe.resume()
        for letter in text:
            if letter in "\n\t":
                self.press(KEY.Key_Return if letter == "\n" else KEY.Key_Tab)
            else:
                self.pressed += 1
                QTest.keyClicks(self.focus(), letter)
        self.idle()

    def type_fast(
        self, text: str, key: Qt.Key = KEY.Key_Return, modifiers: Qt.KeyboardModifier = NONE
    ) -> None:
        """Type a text and the key after it without waiting for any answer, as a scanner does."""
        self.pressed += len(text) + 1
        for letter in text:
            QTest.keyClicks(self.focus(), letter)
        QTest.keyClick(self.focus(), key, modifiers)

    def enter(self, times: int = 1) -> None:
        """Press Enter."""
        self.press(KEY.Key_Return, times=times)

    def type_through(self, text: str, enters: int) -> None:
        """Type a text and Enter so many times as a quick hand does, and wait for the answers to all of it."""
        self.probe.resume()
        self.type_fast(text)
        for _time in range(enters - 1):
            self.pressed += 1
            QTest.keyClick(self.focus(), KEY.Key_Return)
        self.idle()

    def key_field(self, name: str, text: str) -> None:
        """Put the cursor into a field of the card in front and key over what is there."""
        self.find(QWidget, name).setFocus(Qt.FocusReason.TabFocusReason)
        self.press(KEY.Key_A, CTRL)
        self.type(text)

    # what stands in front

    def show(self, desk: str) -> None:
        """Bring a desk to the front."""
        self.frame.show_desk(desk)
        self.idle()

    def ask(self, name: str, id: int = 0, **params: object) -> None:
        """Ask on the bus, as another desk would."""
        self.context.bus.ask(name, id, **params)
        QApplication.processEvents()
        self.idle()

    @property
    def page(self) -> Any:
        """The page in front of the desk in front."""
        return self.context.desk().page()

    @property
    def draft(self) -> Any:
        """The order in front as a value."""
        return self.page.session.draft

    def find(self, kind: Any, name: str) -> Any:
        """The seen widget of this name, on the desk in front or on what stands in its place."""
        place: Any = self.frame.stack.currentWidget()
        found = [widget for widget in place.findChildren(kind, name) if widget.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)} are seen"
        return found[0]

    def message(self) -> str:
        """What the page in front says, else its desk, else the window."""
        desk = self.context.desk()
        return desk.page().message_bar.text() or desk.message_bar.text() or self.frame.message_bar.text()

    def focused_text(self) -> str:
        """The text of the field that has the keys."""
        field = self.focus()
        return field.text() if isinstance(field, QLineEdit) else ""

    # waiting

    def idle(self) -> None:
        """Run the event loop until nothing is under way: an answer may ask again."""
        jobs, quiet = self.context.jobs, 0
        for _round in range(400):
            QApplication.processEvents()
            quiet = quiet + 1 if jobs.is_idle() else 0
            if quiet == 3:
                return
            jobs.wait_idle(20_000)
        raise AssertionError("the window never came to rest")

    def until(self, check: Callable[[], bool]) -> None:
        """Run the event loop until something holds."""
        self.qtbot.waitUntil(check)

    def _is_in_front(self) -> bool:
        """True if this window, or one that it opened, is the active one."""
        active: Any = QApplication.activeWindow()
        while active is not None and active is not self.frame:
            active = active.parent()
        return active is self.frame


def open_url(qtbot: Any, url: str, settings: UserSettings | None = None) -> Desk:
    """The program's own start on a database, dressed as it is, until its first page stands."""
    dress()
    frame, opening = start.open_window(url, settings)
    desk = Desk(qtbot, frame)
    frame.resize(1440, 900)
    with qtbot.waitSignal(opening.opened):
        frame.show()
    desk.idle()
    return desk


def open_on(qtbot: Any, office: Any, *, actor: Actor = ANNA, dark: bool = False) -> Desk:
    """All desks over an office that a test opened, with its clock; none is in front yet."""
    dress(dark=dark)
    frame = MainWindow()
    context = frame.context
    context.office = office
    context.jobs.attach(office.work, actor)
    context.allowed = actor.can
    office.work.listen(context.bus.publish)
    frame.add_desks(all_desks(context))
    attach(context)
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    return Desk(qtbot, frame)


def dress(*, dark: bool = False) -> None:
    """The look of the program, once: dressed again, the windows that stand are styled anew (0.1 s each, measured)."""
    app = QApplication.instance()
    assert isinstance(app, QApplication), "pytest-qt makes it"
    wanted = style_sheet(DARK if dark else LIGHT)
    if theme.is_dark() is not dark or app.styleSheet() != wanted:
        theme.apply_theme(app, dark=dark)


def press_at_entrance(frame: MainWindow, *keys: str | tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    """Press small letters and keys where the system brings them in, and wait for nothing: shortcuts first."""
    entrance = frame.windowHandle()
    for key in keys:
        if isinstance(key, tuple):
            QTest.keyClick(entrance, *key)
        else:
            for letter in key:
                QTest.keyClick(entrance, Qt.Key(ord(letter.upper())))


def end_all_work() -> None:
    """Before the fixtures of a test go: no window has jobs, processes or an office any more."""
    for frame in _frames():
        _end_work(frame)


def put_all_away() -> None:
    """After a test: its windows are gone, and with a failed one what its traceback held.

    What only garbage holds may be freed on a lane's thread of the next test's window, where Qt crashes:
    so it is freed here.
    """
    put_away(_frames())
    if getattr(sys, "last_value", None) is not None:
        sys.last_type = sys.last_value = sys.last_traceback = None
        gc.collect()


def put_away(frames: list[MainWindow]) -> None:
    """End the work of windows and delete them now."""
    for frame in frames:
        _end_work(frame)
        frame.deleteLater()
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _end_work(frame: MainWindow) -> None:
    if not frame.close():  # a card with something keyed asks first: nobody is there to answer
        frame.end_work()


def _frames() -> list[MainWindow]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
