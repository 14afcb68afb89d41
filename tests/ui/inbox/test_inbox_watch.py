"""Whoever may answer hears in every desk what waits: a count in the navigation and a notice that takes no key."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QLabel

from app.domain.holds import CREDIT_CAUSE, HoldKind
from app.domain.rights import SYSTEM, Actor
from app.services import screening
from app.services.holds.laying import HoldInput, lay_by_rule, place_hold
from app.services.orders.approvals import ask_approval, grant_approval, read_approvals_of
from app.services.orders.planning import plan_order
from app.services.orders.tending import tend_approvals
from app.services.people import UserInput, create_user
from app.services.settings_store import write_firm_settings
from app.views.inbox.watch import InboxWatch
from app.views.kit.side_bar import NavigationButton
from app.views.kit.toast import Toast
from tests.helpers.floor_firm import CLERK, OWNER, open_with_chairs
from tests.helpers.screening_office import import_sdn, make_customer
from tests.helpers.window import ALT, CTRL, KEY, open_on


@pytest.fixture
def order_id(qtbot, firm):
    """An order of the clerk below the floor, keyed and saved; nothing is asked yet."""
    clerk = open_with_chairs(qtbot, firm)
    clerk.page.grid.edit_cell(0, "price")
    clerk.type("190\n")
    clerk.idle()
    return clerk.page.order_id


def send(firm, order_id):
    with firm.work.begin(actor=CLERK) as uow:
        return ask_approval(uow, plan_order(uow, order_id))


def entered(qtbot, firm, actor):
    """A window with another desk in front; what waits was counted."""
    desk = open_on(qtbot, firm, actor=actor)
    desk.show("customers")
    watch = desk.context.bus.findChild(InboxWatch)
    watch.look()
    desk.idle()
    return desk


def badge(desk):
    button = desk.frame.findChild(NavigationButton, "desk:inbox")
    return button._badge, button.accessibleName()


def notice(desk):
    toast = desk.frame.findChild(Toast)
    return toast.text() if toast is not None else ""


def test_a_request_is_counted_and_told_in_any_desk_and_one_key_goes_there(qtbot, firm, order_id):
    owner = entered(qtbot, firm, OWNER)
    assert (badge(owner), notice(owner)) == (("", "Inbox"), "")
    keys = owner.focus()
    send(firm, order_id)
    owner.idle()
    assert badge(owner) == ("1", "Inbox, 1 waits for you")
    assert "anna asks for approval: " in notice(owner)
    assert "Ctrl+Alt+I" in owner.frame.findChild(Toast).accessibleName()
    assert owner.focus() is keys, "the notice takes no key"
    owner.press(KEY.Key_I, CTRL | ALT)
    assert owner.frame.current_desk() == "inbox"
    owner.press(KEY.Key_Return, CTRL)
    owner.idle()
    assert badge(owner) == ("", "Inbox")


def test_who_asked_is_told_the_answer_in_any_desk_and_nothing_waits_for_him(qtbot, firm, order_id):
    clerk = entered(qtbot, firm, CLERK)
    request = send(firm, order_id)
    clerk.idle()
    assert (badge(clerk)[0], notice(clerk)) == ("", "")
    with firm.work.begin(actor=OWNER) as uow:
        grant_approval(uow, request, version=1)
    clerk.idle()
    assert notice(clerk).startswith("olaf approved: ")
    assert clerk.frame.findChild(Toast).accessibleName().endswith("Ctrl+Alt+I opens the order")
    clerk.press(KEY.Key_I, CTRL | ALT)
    assert (clerk.frame.current_desk(), clerk.page.order_id) == ("orders", order_id)
    assert notice(clerk) == ""
    clerk.press(KEY.Key_I, CTRL | ALT)
    assert clerk.frame.current_desk() == "inbox"


def test_what_waits_already_is_counted_at_the_start_and_not_told_as_new(qtbot, firm, order_id):
    send(firm, order_id)
    owner = entered(qtbot, firm, OWNER)
    assert (badge(owner)[0], notice(owner)) == ("1", "")


def test_two_roles_answer_each_its_own_and_the_other_is_named(qtbot, firm, order_id):
    """The bookkeeper says yes to the credit; the order still waits for the owner."""
    books = Actor("berta", frozenset({"bookkeeper"}))
    with firm.work.begin(actor=SYSTEM) as uow:
        create_user(uow, UserInput(name="berta", roles=("bookkeeper",)))
        uow.db.execute(sa.text("update customer set credit_limit_minor = 1"))
    send(firm, order_id)
    desk = entered(qtbot, firm, books)
    assert badge(desk)[0] == "1"
    desk.show("inbox")
    told = desk.find(QLabel, "approvalTold").text()
    assert "(waits for: Owner)" in told
    desk.press(KEY.Key_Return, CTRL)
    desk.idle()
    assert "It still waits for: Owner" in desk.message()
    assert badge(desk)[0] == ""
    owner = entered(qtbot, firm, OWNER)
    owner.show("inbox")
    assert "(berta said yes)" in owner.find(QLabel, "approvalTold").text()
    owner.press(KEY.Key_Return, CTRL)
    owner.idle()
    with firm.work.reading(actor=OWNER) as view:
        assert read_approvals_of(view, order_id)[-1].state == "granted"


def test_what_nobody_answered_is_told_again(qtbot, firm, order_id, clock):
    send(firm, order_id)
    owner = entered(qtbot, firm, OWNER)
    clock.advance(hours=5)
    assert tend_approvals(firm.work, actor=CLERK).told == 1
    owner.idle()
    assert notice(owner).startswith("Still waiting for approval: ")


def test_a_deputy_hears_it_once_he_is_named(qtbot, firm, order_id):
    send(firm, order_id)
    helper = Actor("walter", frozenset({"warehouse"}))
    with firm.work.begin(actor=OWNER) as uow:
        create_user(uow, UserInput(name="walter", roles=("warehouse",)))
    desk = entered(qtbot, firm, helper)
    assert badge(desk)[0] == ""
    with firm.work.begin(actor=OWNER) as uow:
        write_firm_settings(uow, {"approval.deputies": "olaf: walter"})
    desk.idle()
    assert badge(desk)[0] == "1"
    with firm.work.reading(actor=helper) as view:
        assert read_approvals_of(view, order_id)[-1].state == "open"


def test_a_hit_is_counted_told_and_released_in_the_inbox(qtbot, firm, order_id):
    owner = entered(qtbot, firm, OWNER)
    make_customer(firm.work, "Mahtba Shipping Co.", city="Tehran", country="IR")
    import_sdn(firm.work)
    screening.screen_customers(firm.work, SYSTEM)
    owner.idle()
    assert badge(owner)[0] == "1"
    assert notice(owner) == "1 new hit on a list of denied parties"
    owner.press(KEY.Key_I, CTRL | ALT)
    owner.press(KEY.Key_Tab, CTRL)
    assert owner.page.hits.hit().party == "Mahtba Shipping Co."
    owner.key_field("release:reason", "another firm")
    owner.press(KEY.Key_L, CTRL)
    owner.idle()
    assert "is released" in owner.message()
    assert badge(owner)[0] == ""


def test_who_may_not_release_has_no_such_tab(qtbot, firm, order_id):
    clerk = entered(qtbot, firm, CLERK)
    clerk.show("inbox")
    assert clerk.context.desk().hits is None


def test_what_a_rule_of_the_credit_holds_is_counted_and_told(qtbot, firm, order_id):
    owner = entered(qtbot, firm, OWNER)
    with firm.work.begin(actor=SYSTEM) as uow:
        uow.db.execute(sa.text("update customer set credit_limit_minor = 100"))
        data = HoldInput(kind=HoldKind.CREDIT, customer_id=1, reason="Overdue")
        place_hold(uow, data)
        uow.db.execute(sa.text("update sales_order set state = 'confirmed' where id = :id"), {"id": order_id})
        lay_by_rule(uow, HoldInput(kind=HoldKind.CREDIT, order_id=order_id, reason="Beyond"), CREDIT_CAUSE)
    owner.idle()
    assert badge(owner)[0] == "1", "what a person held waits for what he said"
    assert "1 more is held for its credit" in notice(owner)
    owner.ask("hold.open", 2)
    owner.idle()
    page = owner.context.desk().holds
    assert (page.title, page.model.rowCount()) == ("Holds (1)", 2), "the tab counts as the navigation does"
    assert page.model.row(0).hold.reason == "Beyond", "what waits for him comes first"
