"""docs/pricing.md says what kits cost and how that is split: each row is run, by the engine and by the book."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.kits import split_price
from app.domain.money import MICRO
from app.domain.pricing import AskedLine, AskedOrder, Buyer, OrderTerms, RulesSnapshot, price_line
from app.domain.pricing.asked import AskedPart
from app.domain.rounding import divide_half_up
from tests.unit.pricing.any_order import QUANTITIES, SHARES, Example, any_example
from tests.unit.pricing.by_the_book import prices_by_the_book, split_by_the_book
from tests.unit.pricing.rules import FAMILIES, MONDAY, UNITS, Row, documented, micro, ppm, tables
from tests.unit.pricing.test_by_the_book import assert_agrees

(CASES,) = [table for table in tables() if "kit's price" in table[0]]
RULES = documented()
PIECE = UNITS["pc"]


def parts_of(row: Row) -> list[tuple[int, int]]:
    """Product and quantity of each part."""
    pairs = (text.split(" x ") for text in row["parts"].split(", "))
    return [(int(product), micro(count)) for count, product in pairs]


def part_line(product: int, quantity_micro: int) -> AskedLine:
    return AskedLine("k", product, FAMILIES.get(product, ""), quantity_micro, PIECE, MONDAY)


def asked(row: Row) -> AskedLine:
    """The kit's line; one with a price of its own is asked as if that were typed, which is the same arithmetic."""
    whole = micro(row["quantity"])
    typed = row["typed"] or (row["costs"] if row["kit"] == "own" else "")
    parts = tuple(
        AskedPart(part_line(product, divide_half_up(whole * count, MICRO)), count)
        for product, count in parts_of(row)
    )
    line = AskedLine("k", 99, "", whole, PIECE, MONDAY, micro(typed) if typed else None)
    less = ppm(row["less"].removesuffix(" %")) if row["less"] else 0
    return replace(line, parts=parts, less_ppm=less)


def weights_of(row: Row, parts: tuple[AskedPart, ...]) -> list[int]:
    if row["split"] != "list":
        return [int(share) for share in row["split"].split()]
    found = (price_line(part.line, RULES) for part in parts)
    return [
        (each.first_micro or 0) * part.line.quantity_micro // each.per
        for each, part in zip(found, parts, strict=True)
    ]


@pytest.mark.parametrize(
    "row", CASES, ids=[f"{row['kit']} {row['parts']} {row['quantity']}" for row in CASES]
)
def test_the_pages_kits(row: Row):
    line = asked(row)
    result = price_line(line, RULES)
    assert (result.net_micro, result.amount_minor) == (
        micro(row["kit's price"]),
        round(float(row["amount"]) * 100),
    )
    order = AskedOrder(Buyer(), (line,), OrderTerms(MONDAY))
    book = prices_by_the_book(order, RULES)["k"]
    assert (book.net_price, book.amount) == (Fraction(row["kit's price"]), Fraction(row["amount"]))
    weights, quantities = weights_of(row, line.parts), [part.line.quantity_micro for part in line.parts]
    shares = split_price(result.amount_minor, weights, quantities)
    assert [f"{share / 100:.2f}" for share in shares] == row["shares"].split(", ")
    assert split_by_the_book(result.amount_minor, weights, quantities) == list(shares)


@st.composite
def kits(draw: st.DrawFn) -> Example:
    """Any order, some lines of which are kits of the articles of others."""
    chance: Random = draw(st.randoms(use_true_random=False))
    found = any_example(chance)
    articles = [line for line in found.order.lines if line.product_id is not None]
    lines = tuple(_maybe_kit(line, articles, chance) for line in found.order.lines)
    return replace(found, order=replace(found.order, lines=lines))


def _maybe_kit(line: AskedLine, articles: list[AskedLine], chance: Random) -> AskedLine:
    if line.product_id is None or not articles or chance.random() < 0.3:
        return line
    parts = tuple(_part(line, chance.choice(articles), chance) for _each in range(chance.randint(1, 4)))
    return replace(line, product_id=99, family="", parts=parts, less_ppm=chance.choice(SHARES))


def _part(line: AskedLine, article: AskedLine, chance: Random) -> AskedPart:
    count = round(abs(chance.choice(QUANTITIES)) * MICRO)
    unit = UNITS["pc"] if article.base_unit == "pc" else replace(UNITS["pc"], code=article.base_unit)
    whole = divide_half_up(line.unit.to_base(line.quantity_micro) * count, MICRO)
    asked = AskedLine(
        line.key, article.product_id, article.family, whole, unit, line.on, base_unit=article.base_unit,
        tax_class=article.tax_class, tax=article.tax, private_ppm=article.private_ppm,
    )  # fmt: skip
    return AskedPart(asked, divide_half_up(count * line.unit.factor_num, line.unit.factor_den))


@settings(max_examples=40, deadline=None)
@given(kits())
def test_any_kit_costs_what_the_book_says(example: Example):
    assert_agrees(example)


@given(
    st.integers(0, 10**7),
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)), min_size=1, max_size=9),
)
def test_any_split_is_the_books(amount: int, pairs: list[tuple[int, int]]):
    weights, quantities = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    assert list(split_price(amount, weights, quantities)) == split_by_the_book(amount, weights, quantities)


def test_a_kit_is_the_same_whatever_the_rules_remember():
    line = asked(CASES[-2])
    assert price_line(line, RULES) == price_line(line, replace(RULES))
    assert isinstance(RULES, RulesSnapshot)
