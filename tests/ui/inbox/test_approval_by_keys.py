"""A clerk is told why a price is not lower, gets the break, goes below the floor, asks; the owner answers by keys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from app.domain.changes import Change
from app.services.settings_store import write_firm_settings
from app.views.kit.cards import Badge
from app.views.kit.table_view import TableView
from tests.helpers.floor_firm import OWNER, key_cell, open_with_chairs
from tests.helpers.order_keys import add_line, start_order
from tests.helpers.window import ALT, CTRL, KEY, SHIFT


@pytest.fixture
def clerk(qtbot, firm):
    return open_with_chairs(qtbot, firm)


def below_floor(desk) -> None:
    """190.00 for a chair, sent for approval."""
    key_cell(desk, "price", "190")
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_A, CTRL | ALT)


def test_from_the_reason_over_the_break_and_the_floor_to_the_confirmed_order(clerk, owner):
    clerk.focus()
    clerk.press(KEY.Key_Escape)
    clerk.page.grid.select_row(0, 1)
    clerk.idle()
    hints = [text.replace("\N{NO-BREAK SPACE}", " ") for text in clerk.page.panels.price.told.lines()]
    assert any("2 pc more" in text and "saves" in text for text in hints)
    key_cell(clerk, "quantity", "4")
    assert clerk.page.session.draft.lines[0].price_micro == 224_722_500, "the break"
    key_cell(clerk, "price", "190")
    clerk.press(KEY.Key_Return, CTRL)
    assert "floor price" in clerk.message()
    assert any("Ask for approval" in each.text() for each in clerk.page.message_bar.findChildren(QPushButton))
    assert standing(clerk) == "Needs approval"
    clerk.press(KEY.Key_A, CTRL | ALT)
    assert "Sent for approval" in clerk.message()
    clerk.idle()
    assert standing(clerk) == "Approval asked for"
    owner.idle()
    table = owner.find(TableView, "approvals")
    assert table.model().rowCount() == 1
    shown = owner.find(QLabel, "approvalTold").text().replace("\N{NO-BREAK SPACE}", " ")
    assert "below its floor price of 200" in shown
    assert "Given away: 138.89 EUR" in shown
    owner.press(KEY.Key_Return, CTRL)
    assert table.model().rowCount() == 0
    clerk.idle()
    assert "olaf approved the order" in clerk.message()
    assert standing(clerk) == "Approved"
    assert held(clerk).startswith("Held until")
    clerk.press(KEY.Key_Return, CTRL)
    assert clerk.page.session.draft.number == "SO-000001"
    assert held(clerk) == "", "it has its goods"


def test_asking_needs_no_refused_confirm_and_takes_what_stands_in_the_open_cell(clerk):
    clerk.focus()
    clerk.page.grid.edit_cell(0, "price")
    clerk.type("190")
    clerk.press(KEY.Key_A, CTRL | ALT)
    assert "Sent for approval" in clerk.message()
    assert clerk.page.session.draft.lines[0].price_micro == 190_000_000


@pytest.mark.parametrize("is_another", [True, False])
def test_to_approve_himself_is_offered_only_where_the_firm_lets_him(qtbot, firm, is_another):
    with firm.work.begin(actor=OWNER) as uow:
        write_firm_settings(uow, {"approval.other_person": is_another})
    boss = open_with_chairs(qtbot, firm, OWNER)
    key_cell(boss, "price", "190")
    boss.press(KEY.Key_Return, CTRL)
    assert "needs an approval" in boss.message()
    offered = [each.text().split("  ")[0] for each in boss.page.message_bar.findChildren(QPushButton)]
    assert ("Approve and confirm" in offered) is not is_another
    boss.press(KEY.Key_Return, CTRL | ALT)
    assert (boss.page.session.draft.number == "SO-000001") is not is_another


def test_a_cell_with_a_lock_is_opened_over_it_so_that_all_digits_are_seen(clerk):
    key_cell(clerk, "discount", "25")
    grid = clerk.page.grid
    grid.edit_cell(0, "discount")
    editor = clerk.find(QLineEdit, "lineCell")
    assert editor.geometry() == grid.visualRect(grid.currentIndex())


def test_asking_for_what_nobody_has_to_approve_says_so(clerk):
    clerk.focus()
    clerk.press(KEY.Key_Escape)
    clerk.press(KEY.Key_A, CTRL | ALT)
    assert "Nothing of the order needs an approval" in clerk.message()


def test_a_no_needs_its_reason_and_the_clerk_reads_it_at_the_order(clerk, owner):
    clerk.focus()
    below_floor(clerk)
    owner.idle()
    owner.press(KEY.Key_Return, CTRL | SHIFT)
    assert "Say why not" in owner.message()
    owner.type("Not below 210")
    assert owner.find(QLineEdit, "approvalAnswer").text() == "Not below 210"
    owner.press(KEY.Key_Return, CTRL | SHIFT)
    clerk.idle()
    assert "olaf did not approve the order: Not below 210" in clerk.message()
    clerk.press(KEY.Key_Return, CTRL)
    assert clerk.page.session.is_draft


def test_what_is_keyed_after_it_was_asked_ends_the_request(clerk, owner):
    owner.page.message_bar.show_message("Approved: the same customer", "ok")
    clerk.focus()
    below_floor(clerk)
    owner.idle()
    assert owner.message() == "", "the new request is not approved"
    table = owner.find(TableView, "approvals")
    assert table.model().rowCount() == 1
    clerk.focus()
    key_cell(clerk, "price", "185")
    owner.idle()
    assert table.model().rowCount() == 0
    clerk.idle()
    assert "holds no more" in clerk.message()
    assert standing(clerk) == "Needs approval"


def standing(desk) -> str:
    """The badge of the order's bar."""
    return desk.page.verdict.findChild(Badge).text()


def held(desk) -> str:
    return desk.page.header.findChild(Badge, "orderHeld").text()


def test_both_read_up_to_when_the_goods_are_held(clerk, owner, clock):
    clerk.focus()
    below_floor(clerk)
    told = held(clerk)
    assert told.startswith("Held until Tue 3 Mar, 09:00: ")
    assert "2 of 2 pc, ship day " in told.replace("\N{NO-BREAK SPACE}", " ")
    owner.idle()
    assert told in owner.find(QLabel, "approvalTold").text()
    clock.advance(hours=30)
    clerk.page.approvals.hear([Change("approval", 0, 0)])
    clerk.idle()
    assert held(clerk) == "No longer held: its time is over"
    clerk.press(KEY.Key_1, ALT)
    clerk.idle()
    assert held(clerk) == ""


def test_the_request_is_taken_back_by_a_key(clerk, owner):
    clerk.focus()
    below_floor(clerk)
    clerk.press(KEY.Key_1, ALT)
    assert "taken back" in clerk.message()
    owner.idle()
    assert owner.context.desk().approvals.model.rowCount() == 0


def test_who_opens_the_order_again_is_told_that_it_waits(clerk, owner):
    clerk.focus()
    below_floor(clerk)
    order_id = clerk.page.order_id
    clerk.context.commands.run("order.close")
    clerk.idle()
    clerk.ask("order.open", order_id)
    clerk.idle()
    assert "anna asked for approval" in clerk.message()
    clerk.press(KEY.Key_1, ALT)
    assert "taken back" in clerk.message()


def test_who_skips_one_and_answers_the_next_does_not_come_back_to_the_skipped_one(clerk, owner):
    clerk.focus()
    below_floor(clerk)
    for _another in range(2):
        start_order(clerk)
        add_line(clerk, "CHR", "2")
        below_floor(clerk)
    owner.idle()
    page = owner.context.desk().approvals
    skipped, _second, last = (card.id for card in page.model.rows())
    owner.press(KEY.Key_Down)
    page.answer.setFocus()
    owner.type("Not that low")
    owner.press(KEY.Key_Return, CTRL | SHIFT)
    assert page.current().id == last
    assert page.table.selected_rows() == [1]
    assert page.table.hasFocus(), "the arrows go on"
    owner.press(KEY.Key_Return, CTRL)
    assert [card.id for card in page.model.rows()] == [skipped]
    assert page.table.selected_rows() == [0]


def test_what_is_asked_scrolls_where_it_has_no_room_and_the_next_begins_at_its_top(clerk, owner):
    clerk.focus()
    for _request in range(2):
        below_floor(clerk)
        start_order(clerk)
        add_line(clerk, "CHR", "2")
    owner.idle()
    page = owner.context.desk().approvals
    page.told.setText("\n".join(str(line) for line in range(200)))
    owner.idle()
    owner.press(KEY.Key_Tab)
    assert page.reading.hasFocus()
    owner.press(KEY.Key_End)
    owner.press(KEY.Key_PageDown, times=2)
    assert page.reading.verticalScrollBar().value() > 0
    page.table.setFocus()
    owner.press(KEY.Key_Down)
    assert page.reading.verticalScrollBar().value() == 0
