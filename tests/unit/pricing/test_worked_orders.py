"""docs/pricing.md says what rules add to an order as a whole: each row is run."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pricing import (
    Buyer,
    DiscountRule,
    LineAmount,
    OrderTerms,
    RulesSnapshot,
    SurchargeRule,
    made_lines,
)
from app.domain.tax import TaxKey
from tests.unit.pricing.rules import MONDAY, Row, ppm, tables

DISCOUNTS, SURCHARGES, CASES = tables()[13:16]
TAXES = {"19": ("standard", TaxKey("S", 190_000, "S")), "7": ("reduced", TaxKey("S", 70_000, "R")),
         "19s": ("service", TaxKey("S", 190_000, "S"))}  # fmt: skip
CLASSES = {name: text for text, (name, _tax) in TAXES.items()}


def cents(text: str) -> int:
    return int(Decimal(text or "0") * 100)


def discount_of(row: Row) -> DiscountRule:
    return DiscountRule(
        int(row["rule"][1:]), row["name"], ppm(row["percent"]), price_group=row["for group"], kind=row["kind"],
        scope="order", least_minor=cents(row["from"]),
    )  # fmt: skip


def surcharge_of(row: Row) -> SurchargeRule:
    return SurchargeRule(
        int(row["rule"][1:]), row["slot"], row["slot"], cents(row["amount"]), ppm(row["percent"]),
        "chosen" if row["if chosen"] else "always", int(row["each kg"] or 0) * 1000, cents(row["free from"]),
        row["tax class"], country=row["country"],
    )  # fmt: skip


RULES = RulesSnapshot(
    1, "EUR", {}, {}, tuple(map(discount_of, DISCOUNTS)), tuple(map(surcharge_of, SURCHARGES))
)


def line_of(text: str) -> LineAmount:
    kind, amount, tax, kilos = text.strip().split(":")
    return LineAmount(kind, cents(amount), *TAXES[tax], int(Decimal(kilos) * 10**9))


def terms_of(row: Row) -> OrderTerms:
    number, _, percent = row["typed"].partition(" ")
    return OrderTerms(
        MONDAY,
        discount_ppm=ppm(number) if percent else None,
        discount_minor=cents(number) if number and not percent else None,
        chosen=frozenset(filter(None, row["chosen"].split(","))),
        waived=frozenset(filter(None, row["waived"].split(","))),
    )


def made(lines: list[LineAmount], row: Row) -> list[str]:
    found = made_lines(lines, terms_of(row), Buyer(1, row["group"], country=row["country"]), RULES)
    return sorted(
        f"{each.origin}:{Decimal(each.amount_minor).scaleb(-2)}:{CLASSES[each.tax_class]}" for each in found
    )


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_what_rules_add(row: Row):
    lines = [line_of(text) for text in row["lines"].split(",")]
    assert made(lines, row) == sorted(filter(None, row["made"].split(", ")))
    assert made(lines[::-1], row) == made(lines, row)


def test_a_discount_comes_before_what_is_added():
    found = made_lines([line_of("goods:40:19:1")], OrderTerms(MONDAY, discount_ppm=10_000), Buyer(1), RULES)
    assert [each.origin for each in found] == ["T", "S61", "S63"]
    assert [each.base_minor for each in found] == [4000, 3960, 3960]


AMOUNTS = st.lists(
    st.builds(
        LineAmount,
        st.sampled_from(["goods", "service", "free", "discount", "charge"]),
        st.integers(-100_000, 10_000_000),
        st.just("standard"),
        st.just(TAXES["19"][1]),
        st.integers(0, 10**6),
    ).flatmap(
        lambda line: st.sampled_from(list(TAXES.values())).map(
            lambda tax: replace(line, tax_class=tax[0], tax=tax[1])
        )
    ),
    max_size=8,
)


@given(AMOUNTS, st.none() | st.integers(0, 1_000_000), st.randoms(use_true_random=False))
def test_parts_come_to_the_whole_in_whatever_order_lines_stand(lines, typed, shuffler):
    terms = OrderTerms(MONDAY, discount_ppm=typed, chosen=frozenset({"express"}))
    buyer = Buyer(1, "dealer", country="CH")
    found = made_lines(lines, terms, buyer, RULES)
    base = sum(line.amount_minor for line in lines if line.kind != "charge")
    off = -sum(each.amount_minor for each in found if each.origin[0] in "TD")
    assert 0 <= off <= max(base, 0)
    turned = list(lines)
    shuffler.shuffle(turned)
    assert sorted(map(repr, made_lines(turned, terms, buyer, RULES))) == sorted(map(repr, found))
