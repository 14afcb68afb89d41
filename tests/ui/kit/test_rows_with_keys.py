"""Rows of an `EntryModel` with a key stay themselves: the cursor, what Qt holds and the marks go with them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex

from app.models.entry_model import EntryColumn, EntryModel
from app.views.kit.entry_grid import PlainTable


@dataclass(frozen=True)
class Row:
    id: int
    text: str
    is_keyed: bool = True


def take(row, text):
    return Row(row.id, text) if text else None


COLUMNS: tuple[EntryColumn[Row], ...] = (
    EntryColumn("id", "Id", lambda row: str(row.id)),
    EntryColumn("text", "Text", lambda row: row.text, take, keyed=lambda row: row.is_keyed),
)
ids = st.lists(st.integers(0, 12), unique=True)


def make(numbers, text="a"):
    return [Row(number, text) for number in numbers]


@pytest.fixture
def model(qapp):
    return EntryModel(COLUMNS, make([1, 2, 3]), key=lambda row: row.id)


@given(ids, ids)
def test_what_points_at_a_row_goes_with_it_and_with_no_other(before, after):
    model = EntryModel(COLUMNS, make(before), key=lambda row: row.id)
    held = {number: QPersistentModelIndex(model.index(at, 1)) for at, number in enumerate(before)}
    for at, number in enumerate(before):
        model.mark_bad(at, "text", str(number))
    model.set_rows(make(after, "b"))
    assert model.rows() == tuple(make(after, "b"))
    for number, index in held.items():
        assert index.isValid() == (number in after)
        if index.isValid():
            assert (index.row(), index.column()) == (after.index(number), 1)
            assert model.is_bad(index)
    marked = {number for at, number in enumerate(after) if model.is_bad(model.index(at, 1))}
    assert marked == {*before} & {*after}


def test_nothing_is_told_where_nothing_changed(model, qtbot):
    told = []
    for signal in (model.dataChanged, model.rowsInserted, model.rowsRemoved, model.layoutChanged):
        signal.connect(lambda *what: told.append(what))
    model.set_rows(make([1, 2, 3]))
    assert told == []


def test_a_mark_goes_with_the_row_that_is_keyed_no_more(model):
    model.mark_bad(1, "text", "wrong")
    model.set_rows([Row(1, "a"), Row(2, "a", is_keyed=False), Row(3, "a")])
    assert not model.has_bad()


def test_a_mark_without_a_key_goes_with_the_change_of_its_row_and_is_told(qapp):
    model = EntryModel(COLUMNS, make([1, 2]))
    model.mark_bad(0, "text", "wrong")
    model.mark_bad(1, "text", "wrong")
    told = []
    model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    model.set_rows([Row(1, "a"), Row(2, "b")])
    assert told == [1]
    assert model.first_bad() == (0, 1, "wrong")


@pytest.mark.parametrize(("left", "expected"), [([1, 3, 4], 3), ([1, 4], 4), ([1, 2], 2), ([1, 2, 3], 3)])
def test_where_the_row_under_the_cursor_goes_the_next_one_is_marked(qtbot, left, expected):
    model = EntryModel(COLUMNS, make([1, 2, 3, 4]), key=lambda row: row.id)
    table = PlainTable("rows", "Rows", model)
    qtbot.addWidget(table)
    gone = {1, 2, 3, 4} - {*left}
    table.select_row(min(gone) - 1)
    model.set_rows(make(left))
    assert model.rows()[table.current_row()].id == expected
    assert table.selected_rows() == [table.current_row()]
