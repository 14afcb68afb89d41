"""Discounts compete, add up or chain, as each rule says (A9)."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.pricing import DISCOUNT_KINDS, DiscountRule, ListFacts, PriceResult
from tests.unit.pricing.rules import ask, micro, snapshot
from tests.unit.pricing.test_explained import row

GENERAL = ListFacts(1, "g", "General", "general")
CONTRACT = ListFacts(4, "c", "Contract", "contract", customer_id=1)


def rule(id_: int, percent: float, kind: str) -> DiscountRule:
    return DiscountRule(id_, f"r{id_}", round(percent * 10_000), kind=kind)


def price(*rules: DiscountRule, own: int = 0, facts: ListFacts = GENERAL, **values: object) -> PriceResult:
    """A piece at 100.00 under these rules, with its explanation."""
    request = ask(1, "1 pc", discount_ppm=own * 10_000, **values)
    return request.explained(snapshot([facts], [row(1, facts.id, "100")], rules))


@pytest.mark.parametrize(
    ("rules", "own", "net", "percent"),
    [
        ([rule(1, 10, "best"), rule(2, 5, "chained")], 0, "85.5", "14.5"),
        ([rule(1, 10, "best"), rule(2, 5, "added")], 0, "85", "15"),
        ([rule(1, 10, "best"), rule(2, 5, "best")], 0, "90", "10"),
        ([rule(2, 5, "chained")], 10, "85.5", "14.5"),
        ([rule(2, 5, "added")], 10, "85", "15"),
        ([rule(1, 10, "chained"), rule(2, 5, "chained")], 0, "85.5", "14.5"),
        ([rule(1, 10, "added"), rule(2, 5, "added")], 0, "85", "15"),
        ([rule(1, 20, "chained"), rule(2, 12.5, "chained"), rule(3, 2, "chained")], 0, "68.6", "31.4"),
        ([rule(1, 60, "added"), rule(2, 50, "added"), rule(3, 5, "chained")], 0, "0", "100"),
        ([rule(1, 0, "added"), rule(2, 0, "chained")], 0, "100", "0"),
        (
            [rule(1, 12.3456, "chained"), rule(2, 3, "chained"), rule(3, 5, "chained")],
            0,
            "80.7735",
            "19.2265",
        ),
        (
            [rule(1, 5, "chained"), rule(2, 3, "chained"), rule(3, 12.3456, "chained")],
            0,
            "80.7735",
            "19.2265",
        ),
    ],
)
def test_the_kind_of_a_rule_says_how_it_meets_the_others(rules, own, net, percent):
    result = price(*rules, own=own)
    assert result.net_micro == result.auto_micro == micro(net)
    assert result.discount_ppm == round(Fraction(percent) * 10_000)
    assert price(*reversed(rules), own=own) == result


def test_the_explanation_shows_each_discount_with_what_it_takes():
    result = price(rule(1, 5, "chained"), rule(2, 2, "added"), rule(3, 10, "best"), rule(4, 4, "best"))
    told = [(step.code, step.name, step.rate_ppm, step.delta_micro) for step in result.steps[1:-1]]
    assert told == [
        ("discount", "r3", 100_000, micro("-10")),
        ("added_discount", "r2", 20_000, micro("-2")),
        ("chained_discount", "r1", 50_000, micro("-4.4")),
    ]
    assert [(miss.name, miss.reason) for miss in result.near_misses] == [("r4", "smaller_discount")]


@pytest.mark.parametrize("kind", DISCOUNT_KINDS)
def test_a_typed_discount_sets_every_kind_aside(kind):
    result = price(rule(1, 5, kind), manual_discount_ppm=10_000)
    assert (result.net_micro, result.auto_micro) == (micro("99"), micro("95"))
    assert [(miss.name, miss.reason) for miss in result.near_misses] == [("r1", "manual")]


@pytest.mark.parametrize("kind", DISCOUNT_KINDS)
def test_a_contract_takes_no_kind_of_discount(kind):
    result = price(rule(1, 5, kind), facts=CONTRACT)
    assert result.net_micro == micro("100")
    assert [miss.reason for miss in result.near_misses] == ["other_wins"]


@given(st.lists(st.tuples(st.integers(0, MICRO), st.sampled_from(DISCOUNT_KINDS)), max_size=8))
def test_the_sum_of_all_is_what_fractions_say(drawn):
    result = price(*(DiscountRule(n, str(n), ppm, kind=kind) for n, (ppm, kind) in enumerate(drawn, 1)))
    best = max((ppm for ppm, kind in drawn if kind == "best"), default=0)
    left = max(1 - Fraction(best + sum(ppm for ppm, kind in drawn if kind == "added"), MICRO), Fraction(0))
    for ppm, kind in drawn:
        left *= 1 - Fraction(ppm, MICRO) if kind == "chained" else 1
    assert result.discount_ppm == floor((1 - left) * MICRO + Fraction(1, 2))
    assert result.net_micro == 100 * (MICRO - result.discount_ppm)
