"""A sentence of the verdict: two lines are shown, what does not fit is cut with dots, the label asks for no room."""

from __future__ import annotations

import pytest

from app.views.kit.two_lines import TwoLines

SENTENCE = (
    "With this order 337,491.14 EUR of the limit of 100,000.00 EUR would be used: 237,491.14 EUR too much."
)


@pytest.fixture
def label(qtbot):
    shown = TwoLines()
    qtbot.addWidget(shown)
    shown.setText(SENTENCE)
    shown.show()
    return shown


def test_a_short_sentence_stands_on_one_line(label):
    label.resize(400, 40)
    label.setText("Ready to confirm.")
    assert label.lines() == ("Ready to confirm.",)
    label.setText("")
    assert label.lines() == ("",)


def test_a_longer_one_goes_on_below_and_no_word_is_lost(label):
    label.resize(label.fontMetrics().horizontalAdvance(SENTENCE) * 2 // 3, 40)
    assert len(label.lines()) == 2
    assert " ".join(label.lines()) == SENTENCE


def test_what_does_not_fit_into_two_lines_is_cut_with_dots(label):
    label.resize(label.fontMetrics().horizontalAdvance(SENTENCE) // 4, 40)
    first, second = label.lines()
    assert SENTENCE.startswith(first)
    assert second.endswith("…")
    assert label.text() == SENTENCE


def test_its_text_never_changes_the_room_that_it_asks_for(label):
    asked = label.sizeHint(), label.minimumSizeHint()
    label.setText("short")
    assert (label.sizeHint(), label.minimumSizeHint()) == asked
