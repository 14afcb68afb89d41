"""Metal surcharges: docs/pricing.md's tables row by row, and what holds for any metals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.pricing import (
    Buyer,
    LineAmount,
    MetalContent,
    MetalQuote,
    OrderTerms,
    RulesSnapshot,
    made_lines,
)
from app.domain.pricing.metals import by_metal, metals_due, quote_on, read_contents, written_contents
from app.domain.rounding import divide_half_up
from app.domain.tax import TaxKey
from tests.unit.pricing.rules import MONDAY, Row, micro, tables

PAGE = tables()
PLACE = next(number for number, table in enumerate(PAGE) if "quotation" in table[0])
QUOTES, CONTENTS, CASES = PAGE[PLACE : PLACE + 3]
TAXES = {"19": ("standard", TaxKey("S", 190_000, "S")), "7": ("reduced", TaxKey("S", 70_000, "R"))}
CLASSES = {name: text for text, (name, _tax) in TAXES.items()}


def grams(kilos: str) -> int:
    return int(kilos) * 1000


def quote_of(number: int, row: Row) -> MetalQuote:
    day = date.fromisoformat(row["from"])
    return MetalQuote(number, row["metal"], row["metal"], micro(row["quotation"]), day, grams(row["for kg"]))


METALS = by_metal(quote_of(number, row) for number, row in enumerate(QUOTES, start=1))
RULES = RulesSnapshot(1, "EUR", {}, {}, metals=METALS)


def contents_of(article: str) -> list[MetalContent]:
    return [
        MetalContent(
            row["metal"], int(Decimal(row["grams"]) * 1000), micro(row["base price"]), grams(row["for kg"])
        )
        for row in CONTENTS
        if row["article"] == article
    ]


def line_of(text: str) -> LineAmount:
    asked, _, tax = text.strip().partition(":")
    article, _, quantity = asked.partition(" x ")
    parts = tuple(each.of(micro(quantity)) for each in contents_of(article))
    return LineAmount("goods", 100, *TAXES[tax], metals=parts)


def made(lines: list[LineAmount], terms: OrderTerms) -> list[str]:
    return sorted(
        f"{each.origin}:{Decimal(each.amount_minor).scaleb(-2)}:{CLASSES[each.tax_class]}"
        for each in made_lines(lines, terms, Buyer(1), RULES)
    )


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_what_is_due_for_metals(row: Row):
    lines = [line_of(text) for text in row["lines"].split(",")]
    terms = OrderTerms(MONDAY, waived=frozenset(filter(None, row["waived"].split(","))))
    expected = sorted(filter(None, row["made"].split(", ")))
    assert made(lines, terms) == expected
    assert made(lines[::-1], terms) == expected


def test_the_lines_say_what_of_and_at_which_quotation():
    (copper,) = [
        each for each in made_lines([line_of("cable x 100:19")], OrderTerms(MONDAY), Buyer(1), RULES)
        if each.origin == "MCU"
    ]  # fmt: skip
    assert (copper.weight_ng, copper.quote_micro, copper.per_g) == (4_320 * 10**9, 1000 * MICRO, 100_000)
    assert copper.contained_micro is not None
    above = copper.quote_micro - copper.contained_micro
    assert divide_half_up(copper.weight_ng * above * 100, copper.per_g * 10**9 * MICRO) == copper.amount_minor


def test_a_quotation_holds_until_the_next_one_and_none_holds_before_the_first():
    held = [quote_on(METALS, "CU", date(2026, *day)) for day in ((2, 26), (2, 27), (3, 1), (3, 2), (3, 4))]
    assert [quote and quote.id for quote in held] == [None, 1, 1, 2, 3]
    assert quote_on(METALS, "XX", MONDAY) is None


def test_of_two_quotations_from_one_day_the_newer_holds():
    one, other = (MetalQuote(id_, "CU", "Copper", id_ * MICRO, MONDAY) for id_ in (1, 2))
    assert quote_on(by_metal([other, one]), "CU", MONDAY) == other
    assert by_metal([other, one]) == by_metal([one, other])


def test_a_discount_off_the_order_leaves_metals_alone():
    lines = [line_of("cable x 100:19")]
    plain = made(lines, OrderTerms(MONDAY))
    off = made(lines, OrderTerms(MONDAY, discount_ppm=500_000))
    assert set(plain) < set(off)


PARTS = st.lists(
    st.tuples(
        st.sampled_from(list(TAXES.values())), st.sampled_from(["CU", "AG"]), st.integers(1, 10**7),
        st.integers(-(10**9), 10**12), st.integers(0, 2 * 10**9), st.sampled_from([1, 1000, 100_000, 333]),
    ),
    max_size=8,
)  # fmt: skip


@given(PARTS, st.randoms(use_true_random=False))
def test_shares_come_to_what_is_due_in_any_order_and_nothing_is_below_zero(parts, shuffler):
    taxed = [
        (tax, name, MetalContent(metal, weight, base, per).of(quantity))
        for (name, tax), metal, weight, quantity, base, per in parts
    ]
    found = list(metals_due(taxed, METALS, MONDAY, "EUR"))
    turned = list(taxed)
    shuffler.shuffle(turned)
    assert list(metals_due(turned, METALS, MONDAY, "EUR")) == found
    assert all(amount > 0 for due in found for _name, amount in due.shares)
    doubled = list(metals_due([*taxed, *taxed], METALS, MONDAY, "EUR"))
    sums = {due.quote.metal: sum(amount for _name, amount in due.shares) for due in found}
    for due in doubled:
        twice = 2 * sums.get(due.quote.metal, 0)
        assert abs(sum(amount for _name, amount in due.shares) - twice) <= 1, "twice as much, to the cent"


@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_a_higher_quotation_is_never_cheaper(one, other):
    def due(price: int) -> int:
        quotes = by_metal([MetalQuote(1, "CU", "Copper", price, MONDAY)])
        lines = [line_of("cable x 100:19"), line_of("bar x 2:7")]
        found = made_lines(lines, OrderTerms(MONDAY), Buyer(1), replace(RULES, metals=quotes))
        return sum(each.amount_minor for each in found)

    assert due(min(one, other)) <= due(max(one, other))


WRITTEN = [
    ("", ""),
    ("cu 43.2", "CU 43.2"),
    ("CU 43,2 g @150", "CU 43.2 @ 150 / 100"),
    ("cu 43.2 @ 1,5/1; AG 0.005", "AG 0.005; CU 43.2 @ 1.5 / 1"),
    ("CU 1000 @ 0", "CU 1000"),
    ("CU 1000@812.3456 / 100 ;", "CU 1000 @ 812.3456 / 100"),
]


@pytest.mark.parametrize(("typed", "kept"), WRITTEN)
def test_a_card_keeps_its_metals_in_one_way(typed, kept):
    contents = read_contents(typed)
    assert contents is not None
    assert written_contents(contents) == kept
    assert read_contents(kept) == tuple(sorted(contents, key=lambda each: each.metal))


@pytest.mark.parametrize(
    "typed",
    [
        "CU",
        "43.2",
        "CU 0",
        "CU -1",
        "CU 1.2345",
        "CU 1 @",
        "CU 1 @ 2 / 0",
        "CU 1; CU 2",
        "CU 1 AG 2",
        "C.U 1",
    ],
)
def test_what_is_no_metal_content_is_told(typed):
    assert read_contents(typed) is None


@given(
    st.lists(
        st.builds(
            MetalContent, st.sampled_from(["CU", "AG", "PB", "AL2"]), st.integers(1, 10**12 - 1),
            st.integers(0, 10**15 - 1), st.integers(1, 99_999).map(lambda kilos: kilos * 1000),
        ),
        unique_by=lambda each: each.metal,
    )
)  # fmt: skip
def test_what_is_written_reads_back(contents):
    found = read_contents(written_contents(contents))
    assert found is not None
    expected = [each if each.base_micro else replace(each, per_g=100_000) for each in contents]
    assert sorted(map(repr, found)) == sorted(map(repr, expected))
