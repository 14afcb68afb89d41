"""Calling who is late, by keys alone; results are read from the database."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.views.kit.entry_grid import EntryGrid, PlainTable
from app.views.kit.list_bar import ListBar
from app.views.kit.table_view import TableView
from db.schema.firm import SavedView
from db.schema.papers import Paper
from db.schema.parties import TalkNote
from tests.helpers.invoice_office import InvoiceOffice
from tests.helpers.window import ALT, CTRL, SHIFT, open_on


@pytest.fixture
def late(work, clock):
    firm = InvoiceOffice(work).set_up()
    first, second = firm.customer("Alt", phone="040 11"), firm.customer("Beta")
    firm.claim(first, 10_000)
    firm.claim(second, 3_000)
    clock.advance(days=50)
    firm.claim(first, 500)
    return firm, first, second


@pytest.fixture
def desk(qtbot, office, late):
    desk = open_on(qtbot, office)
    desk.show("collections")
    return desk


def talks(firm):
    columns = (TalkNote.customer_id, TalkNote.text, TalkNote.promised_date, TalkNote.next_call)
    return firm.rows(sa.select(*columns).order_by(TalkNote.id))


def test_the_most_overdue_customer_stands_first(desk, late):
    rows = desk.find(EntryGrid, "worklistGrid").model().rows()
    assert [(row.row.name, row.row.overdue_minor) for row in rows] == [("Alt", 10_000), ("Beta", 3_000)]
    assert desk.find(PlainTable, "openItems").model().rowCount() == 2


def test_a_note_a_promise_and_the_next_call_are_keyed_in_place(desk, late):
    firm, first, _second = late
    grid = desk.find(EntryGrid, "worklistGrid")
    grid.setFocus()
    grid.select_row(0, grid.model().column_of("note"))
    desk.type("pays on Friday\n")
    assert [(row["customer_id"], row["text"]) for row in talks(firm)] == [(first, "pays on Friday")]
    desk.type("+3\n")
    last = talks(firm)[-1]
    assert last["promised_date"] == dt.date(2026, 4, 24)
    desk.type("+4\n")
    last = talks(firm)[-1]
    assert (last["promised_date"], last["next_call"]) == (dt.date(2026, 4, 24), dt.date(2026, 4, 25))
    desk.press(Qt.Key.Key_L, CTRL)
    assert [row.row.name for row in grid.model().rows()] == ["Beta"]


def test_a_day_that_is_over_is_refused(desk, late):
    firm, _first, _second = late
    grid = desk.find(EntryGrid, "worklistGrid")
    grid.setFocus()
    grid.select_row(0, grid.model().column_of("next"))
    desk.type("no day\n")
    assert grid.model().has_bad()
    assert talks(firm) == []


def test_statement_and_reminder_are_frozen_and_shown(desk, late):
    firm, first, _second = late
    grid = desk.find(EntryGrid, "worklistGrid")
    grid.setFocus()
    grid.select_row(0)
    desk.press(Qt.Key.Key_P, CTRL | SHIFT)
    papers = firm.rows(sa.select(Paper.id, Paper.kind, Paper.document_id).where(Paper.kind == "reminder"))
    assert [row["document_id"] for row in papers] == [first]
    assert (desk.asked[-1].name, desk.asked[-1].id) == ("paper.show", papers[0]["id"])
    assert "was made before" not in desk.message()
    desk.press(Qt.Key.Key_Escape)  # the paper's window
    desk.press(Qt.Key.Key_P, CTRL | SHIFT)
    assert firm.scalar(sa.select(sa.func.count()).where(Paper.kind == "reminder")) == 1
    assert [(ask.name, ask.id) for ask in desk.asked] == [("paper.show", papers[0]["id"])] * 2
    assert "was made before and nothing has changed since" in desk.message()


def balances(model):
    return [model.row(number).line.aging.balance_minor for number in range(model.rowCount())]


def test_the_aging_list_shows_any_day(desk, late):
    desk.press(Qt.Key.Key_Tab, CTRL)
    model = desk.find(TableView, "agingTable").model()
    assert balances(model) == [10_500, 3_000]
    desk.press(Qt.Key.Key_A, ALT)
    assert desk.focus().objectName() == "agingDay"
    desk.type("2.3.2026\n")
    assert [model.row(number).line.aging.not_due_minor for number in (0, 1)] == [10_000, 3_000]


def test_the_aging_list_is_searched_and_kept_as_a_view(desk, late):
    desk.press(Qt.Key.Key_Tab, CTRL)
    model = desk.find(TableView, "agingTable").model()
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("beta")
    assert balances(model) == [3_000]
    desk.press(Qt.Key.Key_V, CTRL | SHIFT)
    desk.type("only Beta\n")
    desk.press(Qt.Key.Key_Escape)
    firm, _first, _second = late
    views = firm.rows(sa.select(SavedView.list_name, SavedView.name))
    assert views == [{"list_name": "aging", "name": "only Beta"}]


def test_the_calls_are_exported_as_they_stand(desk, late, tmp_path):
    bar = desk.find(ListBar, "worklistBar")
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("beta")
    bar.export_to(tmp_path / "calls.csv")
    desk.idle()
    head, *rows = (tmp_path / "calls.csv").read_text("utf-8-sig").splitlines()
    assert head.startswith("Customer,Overdue,Days")
    assert [row.split(",")[:3] for row in rows] == [["Beta", "30.00", "20"]]


def test_the_calls_are_sorted_by_a_column(desk, late):
    grid = desk.find(EntryGrid, "worklistGrid")
    assert [row.row.name for row in grid.model().rows()] == ["Alt", "Beta"]
    grid.sortByColumn(grid.model().column_of("overdue"), Qt.SortOrder.AscendingOrder)
    desk.idle()
    assert [row.row.name for row in grid.model().rows()] == ["Beta", "Alt"]


def test_a_payment_of_the_customer_is_one_key_away(desk, late):
    _firm, first, _second = late
    grid = desk.find(EntryGrid, "worklistGrid")
    grid.setFocus()
    grid.select_row(0)
    desk.press(Qt.Key.Key_E, CTRL | SHIFT)
    assert any(ask.name == "payment.enter" and ask.id == first for ask in desk.asked)
    assert desk.frame.current_desk() == "invoices"


def test_a_statement_asked_for_twice_is_one_paper(desk, late):
    firm, _first, _second = late
    grid = desk.find(EntryGrid, "worklistGrid")
    grid.setFocus()
    grid.select_row(0, 0)
    desk.press_twice(Qt.Key.Key_P, CTRL)
    assert len(firm.rows(sa.select(Paper.id).where(Paper.kind == "statement"))) == 1


def test_a_note_can_be_typed_as_soon_as_the_desk_is_shown(desk, late):
    firm, first, _second = late
    desk.type("pays on Friday\n")
    assert [(row["customer_id"], row["text"]) for row in talks(firm)] == [(first, "pays on Friday")]


def test_a_search_that_finds_nobody_says_so(desk, late):
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("zzzz")
    assert desk.find(QLabel, "emptyTitle").text() == "Nothing found"
