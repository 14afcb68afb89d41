"""docs/pricing.md says what configured lines cost: each row is run, and any of them against the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calendar import ONE_DAY
from app.domain.money import MICRO
from app.domain.pricing import AskedLine, AskedOrder, Buyer, ListFacts, OrderTerms, RulesSnapshot, price
from app.domain.pricing.configured import MODEL_LIST, ConfiguredPrice, Share, SharesFrom
from tests.unit.pricing.any_order import DAYS, SHARES, Example, any_example
from tests.unit.pricing.by_the_book import prices_by_the_book
from tests.unit.pricing.rules import FAMILIES, MONDAY, UNITS, Row, ask, day, documented, micro, ppm, tables
from tests.unit.pricing.test_by_the_book import assert_agrees

GIVEN, CASES = (
    next(table for table in tables() if "share" in table[0]),
    tables()[-1],
)
EXPORT = ListFacts(17, "export", "Export", "group", "export", parent_id=1, factor_ppm=1_100_000)


def rules() -> RulesSnapshot:
    found = documented()
    return replace(found, lists={**found.lists, 17: EXPORT})


def of_page() -> ConfiguredPrice:
    """The page's shares by list and day."""
    days = {None, *(day(row["from"]) for row in GIVEN)}
    days |= {last + ONE_DAY for row in GIVEN if (last := day(row["to"]))}
    spans = [
        SharesFrom(code, since, tuple(share_of(row) for row in GIVEN if counts(row, code, since)))
        for code in sorted({row["in the list"] for row in GIVEN})
        for since in sorted(days, key=lambda each: each or date.min)
    ]
    return ConfiguredPrice("page-1", "Page", tuple(spans))


def share_of(row: Row) -> Share:
    return Share(row["share"], (("en", row["share"]),), Fraction(row["adds"]), row["discountable"] == "yes")


def counts(row: Row, code: str, since: date | None) -> bool:
    on, first, last = since or date.min, day(row["from"]), day(row["to"])
    return row["in the list"] in {"", code} and (first or date.min) <= on <= (last or date.max)


def asked(row: Row) -> AskedOrder:
    found = ask(
        int(row["product"]), row["quantity"], customer_id=int(row["customer"]), price_group=row["group"],
        discount_ppm=ppm(row["own %"]), on=day(row["day"]), configured=of_page(),
        manual_discount_ppm=ppm(row["typed %"]) if row["typed %"] else None,
    )  # fmt: skip
    return AskedOrder(found.buyer, (found.line,), OrderTerms(MONDAY))


@pytest.mark.parametrize("row", CASES, ids=[row["case"] for row in CASES])
def test_the_pages_configured_lines(row: Row):
    order = asked(row)
    book = prices_by_the_book(order, rules())["k"]
    result = price(order, rules()).lines[0]
    says = (
        micro(row["list price"]),
        ppm(row["discount %"]),
        micro(row["counts on"]) if row["counts on"] else None,
        micro(row["net"]),
        micro(row["amount"]) // 10_000,
    )
    found = (
        result.list_micro,
        result.discount_ppm,
        result.discount_on_micro,
        result.net_micro,
        result.amount_minor,
    )
    assert found == says
    assert book.net_price == Fraction(row["net"])
    assert book.amount == Fraction(row["amount"])


AMOUNTS = (100, 40, Fraction(121, 3), Fraction(1, 7), 0, -15, Fraction(-10, 3), 999)
MONEY = (*[""] * 12, *["EUR"] * 4, "USD", "JPY")


def _share(chance: Random, number: int) -> Share:
    amount = Fraction(chance.choice(AMOUNTS))
    return Share(
        f"s{number}", (("en", f"Share {number}"),), amount, chance.random() < 0.7, chance.choice(MONEY)
    )


def _configured(chance: Random, key: str, lists: list[str]) -> ConfiguredPrice:
    spans = [
        SharesFrom(code, since, tuple(_share(chance, number) for number in range(chance.randint(0, 4))))
        for code in ("", *chance.sample(lists, chance.randint(0, 2)))
        for since in (None, *sorted(chance.sample(DAYS, chance.randint(0, 2))))
    ]
    return ConfiguredPrice(key, "Any", tuple(spans))


@st.composite
def configured(draw: st.DrawFn) -> Example:
    """Any order, most articles of which are configured; some lists are those that their model names."""
    chance: Random = draw(st.randoms(use_true_random=False))
    found = any_example(chance)
    codes = sorted({facts.code for facts in found.rules.lists.values()})
    lines = tuple(
        line
        if line.parts or chance.random() < 0.2
        else replace(
            line, configured=_configured(chance, line.key, codes), is_off_whole=chance.random() < 0.1
        )
        for line in found.order.lines
    )
    return replace(found, order=replace(found.order, lines=lines))


@settings(max_examples=60)
@given(configured())
def test_any_configured_line_costs_what_the_page_says(example):
    assert_agrees(example)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.fractions(0, 5000, max_denominator=1000), st.booleans()), max_size=12),
    st.sampled_from(SHARES),
)
def test_shares_sum_to_the_list_price_and_discounts_leave_what_they_may_not_reach(amounts, percent):
    shares = tuple(
        Share(f"s{place}", (("en", f"{place}"),), amount, reached)
        for place, (amount, reached) in enumerate(amounts)
    )
    line = AskedLine(
        "k",
        9,
        "",
        MICRO,
        UNITS["pc"],
        MONDAY,
        configured=ConfiguredPrice("p", "P", (SharesFrom("", None, shares),)),
    )
    order = AskedOrder(Buyer(1, "", percent), (line,), OrderTerms(MONDAY))
    result = price(order, documented(), explained={"k"}).lines[0]
    assert result.list_micro is not None
    whole = sum((share.amount for share in shares), Fraction(0))
    assert abs(Fraction(result.list_micro, MICRO) - whole) <= Fraction(1, 2 * MICRO)
    steps = [step for step in result.steps if step.code == "share"]
    assert sum(step.delta_micro for step in steps) == result.list_micro
    closed = sum((share.amount for share in shares if not share.is_discountable), Fraction(0))
    exact = closed + (whole - closed) * (1 - Fraction(percent, MICRO))
    assert abs(result.amount_minor - 100 * exact) <= Fraction(1, 2) + 100 * (
        whole / (2 * MICRO) + Fraction(1, MICRO)
    )


def test_every_share_is_named_in_the_waterfall():
    order = asked(next(row for row in CASES if row["case"] == "a group's list"))
    result = price(order, rules(), explained={"k"}).lines[0]
    assert [(step.code, step.name) for step in result.steps] == [
        ("base", "Dealers"), ("share", "frame"), ("share", "oak"), ("share", "strip"), ("share", "trim"),
        ("discount", "Dealer seating"), ("net", ""),
    ]  # fmt: skip
    assert result.steps[4].after_micro == result.list_micro


def test_the_model_alone_is_no_rule_that_can_be_opened():
    order = asked(next(row for row in CASES if row["case"] == "in no list"))
    result = price(order, rules(), explained={"k"}).lines[0]
    assert {step.rule_id for step in result.steps if step.code == "share"} == {None}
    assert MODEL_LIST not in {miss.rule_id for miss in result.near_misses}
    assert FAMILIES.get(9) is None


def in_money(currency: str, code: str = "") -> ConfiguredPrice:
    """Two shares, the second of them in a currency and, where one is given, in the list `code` alone."""
    frame = Share("frame", (("en", "Frame"),), Fraction(100))
    more = replace(frame, code="more", currency=currency)
    named = (SharesFrom(code, None, (frame, more)),)
    return ConfiguredPrice("m-1", "M", named if not code else (SharesFrom("", None, (frame,)), *named))


def first_result(found: ConfiguredPrice):
    order = ask(9, "1 pc", configured=found)
    return price(AskedOrder(order.buyer, (order.line,), OrderTerms(MONDAY)), rules()).lines[0]


@pytest.mark.parametrize("code", ["", "general 2026"])
def test_a_share_in_a_currency_that_cannot_be_taken_over_leaves_no_price(code):
    """Better none, which blocks, than one that is too cheap and nobody sees."""
    assert first_result(in_money("EUR", code)).list_micro == micro("200")
    assert first_result(in_money("ZAR", code)).list_micro is None
    assert first_result(in_money("ZAR", "nobodys")).list_micro == micro("100")
