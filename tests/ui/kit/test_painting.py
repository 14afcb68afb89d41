"""What a key costs in painting: the cells it changes, not the whole table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.models.rows_model import STATE_ROLE
from app.views.kit import theme
from app.views.kit.cell_delegate import DOT, GAP, PADDING, CellDelegate, Index
from app.views.kit.table_view import TableView

ROWS, COLUMNS = 12, 4


class Counting(CellDelegate):
    """Remembers the cells it painted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cells: list[tuple[int, int]] = []

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.cells.append((index.row(), index.column()))
        super().paint(painter, option, index)


@pytest.fixture
def table(qapp: QApplication, qtbot: QtBot) -> Iterator[TableView]:
    page = QWidget()
    qtbot.addWidget(page)
    view = TableView()
    view.marks_current_cell = True
    view.setObjectName("table")
    model = QStandardItemModel(ROWS, COLUMNS, view)
    for row in range(ROWS):
        for column in range(COLUMNS):
            model.setItem(row, column, QStandardItem(f"{row}/{column}"))
    view.setModel(model)
    view.setItemDelegate(Counting(view))
    layout = QVBoxLayout(page)
    layout.addWidget(QLineEdit())
    layout.addWidget(view)
    page.resize(700, 500)
    page.show()
    qtbot.waitExposed(page)
    yield view
    page.close()


def painted(table: TableView, app: Any, act: Any) -> set[tuple[int, int]]:
    delegate = table.itemDelegate()
    assert isinstance(delegate, Counting)
    for _ in range(3):
        app.processEvents()
    delegate.cells.clear()
    act()
    for _ in range(3):
        app.processEvents()
    return set(delegate.cells)


def test_keying_on_in_the_next_cell_paints_the_two_rows(table: TableView, qapp: QApplication):
    table.window().activateWindow()
    table.setCurrentIndex(table.model().index(2, 1))
    table.edit(table.model().index(2, 1))

    def next_cell() -> None:
        table.setCurrentIndex(table.model().index(3, 1))
        table.setFocus()
        table.edit(table.model().index(3, 1))

    assert {row for row, _ in painted(table, qapp, next_cell)} == {2, 3}


def test_the_mark_comes_and_goes_with_the_focus(table: TableView, qapp: QApplication):
    field = table.window().findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    table.setCurrentIndex(table.model().index(5, 2))
    marked = painted(table, qapp, lambda: table.setFocus(Qt.FocusReason.TabFocusReason))
    with_focus = table.viewport().grab().toImage()
    left = painted(table, qapp, field.setFocus)
    without = table.viewport().grab().toImage()
    assert marked == left == {(5, 2)}
    assert with_focus != without


def test_a_table_without_a_cursor_gets_one_when_it_gets_the_focus(table: TableView, qapp: QApplication):
    field = table.window().findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert table.hasFocus()
    assert table.currentIndex().isValid()


def test_a_state_whose_dot_would_cut_the_text_is_marked_in_the_corner(table: TableView) -> None:
    """A bad 150 in a column of 56 pixels is still read whole."""
    index = table.model().index(0, 0)
    table.model().setData(index, "150")
    table.model().setData(index, "bad", STATE_ROLE)
    delegate = CellDelegate(table)
    ink = QColor(theme.tokens().ink("bad")).rgb()
    words = table.fontMetrics().horizontalAdvance("150")
    assert _corner(delegate, index, words + 2 * PADDING + 2) == ink
    assert _corner(delegate, index, words + 2 * PADDING + DOT + GAP) != ink


def _corner(delegate: CellDelegate, index: QModelIndex, width: int) -> int:
    picture = QImage(width, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    option = QStyleOptionViewItem()
    table = delegate.parent()
    assert isinstance(table, QTableView)
    option.rect, option.font, option.fontMetrics = picture.rect(), table.font(), table.fontMetrics()
    painter = QPainter(picture)
    delegate.paint(painter, option, index)
    painter.end()
    return picture.pixel(2, 2)
