"""Whom to call can be read in a small window: names have room, and what is cut off is told in full."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from app.i18n import set_language
from app.views.kit.entry_grid import EntryGrid
from tests.helpers.invoice_office import InvoiceOffice
from tests.helpers.window import open_on

LONG = "Kaiser & Böhm Versicherungen GmbH & Co. KG"
USUAL = "Franke Steuerberatung AG"  # as long as the middle one of the demo firm


@pytest.fixture(params=["en", "de"])
def grid(request, qtbot, office, work, clock):
    """The calls in a window of 1280 x 720."""
    firm = InvoiceOffice(work).set_up()
    firm.claim(firm.customer(USUAL), 12_345_678)
    firm.claim(firm.customer(LONG, phone="040 11"), 3_000)
    clock.advance(days=50)
    set_language(request.param)
    desk = open_on(qtbot, office)
    desk.frame.resize(1280, 720)
    desk.show("collections")
    return desk.find(EntryGrid, "worklistGrid")


def told(grid, row: int, name: str) -> str:
    """What the mouse is told over a cell."""
    place = grid.visualRect(grid.model().index(row, grid.model().column_of(name))).center()
    view = grid.viewport()
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place)))
    text = QToolTip.text()
    QToolTip.hideText()
    return text


def test_all_columns_stand_in_sight_and_a_usual_name_is_whole(grid):
    assert grid.horizontalScrollBar().maximum() == 0
    model = grid.model()
    room = grid.columnWidth(model.column_of("name")) - 2 * grid.itemDelegate().padding
    assert grid.fontMetrics().horizontalAdvance(USUAL) <= room
    assert grid.columnWidth(model.column_of("note")) >= 88
    assert told(grid, 0, "overdue").count("\n") == 0, "the amount is whole: only how late it is"


def test_a_name_that_is_cut_off_is_told_in_full_before_the_number(grid):
    first, _line, rest = told(grid, 1, "name").partition("\n")
    assert first == LONG
    assert "040 11" in rest
    assert USUAL not in told(grid, 0, "name")
