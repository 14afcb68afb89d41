"""A clerk raises a confirmed order below the floor and asks; the owner sees what changes, and answers by keys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.views.kit.cards import Badge
from app.views.kit.table_view import TableView
from tests.helpers.floor_firm import CLERK, key_cell, open_with_chairs
from tests.helpers.window import ALT, CTRL, KEY, SHIFT, open_on

HELD = "Held until Tue 3 Mar, 09:00: 2 of 2 pc, ship day Mon 2 Mar"


@pytest.fixture
def clerk(qtbot, firm):
    """The clerk's window with a confirmed order of two chairs."""
    desk = open_with_chairs(qtbot, firm)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Return, CTRL)
    assert desk.page.session.draft.number == "SO-000001"
    return desk


def ask_for(desk, quantity: str = "4") -> None:
    """So many chairs for 190.00, which is below the floor; sent for approval."""
    desk.focus()
    desk.press(KEY.Key_E, CTRL)
    key_cell(desk, "quantity", quantity)
    key_cell(desk, "price", "190")
    desk.press(KEY.Key_Return, CTRL)
    assert "needs an approval" in desk.message()
    desk.press(KEY.Key_A, CTRL | ALT)


def badge(desk) -> str:
    return desk.page.header.findChild(Badge, "orderHeld").text().replace("\N{NO-BREAK SPACE}", " ")


def told(desk) -> str:
    return desk.find(QLabel, "approvalTold").text().replace("\N{NO-BREAK SPACE}", " ")


def test_changes_are_asked_for_seen_with_what_they_do_approved_and_confirmed(clerk, owner):
    ask_for(clerk)
    assert "the order stays as it is" in clerk.message()
    assert badge(clerk) == f"Changes wait · {HELD}"
    session = clerk.page.session
    assert (session.is_amending, session.draft.lines[0].quantity_micro) == (False, 2_000_000)
    owner.idle()
    table = owner.find(TableView, "approvals")
    assert table.model().rowCount() == 1
    assert "Changes of order SO-000001: " in told(owner)
    assert "2 pc CHR-ERG-BLK" in told(owner)
    assert "4 pc CHR-ERG-BLK, 760.00" in told(owner)
    assert "below its floor price of 200" in told(owner)
    assert HELD in told(owner)
    owner.press(KEY.Key_Return, CTRL)
    assert table.model().rowCount() == 0
    clerk.idle()
    assert "olaf approved the changes" in clerk.message()
    assert badge(clerk) == f"Changes approved · {HELD}"
    clerk.focus()
    clerk.press(KEY.Key_E, CTRL)
    assert "olaf approved these changes" in clerk.message()
    clerk.idle()
    assert clerk.page.verdict.findChild(Badge).text() == "Approved"
    assert session.draft.lines[0].quantity_micro == 4_000_000
    clerk.press(KEY.Key_Return, CTRL)
    assert "SO-000001 is changed" in clerk.message()
    clerk.idle()
    assert (session.draft.revision, badge(clerk)) == (1, "")


def test_the_order_opened_later_says_that_changes_wait_and_a_no_leaves_it_as_it_is(qtbot, firm, clerk, owner):
    ask_for(clerk)
    later = open_on(qtbot, firm, actor=CLERK)
    later.context.bus.ask("order.open", clerk.page.order_id)
    later.idle()
    assert "anna asked for the approval of changes" in later.message()
    owner.press(KEY.Key_Return, CTRL | SHIFT)
    owner.type("Not below 210")
    owner.press(KEY.Key_Return, CTRL | SHIFT)
    for desk in (clerk, later):
        desk.idle()
        assert "olaf did not approve the changes: Not below 210" in desk.message()
        assert (badge(desk), desk.page.session.draft.revision) == ("", 0)
    later.focus()
    later.press(KEY.Key_J, CTRL | SHIFT)
    session = later.page.session
    assert (session.is_amending, session.draft.lines[0].quantity_micro) == (True, 4_000_000)
    key_cell(later, "price", "250")
    later.press(KEY.Key_Return, CTRL)
    assert "SO-000001 is changed" in later.message()
    later.press(KEY.Key_J, CTRL | SHIFT)
    assert "as it stands, were refused" in later.message()


def test_what_the_changes_hold_is_the_clerks_own_when_he_looks_at_them_again(clerk):
    ask_for(clerk, "132")  # all there are
    assert "130 of 130 pc" in badge(clerk)
    clerk.press(KEY.Key_E, CTRL)
    clerk.idle()
    plan = clerk.page.session.plan
    assert [(part.reserve_micro // 10**6, part.wait_micro) for part in plan.parts] == [(2, 0), (130, 0)]


def test_the_clerk_takes_it_back_or_keys_other_changes_and_is_told(clerk, owner):
    ask_for(clerk)
    clerk.press(KEY.Key_1, ALT)
    assert "taken back" in clerk.message()
    assert badge(clerk) == ""
    ask_for(clerk)
    owner.idle()
    table = owner.find(TableView, "approvals")
    clerk.focus()
    clerk.press(KEY.Key_E, CTRL)
    assert "These changes wait for approval" in clerk.message()
    key_cell(clerk, "price", "250")
    clerk.press(KEY.Key_Return, CTRL)
    assert "SO-000001 is changed" in clerk.message()
    owner.idle()
    assert table.model().rowCount() == 0
    assert badge(clerk) == ""


def test_changes_that_wait_are_looked_at_and_left_without_a_question(clerk):
    ask_for(clerk)
    clerk.press(KEY.Key_E, CTRL)
    session = clerk.page.session
    assert (session.is_amending, session.draft.lines[0].quantity_micro) == (True, 4_000_000)
    clerk.press(KEY.Key_Escape)
    assert "not confirmed" not in clerk.message()
    assert (session.is_amending, session.draft.lines[0].quantity_micro) == (False, 2_000_000)
    assert badge(clerk) == f"Changes wait · {HELD}"


def test_changes_that_only_lower_a_price_below_its_floor_need_an_approval_too(clerk):
    ask_for(clerk, "2")
    assert badge(clerk) == "Changes wait for approval"


def test_a_no_that_comes_while_another_desk_is_in_front_is_answered_by_its_key_all_the_same(clerk, owner):
    ask_for(clerk)
    clerk.show("inbox")
    owner.idle()
    owner.press(KEY.Key_Return, CTRL | SHIFT)
    owner.type("Not below 210")
    owner.press(KEY.Key_Return, CTRL | SHIFT)
    clerk.idle()
    clerk.show("orders")
    assert "did not approve the changes" in clerk.message()
    clerk.focus()
    clerk.press(KEY.Key_J, CTRL | SHIFT)
    session = clerk.page.session
    assert (session.is_amending, session.draft.lines[0].quantity_micro) == (True, 4_000_000)
