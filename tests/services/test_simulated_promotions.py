"""Orders of the past priced with promotions: what others used of them counts, and drafts of them are tried."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.domain.promotion_inputs import PromotionInput
from app.services.prices.promotions import change_promotion, create_promotion, read_promotions
from app.services.pricing import read_rules
from app.services.promotion_uses import read_used, read_used_by_all
from app.services.simulator import OrdersWanted, simulate_orders
from tests.helpers.order_office import ANNA, CHAIR, LAMP, NORD, OWNER, WIEN, make_order_office

ALL = OrdersWanted()
TENTH = PromotionInput(name="Chair weeks", effect="percent", currency="EUR", rate_ppm=100_000, articles=CHAIR)


@pytest.fixture
def desk(work):
    office = make_order_office(work)
    for sku in (CHAIR, LAMP):
        office.receive(sku, 500)
    return office


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
