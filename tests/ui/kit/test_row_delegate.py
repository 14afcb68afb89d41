"""The quick way to paint a list's cells gives the same picture as the way of every grid."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.domain.pages import Page
from app.models.columns import Column
from app.models.rows_model import RowsModel
from app.views.kit import theme
from app.views.kit.cell_delegate import CellDelegate
from app.views.kit.row_delegate import RowDelegate
from app.views.kit.table_view import TableView

COLUMNS: tuple[Column[int], ...] = (
    Column("name", "Name", lambda row: f"Björk & Söhne {row}" if row % 3 else "", width=150),
    Column("amount", "Amount", lambda row: f"{row * 1234}.50", align_right=True, width=90),
    Column("note", "Note", lambda row: f"a text too long for its place {row}", quiet=True, width=110),
    Column("state", "State", lambda _row: "open", state=lambda row: "warn" if row % 2 else None, width=90),
)


def drawn(table: TableView) -> QImage:
    return table.viewport().grab().toImage()


@pytest.fixture
def table(qtbot: QtBot):
    """A list of thirty rows."""
    model: RowsModel[int] = RowsModel(COLUMNS, lambda *_: None)
    model.put(0, Page(tuple(range(30)), 30))
    table = TableView()
    qtbot.addWidget(table)
    table.setModel(model)
    table.resize(480, 400)
    table.show()
    return table


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_is_the_same(dark: bool, qapp: Any, table: TableView):
    theme.apply_theme(qapp, dark=dark)
    table.select_row(4)
    delegate = table.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    quick = drawn(table)
    table.setItemDelegate(CellDelegate(table))
    usual = drawn(table)
    colours = {quick.pixelColor(x, y).name() for x in range(0, 440, 3) for y in range(0, 350, 3)}
    assert len(colours) > 10, "something is drawn"
    assert quick == usual
    theme.apply_theme(qapp)


def test_a_cell_is_painted_without_a_question_by_role(qapp: Any, qtbot: QtBot):
    class Asked(RowsModel[int]):
        count = 0

        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            self.count += 1
            return super().data(index, role)

    model = Asked(COLUMNS[:3], lambda *_: None)
    model.put(0, Page(tuple(range(30)), 30))
    table = TableView()
    qtbot.addWidget(table)
    table.setModel(model)
    table.show()
    drawn(table)
    model.count = 0
    drawn(table)
    assert model.count == 0


def test_a_narrower_column_and_another_look_cut_anew(qapp: Any, table: TableView):
    for width, dark in ((110, False), (60, False), (60, True), (200, True)):
        theme.apply_theme(qapp, dark=dark)
        table.setColumnWidth(2, width)
        quick = drawn(table)
        again = drawn(table)
        usual = CellDelegate(table)
        kept = table.itemDelegate()
        table.setItemDelegate(usual)
        assert quick == drawn(table) == again
        table.setItemDelegate(kept)
    theme.apply_theme(qapp)
