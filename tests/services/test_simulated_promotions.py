"""Orders of the past priced with promotions: what others used of them counts, and drafts of them are tried."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.domain.pricing.drafts import with_drafts
from app.domain.promotion_inputs import PromotionInput
from app.messages import text_of_error
from app.services.parties import read_customer
from app.services.prices.drafts import (
    DraftRef,
    activate_drafts,
    copy_as_draft,
    read_draft_rules,
    read_drafts,
)
from app.services.prices.promotions import (
    PROMOTION_BOOK,
    change_promotion,
    create_promotion,
    end_promotion,
    read_promotions,
)
from app.services.pricing import read_rules
from app.services.promotion_uses import read_used, read_used_by_all
from app.services.simulator import OrdersWanted, explain_order, simulate_orders
from app.services.verify import verify
from tests.helpers.order_office import ANNA, CHAIR, LAMP, NORD, OWNER, WIEN

ALL = OrdersWanted()
TENTH = PromotionInput(name="Chair weeks", effect="percent", currency="EUR", rate_ppm=100_000, articles=CHAIR)

GIFT = PromotionInput(
    name="Lamp for two", effect="gift", currency="EUR", buy_micro=2_000_000, get_micro=1_000_000, gift=LAMP,
    articles=CHAIR,
)  # fmt: skip


@pytest.fixture
def database_url(order_firm):
    return order_firm[0]


@pytest.fixture
def desk(order_desk):
    for sku in (CHAIR, LAMP):
        order_desk.receive(sku, 500)
    return order_desk


def offer(desk, data=TENTH, **values):
    with desk.begin(OWNER) as uow:
        return create_promotion(uow, replace(data, **values))


def figures(desk, *refs, wanted=ALL):
    with desk.reading(OWNER) as view:
        result = simulate_orders(view, refs, wanted)
    return {order.id: (order.stored_minor, order.today_minor, order.draft_minor) for order in result.orders}


def test_a_promotion_that_is_used_up_is_not_given_again(desk):
    """The two orders that had it keep it, the third has none: as it was confirmed."""
    offer(desk, max_uses=2)
    ids = [desk.ordered((CHAIR, 1), customer=customer) for customer in (NORD, WIEN, NORD)]
    found = figures(desk)
    assert [found[id_] for id_ in ids] == [(31_351, 31_351, 31_351)] * 2 + [(34_835, 34_835, 34_835)]


def test_what_a_customer_had_and_what_is_left_of_the_budget_are_those_of_the_other_orders(desk):
    offer(desk, max_customer_uses=1)
    offer(desk, name="Lamps", articles=LAMP, budget_minor=6_000)
    orders = [(NORD, 1), (NORD, 1), (WIEN, 1)]
    ids = [desk.ordered((CHAIR, number), customer=customer) for customer, number in orders]
    ids += [desk.ordered((LAMP, 10), customer=customer) for customer in (NORD, WIEN)]
    found = figures(desk)
    assert [stored == today == then for stored, today, then in found.values()] == [True] * 5
    assert [found[id_][1] for id_ in ids] == [31_351, 34_835, 31_351, 44_910, 48_890]


def test_uses_of_many_orders_are_those_that_each_of_them_reads(desk):
    """And a page costs three queries for them, however many orders it has."""
    offer(desk, max_uses=5, max_customer_uses=3)
    offer(desk, name="Lamps", articles=LAMP, budget_minor=6_000)
    customers = (NORD, WIEN, NORD, ANNA)
    ids = [desk.ordered((CHAIR, 1), (LAMP, 1), customer=customer) for customer in customers]
    with desk.reading(OWNER) as view:
        promotions = read_rules(view, currency="EUR").promotions
        buyers = [desk.ids[customer] for customer in customers]
        seen = []
        sa.event.listen(view.db, "before_cursor_execute", lambda *args: seen.append(args[2]))
        used = read_used_by_all(view, promotions, set(buyers), ids)
        assert len(seen) == 3
        for id_, buyer in zip(ids, buyers, strict=True):
            for customer in (buyer, None):
                assert used.without(id_, customer) == read_used(view, promotions, customer, without_order=id_)


def test_a_limit_that_was_raised_since_is_given_to_more(desk):
    made = offer(desk, max_uses=1)
    ids = [desk.ordered((CHAIR, 1)) for _ in range(2)]
    assert [figures(desk)[id_][1] for id_ in ids] == [31_351, 34_835]
    with desk.begin(OWNER) as uow:
        change_promotion(uow, made, replace(TENTH, max_uses=2))
    assert [figures(desk)[id_][1] for id_ in ids] == [31_351, 31_351]
    with desk.reading(OWNER) as view:
        assert [card.uses for card in read_promotions(view)] == [1], "a simulation uses nothing"


def number_of(desk, customer):
    with desk.reading(OWNER) as view:
        return read_customer(view, desk.ids[customer]).number


def draft(desk, data=TENTH, **values):
    with desk.begin(OWNER) as uow:
        return DraftRef("promotion", create_promotion(uow, replace(data, **values), draft=True))


def copied(desk, promotion_id, **values):
    """The draft of a promotion, changed."""
    with desk.begin(OWNER) as uow:
        made = copy_as_draft(uow, DraftRef("promotion", promotion_id))
        (card,) = (card for card in read_promotions(uow) if card.id == made)
        data = PromotionInput(**{field.name: getattr(card, field.name) for field in fields(PromotionInput)})
        return DraftRef("promotion", change_promotion(uow, made, replace(data, **values)))


def activate(desk, *refs):
    with desk.begin(OWNER) as uow:
        activate_drafts(uow, refs)


def in_force(desk):
    with desk.reading(OWNER) as view:
        return {each.number: each.id for each in read_rules(view, currency="EUR").promotions}


def amounts(desk, order_id):
    return [line.amount_minor for line in desk.read(order_id).lines]


def test_no_order_sees_the_draft_of_a_promotion(desk):
    draft(desk, customers=number_of(desk, NORD), max_uses=1)
    gift = draft(desk, GIFT)
    order_id = desk.key((CHAIR, 2))
    assert amounts(desk, order_id) == [69_670]
    desk.confirm(order_id)
    with desk.reading(OWNER) as view:
        assert [(card.ref.kind, card.name) for card in read_drafts(view)] == [
            ("promotion", "Chair weeks"), ("promotion", "Lamp for two"),
        ]  # fmt: skip
        assert [card.uses for card in read_promotions(view)] == [0, 0]
    activate(desk, gift)
    assert amounts(desk, desk.key((CHAIR, 2))) == [69_670, 0]


@pytest.mark.parametrize("customer", [NORD, WIEN])
def test_what_is_simulated_is_what_a_new_order_has_once_the_drafts_are_activated(desk, customer):
    """Beside promotions in force, in place of one, with articles, customers, gifts and one that stands alone."""
    kept = offer(desk, name="Five", rate_ppm=50_000, articles="")
    offer(desk, name="Chairs", effect="each", rate_ppm=0, amount_minor=100)
    lines = ((CHAIR, 6), (LAMP, 10))
    old = desk.ordered(*lines, customer=customer)
    refs = [
        copied(desk, kept, rate_ppm=70_000),
        draft(desk, customers=number_of(desk, NORD)),
        draft(desk, GIFT, max_times=2),
        draft(desk, name="Alone", rate_ppm=200_000, exclusive=True, order_least_minor=100_000),
    ]
    with desk.reading(OWNER) as view:
        wanted = OrdersWanted(on=view.clock.today())
        explained = explain_order(view, old, refs, wanted)
        laid = with_drafts(
            read_rules(view, currency="EUR"), read_draft_rules(view, refs, currency="EUR")
        ).promotions
    simulated = figures(desk, *refs, wanted=wanted)[old][2]
    before = amounts(desk, desk.key(*lines, customer=customer))
    activate(desk, *refs)
    with desk.reading(OWNER) as view:
        now = read_rules(view, currency="EUR").promotions
        assert sorted(laid, key=lambda each: each.number) == list(now)
    found = amounts(desk, desk.key(*lines, customer=customer))
    assert found != before
    assert sum(found) == simulated
    assert sum(each.effect.draft_minor or 0 for each in explained.lines) == simulated


def test_the_draft_of_a_promotion_goes_on_counting_what_was_used_of_it(desk):
    kept = offer(desk, max_uses=1)
    had, without = desk.ordered((CHAIR, 1)), desk.ordered((CHAIR, 1))
    same, more = copied(desk, kept, rate_ppm=200_000), copied(desk, kept, max_uses=2)
    assert [figures(desk, same)[id_][2] for id_ in (had, without)] == [27_868, 34_835]
    assert [figures(desk, more)[id_][2] for id_ in (had, without)] == [31_351, 31_351]
    fresh = draft(desk, name="Fresh", max_uses=1)
    assert [figures(desk, fresh)[id_][2] for id_ in (had, without)] == [27_867, 31_351], (
        "each as if the first"
    )
    activate(desk, more)
    assert desk.ordered((CHAIR, 1)) > without
    assert amounts(desk, desk.key((CHAIR, 1))) == [34_835], "both uses are taken"
    with desk.reading(OWNER) as view:
        assert verify(view) == ()


def test_a_draft_has_the_number_of_its_promotion_until_that_is_ended(desk):
    kept = offer(desk)
    one, other = copied(desk, kept), copied(desk, kept)
    with pytest.raises(RefusedError) as refused:
        activate(desk, one, other)
    assert "the same rule, Chair weeks" in text_of_error(refused.value)
    activate(desk, one)
    assert in_force(desk) == {1: one.id}
    with desk.begin(OWNER) as uow:
        again = DraftRef("promotion", copy_as_draft(uow, one))
        end_promotion(uow, one.id)
    assert in_force(desk) == {}
    activate(desk, other, again)
    assert in_force(desk) == {2: other.id, 3: again.id}, "each a promotion of its own"
    with pytest.raises(ConflictError):
        activate(desk, again)


def test_the_history_of_a_promotion_tells_that_its_draft_was_activated(desk):
    made = copied(desk, offer(desk), rate_ppm=120_000)
    activate(desk, made)
    with desk.reading(OWNER) as view:
        newest, *older = PROMOTION_BOOK.read_history(view, made.id)
    assert [(each.field, each.before, each.after) for each in newest.changes] == [
        ("rate_ppm", 100_000, 120_000)
    ]
    assert older
