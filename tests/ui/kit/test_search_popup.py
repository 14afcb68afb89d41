"""Type-ahead: the editor keeps the keys, the popup follows."""

from typing import Any

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QLineEdit, QTableView

from app.views.kit.cell_delegate import CellDelegate
from app.views.kit.search_popup import SearchPopup, SearchRow

ROWS = [
    SearchRow(1, "Berg", "Munich", "12.00"),
    SearchRow(2, "Bergmann", "Hamburg"),
    SearchRow(3, "Berlin", fill="BER"),
]


@pytest.fixture
def editor(qtbot):
    editor = QLineEdit()
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    return editor


@pytest.fixture
def popup(editor):
    asked: list[Any] = []
    popup: Any = SearchPopup(editor, asked.append)
    popup.asked, popup.taken = asked, []
    popup.chosen.connect(popup.taken.append)
    return popup


def test_typing_asks_and_the_answer_opens_below_while_the_editor_keeps_the_focus(qtbot, editor, popup):
    qtbot.keyClicks(editor, "ber")
    assert popup.asked == ["b", "be", "ber"]
    assert not popup.isVisible()
    popup.put(ROWS, text="ber")
    assert popup.isVisible()
    assert editor.hasFocus()
    assert popup.current() == ROWS[0]


def test_it_is_painted_into_its_corners(qtbot, editor, popup):
    """What is left clear is black on a screen without a compositor."""
    qtbot.keyClicks(editor, "ber")
    popup.put(ROWS, text="ber")
    assert not popup.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    box, shot = popup.rect(), popup.grab().toImage()
    border = shot.pixelColor(box.center().x(), 0)
    for corner in (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight()):
        assert shot.pixelColor(corner) == border


def test_rows_that_only_offer_are_taken_by_going_to_them(qtbot, editor):
    offering: Any = SearchPopup(editor, lambda _text: None, takes_typed=True)
    taken: list[Any] = []
    offering.chosen.connect(taken.append)
    qtbot.keyClicks(editor, "ber")
    offering.put(ROWS, text="ber")
    assert offering.isVisible()
    assert offering.current() is None
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert (taken, editor.text(), offering.isVisible()) == ([], "ber", False)
    qtbot.keyClicks(editor, "g")
    offering.put(ROWS, text="berg")
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert (taken, editor.text()) == ([1], "Berg")


def test_an_answer_to_an_older_text_is_dropped(qtbot, editor, popup):
    qtbot.keyClicks(editor, "be")
    popup.put(ROWS, text="b")
    assert not popup.isVisible()


def test_down_down_enter_takes_the_third_row(qtbot, editor, popup):
    qtbot.keyClicks(editor, "ber")
    popup.put(ROWS)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(editor, key)
    assert popup.taken == [3]
    assert editor.text() == "BER"
    assert not popup.isVisible()


def test_tab_takes_the_row_as_well(qtbot, editor, popup):
    qtbot.keyClicks(editor, "ber")
    popup.put(ROWS)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert popup.taken == [1]
    assert editor.text() == "Berg"


def test_escape_closes_without_taking(qtbot, editor, popup):
    qtbot.keyClicks(editor, "ber")
    popup.put(ROWS)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert popup.taken == []
    assert editor.text() == "ber"
    assert not popup.isVisible()
    popup.put(ROWS, text="ber")
    assert not popup.isVisible(), "a late answer does not open it again"


def test_f4_and_alt_down_open_it_without_typing(qtbot, editor, popup):
    qtbot.keyClick(editor, Qt.Key.Key_F4)
    qtbot.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert popup.asked == ["", ""]
    popup.put([])
    assert popup.isVisible()
    assert popup.accessibleName() == "Nothing found"


def test_shift_f4_is_left_to_the_commands(qtbot, editor, popup):
    qtbot.keyClick(editor, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    popup.put([SearchRow(1, "one")], text="")
    assert not popup.isVisible()


def test_leaving_the_editor_closes_it(qtbot, editor, popup):
    qtbot.keyClicks(editor, "ber")
    popup.put(ROWS)
    editor.clearFocus()
    assert not popup.isVisible()


def test_a_click_takes_the_row(qtbot, editor, popup):
    qtbot.keyClicks(editor, "ber")
    popup.put(ROWS)
    qtbot.mouseClick(popup, Qt.MouseButton.LeftButton, pos=popup._row_box(1).center())
    assert popup.taken == [2]


class _Delegate(CellDelegate):
    def createEditor(self, parent, option, index):
        editor = QLineEdit(parent)
        self.popup = SearchPopup(editor, lambda _text: None)
        return editor


def open_cell(qtbot):
    view = QTableView()
    qtbot.addWidget(view)
    model = QStringListModel(["old", "other"], view)
    delegate = _Delegate(view)
    view.setItemDelegate(delegate)
    view.setModel(model)
    view.show()
    view.setCurrentIndex(model.index(0))
    view.edit(model.index(0))
    editor: Any = view.findChild(QLineEdit)
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "ber")
    delegate.popup.put(ROWS)
    return view, model, editor, delegate.popup


def test_in_a_cell_escape_closes_the_popup_first_and_the_editor_second(qtbot):
    view, model, editor, popup = open_cell(qtbot)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert view.state() == QTableView.State.EditingState
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.state() == QTableView.State.NoState)
    assert model.index(0).data() == "old"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_in_a_cell_enter_and_tab_take_the_row_into_the_model(qtbot, key):
    _view, model, editor, _popup = open_cell(qtbot)
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    qtbot.keyClick(editor, key)
    qtbot.waitUntil(lambda: model.index(0).data() == "Bergmann")


def test_at_most_ten_rows_are_shown_and_the_rest_is_told(qtbot, editor, popup):
    qtbot.keyClicks(editor, "b")
    popup.put(ROWS * 5)
    ten = popup.height()
    assert len(popup.rows()) == 10
    popup.put(ROWS * 3)
    assert popup.height() < ten
