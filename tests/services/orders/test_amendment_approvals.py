"""Changes of a confirmed order that need an approval: asked, answered, bound to the order and to the changes (C48)."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.orders.draft import edit_header
from app.domain.rights import Actor
from app.services.credit import read_credit
from app.services.order_policies import PolicyInput, create_policy
from app.services.orders.amending import amend_order, cancel_order
from app.services.orders.amendment_approvals import ask_amendment, read_asked_changes
from app.services.orders.approvals import (
    ask_approval,
    grant_approval,
    read_approvals_of,
    read_open_approvals,
    refuse_approval,
    withdraw_approval,
)
from app.services.orders.inbox_news import read_inbox_news
from app.services.orders.planning import plan_order
from app.services.orders.tending import escalate_approvals
from app.services.people import UserInput, create_user, read_users, update_user
from app.services.settings_store import write_firm_settings
from app.services.verify import verify
from db.schema.papers import Outbox
from tests.helpers.order_office import CHAIR, CLERK, HAMBURG, LAMP, NORD, OWNER
from tests.services.orders.test_amending import ship
from tests.services.orders.test_confirm import change_customer

BERTA = Actor("berta", frozenset({"bookkeeper"}))
DORA = Actor("dora", frozenset({"sales"}))


@pytest.fixture
def desk(desk):
    """An owner, a bookkeeper who answers for the credit, and two clerks with addresses."""
    with desk.begin(OWNER) as uow:
        known = read_users(uow)
        for actor in (OWNER, CLERK, BERTA, DORA):
            mail = f"{actor.name}@firm.example"
            create_user(uow, UserInput(name=actor.name, email=mail, roles=tuple(actor.roles)))
        for user in known:
            data = UserInput(**{name: getattr(user, name) for name in UserInput.__dataclass_fields__})
            update_user(uow, user.id, replace(data, active=False), version=user.version)
    return desk


@pytest.fixture
def order_id(desk):
    """Two chairs, confirmed within the credit of 1,000.00, which three chairs go beyond."""
    order_id = desk.ordered((CHAIR, 2))
    change_customer(desk, NORD, credit_limit_minor=100_000)
    return order_id


def changes(desk, order_id, count=3):
    before = desk.read(order_id)
    return before, desk.edited(before, desk.set_quantity(order_id, 0, count))


def ask(desk, order_id, count=3, note="", actor=CLERK):
    before, after = changes(desk, order_id, count)
    with desk.begin(actor) as uow:
        return ask_amendment(uow, before=before, after=after, note=note)


def grant(desk, order_id, actor=BERTA):
    with desk.begin(actor) as uow:
        card = read_approvals_of(uow, order_id)[-1]
        grant_approval(uow, card.id, version=card.version, answer="fine")


def confirm_asked(desk, order_id, actor=CLERK):
    """Confirm the changes that are stored with the request."""
    with desk.begin(actor) as uow:
        _card, asked = read_asked_changes(uow, order_id)
        assert asked is not None
        amend_order(uow, before=desk.read(order_id), after=asked.draft)


def states(desk, order_id):
    with desk.reading() as view:
        return [card.state for card in read_approvals_of(view, order_id)]


def mails(desk):
    rows = desk.rows(sa.select(Outbox.recipient, Outbox.subject).order_by(Outbox.id))
    return [(row["recipient"].partition("@")[0], row["subject"].partition(":")[0]) for row in rows]


def refused(call):
    with pytest.raises(RefusedError) as error:
        call()
    return error.value.code


def proved(desk):
    with desk.reading() as view:
        return verify(view) == ()


def test_changes_beyond_the_credit_are_asked_for_granted_and_confirmed_by_the_clerk(desk, order_id):
    head = desk.head(order_id)
    ask(desk, order_id, note="He pays on Friday")
    with desk.reading(BERTA) as view:
        (card,) = read_open_approvals(view)
        assert read_inbox_news(view).approvals == 1
    assert [issue.code for issue in card.issues] == ["order.credit_exceeded"]
    assert (card.gross_minor, card.total_minor, card.number) == (head["gross_minor"], 124_361, head["number"])
    assert (card.note, card.effect["net_minor"], card.amends) == (
        "He pays on Friday",
        104_505,
        head["version"],
    )
    assert (desk.head(order_id)["revision"], sum(desk.needed(order_id).values())) == (0, 2), "it stays"
    assert refused(lambda: confirm_asked(desk, order_id)) == "order.needs_approval"
    grant(desk, order_id)
    confirm_asked(desk, order_id)
    assert (desk.head(order_id)["revision"], desk.reserved()) == (1, {(CHAIR, HAMBURG): 3})
    assert (states(desk, order_id), desk.head(order_id)["approval"]) == (["granted"], "")
    with desk.reading() as view:
        assert read_credit(view, desk.ids[NORD]).used_minor == 124_361
        assert read_asked_changes(view, order_id)[1] is None
    assert proved(desk)


def test_who_may_answer_and_then_the_clerk_get_a_mail_that_says_it_is_a_change(desk, order_id):
    ask(desk, order_id)
    assert mails(desk) == [("berta", "Approval wanted"), ("olaf", "Approval wanted")]
    body = desk.rows(sa.select(Outbox.body))[0]["body"]
    assert "changes of order SO-000001" in body
    assert "1,243.61" in body
    grant(desk, order_id)
    assert mails(desk)[2:] == [("anna", "Approved")]


def test_a_request_that_nobody_answers_is_told_once_more(desk, order_id, clock):
    ask(desk, order_id)
    clock.advance(hours=30)
    with desk.begin(OWNER) as uow:
        assert escalate_approvals(uow) == 1
    assert ("olaf", "Still waiting for approval") in mails(desk)


def test_a_no_leaves_the_order_as_it_is(desk, order_id):
    request = ask(desk, order_id)
    with desk.begin(BERTA) as uow:
        refuse_approval(uow, request, version=1, answer="He owes too much")
    assert (states(desk, order_id), desk.head(order_id)["revision"]) == (["refused"], 0)
    with desk.reading() as view:
        card, asked = read_asked_changes(view, order_id)
    assert card is not None
    assert (card.answer, asked) == ("He owes too much", None)
    ask(desk, order_id)
    assert states(desk, order_id) == ["refused", "open"]


def test_the_clerk_takes_it_back(desk, order_id):
    ask(desk, order_id)
    with desk.begin() as uow:
        withdraw_approval(uow, order_id)
    assert (states(desk, order_id), desk.head(order_id)["approval"]) == (["withdrawn"], "")


def test_it_is_approved_for_these_changes_and_for_no_others(desk, order_id):
    ask(desk, order_id)
    grant(desk, order_id)
    before, more = changes(desk, order_id, 4)
    with desk.begin() as uow:
        assert refused(lambda: amend_order(uow, before=before, after=more)) == "order.needs_approval"
    assert states(desk, order_id) == ["granted"], "nothing was written"
    ask(desk, order_id, 4)
    assert states(desk, order_id) == ["void", "open"]


def test_the_same_changes_asked_for_twice_are_one_request(desk, order_id):
    assert ask(desk, order_id) == ask(desk, order_id)
    assert states(desk, order_id) == ["open"]


def test_other_changes_that_are_made_meanwhile_end_the_request_and_who_asked_is_told(desk, order_id):
    ask(desk, order_id)
    desk.amend(order_id, edit_header(desk.read(order_id), note="Ring twice"), actor=DORA)
    assert (states(desk, order_id), desk.head(order_id)["approval"]) == (["void"], "")
    assert mails(desk)[-1] == ("anna", "The order was changed, your changes need another approval")
    with desk.begin(BERTA) as uow:
        card = read_approvals_of(uow, order_id)[-1]
        assert refused(lambda: grant_approval(uow, card.id, version=card.version)) == "approval.answered"


def test_an_approval_ends_when_the_order_is_shipped_or_cancelled_meanwhile(desk, order_id):
    other = desk.ordered((LAMP, 1), customer=NORD)
    ask(desk, order_id)
    grant(desk, order_id)
    ship(desk, order_id)
    assert states(desk, order_id) == ["void"]
    change_customer(desk, NORD, credit_limit_minor=1)
    ask(desk, other, 2)
    with desk.begin(OWNER) as uow:
        cancel_order(uow, other, version=desk.head(other)["version"], reason="not wanted")
    assert states(desk, other) == ["void"]


def test_who_may_approve_confirms_the_same_changes_himself(desk, order_id):
    ask(desk, order_id)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3), actor=OWNER, approve=True)
    with desk.reading() as view:
        (card,) = read_approvals_of(view, order_id)
    assert (card.state, card.answered_by) == ("granted", OWNER.name)


def test_an_order_that_was_approved_itself_is_changed_and_asked_for_again(desk):
    change_customer(desk, NORD, credit_limit_minor=50_000)
    order_id = desk.key((CHAIR, 2))
    with desk.begin() as uow:
        ask_approval(uow, plan_order(uow, order_id))
    grant(desk, order_id)
    desk.confirm(order_id)
    for count in (3, 4):
        ask(desk, order_id, count)
        grant(desk, order_id)
        confirm_asked(desk, order_id)
    assert states(desk, order_id) == ["granted"] * 3
    assert proved(desk)


def test_nobody_answers_himself_and_a_deputy_answers_for_who_is_away(desk, order_id):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"approval.other_person": True, "approval.deputies": "berta: dora"})
    ask(desk, order_id, actor=OWNER)
    with pytest.raises(NotAllowedError):
        grant(desk, order_id, actor=OWNER)
    with pytest.raises(NotAllowedError):
        grant(desk, order_id, actor=CLERK)
    grant(desk, order_id, actor=DORA)
    confirm_asked(desk, order_id)
    assert desk.head(order_id)["revision"] == 1


def test_what_needs_no_approval_or_is_stopped_is_not_asked_for(desk, order_id):
    assert refused(lambda: ask(desk, order_id, 1)) == "approval.not_needed"
    ship(desk, order_id)
    assert refused(lambda: ask(desk, order_id, 1)) == "order.refused"
    assert states(desk, order_id) == []


def test_changes_of_an_order_that_was_changed_meanwhile_are_a_conflict(desk, order_id):
    before, after = changes(desk, order_id)
    desk.amend(order_id, edit_header(before, note="Ring twice"))
    with pytest.raises(ConflictError), desk.begin() as uow:
        ask_amendment(uow, before=before, after=after)


def test_another_address_asks_for_what_the_firms_rules_say_of_it_though_it_costs_the_same(desk):
    order_id = desk.ordered((CHAIR, 2), (LAMP, 1))
    with desk.begin(OWNER) as uow:
        create_policy(
            uow, PolicyInput(text="Ask before it goes to Sylt", severity="approve", postcodes=("25980",))
        )
        create_policy(
            uow, PolicyInput(text="No lamps there", severity="approve", postcodes=("25980",), skus=(LAMP,))
        )
    to_sylt = edit_header(desk.read(order_id), ship_postcode="25980", ship_city="Sylt")
    with pytest.raises(RefusedError) as error:
        desk.amend(order_id, to_sylt)
    assert [issue.code for issue in error.value.issues] == ["order.policy", "line.policy"]
    desk.amend(order_id, to_sylt, actor=OWNER, approve=True)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 1))  # less of what was approved asks nobody
