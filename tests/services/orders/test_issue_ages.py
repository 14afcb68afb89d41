"""Since when an issue stands on a draft is kept beside it, so that every desk tells the same age."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.services.housekeeping import forget_old_records
from app.services.orders.drafts import throw_away_draft
from app.services.orders.issue_ages import note_issues, read_since
from app.services.orders.planning import KeyingMemory, plan_draft
from db.schema.orders import OrderIssue
from tests.helpers.order_office import CHAIR, NORD, OWNER

ZERO = ("line.price_zero", "lines/{}/price")


def planned(desk, order_id, memory):
    with desk.reading() as view:
        return plan_draft(view, desk.read(order_id), memory=memory)


def kept(desk, order_id, memory):
    with desk.begin() as uow:
        note_issues(uow, order_id, memory.since)


def ages(plan):
    return {issue.code: issue.since for issue in plan.issues}


def rows(desk):
    return desk.rows(sa.select(OrderIssue.__table__))


def test_another_desk_sees_the_age_that_the_first_one_noted(desk, clock):
    order_id, began = desk.start(NORD), clock.now()
    memory = KeyingMemory()
    assert ages(planned(desk, order_id, memory))["order.no_lines"] == began
    kept(desk, order_id, memory)
    clock.advance(hours=3)
    assert ages(planned(desk, order_id, memory))["order.no_lines"] == began
    assert ages(planned(desk, order_id, KeyingMemory()))["order.no_lines"] == began
    other = KeyingMemory(since={("order.no_lines", "lines"): clock.now()})
    kept(desk, order_id, other)
    with desk.reading() as view:
        assert read_since(view, order_id)["order.no_lines", "lines"] == began, "the first sight stays"


def test_what_went_and_comes_again_is_new(desk, clock):
    order_id = desk.start(NORD)
    memory = KeyingMemory()
    planned(desk, order_id, memory)
    kept(desk, order_id, memory)
    desk.edit(order_id, desk.line(CHAIR, 1))
    assert "order.no_lines" not in ages(planned(desk, order_id, memory))
    kept(desk, order_id, memory)
    assert "order.no_lines" not in {row["code"] for row in rows(desk)}


def test_ages_are_no_edit_and_go_with_their_draft(desk):
    order_id = desk.start(NORD)
    version = desk.read(order_id).version
    memory = KeyingMemory()
    planned(desk, order_id, memory)
    kept(desk, order_id, memory)
    assert desk.read(order_id).version == version
    with desk.begin() as uow:
        throw_away_draft(uow, order_id)
    assert rows(desk) == []
    kept(desk, order_id, memory)
    assert rows(desk) == [], "it is gone already"


def test_a_confirmed_order_keeps_no_new_ages(desk):
    desk.receive(CHAIR, 10)
    order_id = desk.ordered((CHAIR, 1))
    kept(desk, order_id, KeyingMemory(since={("order.no_email", "header/contact"): desk.work.clock.now()}))
    assert rows(desk) == []


def test_ages_of_what_went_on_are_forgotten_after_a_month(desk, clock):
    desk.receive(CHAIR, 10)
    went_on, stays = desk.key((CHAIR, 1), requested_date=date(2026, 3, 1)), desk.start(NORD)
    for order_id in (went_on, stays):
        memory = KeyingMemory()
        planned(desk, order_id, memory)
        kept(desk, order_id, memory)
    desk.confirm(went_on)
    clock.advance(days=31)
    with desk.begin(OWNER) as uow:
        forget_old_records(uow)
    assert {row["order_id"] for row in rows(desk)} == {stays}
