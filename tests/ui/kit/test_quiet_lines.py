"""Painted sentences: wrapped, read by a screen reader, and silent towards the layout while their height stays."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.views.kit import theme
from app.views.kit.quiet_lines import GAP, QuietLines
from tests.helpers.layouts import LayoutCounter


@pytest.fixture
def lines(holder: QWidget) -> QuietLines:
    holder.resize(300, 200)
    column = QVBoxLayout(holder)
    found = QuietLines()
    column.addWidget(found)
    column.addStretch(1)
    holder.show()
    return found


def test_other_sentences_of_the_same_height_lay_nothing_out(lines, holder, qapp):
    lines.set_lines(["Last time: 4 at 12.00", "Tax: standard rate, 19 %"])
    qapp.processEvents()
    height, asked = lines.height(), LayoutCounter(holder)
    lines.set_lines(["Last time: 5 at 13.00", "Tax: reduced rate, 7 %"])
    qapp.processEvents()
    assert (lines.height(), asked.count) == (height, 0)
    lines.set_lines(["one", "two", "three"])
    qapp.processEvents()
    assert asked.count
    assert lines.height() > height


def test_a_long_sentence_is_wrapped_and_a_narrower_place_makes_it_higher(lines, holder, qapp):
    lines.set_lines(["short"])
    single = lines.height()
    lines.set_lines(["a sentence that is much longer than the place it has, so that it takes several lines"])
    qapp.processEvents()
    wrapped = lines.height()
    assert wrapped > single
    holder.resize(160, 400)
    qapp.processEvents()
    assert lines.height() > wrapped


def test_nothing_to_tell_takes_no_room_and_a_reader_hears_every_sentence(lines):
    lines.set_lines(["one", "two"])
    assert lines.accessibleName() == "one\ntwo"
    assert lines.height() == 2 * lines.fontMetrics().height() + GAP
    lines.set_lines([])
    assert (lines.height(), lines.accessibleName()) == (0, "")


def test_the_sentences_are_painted_in_the_quiet_ink(lines, qapp):
    lines.set_lines(["MMMMMM"])
    qapp.processEvents()
    picture = lines.grab().toImage()
    inks = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert theme.tokens().muted in inks
