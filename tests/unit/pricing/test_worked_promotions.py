"""docs/pricing.md says what promotions give: each row is run, by the engine and by the slow function."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.domain.money import MICRO
from app.domain.pricing import (
    AskedOrder,
    Buyer,
    DiscountRule,
    Gift,
    LineAmount,
    OrderTerms,
    Promotion,
    Purchases,
    RulesSnapshot,
    SurchargeRule,
    Used,
    coupon_key,
    whole_order,
)
from app.domain.tax import TaxKey
from tests.unit.pricing.promotions_by_the_book import gifts_of
from tests.unit.pricing.rules import MONDAY, Row, micro, ppm, tables
from tests.unit.pricing.whole_by_the_book import BookLine, gains_of, made_of

PAGE = tables()
PLACE = next(number for number, table in enumerate(PAGE) if "promotion" in table[0])
PROMOTIONS, CASES = PAGE[PLACE : PLACE + 2]
ARTICLES = {
    1: ("seating", "19"),
    2: ("seating", "19"),
    3: ("paper", "7"),
    4: ("cable", "19"),
    5: ("light", "19"),
}
TAXES = {
    "19": ("standard", TaxKey("S", 190_000, "S")),
    "7": ("reduced", TaxKey("S", 70_000, "R")),
}
SHOWN = {name: text for text, (name, _tax) in TAXES.items()}


def cents(text: str) -> int:
    return int(Decimal(text or "0") * 100)


def promotion_of(row: Row) -> Promotion:
    effect, number = row["effect"], int(row["promotion"][1:])
    made = Promotion(
        1000 + number, number, row["promotion"], effect, coupon=row["with coupon"], exclusive=row["exclusive"] == "yes",
        order_least_minor=cents(row["order from"]),
    )  # fmt: skip
    return replace(made, **_value(row), **_get(row["get"]), **_for(row), **_from(row), **_more(row["more"]))


def _value(row: Row) -> dict[str, Any]:
    is_percent = row["effect"] in {"percent", "cheapest", "named"}
    return {"rate_ppm": ppm(row["value"])} if is_percent else {"amount_minor": cents(row["value"])}


def _get(text: str) -> dict[str, Any]:
    """`2 + 1`, `10 + 1 of 5`, `once 2 of 5`."""
    match = re.fullmatch(r"(?:(\d+) \+ |once )(\d+)(?: of (\d))?", text)
    if match is None:
        return {"slot": "freight"}
    buy, get, article = match.groups()
    family, tax = ARTICLES[int(article or 5)]
    gift = Gift(int(article), family=family, tax_class=TAXES[tax][0]) if article else None
    return {"buy_micro": int(buy or 0) * MICRO, "get_micro": int(get) * MICRO, "gift": gift}


def _for(row: Row) -> dict[str, Any]:
    names = [name for name in row["for"].split(", ") if name]
    if row["effect"] == "bundle":
        sets = [name.split(" x ") for name in names]
        return {"products": tuple((int(article), micro(count)) for count, article in map(reversed, sets))}
    articles = tuple((int(name), 0) for name in names if name.isdigit())
    return {"products": articles, "families": frozenset(name for name in names if not name.isdigit())}


def _from(row: Row) -> dict[str, Any]:
    number, _, words = row["from"].partition(" ")
    if not number:
        return {}
    is_quantity = words.startswith("pc")
    counts = "line" if words.endswith("each") else "lines"
    return {
        "counts": counts,
        "least_micro" if is_quantity else "least_minor": micro(number) if is_quantity else cents(number),
    }


def _more(text: str) -> dict[str, Any]:
    first, _, last = text.rpartition(" ")
    known: dict[str, dict[str, Any]] = {
        "": {},
        "until": {"valid_to": date.fromisoformat(last) if first == "until" else None},
        "group": {"groups": frozenset({last})},
        "channel": {"channels": frozenset({last})},
        "tax class": {"tax_class": last},
        "at most 3": {"max_uses": 3},
        "at most 2": {"max_times": 2},
        "budget": {"budget_minor": cents(last) if first == "budget" else 0},
    }
    return known[first]


RULES = RulesSnapshot(
    1, "EUR", {}, {}, (DiscountRule(51, "Bulk", 20_000, price_group="bulk", scope="order", least_minor=100_000),),
    (SurchargeRule(61, "freight", "Freight", 990, country="AT"),), promotions=tuple(map(promotion_of, PROMOTIONS)),
)  # fmt: skip


def line_of(text: str) -> LineAmount:
    article, count, amount, *typed = text.strip().split(":")
    family, tax = ARTICLES[int(article)]
    unit = "m" if article == "4" else "pc"
    return LineAmount(
        "goods", cents(amount), *TAXES[tax], 0, (), int(article), family, micro(count), unit, bool(typed)
    )


def order_of(row: Row) -> AskedOrder:
    used = {}
    if match := re.fullmatch(r"P(\d+) (?:(\d) times|for ([\d.]+))", row["used"]):
        used[int(match[1])] = Used(int(match[2] or 1), spent_minor=cents(match[3] or ""))
    coupons = frozenset(coupon_key(code) for code in row["coupons"].split(",") if code)
    buyer = Buyer(1, row["group"], channel=row["channel"], country=row["country"])
    return AskedOrder(buyer, (), OrderTerms(MONDAY, coupons=coupons), Purchases(used=used))


def told(origin: str, amount: int, tax_class: str) -> str:
    return f"{origin}:{Decimal(amount).scaleb(-2)}:{SHOWN[tax_class]}"


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_what_promotions_give(row: Row):
    lines, order = [line_of(text) for text in row["lines"].split(",")], order_of(row)
    for asked in (lines, lines[::-1]):
        made = whole_order(asked, order.terms, order.buyer, RULES, order.purchases.used).made
        found = [
            told(each.origin, each.amount_minor, each.tax_class)
            if each.product_id is None
            else f"{each.origin}:{each.base_micro // MICRO}x{each.product_id}:{SHOWN[each.tax_class]}"
            for each in made
        ]
        assert sorted(found) == sorted(filter(None, row["made"].split(", ")))


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_the_book_has_the_pages_promotions(row: Row):
    keyed = [
        BookLine(
            each.kind, Fraction(each.amount_minor, 100), each.tax_class, each.tax, Fraction(0), (), each.product_id,
            each.family, Fraction(each.base_micro, MICRO), each.base_unit, each.is_typed,
        )
        for each in (line_of(text) for text in row["lines"].split(","))
    ]  # fmt: skip
    order = order_of(row)
    money = [
        told(origin, int(amount * 100), name)
        for (origin, name), amount in made_of(keyed, order, RULES).items()
    ]
    gifts = [
        f"{origin}:{count}x{article}:{SHOWN[name]}"
        for (origin, name), (article, count) in gifts_of(gains_of(keyed, order, RULES)[1]).items()
    ]
    assert sorted([*money, *gifts]) == sorted(filter(None, row["made"].split(", ")))
