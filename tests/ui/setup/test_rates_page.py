"""Exchange rates by keys: a file is looked at and imported, a rate typed, a day looked up."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.rights import SYSTEM
from app.services import rates
from app.services.settings_store import read_firm_setting, write_firm_settings
from app.settings import RATE_DAYS
from tests.helpers.rate_files import DAILY, HIST, write_rates
from tests.helpers.window import ALT, CTRL, KEY


@pytest.fixture
def page(open_setup):
    return open_setup("rate")


def shown(page):
    table = page.rates.table
    return {table.row_of(n).currency: table.row_of(n).rate_nano for n in range(table.model().rowCount())}


def usd(work):
    with work.reading(actor=SYSTEM) as view:
        return rates.read_exchange(view, "USD", on=date(2026, 3, 2))


def key_row(page, window, row, **cells):
    for column, text in cells.items():
        page.grid.setFocus()
        page.grid.select_row(row, page.grid.cells.column_number(column))
        window.type(text)
        window.press(KEY.Key_Return)


def test_a_file_is_looked_at_and_then_imported(page, window, work, tmp_path):
    window.key_field("rates:file", str(write_rates(tmp_path, HIST, "eurofxref-hist.csv")))
    window.press(KEY.Key_Return, CTRL)
    assert "days 2, new rates 6, changed 0." in page.file.told.text()
    assert "Older days left out: 1." in page.file.told.text()
    assert usd(work) is None
    window.press(KEY.Key_Return, CTRL)
    assert page.message_bar.text() == "eurofxref-hist.csv is imported: new rates 6, changed 0."
    assert usd(work).rate_nano == 1_054_300_000
    assert shown(page) == {"CHF": 936_200_000, "JPY": 162_310_000_000, "USD": 1_054_300_000}
    assert page.file.form.text("file") == ""


def test_five_rates_of_a_file_are_seen_at_once_in_a_low_window(page, window, tmp_path):
    window.frame.resize(1280, 720)
    rates = "".join(f"<Cube currency='{each}' rate='1.05'/>" for each in "USD GBP SEK DKK NOK PLN".split())
    text = DAILY.replace("<Cube currency='USD' rate='1.0543'/>", rates)
    window.key_field("rates:file", str(write_rates(tmp_path, text)))
    window.press(KEY.Key_Return, CTRL)
    table = page.file.table
    assert table.viewport().height() >= 5 * table.rowHeight(0)
    window.key_field("rates:file", "another.xml")
    assert page.grid.height() > 66, "nothing is looked at any more"


def test_a_file_cut_in_half_is_told_and_nothing_is_written(page, window, work, tmp_path):
    window.key_field("rates:file", str(write_rates(tmp_path, DAILY[: len(DAILY) // 2])))
    window.press(KEY.Key_Return, CTRL)
    assert "ends in the middle" in page.message_bar.text()
    assert page.message_bar.level() == "bad"
    window.press(KEY.Key_Return, CTRL)
    assert shown(page) == {}


def test_a_file_changed_by_hand_is_looked_at_anew(page, window, tmp_path):
    window.key_field("rates:file", str(write_rates(tmp_path, HIST, "one.csv")))
    window.press(KEY.Key_Return, CTRL)
    assert page.file.button.accessibleName() == "Import the rates"
    window.key_field("rates:since", "2026-02-27")
    window.press(KEY.Key_Return, CTRL)
    assert "days 1, new rates 3" in page.file.told.text()


def test_a_day_that_is_none_is_told_and_nothing_is_looked_at(page, window, tmp_path):
    window.key_field("rates:file", str(write_rates(tmp_path, HIST, "one.csv")))
    window.key_field("rates:since", "32.13.")
    window.press(KEY.Key_Return, CTRL)
    assert page.file.preview is None
    assert "no such day" in page.file.form.errors()["since"]


def test_a_file_that_was_looked_at_is_not_shown_under_the_name_of_another(page, window, tmp_path):
    one = str(write_rates(tmp_path, HIST, "one.csv"))
    window.key_field("rates:file", one)
    window.press(KEY.Key_Return, CTRL)
    preview = page.file.preview
    window.key_field("rates:file", str(tmp_path / "two.csv"))
    page._show_preview(one, preview)
    assert page.file.preview is None, "Ctrl+Enter would import the first file"


def test_without_a_file_it_is_said_what_to_do(page, window):
    window.press(KEY.Key_Return, CTRL)
    assert "Name the file" in page.message_bar.text()
    assert window.focus().objectName() == "rates:file"


def test_a_chosen_file_is_looked_at_at_once(page, window, tmp_path):
    dialog = page.file.ask_file()
    dialog.filesSelected.emit([str(write_rates(tmp_path))])
    dialog.close()
    window.idle()
    assert "new rates 4" in page.file.told.text()


def test_what_is_keyed_is_thrown_away_by_keys(page, window, work):
    key_row(page, window, 0, currency="usd", day="2026-02-27", rate="1.06")
    window.press(KEY.Key_Escape)
    assert "not saved" in window.message()
    window.press(KEY.Key_2, ALT)
    window.idle()
    assert page.grid.cells.rows() == ()
    assert usd(work) is None


def test_a_rate_is_typed_changed_and_taken_out(page, window, work):
    key_row(page, window, 0, currency="usd", day="2026-02-27", rate="1.06")
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert (usd(work).rate_nano, usd(work).source) == (1_060_000_000, "typed")
    assert shown(page) == {"USD": 1_060_000_000}
    key_row(page, window, 0, rate="1.07")
    window.press(KEY.Key_S, CTRL)
    assert usd(work).rate_nano == 1_070_000_000
    page.grid.setFocus()
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert usd(work) is None


def test_a_rate_of_zero_is_marked_where_it_stands(page, window, work):
    key_row(page, window, 0, currency="usd", day="2026-02-27", rate="0")
    window.press(KEY.Key_S, CTRL)
    assert "worth more than 0 of USD" in page.message_bar.text()
    assert usd(work) is None


def test_how_long_a_rate_holds_is_kept(page, window, work):
    window.key_field("rates:days", "400")
    window.press(KEY.Key_S, CTRL)
    assert "0 to 366 days" in page.days._rows["days"].error.text()
    window.key_field("rates:days", "14")
    window.press(KEY.Key_S, CTRL)
    with work.reading(actor=SYSTEM) as view:
        assert read_firm_setting(view, RATE_DAYS) == 14


def test_who_keys_a_rate_leaves_the_days_that_another_desk_set(page, window, work):
    with work.begin(actor=SYSTEM) as uow:
        write_firm_settings(uow, {RATE_DAYS: 21})
    key_row(page, window, 0, currency="usd", day="2026-02-27", rate="1.06")
    window.press(KEY.Key_S, CTRL)
    assert usd(work).rate_nano == 1_060_000_000
    with work.reading(actor=SYSTEM) as view:
        assert read_firm_setting(view, RATE_DAYS) == 21


def test_the_rates_of_a_day_and_of_a_currency(page, window, work, tmp_path):
    file = rates.read_rate_file(write_rates(tmp_path, HIST, "x.csv"), today=date(2026, 3, 2))
    with work.begin(actor=SYSTEM) as uow:
        rates.import_rates(uow, file, since=date(2024, 1, 1))
    window.key_field("rates:on", "2026-02-26")
    window.enter()
    assert shown(page)["USD"] == 1_051_200_000
    window.key_field("rates:currency", "usd")
    window.idle()
    table = page.rates.table
    assert [table.row_of(n).day.isoformat() for n in range(2)] == ["2026-02-26", "2024-12-31"]
