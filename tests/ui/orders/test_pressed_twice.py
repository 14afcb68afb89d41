"""An impatient hand: a key pressed twice before the program has answered does the work once."""

from __future__ import annotations

from tests.helpers.order_keys import add_line, rows, start_order
from tests.helpers.window import CTRL, KEY


def test_ctrl_r_pressed_twice_makes_one_draft(desk, firm_url):
    start_order(desk)
    add_line(desk, "CHR", "8")
    desk.press(KEY.Key_Return, CTRL)
    desk.press_twice(KEY.Key_R, CTRL)
    assert rows(firm_url, "select state from sales_order order by id") == [("confirmed",), ("draft",)]
    desk.press(KEY.Key_R, CTRL)
    assert rows(firm_url, "select count(*) from sales_order") == [(3,)], "a later press is meant"


def test_ctrl_p_pressed_twice_on_a_draft_sends_one_quote_and_says_nothing_else(desk, firm_url):
    start_order(desk)
    add_line(desk, "CHR", "8")
    desk.press_twice(KEY.Key_P, CTRL)
    assert rows(firm_url, "select number, state, version from sales_order") == [
        ("QU-000001", "quoted", desk.draft.version)
    ]
    assert rows(firm_url, "select count(*) from paper where document_kind = 'order'") == [(1,)]
    assert "QU-000001" in desk.message()


def test_a_quote_turned_twice_makes_one_order(desk, firm_url):
    start_order(desk)
    add_line(desk, "CHR", "8")
    desk.press(KEY.Key_P, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press_twice(KEY.Key_Return, CTRL)
    found = rows(firm_url, "select kind, count(*) from sales_order group by kind order by kind")
    assert found == [("order", 1), ("quote", 1)]


def test_the_keys_offered_after_a_confirm_work(desk, firm_url):
    start_order(desk)
    add_line(desk, "CHR", "8")
    desk.press(KEY.Key_Return, CTRL)
    assert "confirmed" in desk.message()
    desk.press(KEY.Key_N, CTRL)
    assert desk.focus().objectName() == "customer"
    assert desk.draft.state == "draft"
