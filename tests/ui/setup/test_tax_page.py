"""Taxes, their rates and which tax a sale has, keyed in the set-up: three grids on one page."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from app import i18n
from app.domain.rights import SYSTEM
from app.services import setup
from tests.helpers.firm_facts import make_firm
from tests.helpers.grids import open_part
from tests.helpers.window import CTRL, KEY, open_on


def read(work, call):
    with work.reading(actor=SYSTEM) as view:
        return call(view)


def paste(window, grid, text):
    QGuiApplication.clipboard().setText(text)
    grid.setFocus()
    grid.select_row(grid.cells.rowCount() - 1, 0)
    window.press(KEY.Key_V, CTRL)


def test_a_wrong_rate_is_marked_in_its_own_row_and_an_empty_one_is_not_zero(open_setup, window, work):
    page = open_setup("tax")
    before = read(work, setup.read_taxes)
    last = page.rates.cells.rowCount() - 1
    for keyed, marked, told in (
        ("S\t2026-12-01\t", "rate", "How many percent?"),
        ("S\t2026-12-01\t101", "rate", "between 0 and 100"),
        ("S\t2007-01-01\t20", "since", "two rates"),
    ):
        paste(window, page.rates, keyed)
        window.press(KEY.Key_S, CTRL)
        errors = page.rates.cells.errors()
        assert {(row, column) for row, column in errors} == {(last, marked)}
        assert told in errors[last, marked]
        assert page.taxes.cells.errors() == {}
        page.rates.setFocus()
        page.rates.select_row(last, 0)
        window.press(KEY.Key_Delete, CTRL)
    assert read(work, setup.read_taxes) == before


def test_a_tax_ends_together_with_the_rows_that_named_it(open_setup, window, work):
    page = open_setup("tax")
    code = page.taxes.cells.column_number("active")
    at = [row.values["code"] for row in page.taxes.cells.rows()].index("K")
    page.taxes.setFocus()
    page.taxes.select_row(at, code)
    window.press(KEY.Key_Space)
    window.press(KEY.Key_S, CTRL)
    assert "Which tax" in page.taxes.cells.errors()[at, "active"]
    page.mapping.setFocus()
    for place, row in reversed(list(enumerate(page.mapping.cells.rows()))):
        if row.values["tax_code"] == "K":
            page.mapping.select_row(place, 0)
            window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert not read(work, setup.read_tax_rules).taxes["K"].active


@pytest.mark.parametrize("language", ["en", "de"])
def test_all_three_grids_are_seen_in_a_low_window(qtbot, office, work, language):
    i18n.set_language(language)
    make_firm(work)
    window = open_on(qtbot, office)
    window.frame.resize(1280, 720)
    window.show("setup")
    page = open_part(window, "setup", "tax")
    for grid, rows in ((page.taxes, 4), (page.rates, 6), (page.mapping, 6)):
        seen = grid.visibleRegion().boundingRect().height()
        assert seen >= rows * grid.verticalHeader().defaultSectionSize(), (grid.objectName(), seen)
        assert grid.geometry().bottom() < grid.parentWidget().height(), "inside its card"
        assert grid.horizontalScrollBar().maximum() == 0, grid.objectName()
