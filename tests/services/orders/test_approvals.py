"""An order that needs an approval: asked, answered, and bound to what it said when it was asked (C48)."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.orders.draft import delete_line, edit_header, edit_line
from app.domain.rights import Actor
from app.messages import text_of_error
from app.services.orders.approvals import (
    ask_approval,
    grant_approval,
    read_approvals_of,
    read_open_approvals,
    refuse_approval,
    withdraw_approval,
)
from app.services.orders.drafts import throw_away_draft
from app.services.orders.planning import plan_order
from app.services.orders.quotes import send_quote
from app.services.orders.tending import escalate_approvals
from app.services.people import UserInput, create_user, read_users, update_user
from app.services.settings_store import write_firm_settings
from app.services.verify import verify
from db.schema.papers import Outbox
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER, micro

BERTA = Actor("berta", frozenset({"warehouse"}))


@pytest.fixture
def desk(desk):
    """An owner and a clerk with addresses; Nord may use 500.00 of credit."""
    with desk.begin(OWNER) as uow:
        known = read_users(uow)
        people = ((OWNER, ("owner",)), (CLERK, ("sales",)), (BERTA, ("warehouse",)))
        for actor, roles in people:
            create_user(uow, UserInput(name=actor.name, email=f"{actor.name}@firm.example", roles=roles))
        for user in known:
            data = UserInput(**{name: getattr(user, name) for name in UserInput.__dataclass_fields__})
            update_user(uow, user.id, replace(data, active=False), version=user.version)
        limit = {"limit": 50_000, "id": desk.ids[NORD]}
        uow.db.execute(sa.text("update customer set credit_limit_minor = :limit where id = :id"), limit)
    return desk


def ask(desk, order_id, note="", actor=CLERK):
    with desk.begin(actor) as uow:
        return ask_approval(uow, plan_order(uow, order_id), note=note)


def grant(desk, request_id, actor=OWNER, answer=""):
    with desk.begin(actor) as uow:
        (card,) = [card for card in read_open_approvals(uow) if card.id == request_id]
        grant_approval(uow, request_id, version=card.version, answer=answer)


def states(desk, order_id):
    with desk.reading() as view:
        return [card.state for card in read_approvals_of(view, order_id)]


def mails(desk):
    return [
        (row["recipient"], row["subject"])
        for row in desk.rows(sa.select(Outbox.__table__).order_by(Outbox.id))
    ]


def refused(call):
    with pytest.raises(RefusedError) as error:
        call()
    return error.value.code


def test_an_order_over_the_limit_is_asked_for_granted_and_confirmed_by_the_clerk(desk):
    order_id = desk.key((CHAIR, 2))
    assert refused(lambda: desk.confirm(order_id)) == "order.needs_approval"
    request = ask(desk, order_id, note="He pays on Friday")
    with desk.reading(OWNER) as view:
        (card,) = read_open_approvals(view)
    assert (card.asked_by, card.note, [issue.code for issue in card.issues]) == (
        CLERK.name, "He pays on Friday", ["order.credit_exceeded"],
    )  # fmt: skip
    assert card.effect["net_minor"] == 69670
    assert refused(lambda: desk.confirm(order_id)) == "order.needs_approval"
    grant(desk, request, answer="fine")
    assert desk.read(order_id).approval == "granted"
    assert desk.confirm(order_id).number
    assert states(desk, order_id) == ["granted"]
    with desk.reading() as view:
        assert verify(view) == ()


def test_those_who_may_answer_and_then_the_clerk_get_a_mail(desk):
    order_id = desk.key((CHAIR, 2))
    request = ask(desk, order_id)
    assert mails(desk) == [("olaf@firm.example", "Approval wanted: Nord Office GmbH")]
    body = desk.rows(sa.select(Outbox.body))[0]["body"]
    assert "anna asks for the approval" in body
    assert "too much" in body
    grant(desk, request)
    assert mails(desk)[1:] == [("anna@firm.example", "Approved: Nord Office GmbH")]


def test_a_change_after_the_approval_makes_it_void(desk):
    order_id = desk.key((CHAIR, 2))
    grant(desk, ask(desk, order_id))
    desk.edit(order_id, desk.set_quantity(order_id, 0, 3))
    assert states(desk, order_id) == ["void"]
    assert desk.read(order_id).approval == ""
    assert refused(lambda: desk.confirm(order_id)) == "order.needs_approval"
    ask(desk, order_id)
    assert states(desk, order_id) == ["void", "open"]


def test_a_draft_that_another_desk_edits_before_it_is_held_is_not_asked_for_as_it_was(desk):
    order_id = desk.key((CHAIR, 2), (CHAIR, 1))
    with desk.reading() as view:
        plan = plan_order(view, order_id)
    desk.edit(order_id, delete_line(desk.read(order_id).lines[1]))
    with pytest.raises(ConflictError), desk.begin() as uow:
        ask_approval(uow, plan)
    assert (states(desk, order_id), desk.read(order_id).approval) == ([], "")
    ask(desk, order_id)


def test_a_draft_that_is_asked_for_while_another_desk_makes_it_a_quote_is_a_conflict(desk):
    order_id = desk.key((CHAIR, 2))
    with desk.reading() as view:
        plan = plan_order(view, order_id)
    ask(desk, order_id)
    with pytest.raises(ConflictError), desk.begin() as uow:
        send_quote(uow, plan, valid_until=uow.today)
    with desk.begin() as uow:
        send_quote(uow, plan_order(uow, order_id), valid_until=uow.today)
    assert (states(desk, order_id), desk.reserved()) == (["void"], {})
    with desk.reading() as view:
        assert verify(view) == ()


def test_what_was_changed_since_it_was_asked_cannot_be_granted(desk):
    order_id = desk.key((CHAIR, 2))
    request = ask(desk, order_id)
    with desk.reading(OWNER) as view:
        (card,) = read_open_approvals(view)
    desk.edit(order_id, edit_header(desk.read(order_id), po_number="4711"))
    with desk.begin(OWNER) as uow:
        code = refused(lambda: grant_approval(uow, request, version=card.version))
    assert code == "approval.answered"


def test_an_approval_covers_what_was_asked_and_no_more(desk):
    order_id = desk.key((CHAIR, 1))
    assert desk.confirm(order_id).number, "within the limit"
    other = desk.key((CHAIR, 1))
    grant(desk, ask(desk, other))
    with desk.begin(OWNER) as uow:
        uow.db.execute(sa.text("update customer set active = false where id = :id"), {"id": desk.ids[NORD]})
    assert refused(lambda: desk.confirm(other)) == "order.refused"


def test_asking_twice_is_one_request_and_taking_back_ends_it(desk):
    order_id = desk.key((CHAIR, 2))
    assert ask(desk, order_id) == ask(desk, order_id)
    with desk.begin() as uow:
        withdraw_approval(uow, order_id)
    assert states(desk, order_id) == ["withdrawn"]
    assert desk.read(order_id).approval == ""
    assert len(mails(desk)) == 1


def test_what_needs_none_or_is_blocked_is_not_asked_for(desk):
    assert refused(lambda: ask(desk, desk.key((CHAIR, 1)))) == "approval.not_needed"
    blocked = desk.key((CHAIR, 2))
    desk.edit(blocked, desk.set_quantity(blocked, 0, 0))
    assert refused(lambda: ask(desk, blocked)) == "order.refused"


def test_a_refusal_needs_a_reason_and_the_clerk_reads_it(desk):
    order_id = desk.key((CHAIR, 2))
    request = ask(desk, order_id)
    with desk.begin(OWNER) as uow:
        assert refused(lambda: refuse_approval(uow, request, version=1, answer=" ")) == "approval.no_reason"
        refuse_approval(uow, request, version=1, answer="He owes us since May")
    with desk.reading() as view:
        (card,) = read_approvals_of(view, order_id)
    assert (card.state, card.answer, card.answered_by) == ("refused", "He owes us since May", OWNER.name)
    assert refused(lambda: desk.confirm(order_id)) == "order.needs_approval"


def test_only_who_may_approve_answers(desk):
    request = ask(desk, desk.key((CHAIR, 2)))
    for stranger in (CLERK, BERTA):
        with desk.reading(stranger) as view:
            assert read_open_approvals(view) == ()
        with pytest.raises(NotAllowedError) as error, desk.begin(stranger) as uow:
            grant_approval(uow, request, version=1)
        assert stranger.name in text_of_error(error.value)


def test_nobody_answers_himself_where_the_firm_wants_another_person(desk):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"approval.other_person": True})
    order_id = desk.key((CHAIR, 2))
    assert refused(lambda: desk.confirm(order_id, actor=OWNER, approve=True)) == "order.needs_approval"
    assert refused(lambda: ask(desk, order_id, actor=OWNER)) == "approval.nobody"
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"approval.deputies": "olaf: berta 2026-01-01 to 2026-12-31"})
    assert refused(lambda: ask(desk, order_id, actor=OWNER)) == "approval.nobody", "berta would be olaf again"
    with desk.begin(OWNER) as uow:
        create_user(uow, UserInput(name="otto", roles=("owner",)))
        write_firm_settings(uow, {"approval.deputies": "otto: berta"})
    request = ask(desk, order_id, actor=OWNER)
    grant(desk, request, actor=BERTA)
    assert desk.confirm(order_id, actor=OWNER).number


def test_a_deputy_answers_on_his_days_alone(desk):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"approval.deputies": "olaf: berta 2020-01-01 to 2020-12-31"})
    ask(desk, desk.key((CHAIR, 2)))
    with desk.reading(BERTA) as view:
        assert read_open_approvals(view) == ()
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"approval.deputies": "olaf: berta"})
    with desk.reading(BERTA) as view:
        assert len(read_open_approvals(view)) == 1


def test_what_nobody_answers_in_time_is_told_once_more(desk, clock):
    ask(desk, desk.key((CHAIR, 2)))
    with desk.begin(OWNER) as uow:
        assert escalate_approvals(uow) == 0
    clock.advance(hours=5)
    for expected in (1, 0):
        with desk.begin(OWNER) as uow:
            assert escalate_approvals(uow) == expected
    assert [subject for _to, subject in mails(desk)][1:] == ["Still waiting for approval: Nord Office GmbH"]


def test_a_draft_that_is_thrown_away_takes_its_request_with_it(desk):
    order_id = desk.key((CHAIR, 2))
    ask(desk, order_id)
    with desk.begin() as uow:
        throw_away_draft(uow, order_id)
    with desk.reading(OWNER) as view:
        assert read_open_approvals(view) == ()


def test_the_effect_says_what_was_given_away(desk):
    order_id = desk.key((CHAIR, 2))
    line = desk.read(order_id).lines[0]
    desk.edit(order_id, edit_line(line, price_source="manual", list_price_micro=micro(300)))
    ask(desk, order_id)
    with desk.reading(OWNER) as view:
        (card,) = read_open_approvals(view)
    assert card.effect == {
        "net_minor": 60000, "rules_net_minor": 69670, "cost_minor": 40000, "costed_net_minor": 60000,
        "unknown_costs": 0, "used_minor": 71_400, "overdue_minor": 0,
    }  # fmt: skip


@pytest.mark.parametrize("approve", [True, False])
def test_who_confirms_it_meanwhile_settles_the_request(desk, approve):
    """The owner takes it on himself, or nothing asks any more: nobody finds it in his inbox."""
    order_id = desk.key((CHAIR, 2))
    ask(desk, order_id)
    if not approve:
        with desk.begin(OWNER) as uow:
            uow.db.execute(sa.text("update customer set credit_limit_minor = null"))
    assert desk.confirm(order_id, actor=OWNER, approve=approve).number
    with desk.reading(OWNER) as view:
        assert read_open_approvals(view) == ()
        (card,) = read_approvals_of(view, order_id)
        assert verify(view) == ()
    assert (card.state, card.answered_by) == ("granted" if approve else "withdrawn", OWNER.name)
