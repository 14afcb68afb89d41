"""A line that is configured again shows what people chose of it, and only that as theirs."""

from __future__ import annotations

from tests.helpers.window import CTRL, KEY
from tests.ui.configurator.test_order_line_by_keys import open_table


def take_large(desk):
    """Size "large" chosen by a person; frame and top follow or are proposed."""
    open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)


def test_a_reopened_line_has_the_choices_of_people_and_no_others(desk):
    take_large(desk)
    desk.press(KEY.Key_F6)
    session = desk.page.opened.session
    assert dict(session.choices) == {"size.large": True}
    assert session.levels["top.white"] == "default"
    assert desk.message() == ""
    desk.press(KEY.Key_Home)
    desk.enter()
    assert "size.small" in session.preview.options, "it is free to change again"
