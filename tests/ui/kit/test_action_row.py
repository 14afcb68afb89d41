"""The hint below a page gives way, its buttons do not."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.views.kit.action_row import ActionRow, CutLabel
from app.views.kit.buttons import key_button

HINT = "Enter opens the chosen one, F2 changes it, Ctrl+F finds another"


@pytest.fixture
def row(qtbot):
    row = ActionRow(HINT, (key_button("Transfer", "Ctrl+Shift+T"), key_button("Receive", "Ctrl+Shift+R")))
    qtbot.addWidget(row)
    row.resize(900, 40)
    row.show()
    return row


def narrow(row, width):
    row.resize(width, 40)
    QApplication.processEvents()


def test_where_there_is_room_all_is_said(row):
    assert row.hint.shown() == HINT
    assert row.hint.toolTip() == ""


def test_before_anything_of_a_hint_is_cut_it_goes_into_two_lines(row):
    wide = row.hint.fontMetrics().horizontalAdvance(HINT)
    narrow(row, row.minimumSizeHint().width() + round(wide * 0.6))
    assert len(row.hint.lines()) == 2
    assert row.hint.shown() == HINT
    assert row.hint.toolTip() == ""


def test_in_a_narrow_window_the_hint_is_cut_and_told_beside_the_pointer(row):
    narrow(row, row.minimumSizeHint().width() + 60)
    assert row.hint.shown().endswith("…")
    assert len(row.hint.shown()) < len(HINT)
    assert row.hint.toolTip() == HINT


def test_the_buttons_keep_the_width_that_their_words_need(row):
    wanted = [row.layout().itemAt(place).widget().sizeHint().width() for place in (1, 2)]
    narrow(row, row.minimumSizeHint().width())
    assert [row.layout().itemAt(place).widget().width() for place in (1, 2)] == wanted
    assert row.hint.width() == 0


def test_another_text_is_cut_anew(qtbot):
    label = CutLabel("short")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.toolTip() == ""
    label.setText(HINT)
    assert label.toolTip() == HINT
    assert label.text() == HINT
