"""Another desk saves while a cell of the call list is open: what is typed stays with the customer it is about."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.views.kit.entry_grid import EntryGrid
from db.schema.parties import TalkNote
from tests.helpers.invoice_office import InvoiceOffice
from tests.helpers.window import CTRL, open_on


@pytest.fixture
def late(work, clock):
    """A firm and three customers who are late, the first the most."""
    firm = InvoiceOffice(work).set_up()
    customers = [firm.customer(name) for name in ("Alt", "Beta", "Gamma")]
    for number, customer in enumerate(customers):
        firm.claim(customer, 10_000 - 1000 * number)
    clock.advance(days=50)
    return firm, customers


@pytest.fixture
def desk(qtbot, office, late):
    desk = open_on(qtbot, office)
    desk.show("collections")
    return desk


def talks(firm):
    rows = firm.rows(sa.select(TalkNote.customer_id, TalkNote.text).order_by(TalkNote.id))
    return [(row["customer_id"], row["text"]) for row in rows]


def open_note(desk, row):
    grid = desk.find(EntryGrid, "worklistGrid")
    grid.setFocus()
    grid.select_row(row, grid.model().column_of("note"))
    return grid


def names(grid):
    return [row.row.name for row in grid.model().rows()]


def test_a_note_is_kept_for_the_customer_whose_row_it_was_typed_into(desk, late):
    firm, (first, _second, _third) = late
    grid = open_note(desk, 0)
    desk.type("Alt says ")
    firm.pay(first, 10_000)
    desk.idle()
    assert names(grid) == ["Alt", "Beta", "Gamma"], "the rows wait for the open cell"
    assert desk.focused_text() == "Alt says "
    desk.type("paid today\n")
    assert talks(firm) == [(first, "Alt says paid today")]
    assert names(grid) == ["Beta", "Gamma"]


def test_after_escape_the_list_is_as_it_is_now(desk, late):
    firm, (first, _second, _third) = late
    grid = open_note(desk, 1)
    desk.type("Beta")
    firm.pay(first, 10_000)
    desk.idle()
    desk.press(Qt.Key.Key_Escape)
    assert talks(firm) == []
    assert names(grid) == ["Beta", "Gamma"]
    assert grid.model().row(grid.current_row()).row.name == "Beta", "the cursor stays on its customer"


def test_the_cursor_goes_with_its_customer_when_the_order_changes(desk, late):
    firm, (_first, _second, third) = late
    grid = open_note(desk, 1)
    firm.pay(third, 1000)
    desk.type("asks for a copy")
    grid.model().set_sort_key("overdue")
    desk.idle()
    assert desk.focused_text() == "asks for a copy"
    desk.enter()
    assert names(grid) == ["Gamma", "Beta", "Alt"]
    assert [text for _id, text in talks(firm)] == ["asks for a copy"]
    assert grid.model().row(grid.current_row()).row.name == "Beta"


def hurry(desk, text):
    """A cell and Enter, without waiting for what the database says."""
    for letter in text:
        QTest.keyClicks(desk.focus(), letter)
    QTest.keyClick(desk.focus(), Qt.Key.Key_Return)
    QApplication.processEvents()


def test_typing_on_before_the_answer_loses_nothing(desk, late):
    firm, customers = late
    grid = open_note(desk, 0)
    hurry(desk, "first")
    hurry(desk, "+9")
    QTest.keyClicks(desk.focus(), "+")
    desk.idle()
    assert desk.focused_text() == "+"
    desk.type("9\n")
    assert {customer for customer, _text in talks(firm)} == {customers[0]}
    row = grid.model().row(0)
    assert row.promised is not None
    assert row.next_call == row.promised


def test_the_mark_of_a_refused_day_outlives_f5_and_goes_with_the_old_day(desk, late):
    grid = open_note(desk, 0)
    grid.select_row(0, grid.model().column_of("next"))
    desk.type("no day\n")
    desk.press(Qt.Key.Key_F5)
    assert grid.model().has_bad()
    grid.select_row(0, grid.model().column_of("next"))
    desk.press(Qt.Key.Key_F2)
    desk.press(Qt.Key.Key_A, CTRL)
    desk.press(Qt.Key.Key_Delete)
    desk.enter()
    assert not grid.model().has_bad()
