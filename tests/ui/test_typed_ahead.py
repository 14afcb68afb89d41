"""What is typed while the office is being opened goes to the desk that stands there then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.bootstrap import open_office
from app.views.main_window import MainWindow
from app.views.start import Opening
from tests.helpers.small_firm import make_small_firm
from tests.helpers.window import NONE, press_at_entrance

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def firm_url(sqlite_url):
    """A small firm in a file of its own."""
    office = open_office(sqlite_url)
    make_small_firm(office.work)
    office.close()
    return sqlite_url


def open_typing(qtbot, url, *keys):
    """The window whose keys were pressed right after the first paint, before there was any desk."""
    window = MainWindow()
    qtbot.addWidget(window)
    opening = Opening(window, lambda: open_office(url))

    def type_ahead():
        assert window.current_desk() == ""
        press_at_entrance(window, *keys)

    opening.begun.connect(type_ahead)
    with qtbot.waitSignal(opening.opened):
        window.show()
        window.activateWindow()
    return window


def focused_text(window):
    field = window.focusWidget()
    return field.text() if isinstance(field, QLineEdit) else None


def test_letters_typed_before_the_list_is_there_stand_in_its_search(qtbot, firm_url):
    window = open_typing(qtbot, firm_url, "berg")
    assert window.current_desk() == "orders"
    assert window.focusWidget().objectName() == "orderSearch"
    assert focused_text(window) == "berg"
    window.close()


def test_a_new_order_and_its_customer_may_be_keyed_before_any_desk_is_there(qtbot, firm_url):
    window = open_typing(qtbot, firm_url, (Qt.Key.Key_N, CTRL), "ber")
    desk = window.context.desk()
    qtbot.waitUntil(lambda: desk.page() is not None and focused_text(window) == "ber")
    assert window.focusWidget() is desk.page().header.customer
    assert desk.list.search.text() == ""
    window.close()


def test_a_key_that_the_field_wants_for_itself_runs_no_command(qtbot, firm_url):
    """Ctrl+Z takes back what was typed into the field, as it does when the key comes by itself."""
    window = open_typing(qtbot, firm_url, "berg", (Qt.Key.Key_Z, CTRL))
    assert window.focusWidget().objectName() == "orderSearch"
    assert focused_text(window) == ""
    window.close()


def test_a_desk_that_cannot_be_shown_does_not_take_the_keys_away(qtbot, firm_url, monkeypatch):
    def fail(_window, _id):
        raise RuntimeError("no desk today")

    monkeypatch.setattr(MainWindow, "make_desk", fail)
    with qtbot.captureExceptions() as errors:
        window = open_typing(qtbot, firm_url, "b")
        field = QLineEdit(window)
        field.show()
        field.setFocus()
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_X)
    assert "no desk today" in str(errors)
    assert field.text() == "x"
    window.close()


def test_keys_pressed_before_a_question_was_seen_do_not_answer_it(qtbot, sqlite_url):
    open_office(sqlite_url).close()  # no firm yet: the first start asks
    window = open_typing(qtbot, sqlite_url, "x", (Qt.Key.Key_Return, NONE))
    page = window.stack.currentWidget()
    assert window.current_desk() == ""
    assert page.isVisible()
    assert all(field.text() != "x" for field in page.findChildren(QLineEdit))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)  # from now on keys reach the page
    assert page.isAncestorOf(window.focusWidget())
    window.close()
