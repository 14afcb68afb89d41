"""Export rules and licences pasted into the set-up's grids."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from app.domain.rights import SYSTEM
from app.services.goods.export_licences import read_export_licences
from app.services.goods.export_rules import read_export_rules
from tests.helpers.window import CTRL, KEY


def paste(window, page, text, column):
    QGuiApplication.clipboard().setText(text)
    page.grid.setFocus()
    page.grid.select_row(page.grid.cells.rowCount() - 1, page.grid.cells.column_number(column))
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)


def read(work, call):
    with work.reading(actor=SYSTEM) as view:
        return call(view)


def test_rules_of_a_sheet_are_pasted_and_one_is_taken_out(open_setup, window, work):
    page = open_setup("export_rule")
    sheet = "5A002\tCH\tneeds a licence\tEU 2021/821\t2026-01-01\n\tKP\tprohibited\tUN 1718"
    paste(window, page, sheet, "eccn")
    assert page.message_bar.level() == "ok", page.message_bar.text()
    found = read(work, read_export_rules)
    assert [(rule.eccn, rule.country, rule.ruling) for rule in found] == [
        ("", "KP", "prohibited"), ("5A002", "CH", "licence"),
    ]  # fmt: skip
    page.grid.select_row(0, 0)
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert len(read(work, read_export_rules)) == 1


@pytest.mark.parametrize(
    ("typed", "ruling"), [("licence", "licence"), ("pro", "prohibited"), ("free", "free")]
)
def test_a_ruling_is_keyed_by_its_word_and_never_free_where_none_was_hit(
    open_setup, window, work, typed, ruling
):
    page = open_setup("export_rule")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    for word in ("5A002", "CH", typed):
        window.type(f"{word}\n")
    window.press(KEY.Key_S, CTRL)
    assert [rule.ruling for rule in read(work, read_export_rules)] == [ruling]


def test_a_rule_for_everything_is_marked(open_setup, window, work):
    page = open_setup("export_rule")
    paste(window, page, "\t\tprohibited\tall of it", "eccn")
    assert page.grid.cells.errors()[0, "eccn"]
    assert read(work, read_export_rules) == ()


def test_a_licence_is_pasted_with_its_limits(open_setup, window, work):
    page = open_setup("export_licence")
    paste(window, page, "DE/17\t5A002, 5D002\tCH, NO\t\t100\t\t2500.50\t\t\t2026-01-01\t2026-12-31", "number")
    assert page.message_bar.level() == "ok", page.message_bar.text()
    (card,) = read(work, read_export_licences)
    assert (card.terms.eccns, card.terms.countries) == (("5A002", "5D002"), ("CH", "NO"))
    assert (card.left_micro, card.left_minor) == (100_000_000, 250_050)
    row = page.grid.cells.row_at(0)
    assert (row.values["left"], row.values["value_left"]) == ("100", "2,500.50")


def test_a_limit_below_zero_is_marked_in_its_cell(open_setup, window, work):
    page = open_setup("export_licence")
    paste(window, page, "DE/17\t5A002\tCH\t\t-1", "number")
    assert page.grid.cells.errors()[0, "quantity"]
    assert read(work, read_export_licences) == ()
