"""What we take for granted of PySide6."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel


def test_a_call_without_a_result_keeps_the_count_of_none(qapp):
    """A binding that forgets to count the None it returns ends the program after some hours of work."""
    thing, label = QObject(), QLabel()
    before = sys.getrefcount(None)
    for number in range(1000):
        thing.setObjectName("name")
        label.setText(str(number))
        label.update()
    assert abs(sys.getrefcount(None) - before) < 100
    label.deleteLater()
