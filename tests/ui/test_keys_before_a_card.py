"""Keys that come before a card is read are kept for its fields; those meant for another place go there."""

from __future__ import annotations

import threading

import pytest

from tests.helpers.firm_facts import make_customers, make_firm
from tests.helpers.window import CTRL, KEY, NONE, press_at_entrance

pytestmark = pytest.mark.usefixtures("few_parts")


@pytest.fixture
def customers(window, work):
    make_firm(work)
    ids = make_customers(work, "Bergmann Hotels GmbH", "Café Anker", city="Hamburg")
    window.show("customers")
    return ids


@pytest.fixture
def reading(window):
    """Nothing is read from the first `clear` to the next `set`."""
    gate = threading.Event()
    gate.set()
    yield gate
    gate.set()


def hold(window, gate):
    gate.clear()
    window.context.jobs.run("read", window.frame, gate.wait, lambda _done: None)


def open_unread(window, gate, customer_id):
    """A card in front whose record is not read yet."""
    window.focus()
    hold(window, gate)
    window.context.bus.ask("customer.open", customer_id)
    page = window.page
    assert page.head.text("name") == ""
    return page


def test_keys_that_come_before_the_card_is_read_are_pressed_once_it_stands_there(window, customers, reading):
    page = open_unread(window, reading, customers[0])
    press_at_entrance(window.frame, "nord ", (KEY.Key_S, CTRL), (KEY.Key_Return, NONE), "x")
    assert page.head.text("name") == ""
    reading.set()
    window.idle()
    assert page.head.text("name") == "nord Bergmann Hotels GmbH"
    assert window.focused_text().endswith("x")
    assert page.is_dirty()
    assert page.message_bar.text() == ""


def test_escape_leaves_a_card_that_is_not_read_yet(window, customers, reading):
    page = open_unread(window, reading, customers[0])
    press_at_entrance(window.frame, "nord", (KEY.Key_Escape, NONE))
    assert window.page is not page
    reading.set()
    window.idle()
    press_at_entrance(window.frame, (KEY.Key_Down, NONE))  # keys reach the list again
    assert window.page.isAncestorOf(window.focus())


def test_a_key_for_the_desk_in_front_is_not_kept_for_a_card_behind_it(window, customers, reading):
    page = open_unread(window, reading, customers[0])
    press_at_entrance(window.frame, "nord", (KEY.Key_1, CTRL))
    assert window.frame.current_desk() == "orders"
    press_at_entrance(window.frame, (KEY.Key_F, CTRL), "berg")
    assert window.focused_text() == "berg"
    reading.set()
    window.idle()
    assert window.focused_text() == "berg"
    assert page.head.text("name") == "Bergmann Hotels GmbH"
    assert not page.is_dirty()


def test_keys_for_a_tab_that_is_read_only_now_stand_in_its_field(window, customers, reading):
    window.show("setup")
    window.focus()
    hold(window, reading)
    window.context.bus.ask("setup.open", page="mail")
    press_at_entrance(window.frame, "mail.nord.example")
    page = window.page
    assert page.form.text("host") == ""
    reading.set()
    window.idle()
    assert page.form.text("host") == "mail.nord.example"
    assert page.is_dirty()
