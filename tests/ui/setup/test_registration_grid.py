"""The firm's VAT ids in other countries, keyed in the set-up, and the country that ships in the mapping of taxes."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from app.domain.rights import SYSTEM
from app.services.setup import read_registrations, read_tax_rules
from tests.helpers.window import CTRL, KEY


def read(work, call):
    with work.reading(actor=SYSTEM) as view:
        return call(view)


def paste(window, grid, text):
    QGuiApplication.clipboard().setText(text)
    grid.setFocus()
    grid.select_row(grid.cells.rowCount() - 1, 0)
    window.press(KEY.Key_V, CTRL)


def test_a_country_is_keyed_with_its_id_and_brings_its_taxes(open_setup, window, work):
    page = open_setup("tax_registration")
    paste(window, page.grid, "at\tATU 13585627")
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert [(card.country, card.vat_id) for card in read(work, read_registrations)] == [("AT", "ATU13585627")]
    taxes = open_setup("tax")
    rows = [row.values for row in taxes.mapping.cells.rows()]
    assert {"S-AT", "R-AT"} <= {row["tax_code"] for row in rows if row["ship_from"] == "AT"}
    page = open_setup("tax_registration")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert read(work, read_registrations) == ()


def test_a_wrong_id_is_marked_in_its_row(open_setup, window, work):
    page = open_setup("tax_registration")
    paste(window, page.grid, "FR\tATU13585627")
    window.press(KEY.Key_S, CTRL)
    assert page.grid.cells.errors()[0, "vat_id"]
    assert read(work, read_registrations) == ()


def test_a_row_of_the_mapping_names_the_country_that_ships(open_setup, window, work):
    page = open_setup("tax")
    grid = page.mapping
    before = read(work, read_tax_rules).rules
    paste(window, grid, "books\tzz\tat home\t\t\tR")
    window.press(KEY.Key_S, CTRL)
    number = len(before)
    assert grid.cells.errors()[number, "ship_from"], "there is no such country"
    grid.select_row(number, grid.cells.column_number("ship_from"))
    window.press(KEY.Key_F2)
    window.press(KEY.Key_A, CTRL)
    window.type("at")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    new = read(work, read_tax_rules).rules[-1]
    assert (new.product_class, new.ship_from, new.ship_to, new.tax_code) == ("books", "AT", "domestic", "R")
    assert read(work, read_tax_rules).rules[:-1] == before
