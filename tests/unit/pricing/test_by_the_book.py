"""Any order under any rules costs what the slow function of docs/pricing.md says, whatever stands in which order."""

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

from app.domain.money import MICRO
from app.domain.pricing import Buyer, PriceResult, RulesSnapshot, price
from app.domain.tax import PriceMode
from tests.helpers.chances import CHANCES
from tests.unit.pricing.any_order import Example, any_example
from tests.unit.pricing.by_the_book import (
    DECIMALS,
    MILLION,
    BookPrice,
    is_in_circle,
    prices_by_the_book,
)
from tests.unit.pricing.rules import Ask, Row, ask, day, documented, micro, ppm, tables
from tests.unit.pricing.test_worked_lists import (
    BREAK_CASES,
    MADE_CASES,
    MADE_RULES,
    PLACE_CASES,
    PLACE_RULES,
    break_rules,
    order_of,
)

SEEDS = range(600)
THIRD = len(SEEDS) // 3
SOME = settings(max_examples=40)
T = TypeVar("T")


EXAMPLES = CHANCES.map(any_example)


@st.composite
def shrinking(draw: st.DrawFn) -> Example:
    return any_example(draw(st.randoms(use_true_random=False)))


@cache
def seeded() -> tuple[Example, ...]:
    return tuple(any_example(Random(seed)) for seed in SEEDS)


def fresh(rules: RulesSnapshot) -> RulesSnapshot:
    """The same rules that remember nothing."""
    return replace(rules)


def shown(found: BookPrice, currency: str) -> tuple[Fraction | int | None, ...]:
    """What the two functions must agree on, as the engine counts it."""
    return (
        found.list_price and found.list_price * MILLION,
        found.discount * MILLION,
        found.counts_on and found.counts_on * MILLION,
        (found.net_price or 0) * MILLION,
        found.rules_say and found.rules_say * MILLION,
        found.per,
        found.amount * 10 ** DECIMALS[currency],
    )


def of_engine(result: PriceResult) -> tuple[int | None, ...]:
    return (
        result.list_micro,
        result.discount_ppm,
        result.discount_on_micro,
        result.net_micro,
        result.auto_micro,
        result.per,
        result.amount_minor,
    )


def assert_agrees(example: Example) -> None:
    book = prices_by_the_book(example.order, example.rules)
    results = price(example.order, fresh(example.rules)).lines
    engine = {line.key: of_engine(result) for line, result in zip(example.order.lines, results, strict=True)}
    assert engine == {key: shown(found, example.currency) for key, found in book.items()}


# The slow function itself: the page's own tables


def of_book(asked: Ask, rules: RulesSnapshot) -> BookPrice:
    order = order_of(BREAK_CASES[0])
    return prices_by_the_book(replace(order, buyer=asked.buyer, lines=(asked.line,)), rules)[asked.line.key]


@pytest.mark.parametrize("row", [*tables()[3], *tables()[4]], ids=lambda row: row["case"])
def test_the_book_has_the_pages_lists_and_days(row: Row):
    asked = ask(
        int(row["product"]), row["quantity"], customer_id=int(row["customer"]), price_group=row["group"],
        discount_ppm=ppm(row["own %"]), on=day(row["day"]),
    )  # fmt: skip
    found = of_book(asked, documented())
    assert found.list_price == Fraction(row["list price"])
    assert found.discount == Fraction(row["discount %"]) / 100
    assert (found.net_price, found.amount) == (Fraction(row["net"]), Fraction(row["amount"]))


@pytest.mark.parametrize("row", tables()[5], ids=lambda row: row["case"])
def test_the_book_has_the_pages_typed_prices(row: Row):
    asked = ask(
        int(row["product"]), row["quantity"], discount_ppm=ppm(row["own %"]),
        manual_price_micro=micro(row["typed price"]) if row["typed price"] else None,
        manual_discount_ppm=ppm(row["typed %"]) if row["typed %"] else None,
    )  # fmt: skip
    found = of_book(asked, documented())
    assert (found.net_price, found.amount) == (Fraction(row["net"]), Fraction(row["amount"]))
    assert found.rules_say == Fraction(row["rules say"])


@pytest.mark.parametrize("row", MADE_CASES, ids=lambda row: row["case"])
def test_the_book_has_the_pages_lists_made_of_lists(row: Row):
    found = of_book(
        ask(int(row["product"]), row["quantity"], price_group=row["group"], on=day(row["day"])), MADE_RULES
    )
    assert (found.net_price, found.amount) == (Fraction(row["net"]), Fraction(row["amount"]))


@pytest.mark.parametrize("row", PLACE_CASES, ids=lambda row: row["case"])
def test_the_book_has_the_pages_channels_and_countries(row: Row):
    asked = ask(2, "1 m", price_group=row["group"], channel=row["channel"], country=row["country"])
    assert of_book(asked, PLACE_RULES).net_price == Fraction(row["net"])


@pytest.mark.parametrize("row", BREAK_CASES, ids=lambda row: row["case"])
def test_the_book_has_the_pages_breaks(row: Row):
    found = prices_by_the_book(order_of(row), break_rules(int(row["list"])))
    assert [each.net_price for each in found.values()] == [
        Fraction(net) for net in row["net prices"].split(", ")
    ]


# Any order under any rules


@pytest.mark.parametrize("hundred", range(len(SEEDS) // 100))
def test_any_order_costs_what_the_book_says(hundred: int):
    for example in seeded()[hundred * 100 : hundred * 100 + 100]:
        assert_agrees(example)


@settings(max_examples=80)
@given(shrinking())
def test_any_order_costs_what_the_book_says_and_what_does_not_is_made_small(example: Example):
    assert_agrees(example)


def test_a_third_of_the_orders_have_three_and_more_that_compete_for_a_line():
    found = [tuple(prices_by_the_book(each.order, each.rules).values()) for each in seeded()]
    assert sum(any(line.bases >= 3 for line in lines) for lines in found) >= THIRD
    assert sum(any(line.discounts >= 3 for line in lines) for lines in found) >= THIRD


def with_lists(example: Example, **values: object) -> Example:
    lists = {id_: replace(facts, **values) for id_, facts in example.rules.lists.items()}  # type: ignore[arg-type]
    return replace(example, rules=replace(example.rules, lists=lists))


def with_rows(example: Example, **values: object) -> Example:
    rows = {
        article: tuple(replace(row, **values) for row in each)  # type: ignore[arg-type]
        for article, each in example.rules.rows.items()
    }
    return replace(example, rules=replace(example.rules, rows=rows))


def with_discounts(example: Example, **values: object) -> Example:
    discounts = tuple(replace(rule, **values) for rule in example.rules.discounts)  # type: ignore[arg-type]
    return replace(example, rules=replace(example.rules, discounts=discounts))


def with_lines(example: Example, **values: object) -> Example:
    lines = tuple(replace(line, **values) for line in example.order.lines)  # type: ignore[arg-type]
    return replace(example, order=replace(example.order, lines=lines))


def without_lists(example: Example, kind: str) -> Example:
    lists = {id_: facts for id_, facts in example.rules.lists.items() if facts.kind != kind}
    return replace(example, rules=replace(example.rules, lists=lists))


def without_discounts(example: Example, kind: str) -> Example:
    kept = tuple(rule for rule in example.rules.discounts if rule.kind != kind)
    return replace(example, rules=replace(example.rules, discounts=kept))


def with_buyer(example: Example, **values: object) -> Example:
    buyer: Buyer = replace(example.order.buyer, **values)  # type: ignore[arg-type]
    return replace(example, order=replace(example.order, buyer=buyer))


WITHOUT: dict[str, Callable[[Example], Example]] = {
    "general lists": lambda example: without_lists(example, "general"),
    "group lists": lambda example: without_lists(example, "group"),
    "contracts": lambda example: without_lists(example, "contract"),
    "priorities": lambda example: with_lists(example, priority=0),
    "channels": lambda example: with_lists(example, channel=""),
    "countries": lambda example: with_lists(example, country=""),
    "days of lists": lambda example: with_lists(example, valid_from=None, valid_to=None),
    "parents": lambda example: with_lists(example, parent_id=None),
    "factors": lambda example: with_lists(example, factor_ppm=MICRO),
    "plus": lambda example: with_lists(example, add_micro=0),
    "steps": lambda example: with_lists(example, step_micro=0),
    "endings": lambda example: with_lists(example, ending_micro=0),
    "breaks over lines": lambda example: with_lists(example, breaks_over="line"),
    "breaks over families": lambda example: with_lists(example, breaks_over="article"),
    "breaks over periods": lambda example: with_lists(example, counts="order"),
    "breaks": lambda example: with_rows(example, min_micro=0),
    "units": lambda example: with_rows(example, unit="", unit_num=1, unit_den=1),
    "contents of units": lambda example: with_rows(example, unit_num=12, unit_den=1),
    "per": lambda example: with_rows(example, per=1),
    "days of rows": lambda example: with_rows(example, valid_from=None, valid_to=None),
    "agreed quantities": lambda example: with_rows(example, agreed_micro=None),
    "best discounts": lambda example: without_discounts(example, "best"),
    "added discounts": lambda example: without_discounts(example, "added"),
    "chained discounts": lambda example: without_discounts(example, "chained"),
    "days of discounts": lambda example: with_discounts(example, valid_from=None, valid_to=None),
    "families of discounts": lambda example: with_discounts(example, family=""),
    "groups of discounts": lambda example: with_discounts(example, price_group=""),
    "customers of discounts": lambda example: with_discounts(example, customer_id=None),
    "own discount": lambda example: with_buyer(example, discount_ppm=0),
    "typed prices": lambda example: with_lines(example, manual_price_micro=None),
    "typed discounts": lambda example: with_lines(example, manual_discount_ppm=None),
    "kits": lambda example: with_lines(example, parts=()),
    "less for kits": lambda example: with_lines(example, less_ppm=0),
    "asked per": lambda example: with_lines(example, per=0),
    "rates": lambda example: replace(example, order=replace(example.order, exchange=None)),
    "lists with tax": lambda example: with_lists(example, includes_tax=False),
    "documents with tax": lambda example: replace(
        example, order=replace(example.order, price_mode=PriceMode.NET)
    ),
    "what private customers pay": lambda example: with_lines(example, private_ppm=None),
    "lists of other currencies": lambda example: replace(example, rules=replace(example.rules, beside={})),
}


def nets(example: Example) -> list[tuple[Fraction | None, int]]:
    found = prices_by_the_book(example.order, example.rules).values()
    return [(each.net_price, each.per) for each in found]


def test_every_kind_of_rule_decides_prices_of_these_orders():
    """Were one kind of rule left out, several of these orders would cost something else."""
    decided = Counter(dict.fromkeys(WITHOUT, 0))
    for example in seeded():
        now = nets(example)
        open_ = [name for name, times in decided.items() if times < 3]
        if not open_:
            break
        decided.update(name for name in open_ if nets(WITHOUT[name](example)) != now)
    assert [name for name, times in decided.items() if times < 3] == []


def test_lists_in_a_circle_compete_too():
    def competes(example: Example) -> bool:
        found = prices_by_the_book(example.order, example.rules).values()
        lists = example.rules.lists
        chosen = [facts for line in found if (facts := lists.get(line.list_id or 0))]
        return any(is_in_circle(facts, example.rules) for facts in chosen)

    assert sum(map(competes, seeded())) >= 5


# Nothing depends on the order of things


@SOME
@given(EXAMPLES, CHANCES)
def test_the_order_of_lines_and_rules_never_changes_a_price(example: Example, chance: Random):
    def mixed(values: Iterable[T]) -> tuple[T, ...]:
        every = tuple(values)
        return tuple(chance.sample(every, len(every)))

    order, rules = example.order, example.rules
    turned = replace(order, lines=mixed(order.lines))
    rows = {article: mixed(rules.rows[article]) for article in mixed(rules.rows)}
    lists = {id_: rules.lists[id_] for id_ in mixed(rules.lists)}
    surcharges = mixed(rules.surcharges)
    discounts = mixed(rules.discounts)
    again = price(turned, replace(rules, lists=lists, rows=rows, discounts=discounts, surcharges=surcharges))
    first = price(order, rules)
    assert (again.made, again.totals) == (first.made, first.totals)
    was = {line.key: result for line, result in zip(order.lines, first.lines, strict=True)}
    assert [was[line.key] for line in turned.lines] == list(again.lines)


@SOME
@given(EXAMPLES, st.integers(0, 5))
def test_a_line_that_comes_and_goes_leaves_nothing_behind(example: Example, place: int):
    """Under the same rules, which remember what they were asked."""
    order, rules = example.order, example.rules
    place %= len(order.lines)
    less = replace(order, lines=order.lines[:place] + order.lines[place + 1 :])
    before = price(less, rules)
    whole = price(order, rules)
    assert price(less, rules) == before == price(less, fresh(rules))
    assert price(order, rules) == whole == price(order, fresh(rules))


@SOME
@given(EXAMPLES, st.integers(0, 5))
def test_a_line_changes_no_other_where_each_counts_for_itself(example: Example, place: int):
    alone = with_lists(example, breaks_over="line")
    order = alone.order
    place %= len(order.lines)
    whole = price(order, alone.rules).lines
    (one,) = price(replace(order, lines=(order.lines[place],)), alone.rules).lines
    assert one == whole[place]


@SOME
@given(EXAMPLES)
def test_an_explained_price_is_the_same_price(example: Example):
    keys = [line.key for line in example.order.lines]
    plain = price(example.order, fresh(example.rules))
    told = price(example.order, fresh(example.rules), explained=keys)
    assert (told.made, told.totals) == (plain.made, plain.totals)
    assert [replace(each, steps=(), near_misses=()) for each in told.lines] == list(plain.lines)
    for result in (
        each for each in told.lines if each.steps
    ):  # of a line without an article there is nothing to say
        assert result.steps[-1].after_micro == result.net_micro
        assert [step.after_micro for step in result.steps][:-1] == [
            step.before_micro for step in result.steps
        ][1:]
        assert len(result.near_misses) <= 8
