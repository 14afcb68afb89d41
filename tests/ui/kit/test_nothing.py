"""A short list without rows says so, but only once it was read."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.models.columns import Column
from app.models.entry_model import EntryColumn, EntryModel
from app.views.kit.entry_grid import PlainTable
from app.views.kit.small_list import SmallList

NOTHING = "Nobody waits."


def told(table) -> str:
    label = table.findChild(QLabel, "nothing")
    return label.text() if label.isVisible() else ""


def small_list():
    table = SmallList([Column("name", "Name", str)], "names", "Names", nothing=NOTHING)
    return table, table.show_rows


def plain_table():
    model = EntryModel([EntryColumn("name", "Name", str)])
    table = PlainTable("names", "Names", model, nothing=NOTHING)
    model.setParent(table)
    return table, model.set_rows


@pytest.mark.parametrize("make", [small_list, plain_table])
def test_it_is_told_after_the_first_answer_and_goes_with_the_first_row(qtbot, make):
    table, show_rows = make()
    qtbot.addWidget(table)
    table.show()
    assert told(table) == "", "nobody knows yet"
    show_rows([])
    assert told(table) == NOTHING
    show_rows(["Smith"])
    assert told(table) == ""
    show_rows([])
    assert told(table) == NOTHING
