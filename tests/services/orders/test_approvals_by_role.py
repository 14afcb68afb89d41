"""Each issue is answered by the role that answers for it; an order that needs two roles waits for both."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import NotAllowedError, RefusedError
from app.domain.orders.draft import edit_line
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.rights import Actor
from app.services.orders.approval_cards import read_news
from app.services.orders.approvals import (
    ask_approval,
    grant_approval,
    read_approvals_of,
    read_open_approvals,
    refuse_approval,
)
from app.services.orders.planning import plan_order
from app.services.orders.tending import tend_approvals
from app.services.people import UserInput, create_user
from app.services.prices import add_price_rows, create_price_list
from app.services.settings_store import write_firm_settings
from app.services.stock.holds import read_hold
from db.schema.firm import Audit
from db.schema.papers import Outbox
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER, micro

CHIEF = Actor("gerda", frozenset({"owner"}))
BOOKS = Actor("berta", frozenset({"bookkeeper"}))
SALES = Actor("sven", frozenset({"sales"}))


@pytest.fixture
def desk(desk):
    """A chief, a bookkeeper and two clerks; Nord may use 500.00 of credit, chairs have a floor of 320.00."""
    with desk.begin(OWNER) as uow:
        for actor in (CHIEF, BOOKS, CLERK, SALES):
            create_user(
                uow, UserInput(name=actor.name, email=f"{actor.name}@firm.example", roles=tuple(actor.roles))
            )
        limit = {"limit": 50_000, "id": desk.ids[NORD]}
        uow.db.execute(sa.text("update customer set credit_limit_minor = :limit where id = :id"), limit)
        data = PriceListInput(code="FLOOR", name="Floor", kind="general", currency="EUR", purpose="floor")
        row = PriceRowInput(product_id=desk.ids[CHAIR], price_micro=micro(320))
        add_price_rows(uow, create_price_list(uow, data), [row])
    return desk


@pytest.fixture
def both(desk):
    """An order that is over the limit and below the floor, sent for approval: its id."""
    order_id = desk.key((CHAIR, 2))
    line = desk.read(order_id).lines[0]
    desk.edit(order_id, edit_line(line, price_source="manual", list_price_micro=micro(300)))
    with desk.begin() as uow:
        ask_approval(uow, plan_order(uow, order_id))
    return order_id


def inbox(desk, actor):
    with desk.reading(actor) as view:
        return [
            (card.order_id, [card.issues[n].code for n in card.mine]) for card in read_open_approvals(view)
        ]


def grant(desk, actor, order_id, answer=""):
    with desk.begin(actor) as uow:
        card = read_approvals_of(uow, order_id)[-1]
        return grant_approval(uow, card.id, version=card.version, answer=answer)


def card_of(desk, order_id):
    with desk.reading() as view:
        return read_approvals_of(view, order_id)[-1]


def mails(desk):
    return [
        (row["recipient"].split("@")[0], row["body"])
        for row in desk.rows(sa.select(Outbox.__table__).order_by(Outbox.id))
    ]


def test_the_inbox_shows_to_each_person_what_he_can_answer(desk, both):
    assert inbox(desk, BOOKS) == [(both, ["order.credit_exceeded"])]
    assert inbox(desk, CHIEF) == [(both, ["order.credit_exceeded", "price.below_floor"])]
    assert inbox(desk, SALES) == inbox(desk, CLERK) == []


def test_the_mail_says_to_each_what_waits_for_him(desk, both):
    told = dict(mails(desk))
    assert set(told) == {"berta", "gerda"}
    assert "floor" not in told["berta"]
    assert "floor" in told["gerda"]
    assert "limit" in told["berta"]


def test_it_waits_for_both_roles(desk, both):
    assert grant(desk, BOOKS, both, "pays Friday") == "open"
    card = card_of(desk, both)
    assert (card.state, card.missing_roles, [issue.code for issue in card.agreed]) == (
        "open", ("owner",), ["order.credit_exceeded"],
    )  # fmt: skip
    assert inbox(desk, BOOKS) == []
    assert inbox(desk, CHIEF) == [(both, ["price.below_floor"])]
    with pytest.raises(RefusedError):
        desk.confirm(both)
    assert grant(desk, CHIEF, both, "old stock") == "granted"
    assert card_of(desk, both).answer == "berta: pays Friday · gerda: old stock"
    assert desk.confirm(both).number


def test_who_answers_everything_grants_it_alone(desk, both):
    assert grant(desk, CHIEF, both, "fine") == "granted"
    assert card_of(desk, both).answer == "fine"


def test_one_no_refuses_all_of_it_and_sets_the_goods_free(desk, both):
    grant(desk, BOOKS, both)
    with desk.begin(CHIEF) as uow:
        card = read_approvals_of(uow, both)[-1]
        refuse_approval(uow, card.id, version=card.version, answer="not below 320")
    assert (card_of(desk, both).state, card_of(desk, both).answer) == ("refused", "not below 320")
    with desk.reading() as view:
        assert read_hold(view, both) == ()


def test_nobody_answers_twice_or_for_another_role(desk, both):
    grant(desk, BOOKS, both)
    with pytest.raises(RefusedError):
        grant(desk, BOOKS, both)
    for stranger in (CLERK, SALES):
        with pytest.raises(NotAllowedError):
            grant(desk, stranger, both)


def test_a_deputy_answers_for_the_role_of_the_other(desk, both):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"approval.deputies": "berta: sven"})
    assert inbox(desk, SALES) == [(both, ["order.credit_exceeded"])]


def test_the_role_does_not_let_somebody_answer_what_he_asked_himself(desk):
    """A bookkeeper who sells too asks; only who may approve everything answers his own."""
    teller = Actor(BOOKS.name, frozenset({"bookkeeper", "sales"}))
    order_id = desk.key((CHAIR, 2))
    with desk.begin(teller) as uow:
        ask_approval(uow, plan_order(uow, order_id))
    assert inbox(desk, teller) == []
    assert inbox(desk, CHIEF) == [(order_id, ["order.credit_exceeded"])]


def test_who_asked_hears_of_each_answer_and_who_may_answer_of_the_request(desk, both):
    def news(actor):
        with desk.reading(actor) as view:
            return [(card.state, len(card.mine)) for card in read_news(view, [1, 2, 3])]

    assert (news(CLERK), news(BOOKS), news(SALES)) == ([], [("open", 1)], [])
    grant(desk, BOOKS, both)
    assert (news(CLERK), news(BOOKS), news(CHIEF)) == ([("open", 0)], [], [("open", 1)])
    grant(desk, CHIEF, both)
    assert news(CLERK) == [("granted", 0)]


def test_the_story_tells_who_said_yes_to_what(desk, both):
    grant(desk, BOOKS, both, "pays Friday")
    rows = desk.rows(
        sa.select(Audit.actor, Audit.after, Audit.reason).where(
            Audit.entity_id == both, Audit.kind == "order"
        )
    )
    told = [(row["actor"], row["after"], row["reason"]) for row in rows]
    assert ("berta", {"approval": "open", "agreed": ["order.credit_exceeded"]}, "pays Friday") in told


def test_late_is_told_to_those_who_still_have_to_answer_once_whoever_looks_first(desk, both, clock):
    grant(desk, BOOKS, both)
    clock.advance(hours=5)
    assert [tend_approvals(desk.work, actor=actor).told for actor in (CLERK, SALES)] == [1, 0]
    assert [name for name, body in mails(desk)[2:]] == ["gerda"]
    assert "anna asks" in mails(desk)[-1][1]
