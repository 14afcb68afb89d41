"""Carriers keyed and pasted into the set-up's grid."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from app.domain.rights import SYSTEM
from app.services.goods.carriers import read_carrier_cards
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def page(open_setup):
    return open_setup("carrier")


def cards(work):
    with work.reading(actor=SYSTEM) as view:
        return read_carrier_cards(view)


def cell(page, row, column):
    page.grid.setFocus()
    page.grid.select_row(row, page.grid.cells.column_number(column))


def test_rows_of_a_sheet_become_carriers(page, window, work):
    QGuiApplication.clipboard().setText("TANK\tTank & Co\t3, 8\nPOST\tParcel post")
    cell(page, page.grid.cells.rowCount() - 1, "code")
    window.press(KEY.Key_V, CTRL)
    cell(page, 1, "takes_limited")
    window.press(KEY.Key_Space)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    post, tank = cards(work)
    assert (post.takes_limited, tank.hazard_classes) == (True, "3, 8")


def test_a_class_that_there_is_not_is_marked_in_its_row(page, window, work):
    QGuiApplication.clipboard().setText("TANK\tTank & Co\tfire")
    cell(page, page.grid.cells.rowCount() - 1, "code")
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert page.grid.cells.errors()[0, "hazard_classes"]
    assert cards(work) == ()
