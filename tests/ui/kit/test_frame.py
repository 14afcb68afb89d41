"""The frame: navigation, heading, status, help, themes, remembered size, opening an office."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from app.bootstrap import open_office
from app.domain.errors import OutsideError
from app.settings import UserSettings
from app.views.kit import errors, theme
from app.views.kit.desk import Desk
from app.views.kit.empty_state import EmptyState
from app.views.kit.side_bar import NavigationButton
from app.views.main_window import MainWindow
from app.views.start import Opening, open_window
from tests.helpers.firm_facts import make_firm

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


def test_f5_refreshes_the_desk_in_front(qtbot, window):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F5)
    assert window.current_page().refreshed == 1


def test_f1_shows_the_help_of_the_field(qtbot, window):
    window.current_page().field.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    assert QToolTip.text() == "The help of the field"
    QToolTip.hideText()


def test_each_desk_keeps_its_heading(qtbot, window):
    window.context.set_heading("one", "New thing", "draft")
    window.context.set_heading("two", "Other", "")
    assert window.findChild(QLabel, "headingTitle").text() == "New thing"
    assert window.findChild(QLabel, "headingDetail").text() == "draft"
    window.show_desk("two")
    assert window.findChild(QLabel, "headingTitle").text() == "Other"
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
    return made


def test_the_frame_is_painted_before_the_office_is_opened_in_the_read_lane(qtbot, sqlite_url, pages):
    office = open_office(sqlite_url)
    make_firm(office.work)
    office.close()
    window, opening = open_window(sqlite_url)
    qtbot.addWidget(window)
    assert window.desk_ids() == ("one",)
    assert pages == []
    with qtbot.waitSignal(opening.opened, timeout=20_000):
        window.show()
    assert pages == ["owner"]
    assert window.status.text().startswith("Connected: keyline.db")
    heard: list[Any] = []
    window.context.bus.changed.connect(heard.append)
    with qtbot.waitSignal(window.context.bus.changed, timeout=5000):
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
    with qtbot.waitSignal(opening.failed, timeout=5000):
        window.show()
    assert window.message_bar.text()
    page = window.stack.currentWidget()
    assert isinstance(page, EmptyState)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    with qtbot.waitSignal(opening.failed, timeout=5000):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
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
