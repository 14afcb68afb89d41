"""What is wrong with promotions, surcharges and discounts: what provokes each finding, and what just does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.pricing.amounts import LineAmount
from app.domain.pricing.asked import NO_TAX
from app.domain.pricing.effects import outcome_of
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.promotion_reach import covers_it, never_saves_more
from app.domain.pricing.promotion_worth import Article, Worth, below_in, join_below
from app.domain.pricing.promotions import Gift, Promotion, Used
from app.domain.pricing.rule_conflicts import RuleConflict, rule_conflicts
from app.domain.pricing.rules import DiscountRule, ListFacts, RulesSnapshot, SurchargeRule
from tests.unit.pricing.any_order import ARTICLES
from tests.unit.pricing.any_promotions import any_promotion

TODAY = date(2026, 11, 22)


def day(offset):
    return TODAY + timedelta(days=offset)


def promotion(number, rate=10, **more):
    return Promotion(
        number, number, f"P{number}", more.pop("effect", "percent"), rate_ppm=rate * 10_000, **more
    )


def found(promotions=(), surcharges=(), discounts=(), uses=None, families=None):
    rules = RulesSnapshot(1, "EUR", {}, {}, tuple(discounts), tuple(surcharges), promotions=tuple(promotions))
    return rule_conflicts(rules, TODAY, uses or {}, families or {})


def codes(*args, **more):
    return [(each.code, each.rule_id, each.other_id) for each in found(*args, **more)]


alone = {"exclusive": True}


def test_two_promotions_that_stand_alone_are_told_with_the_days_on_which_they_meet():
    one = promotion(1, valid_from=day(0), valid_to=day(9), products=((1, 0),), **alone)
    two = promotion(2, valid_from=day(5), products=((1, 0), (2, 0)), **alone)
    assert found([one, two]) == (RuleConflict("overlap", "promotion", 1, 2, day(5), day(9), "each"),)
    assert found([one, replace(two, products=((2, 0),))]) == ()
    assert found([one, replace(two, valid_from=day(10))]) == ()
    assert found([one, replace(two, exclusive=False)]) == (), (
        "an order has the better of both: that is what it is for"
    )


def test_an_article_meets_its_family():
    one, two = (
        promotion(1, products=((1, 0),), **alone),
        promotion(2, families=frozenset({"seating"}), rate=9, **alone),
    )
    assert codes([one, two], families={1: "seating"}) == [("overlap", 1, 2)]
    assert codes([one, two], families={1: "light"}) == []


def test_promotions_for_other_buyers_do_not_meet():
    one = promotion(1, groups=frozenset({"dealer"}), **alone)
    assert codes([one, promotion(2, groups=frozenset({"shop"}), **alone)]) == []
    assert codes([one, promotion(2, currency="USD", **alone)]) == []


def test_a_promotion_alone_never_wins_against_one_that_takes_off_more_on_all_its_days():
    weak = promotion(1, rate=5, valid_to=day(9), **alone)
    strong = promotion(2, rate=6)
    assert codes([weak, strong]) == [("never_wins", 1, 2)]
    assert codes([weak, replace(strong, valid_to=day(8))]) == []
    assert codes([weak, replace(strong, max_uses=3)]) == [], "when that is used up it comes"
    assert codes([weak, replace(strong, least_micro=MICRO)]) == []
    assert codes([weak, replace(strong, coupon="SUN")]) == []


def test_two_others_may_share_its_days():
    weak = promotion(1, rate=5, **alone)
    others = [promotion(2, rate=9, valid_to=day(5)), promotion(3, rate=8, valid_from=day(6))]
    assert codes([weak, *others]) == [("never_wins", 1, 2)]


def test_what_can_be_combined_loses_only_where_it_comes_by_itself():
    shared, single = promotion(1, rate=5), promotion(2, rate=9, **alone)
    assert codes([shared, single]) == [("never_wins", 1, 2)]
    assert codes([shared, single, promotion(3, effect="freight", slot="freight")]) == []


def test_of_two_alike_the_lower_number_comes():
    one, two = promotion(1, **alone), promotion(2, **alone)
    assert ("never_wins", 2, 1) in codes([one, two])
    assert ("never_wins", 1, 2) not in codes([one, two])


@given(st.integers(0, 10**9))
def test_what_never_wins_never_takes_off_more(seed):
    """Whenever one is said to cover another, it takes off as much of any order at least."""
    chance = Random(seed)
    articles = sorted(ARTICLES)
    one, two = (replace(any_promotion(chance, number, articles, "EUR"), currency="EUR") for number in (1, 2))
    if chance.random() < 0.7:
        changed = {"rate_ppm": chance.choice((0, 50_000, 100_000)), "amount_minor": chance.choice((0, 500))}
        two = replace(one, number=2, **{name: getattr(one, name) + more for name, more in changed.items()})
        two = replace(two, max_uses=0, max_customer_uses=0, budget_minor=0)
    families = {id_: family for id_, (family, _unit) in ARTICLES.items()}
    if not (covers_it(two, one, families) and never_saves_more(one, two)):
        return
    lines = [
        LineAmount(
            "goods", chance.randint(1, 50_000), "standard", NO_TAX, product_id=id_, family=families[id_],
            base_micro=chance.randint(1, 20) * MICRO, base_unit=ARTICLES[id_][1],
        )
        for id_ in chance.choices(articles, k=chance.randint(1, 5))
    ]  # fmt: skip
    base = sum(line.amount_minor for line in lines)

    def of(rule):
        own = [line for line in lines if rule.is_of(line.product_id, line.family) or _is_given(rule, line)]
        return outcome_of(rule, own, order_minor=base, left_minor=None)

    mine, theirs = of(one), of(two)
    if one.budget_minor:
        return
    assert theirs.total_minor >= mine.total_minor
    assert theirs.gift_micro >= mine.gift_micro
    assert theirs.frees >= mine.frees


def _is_given(rule, line):
    return rule.effect == "named" and rule.gift is not None and rule.gift.product_id == line.product_id


def test_days_between_two_promotions_of_the_same_kind_are_a_gap():
    one, two = promotion(1, valid_to=day(3)), promotion(2, rate=20, valid_from=day(6))
    assert found([one, two]) == (RuleConflict("gap", "promotion", 2, first=day(4), last=day(5)),)
    assert codes([one, replace(two, families=frozenset({"light"}))]) == []
    past = replace(one, valid_to=day(-9)), replace(two, valid_from=day(-3))
    assert codes(past) == []


def test_an_ended_rule_is_told_unless_another_went_on():
    ended = promotion(1, valid_to=day(-1))
    assert found([ended]) == (RuleConflict("ended", "promotion", 1, last=day(-1)),)
    assert codes([ended, promotion(2, valid_from=day(0))]) == []
    assert codes(surcharges=[SurchargeRule(1, "freight", "Freight", 990, valid_to=day(-1))]) == [
        ("ended", 1, None)
    ]
    assert codes(discounts=[DiscountRule(1, "Ten", 100_000, valid_to=day(-1))]) == [("ended", 1, None)]


def test_a_promotion_of_which_nothing_is_left_is_told():
    few, budget = promotion(1, max_uses=3), promotion(2, budget_minor=500)
    used = {1: Used(3, 0, 0), 2: Used(1, 0, 500)}
    assert codes([few, budget], uses=used) == [("used_up", 1, None), ("used_up", 2, None)]
    assert codes([few, budget], uses={1: Used(2, 0, 0), 2: Used(1, 0, 499)}) == []


def test_a_coupon_of_two_promotions_is_told():
    one, two = promotion(1, coupon="Sun 26"), promotion(2, coupon="SUN26", families=frozenset({"light"}))
    assert codes([one, two]) == [("coupon_twice", 1, 2)]
    assert codes([replace(one, valid_to=day(2)), replace(two, valid_from=day(3))]) == []


def test_surcharges_for_the_same_buyers_the_newer_one_counts():
    one = SurchargeRule(1, "freight", "Freight", 990, valid_to=day(20))
    two = SurchargeRule(2, "freight", "Freight new", 1_190, valid_from=day(10))
    assert found(surcharges=[one, two]) == (
        RuleConflict("overlap", "surcharge", 1, 2, day(10), day(20), "newer"),
    )
    assert codes(surcharges=[one, replace(two, valid_from=None)]) == [("never_wins", 1, 2)]
    assert codes(surcharges=[one, replace(two, country="AT")]) == []
    assert codes(surcharges=[one, replace(two, applies="chosen", valid_from=None)]) == []
    assert codes(surcharges=[replace(one, applies="chosen"), replace(two, valid_from=None)]) == [
        ("never_wins", 1, 2)
    ]


def test_a_discount_of_which_only_the_best_counts_never_wins_against_a_larger_one():
    small, large = DiscountRule(1, "Five", 50_000, family="light"), DiscountRule(2, "Ten", 100_000)
    assert codes(discounts=[small, large]) == [("never_wins", 1, 2)]
    assert codes(discounts=[small, replace(large, price_group="dealer")]) == []
    assert codes(discounts=[replace(small, kind="added"), large]) == []


def test_two_added_discounts_for_the_same_are_both_taken():
    one, two = (DiscountRule(id_, "Extra", 50_000, kind="added") for id_ in (1, 2))
    assert codes(discounts=[one, two]) == [("overlap", 1, 2)]
    assert found(discounts=[one, two])[0].reason == "both"


# what a promotion makes of prices

CHAIR, LAMP, SCREW = Article(1, "seating", "pc"), Article(2, "light", "pc"), Article(3, "screws", "pc")
COSTS = {1: 80 * MICRO, 2: 30 * MICRO, 3: 33_000}


def worth(*promotions, costs=None, floors=(), rate=0):
    lists = {
        1: ListFacts(1, "L", "List", "general", includes_tax=rate > 0),
        9: ListFacts(9, "F", "Floor", "general", purpose="floor"),
    }
    prices = {1: 100 * MICRO, 2: 40 * MICRO, 3: 40_000}
    rows = {id_: [PriceRow(id_, 1, 0, price)] for id_, price in prices.items()}
    for id_, price in floors:
        rows[id_].append(PriceRow(100 + id_, 9, 0, price))
    rules = RulesSnapshot(
        1, "EUR", lists, {id_: tuple(each) for id_, each in rows.items()}, promotions=promotions
    )
    articles = {each.id: each for each in (CHAIR, LAMP, SCREW)}
    rates = {(id_, ""): rate for id_ in articles}
    world = Worth(rules, TODAY, articles, COSTS if costs is None else costs, rates)
    return join_below([below_in(world, (1,)), below_in(world, (2, 3))])


def told(*promotions, **more):
    return [
        (each.code, each.product_id, each.paid_minor, each.least_minor, each.rows)
        for each in worth(*promotions, **more)
    ]


GIFT = Gift(2, "LA-1", "Lamp", "pc", "light")
CHAIRS = {"products": ((1, 0),)}
SET = {"effect": "bundle", "products": ((1, MICRO), (2, MICRO))}
THIRTY = {"effect": "amount", "amount_minor": 3_000} | CHAIRS
FREE = {"effect": "gift", "get_micro": MICRO, "gift": GIFT} | CHAIRS
NAMED = FREE | {"effect": "named"}
THREE = {"effect": "cheapest", "buy_micro": 2 * MICRO, "get_micro": MICRO} | CHAIRS
FAMILY = {"effect": "each", "families": frozenset({"seating"})}
LOSSES = [
    ("percent", promotion(1, 21, **CHAIRS), (1, 7_900, 8_000, 1)),
    ("percent just above", promotion(1, 20, **CHAIRS), None),
    ("each", promotion(1, 0, amount_minor=2_001, **FAMILY), (1, 7_999, 8_000, 1)),
    ("an amount once", promotion(1, 0, **THIRTY), (1, 7_000, 8_000, 1)),
    ("an amount from so many", promotion(1, 0, least_micro=2 * MICRO, **THIRTY), None),
    ("an amount from an amount", promotion(1, 0, order_least_minor=15_000, **THIRTY), None),
    ("three for two", promotion(1, 100, **THREE), (1, 20_000, 24_000, 1)),
    ("free goods", promotion(1, 0, buy_micro=MICRO, **FREE), (1, 10_000, 11_000, 1)),
    ("free goods for two", promotion(1, 0, buy_micro=2 * MICRO, **FREE), None),
    ("an article of the order", promotion(1, 100, buy_micro=MICRO, **NAMED), (1, 10_000, 11_000, 1)),
    ("a set", promotion(1, 0, amount_minor=10_500, **SET), (1, 10_500, 11_000, 1)),
    ("a set above", promotion(1, 0, amount_minor=11_000, **SET), None),
    ("cheap small parts", promotion(1, 20, products=((3, 0),)), (3, 3_200, 3_300, 1)),
    ("cheap small parts above", promotion(1, 10, products=((3, 0),)), None),
    ("all articles, the worst is told", promotion(1, 30), (3, 2_800, 3_300, 3)),
    ("over", promotion(1, 90, valid_to=day(-1)), None),
    ("no freight", promotion(1, 0, effect="freight", slot="freight"), None),
]


@pytest.mark.parametrize(("rule", "wanted"), [case[1:] for case in LOSSES], ids=[case[0] for case in LOSSES])
def test_what_is_paid_under_a_promotion_is_compared_with_the_cost(rule, wanted):
    assert told(rule) == ([("below_cost", *wanted)] if wanted else [])


def test_an_article_of_unknown_cost_is_not_below_it():
    assert told(promotion(1, rate=90), costs={}) == []


def test_a_price_below_its_floor_is_told_beside_the_cost():
    deep = promotion(1, rate=25, products=((1, 0),))
    assert told(deep, floors=[(1, 90 * MICRO)]) == [
        ("below_cost", 1, 7_500, 8_000, 1),
        ("below_floor", 1, 7_500, 9_000, 1),
    ]
    assert told(deep, costs={}, floors=[(1, 75 * MICRO)]) == []


def test_what_is_below_cost_without_a_promotion_is_no_matter_of_the_promotion():
    assert told(promotion(1, rate=5, products=((1, 0),)), costs={1: 120 * MICRO}) == []


def test_a_price_with_vat_is_compared_without_it():
    """100 with a quarter of tax are 80 without: a cent off is below the cost of 80."""
    cent = promotion(1, 0, amount_minor=1, **FAMILY)
    assert told(cent, rate=250_000) == [("below_cost", 1, 7_999, 8_000, 1)]
    assert told(cent) == []
