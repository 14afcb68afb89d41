"""A line that is configured again shows what people chose of it, and only that as theirs."""

from __future__ import annotations

from tests.helpers.window import CTRL, KEY, SHIFT
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


def test_a_sold_configuration_is_copied_to_a_new_order_with_its_choices(desk):
    take_large(desk)
    before = desk.draft
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Return, CTRL)
    assert desk.draft.state == "confirmed"
    desk.press(KEY.Key_F6)
    desk.press(KEY.Key_D, CTRL | SHIFT)
    copy = desk.draft
    assert (copy.id != before.id, copy.state) == (True, "draft")
    assert [line.configuration for line in copy.lines] == [before.lines[0].configuration]
    assert copy.header.customer_id == before.header.customer_id
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_F6)
    assert dict(desk.page.opened.session.choices) == {"size.large": True}


def test_what_is_not_on_a_line_yet_is_not_copied(desk):
    open_table(desk)
    desk.press(KEY.Key_D, CTRL | SHIFT)
    assert "No configuration stands on an order's line yet." in desk.message()
