"""What comes after a confirmation is a button too; the story beside the list is that of a row that is there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolTip

from app.domain.orders.states import MOVES
from app.domain.rights import SYSTEM
from app.messages import text_of_issue
from app.services.history import FieldChange, HistoryEntry
from app.services.orders.amending import cancel_order
from app.services.orders.drafts import ParkedDraft, read_parked_drafts, start_draft
from app.views.kit.two_lines import TwoLines
from app.views.orders.story import act_of
from tests.helpers.order_keys import add_line, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, SHIFT

KEY = Qt.Key


def next_buttons(desk) -> list[str]:
    """The buttons beside the totals that lead on, by their titles."""
    totals = desk.page.totals
    return [button.accessibleName() for button in (totals.ship, totals.invoice) if button.isVisible()]


def test_a_confirmed_order_leads_to_shipping_and_a_shipped_one_to_its_invoice(desk):
    open_order(desk, ("CHR", "8"))
    assert next_buttons(desk) == []
    desk.press(KEY.Key_Return, CTRL)
    assert next_buttons(desk) == ["Ship"]
    assert "Ctrl+Shift+P pick and ship" in desk.page.hint.text()
    shown = [
        button.text() for button in desk.page.message_bar.findChildren(QPushButton) if button.isVisible()
    ]
    assert any(text.startswith("Ship") and "Ctrl+Shift+P" in text for text in shown)
    desk.page.totals.ship.click()
    desk.idle()
    assert [ask.name for ask in desk.asked][-1] == "shipping.start"


def test_the_arrows_walk_the_lines_once_an_order_is_confirmed(desk):
    open_order(desk, ("CHR", "8"))
    add_line(desk, "LMP", "1")
    desk.press(KEY.Key_Return, CTRL)
    grid = desk.page.grid
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_Up)
    assert grid.currentIndex().row() == 0
    desk.press(KEY.Key_Down)
    assert grid.currentIndex().row() == 1


def test_an_order_that_is_being_changed_is_not_shipped(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_E, CTRL)
    assert next_buttons(desk) == []


def test_the_invoice_is_offered_once_goods_have_left(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_P, CTRL | SHIFT)
    desk.press(KEY.Key_Return, CTRL)  # pick all
    desk.press(KEY.Key_Return, CTRL)  # ship it
    desk.show("orders")
    assert "Invoice" in next_buttons(desk)
    desk.page.totals.invoice.click()
    desk.idle()
    assert [ask.name for ask in desk.asked][-1] == "invoice.start"


def test_the_story_goes_when_another_question_is_asked_of_the_list(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_F, CTRL)
    desk.press(KEY.Key_Down)
    listed = desk.context.desk().list
    assert desk.focus() is listed.table
    assert listed.table.current_row() == 0
    assert "SO-000001" in listed.story.accessibleName()
    told = listed.story.text().split("\n")
    assert told[0].endswith("owner")
    assert told[1:4] == ["Order confirmed", "State: draft → confirmed", "Number: SO-000001"]
    desk.press(KEY.Key_F, CTRL)
    desk.type("SO-0000019")
    assert listed.story.text() == ""
    assert "SO-000001" not in listed.story.accessibleName()


def to_list(desk):
    """Ctrl+F, Down: the list with its cursor on the first row."""
    desk.press(Qt.Key.Key_F, CTRL)
    desk.press(Qt.Key.Key_Down)
    return desk.context.desk().list


def test_the_story_of_the_chosen_order_tells_what_was_done_to_it_since(desk):
    open_order(desk, ("CHR", "8"))
    listed = to_list(desk)
    assert "Order confirmed" not in listed.story.text()
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.press(Qt.Key.Key_Tab, CTRL)
    assert listed.isVisible()
    assert listed.model.row(0).state == "confirmed"
    assert "SO-000001" in listed.story.accessibleName()
    assert "Order confirmed" in listed.story.text()


def test_what_another_desk_does_to_the_chosen_order_is_told_beside_the_list(desk, elsewhere):
    open_order(desk, ("CHR", "8"))
    desk.press(Qt.Key.Key_Return, CTRL)
    order_id, version = desk.page.order_id, desk.draft.version
    listed = to_list(desk)
    assert "too late" not in listed.story.text()
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        cancel_order(uow, order_id, version=version, reason="too late")
    desk.until(lambda: "too late" in listed.story.text())


def test_the_story_is_that_of_the_row_under_the_cursor_when_rows_come_above_it(desk, elsewhere):
    open_order(desk, ("CHR", "8"))
    desk.press(Qt.Key.Key_Return, CTRL)
    listed = to_list(desk)
    assert "SO-000001" in listed.story.accessibleName()
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        start_draft(uow)
    desk.until(lambda: listed.model.total() == 2)
    desk.idle()
    row = listed.model.row(listed.table.currentIndex().row())
    assert (row.number or "draft") in listed.story.accessibleName()


@pytest.mark.parametrize(("before", "after"), sorted(MOVES))
def test_each_move_of_an_order_has_words_in_its_story(before, after):
    assert act_of(told_act(state=(before, after)))


def test_what_else_happens_to_an_order_has_words_in_its_story():
    assert act_of(told_act(revision=(0, 1), gross_minor=(1, 2))) == "Quote revised"
    assert act_of(told_act(cancelled=(None, ["4 pc"]))) == "Rest cancelled"
    assert (
        act_of(told_act(promise_date=(None, "2026-03-02"), goods_in=(None, "2026-03-01"))) == "Promise moved"
    )
    assert act_of(told_act(po_number=("", "PO 7"))) == "Order changed"
    assert act_of(told_act(state=(None, "closed"), file=(None, "a.csv"))) == "Imported"
    assert act_of(told_act()) == ""


def told_act(**fields):
    changes = tuple(FieldChange(name, *sides) for name, sides in fields.items())
    return HistoryEntry(datetime(2026, 3, 2, tzinfo=UTC), "Inge", changes, "")


def test_a_reopened_draft_with_a_customer_goes_on_at_its_empty_line(desk):
    open_order(desk, ("CHR", "8"))
    order_id = desk.page.order_id
    desk.press(KEY.Key_W, CTRL)
    desk.ask("order.open", order_id)
    assert desk.focus().objectName() == "lineCell"
    assert desk.page.grid.current_key() == ""
    desk.type("CBL-TRAY\n3\n")
    assert [line.sku for line in desk.draft.lines] == ["CHR-ERG-BLK", "CBL-TRAY"]


def test_sections_and_notes_do_not_look_like_goods(desk):
    start_order(desk)
    for key, text in ((KEY.Key_S, "Floor one\n"), (KEY.Key_N, "Deliver at the back\n")):
        desk.press(key, CTRL | SHIFT)
        desk.type(text)
    grid = desk.page.grid
    fonts = []
    for row in range(2):
        option = grid.viewOptions() if hasattr(grid, "viewOptions") else None
        option = option or _option(grid)
        grid.itemDelegate().initStyleOption(option, desk.page.model.index(row, 1))
        fonts.append((option.font.bold() or option.font.weight() >= 600, option.font.italic()))
    assert fonts == [(True, False), (False, True)]


def _option(grid):
    from PySide6.QtWidgets import QStyleOptionViewItem

    option = QStyleOptionViewItem()
    grid.initViewItemOption(option)
    return option


def test_the_tab_in_front_is_readable_among_many(desk):
    desk.frame.resize(1280, 800)
    for _tab in range(8):
        start_order(desk)
    tabs = desk.context.desk().tabs
    bar = tabs.tabBar()
    here = tabs.currentIndex()
    text = tabs.tabText(here)
    assert bar.tabRect(here).width() >= bar.fontMetrics().horizontalAdvance(text)
    desk.press(KEY.Key_Backtab, CTRL | SHIFT)
    now = tabs.currentIndex()
    assert now != here
    assert bar.tabRect(now).width() >= bar.fontMetrics().horizontalAdvance(tabs.tabText(now))


def test_f8_shows_a_sentence_whole_that_has_no_room(desk):
    desk.frame.resize(1024, 700)
    start_order(desk)
    text = "Board of solid oak, oiled twice, edges rounded, cut to the customer's own drawing and delivered upstairs"
    add_line(desk, text, "1")
    bar = desk.page.verdict
    whole = text_of_issue(bar.current())
    assert bar.findChild(TwoLines).is_cut()
    desk.press(KEY.Key_F8)
    assert QToolTip.text() == f"{whole} (blocks · Sales · just now)"


@pytest.mark.parametrize("searched", [True, False])
def test_a_draft_that_comes_back_by_itself_takes_no_keys_from_a_search(desk, searched):
    open_order(desk, ("CHR", "8"))
    order_id = desk.page.order_id
    desk.press(KEY.Key_W, CTRL)
    if searched:
        desk.press(KEY.Key_K, CTRL)
        desk.type("Berg")
    drafts: list[ParkedDraft] = []
    desk.context.jobs.read(desk.frame, read_parked_drafts, drafts.extend)
    desk.idle()
    orders = desk.context.desk()
    orders._reopen(tuple(drafts))
    desk.idle()
    assert [page.order_id for page in orders.pages()] == [order_id]
    assert (orders.page() is None) is searched
    if searched:
        assert desk.focus().objectName() == "paletteEditor"
        desk.press(KEY.Key_Escape)
        desk.ask("order.open", order_id)
        assert orders.page().order_id == order_id
