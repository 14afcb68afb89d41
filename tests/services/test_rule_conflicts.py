"""What is wrong with promotions, surcharges and discounts of a firm, named; and their days in the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.promotion_inputs import PromotionInput
from app.domain.rights import Actor
from app.services.prices import DiscountInput, SurchargeInput, create_discount, create_surcharge
from app.services.prices.calendar import read_calendar
from app.services.prices.conflicts import look_at, name_conflicts, read_conflict_facts
from app.services.prices.promotions import create_promotion
from app.services.prices.rule_conflicts import NamedRuleConflict
from tests.helpers.order_office import CHAIR, LAMP, OWNER

TENTH = PromotionInput(name="Chair weeks", effect="percent", currency="EUR", rate_ppm=100_000, articles=CHAIR)


@pytest.fixture
def database_url(order_firm):
    return order_firm[0]


@pytest.fixture
def desk(order_desk):
    return order_desk


def offer(desk, *promotions):
    with desk.begin(OWNER) as uow:
        return [create_promotion(uow, each) for each in promotions]


def found(desk, actor=OWNER):
    """Code, name, name of the other one and article of each finding about a rule."""
    with desk.reading(actor) as view:
        facts = read_conflict_facts(view)
        parts = [look_at(facts, number) for number in range(len(facts.slices))]
        total, named = name_conflicts(view, facts, parts, most=100)
    assert total >= len(named)
    rules = [each for each in named if isinstance(each, NamedRuleConflict)]
    return [(each.conflict.code, each.name, each.other_name, each.sku) for each in rules]


def test_a_promotion_below_cost_is_named_with_its_article_to_those_who_may_see_costs(desk):
    offer(desk, replace(TENTH, rate_ppm=900_000, articles="", families=""))
    assert ("below_cost", "Chair weeks", "", CHAIR) in found(desk) or found(desk)[0][0] == "below_cost"
    assert found(desk, Actor(name="Sam", roles=frozenset({"sales"}))) == []


def test_a_promotion_whose_last_use_an_order_took_is_used_up(desk):
    offer(desk, replace(TENTH, max_uses=1))
    assert found(desk) == []
    desk.ordered((CHAIR, 1))
    assert found(desk) == [("used_up", "Chair weeks", "", "")]


def test_two_that_stand_alone_are_named_with_their_articles_family(desk):
    with desk.reading(OWNER) as view:
        family = {each.id: each for each in read_conflict_facts(view).worth.articles.values()}
    assert family == {}, "without promotions no article is read"
    offer(desk, replace(TENTH, exclusive=True), replace(TENTH, name="Lamps", articles=LAMP, exclusive=True))
    assert found(desk) == []
    offer(
        desk, replace(TENTH, name="All", articles="", exclusive=True, least_micro=5_000_000, rate_ppm=50_000)
    )
    assert found(desk) == [("overlap", "Chair weeks", "All", ""), ("overlap", "Lamps", "All", "")]


def test_drafts_are_in_no_finding(desk):
    with desk.begin(OWNER) as uow:
        create_promotion(uow, replace(TENTH, valid_to=date(2020, 1, 1)), draft=True)
    assert found(desk) == []


def test_surcharges_and_discounts_are_looked_at_too(desk):
    with desk.begin(OWNER) as uow:
        today = uow.clock.today()
        create_surcharge(uow, SurchargeInput(slot="freight", name="Post", amount_minor=990))
        create_surcharge(uow, SurchargeInput(slot="freight", name="Post new", amount_minor=1_190))
        create_discount(uow, DiscountInput(name="Old", discount_ppm=1, valid_to=today - timedelta(1)))
    assert found(desk) == [("never_wins", "Post", "Post new", ""), ("ended", "Old", "", "")]


def test_the_calendar_has_rules_beside_the_lists_and_for_an_article_its_own(desk):
    first, last = date(2026, 6, 1), date(2026, 6, 30)
    offer(
        desk,
        replace(TENTH, valid_to=first),
        replace(TENTH, name="Chairs again", valid_from=last),
        replace(TENTH, name="Lamps", articles=LAMP),
    )
    with desk.begin(OWNER) as uow:
        create_surcharge(uow, SurchargeInput(slot="freight", name="Post", amount_minor=990))
    with desk.reading(OWNER) as view:
        whole = read_calendar(view, None)
        own = read_calendar(view, desk.ids[CHAIR])
    kinds = [row.kind for row in whole.rows]
    assert kinds == ["list", "promotion", "promotion", "surcharge"]
    chairs = whole.of_kind("promotion")[0]
    assert [whole.rules["promotion", bar.rule_id or 0].name for bar in chairs.bars] == [
        "Chair weeks",
        "Chairs again",
    ]
    assert [(gap.first, gap.last) for gap in chairs.gaps] == [(date(2026, 6, 2), date(2026, 6, 29))]
    assert [row.kind for row in own.rows if row.kind != "list"] == ["promotion"]


def test_what_meets_is_marked_on_the_days_of_both(desk):
    last = date(2030, 6, 30)
    offer(desk, replace(TENTH, exclusive=True, valid_to=last), replace(TENTH, articles="", exclusive=True))
    with desk.reading(OWNER) as view:
        rows = read_calendar(view, None).of_kind("promotion")
        today = view.clock.today()
    assert [[(span.first, span.last) for span in row.overlaps] for row in rows] == [[(today, last)]] * 2
