"""Warnings are accepted with a reason that stands in the order's story (house.md, errors)."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.orders.draft import edit_header, edit_line
from app.services.history import read_history
from app.services.orders.accepting import REASONS_OFFERED, read_accept_reasons
from app.services.orders.amending import cancel_order
from app.services.orders.confirming import confirm, confirm_ready
from app.services.orders.planning import plan_order
from app.services.orders.quotes import revise_quote, send_quote
from db.schema.firm import Audit
from db.statements import table_of
from tests.helpers.order_office import CHAIR, CLERK, LAMP, NORD, OWNER
from tests.services.orders.test_confirm import change_customer, plan

AUDIT = table_of(Audit)
ENDLESS = 500  # pieces: more than there are, and none will come
WHY = "the customer waits for the rest"


def accept(desk, *lines, reason="", actor=CLERK, approve=False):
    order_id = desk.key(*lines)
    confirm(desk.work, order_id, actor=actor, approve=approve, reason=reason)
    return order_id


def last_entry(desk, order_id):
    entries = desk.rows(sa.select(AUDIT).where(AUDIT.c.kind == "order", AUDIT.c.entity_id == order_id))
    return max(entries, key=lambda row: row["id"])


def reasons(desk):
    with desk.reading() as view:
        return read_accept_reasons(view)


def test_the_reason_goes_with_the_accepted_warnings_into_the_audit_and_the_story(desk):
    order_id = accept(desk, (LAMP, ENDLESS), reason=f"  {WHY} ", actor=OWNER, approve=True)
    entry = last_entry(desk, order_id)
    assert "line.no_supply" in entry["after"]["accepted"]
    assert entry["reason"] == WHY
    with desk.reading(OWNER) as view:
        told = read_history(view, "order", order_id)[0]
    assert told.reason == WHY


def test_what_had_to_be_approved_only_since_the_order_was_planned_stands_in_the_story_too(desk):
    order_id = desk.key((CHAIR, 2), customer=NORD)
    ready = plan(desk, order_id)
    assert ready.plan.issues == ()
    change_customer(desk, NORD, credit_limit_minor=1)
    with desk.begin(OWNER) as uow:
        confirm_ready(uow, ready, approve=True, reason=WHY)
    entry = last_entry(desk, order_id)
    assert (entry["after"]["accepted"], entry["reason"]) == (["order.credit_exceeded"], WHY)


def test_no_reason_is_asked_for_and_none_is_kept_where_nothing_was_accepted(desk):
    order_id = accept(desk, (LAMP, ENDLESS), actor=OWNER, approve=True)
    assert "line.no_supply" in last_entry(desk, order_id)["after"]["accepted"]
    assert last_entry(desk, order_id)["reason"] == ""
    order_id = accept(desk, (CHAIR, 1), reason=WHY)
    assert last_entry(desk, order_id)["after"]["accepted"] == []
    assert last_entry(desk, order_id)["reason"] == ""
    assert reasons(desk) == ()


def test_changes_after_the_confirmation_are_accepted_with_a_reason_too(desk):
    order_id = desk.ordered((LAMP, 1))
    past = edit_header(desk.read(order_id), requested_date=date(2026, 2, 2))
    desk.amend(order_id, past, reason=WHY)
    entry = last_entry(desk, order_id)
    assert entry["after"]["accepted"] == ["line.late", "order.date_past"]
    assert entry["reason"] == WHY
    assert reasons(desk) == (WHY,)


def test_changes_without_a_warning_accept_nothing(desk):
    order_id = desk.ordered((CHAIR, 2))
    desk.amend(order_id, edit_line(desk.read(order_id).lines[0], quantity_micro=MICRO), reason=WHY)
    entry = last_entry(desk, order_id)
    assert "accepted" not in entry["after"]
    assert entry["reason"] == WHY, "who names a reason for a change is heard"
    assert reasons(desk) == ()


def test_a_quote_and_its_revision_keep_the_warnings_and_the_reason_too(desk):
    quote_id = desk.key((CHAIR, 1))
    desk.edit(quote_id, edit_header(desk.read(quote_id), requested_date=date(2026, 2, 2)))
    with desk.begin() as uow:
        plan = plan_order(uow, quote_id)
        send_quote(uow, plan, valid_until=date(2026, 3, 31), reason=f" {WHY}")
    entry = last_entry(desk, quote_id)
    assert (entry["after"]["state"], entry["after"]["accepted"]) == (
        "quoted", ["line.late", "order.date_past"]
    )  # fmt: skip
    assert entry["reason"] == WHY
    before = desk.read(quote_id)
    after = desk.edited(before, edit_line(before.lines[0], quantity_micro=2 * MICRO))
    with desk.begin() as uow:
        revise_quote(uow, before=before, after=after, reason="asked again")
    entry = last_entry(desk, quote_id)
    assert (entry["after"]["accepted"], entry["reason"]) == (
        ["line.late", "order.date_past"], "asked again"
    )  # fmt: skip
    assert reasons(desk) == ("asked again", WHY)


def test_a_quote_without_a_warning_accepts_nothing(desk):
    quote_id = desk.key((CHAIR, 1))
    with desk.begin() as uow:
        send_quote(uow, plan_order(uow, quote_id), valid_until=date(2026, 3, 31), reason=WHY)
    entry = last_entry(desk, quote_id)
    assert "accepted" not in entry["after"]
    assert entry["reason"] == ""


def test_the_reasons_used_last_are_offered_each_once_and_no_reason_of_a_cancelling(desk):
    for reason in ("first", "again", "first", *(f"r{n}" for n in range(REASONS_OFFERED - 2))):
        accept(desk, (LAMP, ENDLESS), reason=reason, actor=OWNER, approve=True)
    order_id = accept(desk, (CHAIR, 1))
    with desk.begin(OWNER) as uow:
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="changed his mind")
    offered = reasons(desk)
    assert len(offered) == REASONS_OFFERED
    assert offered[0] == f"r{REASONS_OFFERED - 3}"
    assert offered[-2:] == ("first", "again")
