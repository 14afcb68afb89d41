"""What is said goes when it holds no more: questions with the next key, "not possible" with the next deed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.helpers.order_keys import rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, SHIFT

KEY = Qt.Key


@pytest.fixture
def asked(desk):
    """A draft of eight chairs that was asked whether it shall be parked."""
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Escape, times=2)
    assert "Park this order?" in desk.message()
    return desk


def test_the_question_whether_to_park_goes_while_one_keys_on(asked, firm_url):
    asked.type("CBL-TRAY\n3\n")
    assert asked.message() == ""
    asked.press(KEY.Key_2, ALT)
    assert rows(firm_url, "select count(*) from sales_order") == [(1,)], "nothing is thrown away any more"
    assert len(asked.draft.lines) == 2


@pytest.mark.parametrize(("key", "modifiers"), [(KEY.Key_Up, None), (KEY.Key_D, CTRL), (KEY.Key_F8, None)])
def test_the_question_goes_with_any_other_key(asked, key, modifiers):
    asked.press(key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert "Park this order?" not in asked.message()


def test_the_question_goes_with_a_click_elsewhere(asked):
    asked.qtbot.mouseClick(asked.page.grid.viewport(), Qt.MouseButton.LeftButton)
    assert asked.message() == ""


def test_a_key_held_alone_leaves_the_question(asked):
    asked.press(KEY.Key_Alt, ALT)
    assert "Park this order?" in asked.message()
    asked.press(KEY.Key_1, ALT)
    assert asked.page is None


def test_the_question_is_asked_again(asked):
    asked.press(KEY.Key_Escape)
    assert "Park this order?" in asked.message()


def test_what_is_not_possible_says_the_way_out_and_goes_with_the_next_deed(desk, firm_url):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_C, CTRL | SHIFT)
    assert "Not possible now: Cancel order. It is a draft: Esc, then Alt+2 throws it away." in desk.message()
    assert desk.frame.message_bar.text() == "", "one bar is enough"
    desk.press(KEY.Key_F7)
    assert desk.message() == ""


def test_what_is_not_possible_does_not_stand_on_another_desk(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_P, CTRL | SHIFT)
    assert "Confirm the order first: Ctrl+Enter." in desk.message()
    desk.show("stock")
    assert desk.frame.message_bar.text() == ""
    desk.show("orders")
    assert desk.message() == ""


def test_what_the_page_says_itself_stays_beside_it(desk):
    open_order(desk, ("CHR", "2"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_A, CTRL)
    desk.type("abc\n")
    desk.press(KEY.Key_P, CTRL | SHIFT)
    assert "abc" in desk.page.message_bar.text()
    assert "Not possible now" in desk.frame.message_bar.text()


def test_a_key_of_the_lines_says_on_a_confirmed_order_how_it_is_changed(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    desk.page.message_bar.clear()
    desk.press(KEY.Key_Delete, CTRL)
    assert "Press Ctrl+E first" in desk.message()
    desk.press(KEY.Key_E, CTRL)
    assert "Not possible" not in desk.message()


def test_on_the_list_the_keys_of_an_order_say_to_open_one(desk):
    desk.press(KEY.Key_F8)
    assert "Open an order first" in (desk.context.desk().message_bar.text() or desk.frame.message_bar.text())
