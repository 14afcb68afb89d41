"""Promotions of any order are what the slow function of docs/pricing.md says, and nothing of it depends on an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.pricing import EFFECTS, Promotion, price
from tests.helpers.chances import CHANCES
from tests.unit.pricing.any_order import Example
from tests.unit.pricing.any_promotions import any_promoted
from tests.unit.pricing.by_the_book import DECIMALS
from tests.unit.pricing.promotions_by_the_book import every_choice, gifts_of
from tests.unit.pricing.whole_by_the_book import gains_of, items_of, keyed_by_the_book, made_of

SEEDS = range(600)
SOME = settings(max_examples=50)
T = TypeVar("T")


EXAMPLES = CHANCES.map(any_promoted)


@st.composite
def shrinking(draw: st.DrawFn) -> Example:
    return any_promoted(draw(st.randoms(use_true_random=False)))


@cache
def seeded() -> tuple[Example, ...]:
    return tuple(any_promoted(Random(seed)) for seed in SEEDS)


def fresh(example: Example) -> Example:
    return replace(example, rules=replace(example.rules))


def assert_agrees(example: Example) -> None:
    order, rules = example.order, example.rules
    priced = price(order, replace(rules))
    cents = 10 ** DECIMALS[example.currency]
    keyed = keyed_by_the_book(order, rules)
    book = {key: amount * cents for key, amount in made_of(keyed, order, rules).items()}
    money = [each for each in priced.made if each.product_id is None]
    assert {(each.origin, each.tax_class): Fraction(each.amount_minor) for each in money} == book
    free = {
        (each.origin, each.tax_class): (each.product_id, Fraction(each.base_micro, 10**6))
        for each in priced.made
        if each.product_id is not None
    }
    assert free == gifts_of(gains_of(keyed, order, rules)[1])
    assert len(priced.made) == len(book) + len(free)


@pytest.mark.parametrize("hundred", range(len(SEEDS) // 100))
def test_any_order_has_the_promotions_that_the_book_says(hundred: int):
    for example in seeded()[hundred * 100 : hundred * 100 + 100]:
        assert_agrees(example)


@settings(max_examples=80)
@given(shrinking())
def test_any_order_has_the_promotions_that_the_book_says_and_what_does_not_is_made_small(example: Example):
    assert_agrees(example)


def competing(example: Example) -> int:
    """How many promotions would give the order something by themselves."""
    items = items_of(keyed_by_the_book(example.order, example.rules))
    return sum(map(len, every_choice(items, example.order, example.rules)))


def test_a_third_of_the_orders_have_three_and_more_promotions_that_compete():
    assert sum(competing(example) >= 3 for example in seeded()) >= len(SEEDS) // 3


def test_promotions_of_every_effect_are_given_and_lose():
    found: Counter[tuple[str, bool]] = Counter()
    for example in seeded():
        whole = price(example.order, example.rules).whole.promoted
        found.update((each.promotion.effect, True) for each in whole.given)
        found.update((each.promotion.effect, False) for each in whole.lost)
    assert {key for key, times in found.items() if times >= 3} == {
        (effect, is_given) for effect in EFFECTS for is_given in (True, False)
    }


def with_promotions(example: Example, **values: object) -> Example:
    promotions = tuple(replace(each, **values) for each in example.rules.promotions)  # type: ignore[arg-type]
    return replace(example, rules=replace(example.rules, promotions=promotions))


NONE: frozenset[object] = frozenset()
WITHOUT: dict[str, Callable[[Example], Example]] = {
    "customers": lambda each: with_promotions(each, customers=NONE),
    "groups": lambda each: with_promotions(each, groups=NONE),
    "channels": lambda each: with_promotions(each, channels=NONE),
    "countries": lambda each: with_promotions(each, countries=NONE),
    "families": lambda each: with_promotions(each, families=NONE),
    "days": lambda each: with_promotions(each, valid_from=None, valid_to=None),
    "currencies": lambda each: with_promotions(each, currency=each.currency),
    "coupons": lambda each: with_promotions(each, coupon=""),
    "exclusive ones": lambda each: with_promotions(each, exclusive=False),
    "by line": lambda each: with_promotions(each, counts="lines"),
    "quantities": lambda each: with_promotions(each, least_micro=0),
    "amounts": lambda each: with_promotions(each, least_minor=0),
    "order from": lambda each: with_promotions(each, order_least_minor=0),
    "times": lambda each: with_promotions(each, max_times=0),
    "uses": lambda each: with_promotions(each, max_uses=0),
    "uses of a customer": lambda each: with_promotions(each, max_customer_uses=0),
    "budgets": lambda each: with_promotions(each, budget_minor=0),
    "tax classes of gifts": lambda each: with_promotions(each, tax_class=""),
    "taken out": lambda each: replace(
        each, order=replace(each.order, terms=replace(each.order.terms, waived=frozenset()))
    ),
    "typed": lambda each: replace(
        each,
        order=replace(
            each.order,
            lines=tuple(
                replace(line, manual_price_micro=None, manual_discount_ppm=None) if line.product_id else line
                for line in each.order.lines
            ),
        ),
    ),
}


def test_every_condition_decides_what_promotions_give_to_these_orders():
    decided = Counter(dict.fromkeys(WITHOUT, 0))
    for example in seeded():
        now = price(example.order, example.rules).made
        for name in [name for name, times in decided.items() if times < 3]:
            other = WITHOUT[name](example)
            decided[name] += price(other.order, other.rules).made != now
        if min(decided.values()) >= 3:
            break
    assert [name for name, times in decided.items() if times < 3] == []


@settings(max_examples=100)
@given(EXAMPLES)
def test_a_promotion_more_never_makes_an_order_dearer(example: Example):
    def to_pay(promotions: tuple[Promotion, ...]) -> int:
        priced = price(example.order, replace(example.rules, promotions=promotions))
        return sum(line.amount_minor for line in priced.lines) + sum(
            line.amount_minor for line in priced.made
        )

    every = example.rules.promotions
    costs = [to_pay(every[:count]) for count in range(len(every) + 1)]
    assert costs == sorted(costs, reverse=True)


@settings(max_examples=100)
@given(EXAMPLES)
def test_no_line_costs_less_than_nothing_and_the_parts_are_the_lines_that_are_made(example: Example):
    whole = price(example.order, example.rules).whole
    off = Counter[int]()
    for each in whole.promoted.given:
        off.update(dict(zip(each.places, each.outcome.parts, strict=False)))
        assert each.outcome.total_minor == sum(each.outcome.parts)
    assert all(0 <= part <= max(whole.lines[place].amount_minor, 0) for place, part in off.items())
    made = sum(each.amount_minor for each in whole.made if each.origin.startswith("P"))
    assert made == -off.total()


@settings(max_examples=60)
@given(EXAMPLES)
def test_no_budget_is_overdrawn_and_nothing_used_up_is_given(example: Example):
    for each in price(example.order, example.rules).whole.promoted.given:
        rule, used = each.promotion, example.order.purchases.used[each.promotion.number]
        assert not rule.max_uses or used.orders < rule.max_uses
        assert not rule.max_customer_uses or used.of_customer < rule.max_customer_uses
        assert not rule.budget_minor or used.spent_minor + each.outcome.total_minor <= rule.budget_minor


@SOME
@given(EXAMPLES, CHANCES)
def test_the_order_of_lines_and_promotions_never_changes_what_they_give(example: Example, chance: Random):
    def mixed(values: Iterable[T]) -> tuple[T, ...]:
        every = tuple(values)
        return tuple(chance.sample(every, len(every)))

    order, rules = example.order, example.rules
    turned = replace(order, lines=mixed(order.lines))
    again = price(turned, replace(rules, promotions=mixed(rules.promotions)))
    assert (again.made, again.totals) == (price(order, rules).made, price(order, rules).totals)


@SOME
@given(EXAMPLES, st.integers(0, 5))
def test_a_line_that_comes_and_goes_leaves_nothing_behind(example: Example, place: int):
    order, rules = example.order, example.rules
    place %= len(order.lines)
    less = replace(order, lines=order.lines[:place] + order.lines[place + 1 :])
    before, whole = price(less, rules), price(order, rules)
    assert price(less, rules) == before == price(less, replace(rules))
    assert price(order, rules) == whole == price(order, replace(rules))
