"""The first start: an empty firm by keys, the demo firm with cancel, and who is at the desk."""

from __future__ import annotations

import functools
import threading
import zoneinfo

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.i18n import set_language
from app.services import seeds
from app.services.people import UserInput, create_user
from app.services.prices import read_price_lists
from app.services.setup import read_firm, read_warehouses
from app.settings import UserSettings
from app.views.first_start import firm_form
from app.views.first_start.page import FirstStart
from app.views.kit import theme
from app.views.kit.qt_words import speak_qt
from app.views.setup.search import setup_parts
from app.views.start import open_window, place_of, window_language
from db.schema.firm import Audit
from tests.helpers.firm_facts import make_firm
from tests.helpers.window import ALT, CTRL, KEY, Desk, open_url


@pytest.fixture
def start(qtbot, qapp):
    """Opens the window on a database until its first page stands; Qt is English again afterwards."""
    theme.apply_theme(qapp)
    yield functools.partial(open_url, qtbot)
    set_language("en")
    speak_qt()


def read(url, call):
    office = open_office(url)
    with office.work.reading(actor=SYSTEM) as view:
        found = call(view)
    office.close()
    return found


def add_user(url, name, role):
    office = open_office(url)
    with office.work.begin(actor=SYSTEM) as uow:
        create_user(uow, UserInput(name=name, full_name=name.title(), roles=(role,)))
    office.close()


@pytest.fixture
def firm_url(sqlite_url):
    office = open_office(sqlite_url)
    make_firm(office.work)
    office.close()
    return sqlite_url


def test_an_empty_firm_is_keyed_and_the_orders_desk_follows(start, sqlite_url):
    window = start(sqlite_url)
    assert not window.frame.side_bar.isVisible()
    window.press(KEY.Key_2, ALT)
    window.type("Nordlicht GmbH")
    window.key_field("city", "Hamburg")
    window.key_field("currency", "XXZ")
    window.press(KEY.Key_Return, CTRL)
    assert "XXZ" in window.frame.findChild(QLabel, "currencyError").text()
    assert read(sqlite_url, read_firm) is None
    window.key_field("currency", "eur")
    window.press(KEY.Key_Return, CTRL)
    firm = read(sqlite_url, read_firm)
    assert (firm.name, firm.city, firm.currency) == ("Nordlicht GmbH", "Hamburg", "EUR")
    assert len(read(sqlite_url, read_warehouses)) == 1
    assert window.frame.side_bar.isVisible()
    assert window.frame.current_desk() == "orders"
    assert window.context.jobs.actor.name == "owner"


@pytest.mark.parametrize(
    ("country", "currency", "zone"),
    [("Germany", "EUR", "Europe/Berlin"), ("Sweden", "SEK", "Europe/Stockholm")],
)
def test_a_country_brings_its_currency_and_its_time_zone(start, sqlite_url, country, currency, zone):
    window = start(sqlite_url)
    window.press(KEY.Key_2, ALT)
    window.type("Nordlicht GmbH")
    window.find(QComboBox, "country").setFocus()
    window.type(country)
    window.press(KEY.Key_Return, CTRL)
    firm = read(sqlite_url, read_firm)
    assert (firm.currency, firm.time_zone) == (currency, zone)


def test_every_country_of_the_first_page_has_a_time_zone_that_there_is():
    assert set(firm_form.USUAL_ZONE) == seeds.tax_countries()
    assert set(firm_form.USUAL_ZONE.values()) <= zoneinfo.available_timezones()
    assert set(firm_form.USUAL_CURRENCY) < seeds.tax_countries()


def test_the_making_of_a_firm_and_later_changes_have_one_name(start, sqlite_url):
    window = start(sqlite_url, UserSettings())
    window.press(KEY.Key_D, ALT)
    window.press(KEY.Key_2, ALT)
    window.type("Nordlicht GmbH")
    window.press(KEY.Key_Return, CTRL)
    made_by = read(sqlite_url, lambda view: set(view.db.execute(sa.select(Audit.actor)).scalars()))
    assert made_by == {window.context.jobs.actor.name} == {"inhaber"}


def titles_by_key(window) -> dict[str, str]:
    """What the sheet of keys (F1) is made from."""
    return {command.keys: command.title for command in window.context.commands.shortcuts()}


def test_the_language_of_the_first_page_is_chosen_by_one_key_and_kept(start, sqlite_url):
    settings = UserSettings()
    window = start(sqlite_url, settings)
    window.press(KEY.Key_D, ALT)
    assert window.find(QLabel, "emptyTitle").text() == "Willkommen bei Keyline"
    assert window.find(QPushButton, "firstStart:de").isChecked()
    assert window.find(QPushButton, "firstStart:de").hasFocus()
    assert titles_by_key(window)["Ctrl+Q"] == "Beenden"
    assert "Aufträge" in titles_by_key(window).values()
    assert "Verbunden: keyline.db · F1 Hilfe" in window.frame.status.text()
    assert UserSettings().text("language") == "de"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"  # in Qt's own dialogs
    assert QKeySequence("Ctrl+Ins").toString(QKeySequence.SequenceFormat.NativeText) == "Ctrl+Ins"
    window.press(KEY.Key_E, ALT)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert window.find(QLabel, "emptyTitle").text() == "Welcome to Keyline"
    assert "Orders" in titles_by_key(window).values()
    assert UserSettings().text("language") == "en"


def test_the_languages_are_reached_by_tab_too(start, sqlite_url):
    window = start(sqlite_url, UserSettings())
    window.press(KEY.Key_Tab, times=3)
    assert window.find(QPushButton, "firstStart:en").hasFocus()
    window.press(KEY.Key_Right)
    assert window.find(QLabel, "emptyTitle").text() == "Willkommen bei Keyline"
    window.press(KEY.Key_Space)  # the language in force stays
    assert window.find(QPushButton, "firstStart:de").isChecked()


def test_a_firm_keyed_after_the_choice_of_german_is_german(start, sqlite_url):
    window = start(sqlite_url, UserSettings())
    window.press(KEY.Key_D, ALT)
    window.press(KEY.Key_2, ALT)
    window.type("Nordlicht GmbH")
    window.press(KEY.Key_Return, CTRL)
    firm = read(sqlite_url, read_firm)
    assert (firm.language, firm.country, firm.currency) == ("de", "DE", "EUR")
    assert [card.facts.code for card in read(sqlite_url, read_warehouses)] == ["HAUPT"]
    assert [card.name for card in read(sqlite_url, read_price_lists)] == ["Listenpreise"]
    assert window.frame.heading.text()[0] == "Aufträge"
    assert window.frame.side_bar.shown_ids()[0] == "orders"
    assert window.frame.current_desk() == "orders"
    window.press(KEY.Key_K, CTRL)
    window.type("steuer")
    assert any("Steuer" in entry.main for entry in window.frame.palette_popup.entries())


def test_what_was_keyed_of_the_firm_stays_when_the_language_changes(start, sqlite_url):
    window = start(sqlite_url, UserSettings())
    window.press(KEY.Key_2, ALT)
    window.type("Nordlicht GmbH")
    window.press(KEY.Key_Escape)
    window.press(KEY.Key_D, ALT)
    window.press(KEY.Key_2, ALT)
    window.press(KEY.Key_Return, CTRL)
    firm = read(sqlite_url, read_firm)
    assert (firm.name, firm.language, firm.currency) == ("Nordlicht GmbH", "de", "EUR")


def test_what_was_keyed_stays_through_two_quick_changes_of_the_language(start, sqlite_url):
    """The second one comes before the form of the first is there."""
    desk = start(sqlite_url)
    page = FirstStart(desk.context, sqlite_url, {"name": "Berg GmbH"})
    assert page.form is None
    assert page.keyed() == {"name": "Berg GmbH"}
    page.deleteLater()
    desk.close()


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("sqlite:////srv/office/keyline.db", "keyline.db"),
        ("postgresql+psycopg://anna:p%40ss@server:5433/keyline", "PostgreSQL server:5433/keyline"),
        ("postgresql://server/keyline?password=secret", "PostgreSQL server/keyline"),
        ("postgresql+psycopg://anna@/keyline?host=%2Frun%2Fpg", "PostgreSQL keyline"),
    ],
)
def test_the_status_bar_names_the_database_and_no_password(url, place):
    assert place_of(url) == place


@pytest.mark.parametrize(
    ("system", "spoken"),
    [
        (["de-AT", "de", "en-US"], "de"),
        (["fr-FR", "de"], "de"),
        (["en-GB"], "en"),
        (["fr-FR"], "en"),
        ([], "en"),
    ],
)
def test_the_window_speaks_the_systems_language_until_another_is_chosen(system, spoken):
    assert window_language(UserSettings(), system) == spoken
    UserSettings().put("language", "de")
    assert window_language(UserSettings(), ["en-GB"]) == "de"


def test_a_vat_id_that_looks_wrong_is_told_once_before_the_firm_is_made(start, sqlite_url):
    window = start(sqlite_url)
    window.press(KEY.Key_2, ALT)
    window.press(KEY.Key_Return, CTRL)
    error = window.frame.findChild(QLabel, "nameError")
    assert error.text() == "This is needed."
    window.type("Nordlicht GmbH\tGB999")
    assert error.text() == ""
    window.press(KEY.Key_Return, CTRL)
    assert "GB999 has a wrong form" in window.find(QLabel, "vat_idError").text()
    assert "Ctrl+Enter once more" in window.frame.findChild(object, "firstStart").form.message_bar.text()
    assert read(sqlite_url, read_firm) is None
    window.press(KEY.Key_Return, CTRL)
    assert read(sqlite_url, read_firm).vat_id == "GB999"


def test_a_second_press_before_the_doubt_was_shown_does_not_accept_it(start, sqlite_url):
    window = start(sqlite_url)
    window.press(KEY.Key_2, ALT)
    window.type("Nordlicht GmbH\tGB999")
    window.press_twice(KEY.Key_Return, CTRL)
    assert "GB999 has a wrong form" in window.find(QLabel, "vat_idError").text()
    assert read(sqlite_url, read_firm) is None
    window.press_twice(KEY.Key_Return, CTRL)
    assert read(sqlite_url, read_firm).vat_id == "GB999"


def test_a_firm_wanted_before_the_countries_are_read_is_not_forgotten(qtbot, start, sqlite_url, monkeypatch):
    may_read = threading.Event()
    read_now = firm_form.read_choices

    def slowly():
        may_read.wait(60)
        return read_now()

    monkeypatch.setattr("app.views.first_start.page.read_choices", slowly)
    frame, opening = open_window(sqlite_url)
    with qtbot.waitSignal(opening.opened):
        frame.show()
    window = Desk(qtbot, frame)
    QTest.keyClick(window.focus(), KEY.Key_2, ALT)
    QTest.keyClick(window.focus(), KEY.Key_Space)
    page = window.frame.findChild(FirstStart, "firstStart")
    assert page is not None
    assert not page.progress.isVisible()
    may_read.set()
    window.idle()
    assert window.focus().objectName() == "name"


def test_escape_goes_back_to_the_choice(start, sqlite_url):
    window = start(sqlite_url)
    window.press(KEY.Key_2, ALT)
    assert window.find(QWidget, "makeFirm").isVisible()
    window.press(KEY.Key_Escape)
    assert window.find(QPushButton, "firstStart:demo").hasFocus()


def test_whoever_wants_to_import_is_led_there_once_the_firm_stands(start, sqlite_url):
    window = start(sqlite_url)
    heard = []
    window.context.bus.asked.connect(lambda ask: heard.append(ask.name))
    window.press(KEY.Key_3, ALT)
    window.type("Nordlicht GmbH")
    window.press(KEY.Key_Return, CTRL)
    window.idle()
    assert "import.open" in heard


def test_the_demo_firm_is_made_in_a_process_and_can_be_stopped(qtbot, start, sqlite_url):
    window = start(sqlite_url)
    page = window.frame.findChild(FirstStart, "firstStart")
    window.press(KEY.Key_1, ALT)
    assert page.progress.isVisible()
    qtbot.waitUntil(lambda: "Starting" not in page.progress.text())
    with qtbot.waitSignal(window.context.processes.idle):
        window.press(KEY.Key_Escape)
    window.idle()
    assert read(sqlite_url, read_firm) is None
    assert "No firm was made" in page.message_bar.text()
    assert window.find(QPushButton, "firstStart:demo").hasFocus()


def test_one_person_is_not_asked(start, firm_url):
    window = start(firm_url, UserSettings())
    assert window.frame.current_desk() == "orders"
    assert window.context.jobs.actor.name == "owner"


def test_several_people_are_asked_and_the_choice_is_remembered(start, firm_url):
    add_user(firm_url, "anna", "sales")
    add_user(firm_url, "ole", "warehouse")
    settings = UserSettings()
    window = start(firm_url, settings)
    assert window.frame.current_desk() == ""
    window.press(KEY.Key_Down)
    window.press(KEY.Key_Return)
    actor = window.context.jobs.actor
    chosen = settings.text("person")
    assert actor.name == chosen
    again = start(firm_url, UserSettings())
    again.press(KEY.Key_Return)
    assert again.context.jobs.actor.name == chosen


def test_the_roles_of_the_person_decide_what_is_allowed(start, firm_url):
    add_user(firm_url, "anna", "sales")
    settings = UserSettings()
    settings.put("person", "anna")
    window = start(firm_url, settings)
    window.press(KEY.Key_Return)
    assert window.context.allowed("order.edit")
    assert not window.context.allowed("margin.see")


def test_a_shared_database_asks_even_one_person(start, postgres_url):
    office = open_office(postgres_url)
    make_firm(office.work)
    office.close()
    window = start(postgres_url, UserSettings())
    assert window.frame.current_desk() == ""
    window.press(KEY.Key_Return)
    assert window.frame.current_desk() == "orders"


def test_a_new_firm_has_a_price_list_in_its_currency(start, sqlite_url):
    window = start(sqlite_url)
    window.press(KEY.Key_2, ALT)
    window.type("Brook Ltd")
    window.press(KEY.Key_Return, CTRL)
    (card,) = read(sqlite_url, read_price_lists)
    assert (card.code, card.kind, card.currency) == ("LIST", "general", "GBP")


def test_the_palette_finds_the_parts_of_the_setup_and_says_when_it_finds_nothing(start, firm_url):
    window = start(firm_url, UserSettings())
    window.press(KEY.Key_K, CTRL)
    window.type("qqq")
    assert [entry.main for entry in window.frame.palette_popup.entries()] == ["Nothing found"]
    window.press(KEY.Key_Escape)
    window.press(KEY.Key_K, CTRL)
    window.type("tax")
    window.press(KEY.Key_Return)
    assert window.frame.current_desk() == "setup"
    assert window.frame.current_page().page().objectName() == "setup:tax"


@pytest.mark.parametrize(
    ("typed", "first"),
    [("denied", "Screening"), ("sanct", "Screening"), ("vat", "VAT ids abroad"), ("import price", "Price lists"),
     ("rebate", "Bonus agreements"), ("dunning", "Who owes what")],
)  # fmt: skip
def test_the_palette_finds_parts_and_desks_by_other_words_too(start, firm_url, typed, first):
    window = start(firm_url, UserSettings())
    window.press(KEY.Key_K, CTRL)
    window.type(typed)
    assert window.frame.palette_popup.entries()[0].main == first


def test_the_setup_begins_in_the_firms_name(start, firm_url):
    window = start(firm_url, UserSettings())
    window.press(KEY.Key_0, CTRL)
    assert window.focus().objectName() == "name"
    window.press(KEY.Key_1, CTRL)
    window.press(KEY.Key_0, CTRL)
    assert window.focus().objectName() == "name"


def test_every_part_of_the_setup_is_a_tab(start, firm_url):
    window = start(firm_url, UserSettings())
    window.context.show_desk("setup")
    window.idle()
    pages = window.frame.current_page().pages()
    assert [page.objectName() for page in pages] == [f"setup:{name}" for name, _title in setup_parts()]


def test_the_window_is_not_larger_than_its_screen(start, firm_url):
    frame = start(firm_url, UserSettings()).frame
    frame.resize(5000, 4000)
    frame.fit_screen()
    room = frame.screen().availableSize()
    assert frame.width() < room.width()
    assert frame.height() < room.height()
