"""Another desk saves the card while a field is being keyed: every key stays where it was pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.rights import SYSTEM
from app.services.parties import read_customer_card
from tests.helpers.parties import change_customer
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def page(window, desk, firm):
    desk.open_customer(firm[0])
    window.idle()
    return desk.page()


def elsewhere(window, work, firm, **values):
    change_customer(work, firm[0], **values)
    window.idle()


def test_letters_go_on_behind_those_that_stand_there(window, page, work, firm):
    window.key_field("city", "Brem")
    elsewhere(window, work, firm, phone="040 123")
    window.type("en")
    assert page.head.text("phone") == "040 123"
    assert page.head.text("city") == "Bremen"


def test_the_cursor_in_the_middle_of_a_word_stays_there(window, page, work, firm):
    window.key_field("city", "Breen")
    window.press(KEY.Key_Left, times=2)
    elsewhere(window, work, firm, phone="040 123")
    window.type("m")
    assert page.head.text("city") == "Bremen"


def test_figures_go_on_behind_those_that_stand_there(window, page, work, firm):
    window.key_field("credit_limit", "50")
    elsewhere(window, work, firm, phone="040 123")
    window.type("0")
    window.press(KEY.Key_S, CTRL)
    with work.reading(actor=SYSTEM) as view:
        assert read_customer_card(view, firm[0]).customer.credit_limit_minor == 50_000


def test_a_number_that_cannot_be_read_yet_is_not_taken_away(window, page, work, firm):
    window.key_field("credit_limit", "-")
    elsewhere(window, work, firm, phone="040 123")
    assert window.focused_text() == "-"
    assert page.is_dirty()


def test_what_is_selected_is_still_replaced_by_the_next_key(window, page, work, firm):
    elsewhere(window, work, firm, city="Bonn")
    window.find(QWidget, "city").setFocus(Qt.FocusReason.TabFocusReason)
    elsewhere(window, work, firm, city="Berlin")
    window.type("Kiel")
    assert page.head.text("city") == "Kiel"


def test_a_clash_in_another_field_does_not_take_the_cursor_away(window, page, work, firm):
    window.key_field("city", "Bremen")
    window.key_field("credit_limit", "50")
    elsewhere(window, work, firm, city="Berlin")
    window.type("0")
    assert "Berlin" in page.head.errors()["city"]
    assert page.head.text("city") == "Bremen"
    assert window.focused_text() == "500"
