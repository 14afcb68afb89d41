"""An order is held by a key, shipping reads why, and who may releases it by keys; a change holds it again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from app.domain.holds import Again, Hold, HoldKind, HoldWorld, Release, Stop
from app.domain.rights import SYSTEM, Actor
from app.services.holds.asking import read_standing_holds
from app.services.holds.laying import HoldInput, place_hold
from app.services.holds.rows import HoldCard
from app.views.inbox.holds_page import told_of
from app.views.kit.table_view import TableView
from tests.helpers.floor_firm import CLERK, add_people, open_with_chairs
from tests.helpers.small_firm import make_small_firm
from tests.helpers.window import ALT, CTRL, KEY, open_on

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BERTA = Actor("berta", frozenset({"bookkeeper"}))


@pytest.fixture
def firm(office):
    """The small firm with a clerk and a bookkeeper."""
    make_small_firm(office.work)
    add_people(office, CLERK, BERTA)
    return office


@pytest.fixture
def clerk(qtbot, firm):
    """The clerk's window with an order of two chairs that is confirmed."""
    desk = open_with_chairs(qtbot, firm)
    desk.press(KEY.Key_Return, CTRL)
    return desk


def standing(office):
    with office.work.reading(actor=SYSTEM) as view:
        return [(card.hold.kind.value, card.hold.reason, card.again) for card in read_standing_holds(view)]


def hold_the_order(desk, why):
    desk.press(KEY.Key_H, CTRL)
    desk.idle()
    desk.type(why)
    holds_page(desk).new.keep()
    desk.press(KEY.Key_S, CTRL)  # an impatient hand lays one hold
    desk.idle()


def holds_page(desk):
    return desk.context.desk().holds


def test_an_order_is_held_shown_and_released_by_keys_and_held_again_when_it_changes(clerk, firm):
    order_id, number = clerk.page.order_id, clerk.page.session.draft.number
    hold_the_order(clerk, "He calls back")
    assert standing(firm) == [("manual", "He calls back", "never")]
    page = holds_page(clerk)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert "Not picked, shipped until it is released" in clerk.find(QLabel, "holdTold").text()
    assert clerk.find(QLabel, "holdTold").text().startswith(f"{number} · ")
    clerk.ask("order.open", order_id)
    clerk.idle()
    verdict = clerk.page.verdict
    assert verdict.isVisible()
    assert "Hold by anna, not picked, shipped: He calls back" in verdict.accessibleName()
    clerk.press(KEY.Key_Return, ALT)
    clerk.idle()
    clerk.type("He called")
    clerk.press(KEY.Key_Return, CTRL)
    clerk.idle()
    assert standing(firm) == []
    assert "Released" in page.message_bar.text()
    clerk.ask("order.open", order_id)
    clerk.idle()
    assert not clerk.page.verdict.isVisible()
    clerk.press(KEY.Key_E, CTRL)
    clerk.page.grid.edit_cell(0, "quantity")
    clerk.type("3\n")
    clerk.press(KEY.Key_Escape)
    clerk.press(KEY.Key_Return, CTRL)
    clerk.idle()
    assert standing(firm) == [("manual", "He calls back", "content")]
    assert "released before the order was changed" in clerk.page.verdict.accessibleName()


def test_shipping_reads_why_an_order_is_held_and_goes_to_the_hold_by_a_key(clerk, firm):
    order_id = clerk.page.order_id
    hold_the_order(clerk, "He calls back")
    clerk.show("shipping")
    clerk.ask("shipping.start", order_id)
    clerk.idle()
    assert clerk.find(QLabel, "whyHeld").text() == "Hold by anna: He calls back"
    clerk.press(KEY.Key_Return, CTRL)
    clerk.idle()
    assert "cannot be picked. Hold by anna: He calls back" in clerk.message()
    clerk.press(KEY.Key_H, CTRL)
    clerk.idle()
    assert holds_page(clerk).current().hold.order_id == order_id


def test_a_release_without_a_reason_is_refused_at_its_field(clerk, firm):
    hold_the_order(clerk, "He calls back")
    clerk.press(KEY.Key_Return, CTRL)
    clerk.idle()
    page = holds_page(clerk)
    assert [label.text() for label in page.form.findChildren(QLabel) if "why" in label.text()]
    assert len(standing(firm)) == 1


def test_who_may_not_release_a_kind_sees_it_and_cannot(qtbot, clerk, firm):
    books = open_on(qtbot, firm, actor=BERTA)
    books.show("customers")
    customer_id = clerk.page.session.draft.header.customer_id
    books.ask("customer.open", customer_id)
    books.idle()
    books.press(KEY.Key_H, CTRL)
    books.idle()
    page = holds_page(books)
    page.new.form.focus("kind")
    books.press(KEY.Key_Down)
    page.new.form.focus("why")
    books.type("Reminded three times")
    books.press(KEY.Key_S, CTRL)
    books.idle()
    assert standing(firm) == [("credit", "Reminded three times", "never")]
    clerk.focus()
    clerk.show("inbox")
    inbox = clerk.context.desk()
    clerk.press(KEY.Key_Tab, CTRL)
    clerk.idle()
    assert inbox.page() is inbox.holds
    assert clerk.find(TableView, "holds").model().rowCount() == 1
    assert not inbox.holds.form.isVisible()
    assert "It may be released by: Owner, Bookkeeping" in clerk.find(QLabel, "holdTold").text()
    buttons = [button for button in inbox.holds.findChildren(QPushButton) if button.isVisible()]
    assert not any(button.text().startswith("Release") for button in buttons)
    clerk.press(KEY.Key_Return, CTRL)
    clerk.idle()
    assert "Owner, Bookkeeping" in clerk.message()
    assert len(standing(firm)) == 1


def test_a_narrow_inbox_keeps_who_is_held_and_what_the_program_held_names_it(clerk, firm):
    customer_id = clerk.page.session.draft.header.customer_id
    with firm.work.begin(actor=SYSTEM) as uow:
        place_hold(uow, HoldInput(kind=HoldKind.CREDIT, reason="Late", customer_id=customer_id))
    clerk.frame.resize(1000, 650)
    clerk.ask("hold.customer", customer_id)
    clerk.idle()
    page = holds_page(clerk)
    assert "Credit hold by Keyline: " in clerk.find(QLabel, "holdTold").text()
    assert page.table.columnViewportPosition(0) == 0
    assert page.table.columnWidth(0) >= page.table.fontMetrics().horizontalAdvance("Bergmann Hotels Ltd")
    assert page.table.horizontalHeader().length() <= page.table.viewport().width()


@pytest.mark.parametrize(
    ("reason", "told"), [("", "Released by olaf\n"), ("He paid", "Released by olaf: He paid\n")]
)
def test_a_release_without_a_word_ends_without_a_colon(reason, told):
    release = Release("olaf", NOON, reason)
    hold = Hold(
        1, HoldKind.CREDIT, frozenset({Stop.SHIP}), "Late", "system", NOON, customer_id=1, release=release
    )
    card = HoldCard(hold, "", 1, "Bergmann", HoldWorld(NOON.date()), Again.OVERDUE)
    assert told in told_of(card)
