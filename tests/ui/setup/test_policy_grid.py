"""The firm's own rules keyed and pasted into the set-up's grid."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from app.domain.rights import SYSTEM
from app.services.order_policies import read_policies
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def page(open_setup):
    return open_setup("order_policy")


def policies(work):
    with work.reading(actor=SYSTEM) as view:
        return [card.policy for card in read_policies(view)]


def cell(page, row, column):
    page.grid.setFocus()
    page.grid.select_row(row, page.grid.cells.column_number(column))


def test_a_rule_is_keyed_in_the_last_row_and_taken_out_again(page, window, work):
    cell(page, page.grid.cells.rowCount() - 1, "text")
    window.type("No pallets to Helgoland")
    window.press(KEY.Key_Return)
    for column, text in (("countries", "de"), ("postcodes", "27498"), ("below_minor", "99.50")):
        cell(page, 0, column)
        window.type(text)
        window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    (policy,) = policies(work)
    assert (policy.countries, policy.postcodes, policy.below_minor) == (("DE",), ("27498",), 9950)
    cell(page, 0, "text")
    window.idle()
    assert "Severity: warns" in page.story.view.text()
    assert "None" not in page.story.view.text()
    cell(page, 0, "text")
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert policies(work) == []


def test_rows_of_a_sheet_are_pasted(page, window, work):
    rows = "Seating to trade only\tblocks\tseating\t\t\t\t\tconsumer\nNo orders to XY\tblocks\t\t\tC7, C8"
    QGuiApplication.clipboard().setText(rows)
    cell(page, page.grid.cells.rowCount() - 1, "text")
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    first, second = policies(work)
    assert (first.families, first.buyer, first.severity.value) == (("seating",), "consumer", "block")
    assert second.customers == ("C7", "C8")


def test_a_rule_without_condition_is_refused_in_its_row(page, window, work):
    cell(page, page.grid.cells.rowCount() - 1, "text")
    window.type("For everybody")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.grid.cells.errors()[0, "families"]
    assert policies(work) == []
