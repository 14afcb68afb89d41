"""docs/pricing.md says what a price with tax is in a document without: each row is run, by the engine and the book."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.pricing import (
    AskedLine,
    AskedOrder,
    Buyer,
    ListFacts,
    OrderTerms,
    PriceRow,
    RulesSnapshot,
    price,
)
from app.domain.pricing.derived_rows import with_tax
from app.domain.pricing.limits import floor_micro, margin_of
from app.domain.pricing.taxed import in_mode, mode_for
from app.domain.quantity import Unit
from app.domain.tax import PriceMode, TaxKey
from tests.unit.pricing.by_the_book import prices_by_the_book
from tests.unit.pricing.rules import MONDAY, Row, micro, tables

MODES = {"with": PriceMode.GROSS, "without": PriceMode.NET}
(ROWS,) = [each for each in tables() if "document" in each[0]]


def rules_of(row: Row, **values: object) -> RulesSnapshot:
    facts = ListFacts(1, "L", "List", "general", country=row["country"], includes_tax=row["list"] == "with")
    priced = PriceRow(1, 1, 0, micro(row["price"]), int(row["per"]))
    return RulesSnapshot(1, "EUR", {1: replace(facts, **values)}, {7: (priced,)})  # type: ignore[arg-type]


def order_of(row: Row) -> AskedOrder:
    own, *private = (int(row[name]) * 10_000 for name in ("own", "home", "there"))
    line = AskedLine(
        "k",
        7,
        "",
        micro(row["quantity"]),
        Unit("pc"),
        MONDAY,
        tax=TaxKey("S", own),
        private_ppm=(private[0], private[1]),
    )
    buyer = Buyer(1, country=row["country"])
    return AskedOrder(buyer, (line,), OrderTerms(MONDAY), price_mode=MODES[row["document"]])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_a_price_in_a_document_of_the_other_kind(row: Row):
    order, rules = order_of(row), rules_of(row)
    (result,) = price(order, rules).lines
    assert (result.net_micro, result.per) == (micro(row["net"]), int(row["for"]))
    assert result.amount_minor == int(row["amount"].replace(".", ""))
    (book,) = prices_by_the_book(order, rules).values()
    assert (book.net_price, book.amount) == (Fraction(row["net"]), Fraction(row["amount"]))


def case(name: str) -> Row:
    return next(row for row in ROWS if row["case"] == name)


def test_the_trace_says_which_tax_was_taken_out_or_added():
    for name, code, rate in (
        ("to a firm", "tax_taken", 190_000),
        ("the line's own tax", "tax_added", 200_000),
    ):
        (result,) = price(order_of(case(name)), rules_of(case(name)), explained=["k"]).lines
        base, taken, net = result.steps
        assert (base.code, taken.code, taken.rate_ppm, net.code) == ("base", code, rate, "net")
        assert (base.after_micro, taken.before_micro) == (micro(case(name)["price"]),) * 2
        assert taken.after_micro == micro(case(name)["net"])


def test_a_floor_is_taken_over_as_a_price_is():
    row = case("tax is added")
    order = order_of(row)
    rules = in_mode(rules_of(row, purpose="floor"), PriceMode.GROSS)
    floor = floor_micro(order.lines[0], rules, shared(order), 1)
    assert floor == micro("119")


def shared(order: AskedOrder):
    from app.domain.pricing import SharedFacts

    return SharedFacts(order.buyer)


def test_a_margin_is_what_is_left_without_the_tax():
    (result,) = price(
        order_of(case("the price that was shown")), rules_of(case("the price that was shown"))
    ).lines
    net, gross = margin_of(result, micro("10"), 190_000), margin_of(result, micro("10"))
    assert net == 404_702  # 16.798319 less 10
    assert gross is not None
    assert gross > net


@pytest.mark.parametrize(
    ("values", "buyer", "is_business", "mode"),
    [
        ({}, Buyer(1), False, "gross"),
        ({}, Buyer(1), True, "net"),
        ({"includes_tax": False}, Buyer(1), False, "net"),
        ({"channel": "web"}, Buyer(1, channel="web"), True, "gross"),
        ({"channel": "web"}, Buyer(1, channel="phone"), False, "net"),
        ({"purpose": "floor"}, Buyer(1), False, "net"),
        ({"kind": "group", "price_group": "shop"}, Buyer(1, "shop"), False, "gross"),
        ({"kind": "group", "price_group": "shop"}, Buyer(1, "dealer"), False, "net"),
        ({"valid_to": MONDAY}, Buyer(1), False, "gross"),
        ({"valid_to": MONDAY.replace(day=1)}, Buyer(1), False, "net"),
    ],
)
def test_private_customers_and_channels_of_their_own_have_prices_with_tax(values, buyer, is_business, mode):
    rules = rules_of(case("to a firm"), **values)
    assert mode_for(rules, buyer, MONDAY, is_business=is_business) == mode


def test_rules_without_such_lists_are_the_rules():
    rules = rules_of(case("as it is"))
    assert in_mode(rules, PriceMode.NET) is rules
    assert in_mode(rules, PriceMode.GROSS) is in_mode(rules, PriceMode.GROSS)
    assert in_mode(in_mode(rules, PriceMode.GROSS), PriceMode.NET).mode is PriceMode.NET


@given(st.integers(0, 10**12), st.integers(0, MICRO))
def test_a_tax_that_is_added_comes_out_again(price_micro: int, rate_ppm: int):
    assert abs(with_tax(with_tax(price_micro, rate_ppm), -rate_ppm) - price_micro) <= 1
