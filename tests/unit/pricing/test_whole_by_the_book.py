"""What rules add to any order is what the slow function of docs/pricing.md says, and the totals are the sums of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.pricing import AskedOrder, Buyer, price
from app.domain.tax import PriceMode, TaxKey, TaxRounding
from tests.helpers.chances import CHANCES
from tests.unit.pricing.any_order import TAXES, Example, any_example
from tests.unit.pricing.by_the_book import DECIMALS, MILLION, rounded
from tests.unit.pricing.rules import Row
from tests.unit.pricing.test_worked_orders import CASES, CLASSES, RULES, line_of, terms_of
from tests.unit.pricing.whole_by_the_book import BookLine, keyed_by_the_book, made_by_the_book, made_of

SEEDS = range(1000, 1500)
TWICE = SEEDS[:150]


EXAMPLES = CHANCES.map(any_example)


@st.composite
def shrinking(draw: st.DrawFn) -> Example:
    return any_example(draw(st.randoms(use_true_random=False)))


def assert_agrees(example: Example) -> None:
    made = price(example.order, replace(example.rules)).made
    engine = {(each.origin, each.tax_class): Fraction(each.amount_minor) for each in made}
    assert len(engine) == len(made)
    cents = 10 ** DECIMALS[example.currency]
    assert engine == {
        key: amount * cents for key, amount in made_by_the_book(example.order, example.rules).items()
    }


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_the_book_has_the_pages_orders(row: Row):
    keyed = [line_of(text) for text in row["lines"].split(",")]
    lines = [
        BookLine(
            each.kind,
            Fraction(each.amount_minor, 100),
            each.tax_class,
            each.tax,
            Fraction(each.weight_ug, 10**6),
        )
        for each in keyed
    ]
    order = AskedOrder(Buyer(1, row["group"], country=row["country"]), (), terms_of(row))
    found = made_of(lines, order, RULES)
    told = [
        f"{origin}:{Decimal(int(amount * 100)).scaleb(-2)}:{CLASSES[name]}"
        for (origin, name), amount in found.items()
    ]
    assert sorted(told) == sorted(filter(None, row["made"].split(", ")))


def test_any_order_gets_the_lines_that_the_book_says():
    for seed in SEEDS:
        assert_agrees(any_example(Random(seed)))


@settings(max_examples=60)
@given(shrinking())
def test_any_order_gets_the_lines_that_the_book_says_and_what_does_not_is_made_small(example: Example):
    assert_agrees(example)


def with_surcharges(example: Example, **values: object) -> Example:
    surcharges = tuple(replace(rule, **values) for rule in example.rules.surcharges)  # type: ignore[arg-type]
    return replace(example, rules=replace(example.rules, surcharges=surcharges))


def with_discounts(example: Example, **values: object) -> Example:
    discounts = tuple(
        replace(rule, **values) if rule.scope == "order" else rule  # type: ignore[arg-type]
        for rule in example.rules.discounts
    )
    return replace(example, rules=replace(example.rules, discounts=discounts))


def with_terms(example: Example, **values: object) -> Example:
    terms = replace(example.order.terms, **values)  # type: ignore[arg-type]
    return replace(example, order=replace(example.order, terms=terms))


@pytest.mark.parametrize("more", [0, 1])
def test_rules_from_an_amount_on_hold_from_that_very_cent_on(more: int):
    for example in (any_example(Random(seed)) for seed in TWICE):
        keyed = keyed_by_the_book(example.order, example.rules)
        base = sum(line.amount for line in keyed if line.kind != "charge")
        least = max(int(base * 10 ** DECIMALS[example.rules.currency]) + more, 0)
        assert_agrees(with_discounts(example, least_minor=least))
        assert_agrees(with_surcharges(with_discounts(example, discount_ppm=0), free_from_minor=least))


WITHOUT: dict[str, Callable[[Example], Example]] = {
    "order discounts": lambda example: with_discounts(example, discount_ppm=0),
    "kinds of order discounts": lambda example: with_discounts(example, kind="best"),
    "order discounts off the rest": lambda example: with_discounts(example, kind="added"),
    "from": lambda example: with_discounts(example, least_minor=0),
    "customers of order discounts": lambda example: with_discounts(example, customer_id=None),
    "groups of order discounts": lambda example: with_discounts(example, price_group=""),
    "days of order discounts": lambda example: with_discounts(example, valid_from=None, valid_to=None),
    "typed percents": lambda example: with_terms(example, discount_ppm=None),
    "typed amounts": lambda example: with_terms(example, discount_minor=None),
    "chosen": lambda example: with_terms(example, chosen=frozenset()),
    "taken out": lambda example: with_terms(example, waived=frozenset()),
    "slots": lambda example: with_surcharges(example, slot="freight"),
    "percents of surcharges": lambda example: with_surcharges(example, rate_ppm=0),
    "weights": lambda example: with_surcharges(example, each_g=0),
    "free from": lambda example: with_surcharges(example, free_from_minor=0),
    "tax classes": lambda example: with_surcharges(example, tax_class=""),
    "customers of surcharges": lambda example: with_surcharges(example, customer_id=None),
    "groups of surcharges": lambda example: with_surcharges(example, price_group=""),
    "countries of surcharges": lambda example: with_surcharges(example, country=""),
    "channels of surcharges": lambda example: with_surcharges(example, channel=""),
    "metals": lambda example: replace(example, rules=replace(example.rules, metals={})),
    "days of quotations": lambda example: with_terms(example, on=date(2026, 4, 1)),
    "days of surcharges": lambda example: with_surcharges(example, valid_from=None, valid_to=None),
}


def test_every_kind_of_rule_decides_what_is_added_to_these_orders():
    """Were one kind of rule left out, several of these orders would get other lines."""
    decided = Counter(dict.fromkeys(WITHOUT, 0))
    for example in (any_example(Random(seed)) for seed in SEEDS):
        if min(decided.values()) >= 3:
            break
        keyed = keyed_by_the_book(example.order, example.rules)
        now = made_of(keyed, example.order, example.rules)
        for name in [name for name, times in decided.items() if times < 3]:
            other = WITHOUT[name](example)
            decided[name] += made_of(keyed, other.order, other.rules) != now
    assert [name for name, times in decided.items() if times < 3] == []


def tax_of(shown: int, tax: TaxKey, mode: PriceMode) -> Fraction:
    """docs/tax-rounding.md: without tax in the prices each jurisdiction's part of a stack is rounded by itself."""
    if tax.stack and mode is PriceMode.NET:
        rates = (int(part.partition("=")[2]) for part in tax.stack.split())
        return sum((rounded(Fraction(shown * rate, MILLION), 0) for rate in rates), Fraction(0))
    rate = Fraction(tax.rate_ppm, MILLION)
    return rounded(shown * (rate / (1 + rate) if mode is PriceMode.GROSS else rate), 0)


@settings(max_examples=60)
@given(EXAMPLES)
def test_the_totals_are_the_sums_of_the_amounts_that_are_shown(example: Example):
    order, priced = example.order, price(example.order, example.rules)
    amounts: dict[TaxKey, list[int]] = {}
    for line, result in zip(order.lines, priced.lines, strict=True):
        amounts.setdefault(line.tax, []).append(result.amount_minor)
    for each in priced.made:
        amounts.setdefault(TAXES[each.tax_class], []).append(each.amount_minor)
    shown = {key: sum(minors) for key, minors in amounts.items()}
    assert {group.key for group in priced.totals.groups} == set(shown)
    for group in priced.totals.groups:
        is_gross = order.price_mode is PriceMode.GROSS
        by_line = order.tax_rounding is TaxRounding.LINE
        taxed = amounts[group.key] if by_line else [shown[group.key]]
        assert group.tax_minor == sum(tax_of(each, group.key, order.price_mode) for each in taxed)
        assert group.base_minor + (group.tax_minor if is_gross else 0) == shown[group.key]
    totals = priced.totals
    assert totals.net_minor == sum(group.base_minor for group in totals.groups)
    assert totals.gross_minor == totals.net_minor + sum(group.tax_minor for group in totals.groups)
