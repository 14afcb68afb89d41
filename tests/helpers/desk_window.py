"""The real window with all its desks over an open office, and keys pressed where the focus is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.rights import SYSTEM
from app.views.desks import all_desks, attach
from app.views.kit import theme
from app.views.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


def desk_window(qtbot, office, *, actor=SYSTEM):
    """A shown window; a generator for a fixture."""
    application = QApplication.instance()
    assert isinstance(application, QApplication), "pytest-qt makes it"
    theme.apply_theme(application)
    window = MainWindow()
    qtbot.addWidget(window)
    context = window.context
    context.office = office
    context.jobs.attach(office.work, actor)
    context.allowed = actor.can
    office.work.listen(context.bus.publish)
    window.add_desks(all_desks(context))
    attach(context)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield window
    context.jobs.close()
    context.processes.close()


def settle(window):
    """Let every job answer, and what follows from the answers: an answer may ask again."""
    jobs, quiet = window.context.jobs, 0
    for _round in range(200):
        jobs.wait_idle(5000)
        QApplication.processEvents()
        quiet = quiet + 1 if jobs.is_idle() else 0
        if quiet == 3:
            return
    raise AssertionError("a job hangs")


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """One key where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)
    settle(window)


def keys(window, text):
    """Letters where the focus is: the first one may open an editor."""
    for letter in text:
        QTest.keyClick(QApplication.focusWidget() or window, letter)
    settle(window)


def named(window, name, kind=QWidget):
    """The shown widget of that name."""
    found = [each for each in window.findChildren(kind, name) if each.isVisible()]
    assert found, f"{name} is not shown"
    return found[0]


def key_field(window, name, text):
    """Put the cursor into a field of the card in front and key over what is there."""
    named(window, name).setFocus(Qt.FocusReason.TabFocusReason)
    press(window, KEY.Key_A, CTRL)
    keys(window, text)
