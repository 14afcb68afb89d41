"""The firm set up by keys: cards in grids and forms, wrong entries in place."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app import i18n
from app.domain.rights import SYSTEM
from app.services import setup
from app.services.history import read_history
from app.services.people import read_users
from app.services.settings_store import read_firm_settings
from app.views.kit import theme
from app.views.kit.jobs import Jobs
from tests.helpers.firm_facts import make_firm
from tests.helpers.grids import go_to_cell, open_part
from tests.helpers.papers import sample_logo
from tests.helpers.screening_office import make_customer
from tests.helpers.window import CTRL, KEY, open_on


@pytest.fixture
def desk(window, work):
    make_firm(work)
    window.show("setup")
    return window.context.desk()


def read(work, call):
    with work.reading(actor=SYSTEM) as view:
        return call(view)


def test_the_letterhead_is_changed_and_a_wrong_iban_is_marked(window, desk, work):
    page = desk.page()
    window.key_field("street", "Am Kai 1")
    window.key_field("iban", "DE00 1234")
    window.press(KEY.Key_S, CTRL)
    assert page.findChild(QLabel, "ibanError").text()
    assert read(work, setup.require_firm).street == ""
    window.key_field("iban", "DE02 1203 0000 0000 2020 51")
    window.press(KEY.Key_S, CTRL)
    firm = read(work, setup.require_firm)
    assert (firm.street, firm.iban) == ("Am Kai 1", "DE02120300000000202051")


def test_a_logo_comes_from_a_file_and_a_text_is_refused(window, desk, work, tmp_path):
    page = desk.page()
    (tmp_path / "logo.png").write_bytes(sample_logo())
    (tmp_path / "logo.txt").write_text("no picture")
    page.logo.load(tmp_path / "logo.txt")
    window.idle()
    assert "logo.txt" in page.message_bar.text()
    page.logo.load(tmp_path / "logo.png")
    window.idle()
    assert not page.logo.preview.pixmap().isNull()
    window.press(KEY.Key_S, CTRL)
    assert read(work, setup.require_firm).logo == sample_logo()


def test_a_payment_term_is_added_in_the_last_row(window, desk, work):
    page = open_part(window, "setup", "term")
    last = page.grid.cells.rowCount() - 1
    go_to_cell(page.grid, last, "code")
    for text in ("45days", "45 days net", "45"):
        window.type(text)
        window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert ("45days", 45) in [(term.code, term.days) for term in read(work, setup.read_terms)]


def test_two_wrong_terms_are_both_marked_and_none_is_saved(window, desk, work):
    page = open_part(window, "setup", "term")
    before = read(work, setup.read_terms)
    go_to_cell(page.grid, 0, "days")
    window.type("400")
    window.press(KEY.Key_Return)
    go_to_cell(page.grid, 1, "name")
    window.press(KEY.Key_F2)
    window.press(KEY.Key_A, CTRL)
    window.press(KEY.Key_Delete)
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert set(page.grid.cells.errors()) == {(0, "days"), (1, "name")}
    assert read(work, setup.read_terms) == before


def test_a_next_number_that_goes_back_is_refused_in_its_cell(window, desk, work):
    page = open_part(window, "setup", "series")
    go_to_cell(page.grid, 0, "next_number")
    window.type("0")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.grid.cells.errors()[0, "next_number"]


def test_roles_are_ticked_with_space_and_the_last_owner_stays(window, desk, work):
    page = open_part(window, "setup", "user")
    go_to_cell(page.grid, 1, "name")
    window.type("anna")
    window.press(KEY.Key_Return)
    go_to_cell(page.grid, 1, "sales")
    window.press(KEY.Key_Space)
    window.press(KEY.Key_S, CTRL)
    assert ("anna", ("sales",)) in [(user.name, user.roles) for user in read(work, read_users)]
    owner = next(at for at, row in enumerate(page.grid.cells.rows()) if row.values["name"] == "owner")
    go_to_cell(page.grid, owner, "owner")
    window.press(KEY.Key_Space)
    window.press(KEY.Key_S, CTRL)
    assert "owner" in page.grid.cells.errors()[owner, "owner"]


def test_a_warehouse_gets_its_cut_off_and_bins(window, desk, work):
    page = open_part(window, "setup", "warehouse")
    go_to_cell(page.grid, 0, "cutoff")
    window.type("25:00")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert "25:00" in page.grid.cells.errors()[0, "cutoff"]
    go_to_cell(page.grid, 0, "cutoff")
    window.type("15.30")
    window.press(KEY.Key_Return)
    go_to_cell(page.grid, 0, "new_bins")
    window.type("A-01, A-02")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    (warehouse,) = read(work, setup.read_warehouses)
    assert f"{warehouse.facts.cutoff:%H:%M}" == "15:30"
    assert [each.code for each in warehouse.bins] == ["A-01", "A-02"]


def test_a_new_rate_holds_from_its_day(window, desk, work):
    page = open_part(window, "setup", "tax")
    row = page.rates.cells.rowCount() - 1
    go_to_cell(page.rates, row, "code")
    for text in ("S", "2027-01-01", "20"):
        window.type(text)
        window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    taxes = {card.facts.code: card.facts for card in read(work, setup.read_taxes)}
    assert taxes["S"].rates[-1].rate_ppm == 200_000
    page.taxes.select_row([row.values["code"] for row in page.taxes.cells.rows()].index("S"), 0)
    window.idle()
    assert "01/01/2027: 20 %" in page.story.view.text()


def test_a_rate_that_would_have_to_be_rounded_is_marked(window, desk, work):
    page = open_part(window, "setup", "tax")
    before = read(work, setup.read_taxes)
    go_to_cell(page.rates, 0, "rate")
    window.type("19.00001\n")
    window.press(KEY.Key_S, CTRL)
    assert page.rates.cells.errors()[0, "rate"] == "“19.00001”: At most 4 decimals can be kept."
    assert [card.facts for card in read(work, setup.read_taxes)] == [card.facts for card in before]


def test_a_mapping_to_an_unknown_tax_is_marked(window, desk, work):
    page = open_part(window, "setup", "tax")
    before = read(work, setup.read_tax_rules).rules
    go_to_cell(page.mapping, 0, "tax_code")
    window.type("XX")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert "XX" in page.mapping.cells.errors()[0, "tax_code"]
    assert read(work, setup.read_tax_rules).rules == before


def test_mail_settings_are_kept_and_a_port_out_of_range_is_marked(window, desk, work):
    page = open_part(window, "setup", "mail")
    window.key_field("host", "smtp.firm.example")
    window.key_field("port", "70000")
    window.press(KEY.Key_S, CTRL)
    assert page.findChild(QLabel, "portError").text()
    window.key_field("port", "465")
    window.press(KEY.Key_S, CTRL)
    window.key_field("port", "2592")
    window.press(KEY.Key_S, CTRL)
    assert window.find(QLineEdit, "port").text() == "2592", "a port is a name, not an amount"
    values = read(work, read_firm_settings)
    assert (values["smtp.host"], values["smtp.port"]) == ("smtp.firm.example", 2592)


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [("office@firm.exampleme@firm.example", False), ("Office <office@firm.example>", True)],
)
def test_a_sender_that_is_no_address_is_marked_before_mails_are_refused(window, desk, work, typed, is_taken):
    page = open_part(window, "setup", "mail")
    window.key_field("sender", typed)
    window.press(KEY.Key_S, CTRL)
    assert bool(page.findChild(QLabel, "senderError").text()) is not is_taken
    assert (read(work, read_firm_settings)["smtp.sender"] == typed) is is_taken


def test_colours_change_at_once_and_a_backup_is_made_by_its_key(window, desk, work, home):
    page = open_part(window, "setup", "computer")
    window.find(QWidget, "theme").setFocus()
    window.press(KEY.Key_Down)
    assert theme.is_dark()
    window.press(KEY.Key_Up)
    assert not theme.is_dark()
    window.press(KEY.Key_B, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert len(list((home / "backups").iterdir())) == 1


@pytest.mark.parametrize("page", ["warehouse", "user", "term", "series", "tax"])
def test_the_card_under_the_cursor_shows_its_history(window, desk, work, page):
    """What is said comes from the audit table: who changed which field from what to what."""
    shown = open_part(window, "setup", page)
    grid = shown.taxes if page == "tax" else shown.grid
    name = {"user": "full_name", "series": "prefix"}.get(page, "name")
    go_to_cell(grid, 0, name)
    window.press(KEY.Key_F2)
    window.press(KEY.Key_A, CTRL)
    window.type("NEW-")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert shown.message_bar.level() == "ok", shown.message_bar.text()
    grid.select_row(0, 0)
    window.idle()
    assert "NEW-" in shown.story.view.text()
    assert "NEW-" in read(work, lambda view: str(read_history(view, page, grid.cells.row_at(0).key)))
    grid.select_row(1, 0)
    window.idle()
    assert "NEW-" not in shown.story.view.text()


@pytest.mark.usefixtures("whole_desk")
def test_the_titles_of_the_pages_are_never_cut(window, desk):
    window.frame.resize(800, 700)
    bar = desk.tabs.tabBar()
    for number in range(bar.count()):
        window.press(KEY.Key_Tab, CTRL)
        shown = bar.tabRect(bar.currentIndex())
        assert shown.width() >= bar.fontMetrics().horizontalAdvance(bar.tabText(bar.currentIndex())), number
        assert bar.rect().contains(shown), number


@pytest.mark.parametrize("page", ["warehouse", "user"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_wide_pages_fit_a_small_window(qtbot, office, work, language, page):
    i18n.set_language(language)
    make_firm(work)
    window = open_on(qtbot, office)
    window.frame.resize(1280, 720)
    window.show("setup")
    grid = open_part(window, "setup", page).grid
    assert grid.horizontalScrollBar().maximum() == 0


@pytest.mark.usefixtures("whole_desk")
def test_each_page_is_made_in_a_turn_of_its_own_and_the_first_takes_the_keys_at_once(
    qtbot, office, work, monkeypatch
):
    turns = []
    monkeypatch.setattr(Jobs, "next_turn", lambda _jobs, _owner, call: turns.append(call))
    make_firm(work)
    window = open_on(qtbot, office)
    window.show("setup")
    desk = window.context.desk()
    assert [page.objectName() for page in desk.pages()] == ["setup:firm"]
    window.press(KEY.Key_A, CTRL)
    window.type("Keyed at once")
    assert desk.page().letter.text("name") == "Keyed at once"
    window.context.bus.ask("setup.open", page="mail")
    while turns:
        before = len(desk.pages())
        turns.pop(0)()
        assert len(desk.pages()) == before + 1
    assert len(desk.pages()) == 23
    assert desk.page().objectName() == "setup:mail", "what was asked for comes to the front once it is there"


@pytest.mark.usefixtures("whole_desk")
def test_the_palette_has_a_part_before_names_that_only_contain_the_word(window, work):
    make_firm(work)
    make_customer(work, "Mail Order Berger KG")
    window.show("setup")
    window.press(KEY.Key_K, CTRL)
    window.type("mail")
    window.idle()
    names = [entry.main for entry in window.frame.palette_popup.entries()]
    assert names[0] == "Mail"
    assert "Mail Order Berger KG" in names
