"""A price for 100 or 1,000 whose price of one has no six decimals stays what it is (A11)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.orders.draft import Line
from app.domain.orders.keying import Keyed, key_price, key_quantity, price_of_text, read_pasted
from app.domain.pricing import ListFacts, PriceRow
from app.domain.quantity import Unit
from tests.unit.pricing.rules import ask, micro, snapshot

GENERAL = ListFacts(1, "g", "General", "general")
LINE = Line(key="k1", position=1, product_id=1, sku="SC-1", quantity_micro=micro("100000"))


def new_values(keyed: Keyed) -> Mapping[str, Any]:
    assert keyed.edit is not None
    assert keyed.edit.new is not None
    return keyed.edit.new


def refused(keyed: Keyed) -> tuple[str, str]:
    assert keyed.issue is not None
    return keyed.issue.code, keyed.issue.where


def priced(price, per, quantity, *, explain=False, more=(), **values):
    rows = [(1, PriceRow(1, 1, 0, micro(price), per)), *((1, row) for row in more)]
    asked, rules = ask(1, quantity, **values), snapshot([GENERAL], rows)
    return asked.explained(rules) if explain else asked.priced(rules)


@pytest.mark.parametrize(
    ("price", "per", "quantity", "shown", "shown_per", "amount"),
    [
        ("3.3333", 1000, "100000 pc", "3.3333", 1000, 333_33),
        ("3.3333", 1000, "1 pc", "3.3333", 1000, 0),
        ("3.3333", 1000, "150 pc", "3.3333", 1000, 50),
        ("4.90", 100, "250 pc", "0.049", 1, 12_25),  # exact for one: nobody needs to know of the hundred
        ("10", 3, "9 pc", "10", 3, 30_00),
        ("0.333333", 100, "1000000 pc", "0.333333", 100, 3333_33),
        ("3.3333", 1000, "10 dz", "39.9996", 1000, 40),
    ],
)
def test_the_amount_is_that_of_the_price_in_the_list(price, per, quantity, shown, shown_per, amount):
    result = priced(price, per, quantity)
    assert (result.net_micro, result.per, result.amount_minor) == (micro(shown), shown_per, amount)


@pytest.mark.parametrize(
    ("price", "own", "quantity", "shown", "amount"),
    [
        ("4.50", 25_000, "100000 pc", "4.3875", 438_75),
        ("7.90", 12_500, "250000 pc", "7.80125", 1950_31),
        ("0.12", 12_500, "1000000 pc", "0.1185", 118_50),
    ],
)
def test_a_price_that_a_discount_cuts_stays_the_price_of_the_thousand(price, own, quantity, shown, amount):
    found = priced(price, 1000, quantity, discount_ppm=own)
    typed = priced(price, 1000, quantity, manual_discount_ppm=own)
    for result in (found, typed):
        assert (result.net_micro, result.per, result.amount_minor) == (micro(shown), 1000, amount)
    without = priced(price, 1000, quantity, discount_ppm=own, manual_discount_ppm=0)
    assert without.per == 1


def test_a_discount_is_taken_off_the_price_of_the_thousand():
    result = priced("3.3333", 1000, "100000 pc", discount_ppm=100_000, explain=True)
    assert (result.net_micro, result.per, result.amount_minor) == (micro("2.99997"), 1000, 300_00)
    assert [(step.code, step.after_micro) for step in result.steps] == [
        ("base", micro("3.3333")), ("discount", micro("2.99997")), ("net", micro("2.99997")),
    ]  # fmt: skip


def test_a_break_is_told_for_as_many_units_as_its_price_has_decimals_for():
    break_ = PriceRow(2, 1, micro("5000"), micro("2.9999"), 1000)
    below = priced("0.004", 1, "1000 pc", explain=True, more=[break_])
    (miss,) = below.near_misses
    assert (below.per, miss.per, miss.price_micro, miss.saves_minor) == (1, 1000, micro("2.9999"), 1_00)
    reached = priced("0.004", 1, "5000 pc", explain=True, more=[break_])
    assert (reached.per, reached.first_micro, reached.net_micro) == (1000, micro("4"), micro("2.9999"))
    assert reached.amount_minor == 15_00


def test_the_price_that_is_paid_says_for_how_many_it_is_not_the_list_price():
    break_ = PriceRow(2, 1, micro("100"), micro("0.003"))
    result = priced("3.3333", 1000, "100 pc", more=[break_])
    assert (result.per, result.net_micro, result.first_micro) == (1, micro("0.003"), micro("0.003333"))


@given(
    st.integers(0, 10**10),
    st.sampled_from([1, 10, 100, 1000, 10_000]),
    st.integers(1, 10**6),
    st.sampled_from([1, 6, 12, 96]),
)
def test_whatever_the_list_says_multiplies_to_the_amount(price_micro, per, quantity, factor):
    request = ask(1, "1 pc", quantity_micro=quantity * MICRO, unit=Unit("pk", factor))
    result = request.priced(snapshot([GENERAL], [(1, PriceRow(1, 1, 0, price_micro, per))]))
    exact = Decimal(price_micro) * factor * quantity / per / MICRO
    assert result.amount_minor == int((exact * 100).quantize(Decimal(1), ROUND_HALF_UP))
    again = Decimal(result.net_micro) * quantity / result.per / MICRO
    assert result.amount_minor == int((again * 100).quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("text", "mark", "price", "per"),
    [
        ("3.3333/1000", ".", "3.3333", 1000),
        ("3.3333 / 1,000", ".", "3.3333", 1000),
        ("3,3333\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}1.000", ",", "3.3333", 1000),
        ("€ 12.50 / 100", ".", "12.50", 100),
        ("12.50", ".", "12.50", 1),
    ],
)
def test_a_price_is_keyed_for_many(text, mark, price, per):
    assert price_of_text(text, mark) == (Decimal(price), per)
    typed = new_values(key_price(LINE, 10, text, mark))
    assert (typed["list_price_micro"], typed["price_per"]) == (micro(price), per)


@pytest.mark.parametrize(
    "text", ["3.3333/", "/1000", "3/0", "3/-5", "3/1.5", "3/1e3", "3/2000000", "1/2/3", "3/x", "3.5/1.000"]
)
def test_what_is_no_price_for_many_is_refused(text):
    assert refused(key_price(LINE, 10, text, ".")) == ("line.price_not_a_number", "lines/k1/price")


def test_a_price_of_a_thousand_may_be_a_thousand_times_as_large():
    huge = Line(key="k1", position=1, quantity_micro=10**9 * MICRO)
    assert key_price(huge, 10, "999999/1000", ".").edit is not None
    assert refused(key_price(huge, 10, "999999", "."))[0] == "line.amount_too_large"
    typed = Line(key="k1", position=1, price_micro=micro("900000"), price_per=1000)
    assert key_quantity(typed, 10, "1000000000", None, ".").edit is not None


def test_an_emptied_free_price_is_for_one_again():
    free = Line(key="k1", position=1, kind="free", list_price_micro=micro("3.3333"), price_per=1000)
    assert new_values(key_price(free, 10, "", "."))["price_per"] == 1


def test_a_pasted_price_of_a_thousand_is_the_price():
    (row,) = read_pasted([["SC-1", "5,000", "3.3333 / 1,000"]], ".")
    assert (row.code, row.quantity_text, row.price_text) == ("SC-1", "5,000", "3.3333 / 1,000")
    (row,) = read_pasted([["SC-1", "1/2", "5"]], ".")
    assert (row.quantity_text, row.price_text) == ("5", "")


@pytest.mark.parametrize(
    ("cells", "price"),
    [
        (["CHR-1", "10", "23/11", "349.00"], "349.00"),
        (["PIPE", "10", "1/2", "7.77"], "7.77"),
        (["CHR-1", "10", "23/11"], ""),
        (["CHR-1", "10", "3/10"], ""),
        (["CHR-1", "10", "3/110"], ""),
        (["CHR-1", "10", "3.3333/1000", "333.33"], "333.33"),
        (["CHR-1", "10", "Screw", "4.90/100"], "4.90/100"),
    ],
)
def test_a_pasted_day_or_size_is_no_price(cells, price):
    (row,) = read_pasted([cells], ".")
    assert (row.quantity_text, row.price_text) == ("10", price)
