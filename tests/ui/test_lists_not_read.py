"""A long list whose page could not be read says so, and asks again by key and by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.views.kit import ask_again
from tests.helpers.firm_facts import make_customers, make_firm
from tests.helpers.window import CTRL, KEY
from tests.ui.test_failed_readings import LOCKED, Away


@pytest.fixture
def soon(monkeypatch):
    """Two seconds pass at once."""
    monkeypatch.setattr(ask_again, "RETRY_MS", 20)


@pytest.fixture
def never(monkeypatch):
    """Nothing is asked again by itself while the test looks on."""
    monkeypatch.setattr(ask_again, "RETRY_MS", 600_000)


@pytest.fixture
def away(work, monkeypatch):
    """A firm with a customer, whose lists of customers and orders cannot be read."""
    make_firm(work)
    make_customers(work, "Ada")
    return Away(monkeypatch, "app.views.customers.customer_list", "read_customers_page")


def shown(window) -> str:
    """What stands in place of the rows."""
    return window.page.stack.currentWidget().objectName()


@pytest.mark.usefixtures("never")
def test_a_list_without_rows_says_in_their_place_why_and_f5_asks_again(window, away):
    window.show("customers")
    assert shown(window) == "listNotice"
    assert LOCKED in window.find(QWidget, "listNotice").accessibleDescription()
    away.is_away = False
    window.press(KEY.Key_F5)
    assert shown(window) == "customersTable"
    assert window.page.model.row(0).name == "Ada"
    assert not window.page.findChildren(QWidget, "listNotice")


@pytest.mark.usefixtures("never")
def test_its_button_asks_again_too_and_gives_the_keys_to_the_rows(window, away):
    window.show("customers")
    button = window.find(QWidget, "listNotice").buttons.itemAt(0).widget()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    away.is_away = False
    window.enter()
    assert window.focus() is window.page.table


@pytest.mark.usefixtures("never")
def test_rows_that_stand_there_stay_under_the_message_which_goes_with_the_answer(window, away):
    away.is_away = False
    window.show("customers")
    away.is_away = True
    window.press(KEY.Key_F5)
    assert shown(window) == "customersTable"
    assert window.page.model.row(0).name == "Ada"
    assert LOCKED in window.message()
    away.is_away = False
    window.press(KEY.Key_F5)
    assert window.message() == ""


@pytest.mark.usefixtures("never")
def test_another_question_that_got_no_answer_shows_no_rows_of_the_one_before(window, away):
    away.is_away = False
    window.show("customers")
    away.is_away = True
    window.press(KEY.Key_F, CTRL)
    window.type("ad")
    window.until(lambda: shown(window) == "listNotice")
    away.is_away = False
    window.press(KEY.Key_F5)
    assert shown(window) == "customersTable"


@pytest.mark.usefixtures("soon")
def test_it_comes_by_itself_once_the_database_answers(window, away):
    window.show("customers")
    assert shown(window) == "listNotice"
    away.is_away = False
    window.until(lambda: shown(window) == "customersTable")


@pytest.mark.usefixtures("never")
def test_the_orders_say_it_too(window, work, monkeypatch):
    make_firm(work)
    away = Away(monkeypatch, "app.views.orders.order_list", "read_orders_page")
    window.show("orders")
    listed = window.context.desk().list
    assert listed.findChildren(QWidget, "listNotice")
    away.is_away = False
    window.press(KEY.Key_F5)
    assert not listed.findChildren(QWidget, "listNotice")


def test_a_mistake_of_the_program_is_told_and_not_tried_again(window, work, monkeypatch):
    make_firm(work)
    asked = []

    def broken(*_question):
        asked.append(1)
        raise ValueError("a bug")

    monkeypatch.setattr("app.views.customers.customer_list.read_customers_page", broken)
    window.show("customers")
    assert shown(window) == "listNotice"
    assert "in the program itself" in window.message()
    assert asked == [1]
    assert not any(timer.isActive() for timer in window.page.findChildren(ask_again.AskAgain))
