"""Warnings are accepted where they stand: no key more than before, and a reason for who wants to give one."""

from __future__ import annotations

import json

import pytest

from app.views.orders.accepted import accepted_text
from tests.helpers.order_keys import rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY, NONE, SHIFT

LAST_ACT = "select after, reason from audit where kind = 'order' order by id desc limit 1"
STATES = "select state from sales_order order by id"


@pytest.fixture
def warned(desk):
    """An order of more desks than there are: it may go, but the clerk is asked to look."""
    warn(desk)
    return desk


def warn(desk) -> None:
    open_order(desk, ("DSK-18", "5"))
    assert "line.no_supply" in {issue.code for issue in desk.page.verdict.issues}


def to_reason(desk) -> None:
    desk.press(KEY.Key_A, CTRL | SHIFT)
    assert desk.focus().objectName() == "acceptReason"


def confirm_with_reason(desk) -> None:
    to_reason(desk)
    desk.type("Hotel takes them later")
    desk.enter()


def last_act(url: str) -> tuple[list[str], str]:
    ((after, reason),) = rows(url, LAST_ACT)
    return json.loads(after)["accepted"], reason


def test_one_key_confirms_with_warnings_and_without_a_reason(warned, firm_url):
    before = warned.pressed
    warned.press(KEY.Key_Return, CTRL)
    assert warned.pressed == before + 1
    assert rows(firm_url, STATES) == [("confirmed",)]
    assert last_act(firm_url) == (["line.no_supply"], "")


@pytest.mark.parametrize("key", ["enter", "ctrl+enter"])
def test_a_typed_reason_goes_with_the_warnings_into_the_audit_and_the_story(warned, key, firm_url):
    desk = warned
    to_reason(desk)
    desk.type("Hotel takes them later")
    desk.press(KEY.Key_Return, CTRL if key == "ctrl+enter" else NONE)
    assert rows(firm_url, STATES) == [("confirmed",)]
    assert last_act(firm_url) == (["line.no_supply"], "Hotel takes them later")
    desk.press(KEY.Key_F, CTRL)
    desk.enter()
    story = desk.context.desk().list.story.text()
    assert "Accepted: not in stock, none on its way" in story
    assert "Hotel takes them later" in story


def test_a_quote_keeps_the_reason_that_was_typed(warned, firm_url):
    desk = warned
    to_reason(desk)
    desk.type("Hotel takes them later")
    desk.press(KEY.Key_P, CTRL)
    assert rows(firm_url, STATES) == [("quoted",)]
    assert last_act(firm_url) == (["line.no_supply"], "Hotel takes them later")
    assert desk.page.reason.text() == ""


def test_a_quote_goes_out_with_warnings_and_without_a_reason(warned, firm_url):
    warned.press(KEY.Key_P, CTRL)
    assert rows(firm_url, STATES) == [("quoted",)]
    assert last_act(firm_url) == (["line.no_supply"], "")


def test_reasons_used_last_are_offered_and_one_is_taken_by_two_keys(warned, firm_url):
    desk = warned
    confirm_with_reason(desk)
    warn(desk)
    to_reason(desk)
    assert [row.main for row in desk.page.reason.popup.rows()] == ["Hotel takes them later"]
    desk.press(KEY.Key_Down)
    desk.enter()
    assert rows(firm_url, STATES) == [("confirmed",), ("draft",)], "the first Enter takes the reason"
    assert desk.focused_text() == "Hotel takes them later"
    desk.enter()
    assert rows(firm_url, STATES) == [("confirmed",), ("confirmed",)]
    assert last_act(firm_url)[1] == "Hotel takes them later"


def test_what_is_typed_is_never_replaced_by_what_is_offered(warned, firm_url):
    desk = warned
    confirm_with_reason(desk)
    warn(desk)
    to_reason(desk)
    desk.type("Hotel")
    desk.enter()
    assert last_act(firm_url)[1] == "Hotel"


def test_escape_goes_back_to_the_lines_and_the_reason_stays(warned, firm_url):
    desk = warned
    to_reason(desk)
    desk.type("He knows")
    desk.press(KEY.Key_Escape)
    assert desk.focus().objectName() != "acceptReason"
    assert "Park" not in desk.message()
    desk.press(KEY.Key_Return, CTRL)
    assert last_act(firm_url)[1] == "He knows"


def test_without_a_warning_there_is_no_reason_to_give(desk, firm_url):
    open_order(desk, ("CHR", "2"))
    assert not desk.page.reason.isVisible()
    desk.press(KEY.Key_A, CTRL | SHIFT)
    assert desk.focus().objectName() != "acceptReason"
    desk.press(KEY.Key_Escape)
    desk.page.grid.edit_cell(0, "sku")
    desk.type("DSK-18")
    desk.enter()
    desk.type("5")
    desk.enter()
    assert desk.page.reason.isVisible()
    to_reason(desk)
    desk.type("He knows")
    desk.press(KEY.Key_Z, CTRL | SHIFT)
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("2")
    desk.enter()
    assert desk.page.verdict.issues == ()
    assert not desk.page.reason.isVisible()
    desk.press(KEY.Key_Return, CTRL)
    assert last_act(firm_url) == ([], "")


def test_what_was_accepted_is_told_in_words():
    assert accepted_text(["line.late", "order.of_another_age"]) == "later than wished, order.of_another_age"


def test_a_change_after_the_confirmation_takes_a_reason_too(desk, firm_url):
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_E, CTRL)
    desk.press(KEY.Key_R, ALT)
    desk.type("2020-01-07")
    desk.enter()
    assert [issue.code for issue in desk.page.verdict.issues] == ["order.date_past", "line.late"]
    to_reason(desk)
    desk.type("Wished for long")
    desk.enter()
    assert not desk.page.session.is_amending
    assert last_act(firm_url) == (["line.late", "order.date_past"], "Wished for long")
