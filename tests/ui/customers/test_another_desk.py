"""Another desk saves the card while a field is being keyed: every key stays where it was pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.domain.rights import SYSTEM
from app.services import parties
from app.services.parties import read_customer_card
from tests.helpers.parties import change_customer
from tests.helpers.window import ALT, CTRL, KEY


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


# rows of addresses and contacts


def add_contact(window, work, customer, name):
    with work.begin(actor=SYSTEM) as uow:
        parties.create_contact(uow, customer, parties.ContactInput(name=name))
    window.idle()


def contacts_of(work, customer):
    with work.reading(actor=SYSTEM) as view:
        found = parties.read_customer_card(view, customer).contacts
    return [(each.name, each.phone, each.active) for each in found]


def stand(page, row, column):
    page.contacts.setFocus()
    page.contacts.select_row(row, page.contacts.cells.column_number(column))


def test_a_contact_that_is_taken_out_stays_for_its_papers_and_says_so(window, page, work, firm):
    add_contact(window, work, firm[0], "Ada")
    stand(page, 0, "name")
    window.press(KEY.Key_Delete, CTRL)
    assert "“Active” is unticked" in window.message()
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.text() == "Saved."
    assert contacts_of(work, firm[0]) == [("Ada", "", False)]


def test_a_new_contact_is_taken_out_by_the_same_key(window, page, work, firm):
    stand(page, 0, "name")
    window.type("Ada\n")
    stand(page, 0, "name")
    window.press(KEY.Key_Delete, CTRL)
    assert page.contacts.cells.rows() == ()
    assert not page.is_dirty()


def test_a_new_contact_that_is_keyed_on_while_it_is_saved_comes_once(window, page, work, firm):
    stand(page, 0, "name")
    window.type("Ada\n")
    stand(page, 0, "phone")
    QTest.keyClick(window.focus(), KEY.Key_S, CTRL)
    QTest.keyClicks(window.focus(), "1")
    QTest.keyClick(window.focus(), KEY.Key_Return)
    window.idle()
    assert contacts_of(work, firm[0]) == [("Ada", "", True)]
    window.press(KEY.Key_S, CTRL)
    assert contacts_of(work, firm[0]) == [("Ada", "1", True)]


def test_a_field_that_is_keyed_on_while_the_card_is_saved_is_no_clash(window, page, work, firm):
    window.key_field("city", "Bremen")
    QTest.keyClick(window.focus(), KEY.Key_S, CTRL)
    QTest.keyClicks(window.focus(), "-Vegesack")
    window.idle()
    assert page.head.text("city") == "Bremen-Vegesack"
    assert page.head.errors() == {}
    assert window.message() == "Saved."
    window.press(KEY.Key_S, CTRL)
    with work.reading(actor=SYSTEM) as view:
        assert read_customer_card(view, firm[0]).customer.city == "Bremen-Vegesack"


def test_the_usual_address_moves_from_one_to_the_other_in_one_save(window, page, work, firm):
    with work.begin(actor=SYSTEM) as uow:
        for city, is_usual in (("Bonn", False), ("Kiel", True)):
            place = parties.AddressInput(
                label=city,
                name="Depot",
                street="Weg 1",
                postcode="1",
                city=city,
                country="DE",
                is_default_ship_to=is_usual,
            )
            parties.create_address(uow, firm[0], place)
    window.idle()
    grid = page.addresses
    for row in (0, 1):
        grid.setFocus()
        grid.select_row(row, grid.cells.column_number("is_default_ship_to"))
        window.press(KEY.Key_Space)
    window.press(KEY.Key_S, CTRL)
    assert window.message() == "Saved."
    with work.reading(actor=SYSTEM) as view:
        found = read_customer_card(view, firm[0]).addresses
    assert [(each.city, each.is_default_ship_to) for each in found] == [("Bonn", True), ("Kiel", False)]


def test_a_contact_changed_elsewhere_after_a_refused_save_shows_both(window, page, work, firm):
    for name in ("Ada", "Bela"):
        add_contact(window, work, firm[0], name)
    stand(page, 0, "phone")
    window.type("111\n")
    stand(page, 1, "email")
    window.type("bela(at)nordlicht\n")
    window.press(KEY.Key_S, CTRL)
    assert list(page.contacts.cells.errors()) == [(1, "email")]
    ada = page.contacts.cells.rows()[0]
    with work.begin(actor=SYSTEM) as uow:
        theirs = parties.ContactInput(name="Ada", phone="222")
        parties.update_contact(uow, ada.key, theirs, version=ada.version)
    window.idle()
    assert page.contacts.cells.errors()[0, "phone"] == "Changed elsewhere meanwhile to: 222"
    assert contacts_of(work, firm[0])[0] == ("Ada", "222", True)
    window.press(KEY.Key_1, ALT)
    assert page.contacts.cells.rows()[0].values["phone"] == "222"
