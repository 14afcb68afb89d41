"""A label that does not lay its page out again for every number."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.kit import theme
from app.views.kit.steady import SLACK, SteadyLabel
from tests.helpers.layouts import LayoutCounter


@pytest.fixture
def label(holder: QWidget, qapp: Any) -> SteadyLabel:
    found = SteadyLabel("1,234.50")
    QHBoxLayout(holder).addWidget(found)
    holder.show()
    qapp.processEvents()
    return found


def wide(label: SteadyLabel) -> int:
    return label.fontMetrics().horizontalAdvance(label.text())


def test_a_number_as_wide_as_the_old_one_asks_for_nothing(label, qapp):
    asked, width = LayoutCounter(label.parentWidget()), label.width()
    for text in ("9,876.10", "1,111.11", "876.10"):
        label.setText(text)
        qapp.processEvents()
        assert (label.text(), label.width(), asked.count) == (text, width, 0)


def test_a_longer_number_gets_its_room_at_once(label, qapp):
    asked = LayoutCounter(label.parentWidget())
    label.setText("123,456,789.00")
    qapp.processEvents()
    assert asked.count
    assert label.width() >= wide(label)


def test_much_room_left_is_given_back(label, qapp):
    label.setText("W" * 40)
    label.setText("0")
    qapp.processEvents()
    assert wide(label) <= label.width() < wide(label) + SLACK


def test_a_heavier_cut_has_room_for_its_text(label):
    theme.embolden(label, QFont.Weight.Bold, 20)
    assert label.minimumWidth() >= wide(label)
    assert label.minimumHeight() == label.fontMetrics().height()


def test_a_text_is_never_read_as_markup(label):
    label.setText("<b>Meyer & Co</b>")
    assert label.minimumWidth() >= wide(label)
    assert label.text() == "<b>Meyer & Co</b>"
