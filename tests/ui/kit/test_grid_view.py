"""The editable grid by keys: typing edits, Enter and Tab go on, Shift goes back."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.views.kit.grid_view import GridView

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(qtbot):
    page: Any = QWidget()
    qtbot.addWidget(page)
    page.before, page.grid, page.after = QLineEdit(), GridView(), QLineEdit()
    model = QStandardItemModel(2, 3, page.grid)
    for row in range(2):
        for column in range(3):
            item = QStandardItem(f"{row}{column}")
            item.setEditable(column != 1)
            model.setItem(row, column, item)
    page.grid.setModel(model)
    layout = QVBoxLayout(page)
    for widget in (page.before, page.grid, page.after):
        layout.addWidget(widget)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.grid.setFocus()
    page.grid.select_row(0)
    return page


def at(grid):
    return (grid.currentIndex().row(), grid.currentIndex().column())


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)
    QApplication.processEvents()


def test_typing_and_enter_fill_the_editable_cells_one_after_the_other(qtbot, page):
    lines: list[Any] = []
    page.grid.line_wanted.connect(lambda: lines.append(1))
    for text in ("a", "b", "c", "d"):
        qtbot.keyClicks(QApplication.focusWidget(), text)
        press(qtbot, Qt.Key.Key_Return)
    model = page.grid.model()
    assert [[model.index(row, column).data() for column in range(3)] for row in range(2)] == [
        ["a", "01", "b"],
        ["c", "11", "d"],
    ]
    assert lines == [1], "Enter in the last cell asks for a new line"
    assert page.grid.hasFocus()


def test_shift_enter_commits_and_goes_back(qtbot, page):
    page.grid.select_row(1, 0)
    qtbot.keyClicks(page.grid, "x")
    press(qtbot, Qt.Key.Key_Return, SHIFT)
    assert page.grid.model().index(1, 0).data() == "x"
    assert at(page.grid) == (0, 2)
    press(qtbot, Qt.Key.Key_Return, SHIFT)
    assert at(page.grid) == (0, 0)


def test_tab_takes_the_same_order_and_leaves_at_the_end(qtbot, page):
    press(qtbot, Qt.Key.Key_Tab)
    assert at(page.grid) == (0, 2)
    qtbot.keyClicks(page.grid, "y")
    press(qtbot, Qt.Key.Key_Tab)
    assert page.grid.model().index(0, 2).data() == "y"
    assert at(page.grid) == (1, 0)
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.after
    press(qtbot, Qt.Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is page.grid
    for _ in range(4):
        press(qtbot, Qt.Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is page.before


def test_escape_keeps_the_old_value_and_the_place(qtbot, page):
    qtbot.keyClicks(page.grid, "zz")
    press(qtbot, Qt.Key.Key_Escape)
    assert page.grid.model().index(0, 0).data() == "00"
    assert at(page.grid) == (0, 0)
    assert page.grid.hasFocus()


def test_f2_edits_with_the_old_text(qtbot, page):
    press(qtbot, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "00"


def test_del_empties_the_cell_and_stays_there(qtbot, page):
    press(qtbot, Qt.Key.Key_Delete)
    assert page.grid.model().index(0, 0).data() == ""
    assert (at(page.grid), page.grid.hasFocus()) == ((0, 0), True)
    page.grid.select_row(0, 1)
    press(qtbot, Qt.Key.Key_Delete)
    assert page.grid.model().index(0, 1).data() == "01", "it is not to be keyed"


def test_pasted_rows_are_handed_on(qtbot, page):
    QApplication.clipboard().setText("A\t1\nB\t2\n")
    with qtbot.waitSignal(page.grid.rows_pasted) as pasted:
        qtbot.keyClick(page.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert pasted.args == [[["A", "1"], ["B", "2"]]]
