"""Customers by keys: found, made, changed; wrong entries in place; two people on one card."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.domain.rights import SYSTEM
from app.i18n import set_language
from app.services import parties
from tests.helpers.parties import change_customer
from tests.helpers.window import ALT, CTRL, KEY, SHIFT


def read(work, id_):
    with work.reading(actor=SYSTEM) as view:
        return parties.read_customer_card(view, id_)


def error_under(page, name):
    return page.findChild(QLabel, f"{name}Error").text()


def test_three_letters_and_enter_open_the_customers_card(window, desk, firm):
    window.press(KEY.Key_F, CTRL)
    window.type("berg")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_Return)
    page = desk.page()
    assert page.record_id == firm[0]
    assert page.head.text("name") == "Bergmann Hotels GmbH"
    assert window.frame.heading.text()[0] == "Bergmann Hotels GmbH"


def test_a_new_customer_is_keyed_with_a_contact_and_saved(window, desk, work, firm):
    window.press(KEY.Key_N, CTRL)
    window.type("Nordlicht KG")
    window.key_field("city", "Kiel")
    window.key_field("credit_limit", "5000")
    contacts = window.find(QWidget, "contacts")
    contacts.setFocus()
    contacts.select_row(0, 0)
    window.type("Ada Meyer")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_Return)
    window.type("ada@nordlicht.example")
    window.press(KEY.Key_Return)
    contacts.select_row(0, contacts.cells.column_number("invoice"))
    window.press(KEY.Key_Space)
    window.press(KEY.Key_S, CTRL)
    page = desk.page()
    assert page.message_bar.level() == "ok", page.message_bar.text()
    card = read(work, page.record_id)
    assert (card.customer.name, card.customer.city) == ("Nordlicht KG", "Kiel")
    assert card.customer.credit_limit_minor == 500_000
    assert [(each.name, each.papers) for each in card.contacts] == [("Ada Meyer", "invoice")]
    assert not page.is_dirty()


def test_a_wrong_mail_address_is_marked_in_place_and_nothing_is_saved(window, desk, work, firm):
    window.press(KEY.Key_N, CTRL)
    window.type("Nordlicht KG")
    window.key_field("email", "nordlicht")
    window.press(KEY.Key_S, CTRL)
    page = desk.page()
    assert "nordlicht" in error_under(page, "email")
    assert QApplication.focusWidget() is page.head.widget("email")
    assert page.record_id is None
    with work.reading(actor=SYSTEM) as view:
        assert parties.find_customers(view, "Nordlicht") == ()


def test_a_contact_who_gets_papers_without_an_address_is_marked_in_its_cell(window, desk, work, firm):
    desk.open_customer(firm[0])
    window.idle()
    contacts = window.find(QWidget, "contacts")
    contacts.setFocus()
    contacts.select_row(0, 0)
    window.type("Ada Meyer")
    window.press(KEY.Key_Return)
    contacts.select_row(0, contacts.cells.column_number("quote"))
    window.press(KEY.Key_Space)
    window.press(KEY.Key_S, CTRL)
    assert "Ada Meyer" in contacts.cells.errors()[0, "email"]
    assert read(work, firm[0]).contacts == ()


def test_a_card_changed_elsewhere_shows_both_values_and_overwrites_none(window, desk, work, firm):
    desk.open_customer(firm[0])
    window.idle()
    page = desk.page()
    window.key_field("city", "Bremen")
    change_customer(work, firm[0], city="Berlin", phone="040 123")
    window.idle()
    assert page.head.text("phone") == "040 123"  # untouched here: theirs is taken
    assert page.head.text("city") == "Bremen"
    assert "Berlin" in error_under(page, "city")
    window.press(KEY.Key_2, ALT)  # keep mine
    window.press(KEY.Key_S, CTRL)
    saved = read(work, firm[0]).customer
    assert (saved.city, saved.phone) == ("Bremen", "040 123")


def test_taking_theirs_gives_the_keyed_value_up(window, desk, work, firm):
    desk.open_customer(firm[0])
    window.idle()
    window.key_field("city", "Bremen")
    change_customer(work, firm[0], city="Berlin")
    window.idle()
    window.press(KEY.Key_1, ALT)
    page = desk.page()
    assert page.head.text("city") == "Berlin"
    assert not page.is_dirty()


def test_escape_asks_before_something_keyed_is_lost(window, desk, work, firm):
    desk.open_customer(firm[0])
    window.idle()
    window.key_field("city", "Bremen")
    window.press(KEY.Key_Escape)
    page = desk.page()
    assert page.record_id == firm[0]
    assert page.message_bar.level() == "warn"
    window.press(KEY.Key_2, ALT)  # discard
    assert desk.page() is desk.list
    assert read(work, firm[0]).customer.city == "Hamburg"


def test_whoever_asked_for_a_new_customer_hears_its_id(window, firm):
    heard = []
    window.context.bus.asked.connect(lambda ask: heard.append((ask.name, ask.id)))
    window.context.bus.ask("customer.new", text="Seehof")
    window.idle()
    window.idle()
    page = window.context.desk().page()
    assert page.head.text("name") == "Seehof"
    window.press(KEY.Key_S, CTRL)
    assert heard[-1] == ("customer.created", page.record_id)


def test_the_palette_finds_a_customer(window, desk, firm):
    window.press(KEY.Key_K, CTRL)
    window.type("anker")
    window.press(KEY.Key_Return)
    window.idle()
    assert window.context.desk().page().record_id == firm[1]


def test_a_clerk_may_not_touch_limit_and_class(window, desk, firm):
    window.context.allowed = lambda right: right != "customer.credit"
    desk.open_customer(firm[0])
    window.idle()
    page = desk.page()
    assert page.terms.widget("credit_limit").isReadOnly()
    assert not page.terms.widget("credit_class").isEnabled()


def test_escape_on_the_list_has_nothing_to_leave_and_says_nothing(window, desk, firm):
    window.press(KEY.Key_Escape)
    assert window.frame.message_bar.text() == ""
    assert desk.page() is desk.list


def test_the_history_shows_what_was_keyed_as_it_is(window, desk, work, firm):
    window.ask("customer.open", firm[0])
    window.key_field("name", "Tom & <b>Jerry</b> GmbH")
    window.press(KEY.Key_S, CTRL)
    window.idle()
    side = desk.page().side
    assert "Tom & <b>Jerry</b> GmbH" in side.history.text()
    shown = side.history.findChild(QLabel)
    document = QTextDocument()
    document.setHtml(shown.text())
    plain = document.toPlainText()
    assert "Tom & <b>Jerry</b> GmbH" in plain


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("name", "L" * 5000, "This is too long: at most 200 characters. Shorten it."),
        ("phone", "0" * 41, "This is too long: at most 40 characters. Shorten it."),
        ("credit_limit", "99999999999999999999", "This is above one trillion. Check the digits."),
        ("credit_limit", "NaN", "This is not a number. Key it like 12.50."),
        ("discount", "abc", "This is not a number. Key it like 12.50."),
        ("discount", "101", "A discount lies between 0 and 100 %. Correct it."),
    ],
)
def test_what_no_card_takes_is_refused_whole_under_its_field(window, desk, work, firm, field, text, told):
    window.ask("customer.open", firm[0])
    before = read(work, firm[0])
    QApplication.clipboard().setText(text)
    window.find(QWidget, field).setFocus()
    window.press(KEY.Key_A, CTRL)
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert error_under(desk.page(), field) == told
    assert read(work, firm[0]) == before


def test_strange_letters_in_names_and_notes_are_kept(window, desk, work, firm):
    window.ask("customer.open", firm[0])
    for field in ("name", "notes"):
        QApplication.clipboard().setText("😀 שלום مرحبا")
        window.find(QWidget, field).setFocus()
        window.press(KEY.Key_A, CTRL)
        window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    customer = read(work, firm[0]).customer
    assert (customer.name, customer.notes) == ("😀 שלום مرحبا", "😀 שלום مرحبا")


def test_enter_goes_through_the_whole_card_by_its_notes_too(window, desk, work, firm):
    """The foot says "Enter next field": in a text of several lines Alt+Enter makes the line."""
    window.press(KEY.Key_N, CTRL)
    page = desk.page()
    page.terms.focus("notes")
    window.type("rings twice")
    window.press(KEY.Key_Return, ALT)
    window.type("back door\n")
    assert page.terms.text("notes") == "rings twice\nback door"
    assert window.focus() is page.addresses
    page.terms.focus()
    window.press(KEY.Key_Return, SHIFT)
    assert window.focus().objectName() in page.head.values()
    window.enter()
    assert window.focus().objectName() == next(iter(page.terms.values()))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("credit_limit", "1.234", "At most 2 decimals can be kept."),
        ("discount", "2.34567", "At most 4 decimals can be kept."),
    ],
)
def test_what_would_have_to_be_rounded_is_refused_in_its_field(window, desk, work, firm, name, text, told):
    window.ask("customer.open", firm[0])
    window.key_field(name, text)
    window.press(KEY.Key_S, CTRL)
    assert error_under(desk.page(), name) == told
    assert read(work, firm[0]).customer.credit_limit_minor is None
    assert read(work, firm[0]).customer.discount_ppm == 0


@pytest.mark.parametrize("language", ["en", "de"])
def test_all_columns_of_the_list_are_seen_in_a_small_window(window, firm, language):
    set_language(language)
    window.show("customers")
    window.frame.resize(1280, 720)
    window.idle()
    assert window.context.desk().list.table.horizontalScrollBar().maximum() == 0
