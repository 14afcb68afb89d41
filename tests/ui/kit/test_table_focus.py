"""The focus of a table paints one cell only, and all else that Qt does with it stays."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from app.views.kit.table_view import TableView

COMPOSES = Qt.WidgetAttribute.WA_InputMethodEnabled


def test_dead_keys_begin_a_cell_that_became_editable_meanwhile(qtbot):
    model = QStandardItemModel()
    item = QStandardItem("x")
    item.setEditable(False)
    model.appendRow(item)
    table = TableView()
    qtbot.addWidget(table)
    table.setModel(model)
    table.show()
    table.activateWindow()
    table.setCurrentIndex(model.index(0, 0))
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    assert not table.testAttribute(COMPOSES)
    table.clearFocus()
    item.setEditable(True)
    table.setFocus()
    assert table.testAttribute(COMPOSES)


def test_a_table_without_a_cursor_gets_one_with_the_focus(qtbot):
    model = QStandardItemModel()
    model.appendRow(QStandardItem("x"))
    table = TableView()
    qtbot.addWidget(table)
    table.setModel(model)
    table.show()
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(lambda: table.currentIndex().isValid())
    assert table.current_row() == 0
