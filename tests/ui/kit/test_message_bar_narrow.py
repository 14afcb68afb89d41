"""A message with many buttons in a small window is read whole."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.views.kit.message_bar import MessageAction, MessageBar

TEXT = "Order SO-001003 is confirmed. It ships on 09/12/2026."


@pytest.mark.parametrize(("width", "is_below"), [(1040, False), (620, True)])
def test_buttons_stand_below_a_text_that_they_would_leave_no_room(qtbot, width, is_below):
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    bar = MessageBar()
    column.addWidget(bar)
    column.addStretch(1)
    page.resize(width, 400)
    page.show()
    actions = [
        MessageAction(f"Another button {number}", lambda: None, f"Alt+{number}") for number in range(3)
    ]
    bar.show_message(TEXT, "ok", actions)
    text, button = bar.findChild(QLabel, "messageText"), bar.findChildren(QPushButton)[0]
    assert text is not None

    def is_placed() -> bool:
        return (button.y() > text.geometry().center().y()) is is_below

    qtbot.waitUntil(is_placed)
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()))
