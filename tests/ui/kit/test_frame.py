"""The frame: navigation, heading, status, help, themes, remembered size, opening an office."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from app.bootstrap import open_office
from app.domain.errors import OutsideError
from app.settings import UserSettings
from app.views.desks import places
from app.views.kit import errors, flags, icons, theme
from app.views.kit.desk import Desk
from app.views.kit.empty_state import EmptyState
from app.views.kit.heading import HeadingText
from app.views.kit.side_bar import NavigationButton
from app.views.main_window import MainWindow
from app.views.start import Opening, open_window
from tests.helpers.firm_facts import make_firm

ROOT = Path(__file__).resolve().parents[3]
CTRL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_and_a_digit_go_to_the_desks_which_are_made_when_first_shown(qtbot, window):
    assert window.current_desk() == "one"
    first = window.current_page()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, CTRL)
    assert window.current_desk() == "two"
    assert window.current_page() is not first
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1, CTRL)
    assert window.current_page() is first
    assert window.findChild(NavigationButton, "desk:one").isChecked()
    assert not window.findChild(NavigationButton, "desk:two").isChecked()


def test_only_desks_whose_right_the_person_has_stand_in_the_navigation(qtbot, window):
    window.context.allowed = lambda right: right == "see"
    desks = [
        Desk("open", "Open", "mdi6.tray", QWidget, right="see"),
        Desk("shut", "Shut", "mdi6.tray", QWidget, right="secret"),
    ]
    window.add_desks(desks)
    assert window.desk_ids() == ("one", "two", "open")
    assert window.side_bar.shown_ids() == ("one", "two", "open")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_4, CTRL)
    assert window.current_desk() == "one"
    assert window.message_bar.text() == "You have no right to: Shut"


def test_rights_that_become_known_later_hide_desks(window):
    window.add_desks([Desk("shut", "Shut", "mdi6.tray", QWidget, right="secret")])
    assert window.side_bar.shown_ids() == ("one", "two", "shut")
    window.context.allowed = lambda _right: False
    window.apply_rights()
    assert window.side_bar.shown_ids() == ("one", "two")
    window.show_desk("shut")
    assert window.current_desk() == "one"


def test_nobody_gets_past_the_door_by_keys(qtbot, window):
    window.wait_at_door(wait=True)
    assert not window.side_bar.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, CTRL)
    assert window.current_desk() == "one"
    window.wait_at_door(wait=False)
    assert window.side_bar.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, CTRL)
    assert window.current_desk() == "two"


def test_a_long_heading_is_cut_and_keeps_no_window_wide(qtbot, window):
    text = window.findChild(HeadingText)
    title = "A customer with a very long name " * 12
    window.context.set_heading("one", title, "since 2009")
    window.resize(window.minimumWidth(), window.height())
    assert window.width() == window.minimumWidth() <= 1000
    shown, detail = text.shown()
    assert shown.endswith("…")
    assert title.startswith(shown[:-1])
    assert detail == ""
    assert window.heading.text() == (title, "since 2009"), "who reads the window hears the whole"
    assert title in text.toolTip()
    window.context.set_heading("one", "Short", "draft")
    assert text.shown() == ("Short", "draft")
    assert not text.toolTip()


def test_the_first_paint_does_without_what_is_slow(tmp_path):
    """Qt's namespace `Qt` (150 enums), commands, jobs, the office: none is there before the frame is painted."""
    code = """
import os, sys
from PySide6.QtWidgets import QApplication
from PySide6 import QtCore
from app.settings import UserSettings
from app.views import start
from app.views.kit import theme
app = QApplication([])
settings = UserSettings()
theme.apply_theme(app)
window, opening = start.open_window("sqlite:///never-opened.db", settings)
def tell():
    slow = "sqlalchemy", "app.bootstrap", "app.views.kit.commands", "app.views.kit.jobs", "babel", "numpy"
    print([name for name in slow if name in sys.modules], "Qt" in vars(QtCore), flush=True)
    os._exit(0)
window.painted.disconnect()
window.painted.connect(tell)
window.show()
app.exec()
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "KEYLINE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stdout.strip() == "[] False", done.stderr


def test_the_numbers_and_icons_of_the_first_paint_are_qts_own():
    align = Qt.AlignmentFlag
    assert (align.AlignLeft | align.AlignVCenter).value == flags.LEFT_MIDDLE
    assert (align.AlignRight | align.AlignVCenter).value == flags.RIGHT_MIDDLE
    assert align.AlignCenter.value == flags.CENTRE
    assert Qt.FocusPolicy.NoFocus.value == flags.NO_FOCUS
    assert icons.FIRST_POINTS.items() <= icons._code_points().items()
    wanted = {icon.removeprefix("mdi6.") for _id, _title, icon in places()}
    assert wanted <= set(icons.FIRST_POINTS)


def test_f5_refreshes_the_desk_in_front(qtbot, window):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F5)
    assert window.current_page().refreshed == 1


def test_f1_shows_the_help_of_the_field(qtbot, window):
    window.current_page().field.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    assert QToolTip.text().startswith("The help of the field\n\n"), "then the keys that work here"
    QToolTip.hideText()


def test_each_desk_keeps_its_heading(qtbot, window):
    window.context.set_heading("one", "New thing", "draft")
    window.context.set_heading("two", "Other", "")
    assert window.heading.text() == ("New thing", "draft")
    window.show_desk("two")
    assert window.heading.text() == ("Other", "")
    assert window.windowTitle() == "Other - Keyline"


def test_status_fields_keep_their_order(window):
    window.context.set_status("connection", "Connected")
    window.context.set_status("people", "3 users")
    window.context.set_status("connection", "Away")
    assert window.findChild(QLabel, "statusText").text() == "Away · 3 users"
    window.context.set_status("connection", "")
    assert window.status.text() == "3 users"


def test_the_theme_switches_at_run_time_and_is_remembered(qtbot, qapp):
    settings = UserSettings()
    window = MainWindow(settings=settings)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.furnish()
    light = qapp.palette().window().color().name()
    qtbot.keyClick(window, Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.AltModifier)
    assert theme.is_dark()
    assert qapp.palette().window().color().name() != light
    assert window.context.jobs.wait_idle()
    window.close()
    assert UserSettings().text("theme") == "dark"


def test_the_window_remembers_its_size(qtbot):
    window = MainWindow(settings=UserSettings())
    qtbot.addWidget(window)
    window.show()
    window.resize(760, 620)
    window.close()
    again = MainWindow(settings=UserSettings())
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (760, 620)
    again.context.jobs.close()


class Stubborn(QWidget):
    free = False

    def may_close(self):
        return self.free


def test_a_desk_that_is_not_done_keeps_the_window_open(qtbot, window):
    window.add_desks([Desk("busy", "Busy", "mdi6.tray", Stubborn)])
    window.show_desk("busy")
    window.show_desk("one")
    assert not window.close()
    assert window.current_desk() == "busy"
    window.current_page().free = True
    assert window.close()


@pytest.fixture
def pages(monkeypatch):
    made = []

    def desks(context):
        def make():
            assert context.office is not None
            made.append(context.jobs.actor.name)
            return QWidget()

        return [Desk("one", "One", "mdi6.tray", make)]

    monkeypatch.setattr("app.views.start.all_desks", desks)
    monkeypatch.setattr("app.views.start.places", lambda: [("one", "One", "mdi6.tray")])
    return made


def test_the_frame_is_painted_before_the_office_is_opened_in_the_read_lane(qtbot, sqlite_url, pages):
    office = open_office(sqlite_url)
    make_firm(office.work)
    office.close()
    window, opening = open_window(sqlite_url)
    qtbot.addWidget(window)
    assert window.side_bar.ids() == ("one",)
    assert pages == []
    with qtbot.waitSignal(opening.opened):
        window.show()
    assert pages == ["owner"]
    assert window.status.text().startswith("Connected: keyline.db")
    heard: list[Any] = []
    window.context.bus.changed.connect(heard.append)
    with qtbot.waitSignal(window.context.bus.changed):
        window.context.jobs.write(window, lambda uow: uow.changed("thing", 7, version=2), lambda _: None)
    assert [(change.kind, change.id, change.version) for change in heard[0]] == [("thing", 7, 2)]
    window.close()


def test_an_office_that_cannot_be_opened_says_why_and_tries_again(qtbot, pages):
    answers = iter([OutsideError("database.away"), ValueError("a bug")])

    def open_it():
        raise next(answers)

    window = MainWindow()
    qtbot.addWidget(window)
    opening = Opening(window, open_it)
    with qtbot.waitSignal(opening.failed):
        window.show()
    assert window.message_bar.text() == "", "the page says it"
    page = window.stack.currentWidget()
    assert isinstance(page, EmptyState)
    assert any("cannot be reached" in label.text() for label in page.findChildren(QLabel))
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    with qtbot.waitSignal(opening.failed):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.message_bar.level() == "bad"
    window.close()


def test_a_bug_is_logged_and_its_details_can_be_copied(qtbot, window, caplog):
    from PySide6.QtWidgets import QPushButton

    errors.show_error(window.current_page(), ZeroDivisionError("one"))
    assert "ZeroDivisionError: one" in caplog.text
    assert window.message_bar.level() == "bad"
    button = next(one for one in window.message_bar.findChildren(QPushButton) if one.text() == "Copy details")
    button.click()
    assert "ZeroDivisionError: one" in QApplication.clipboard().text()
