"""Money, prices and discounts without a float (A4, A8-A11)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import (
    MICRO,
    Money,
    Rate,
    decimal_of_micro,
    discounted_price,
    line_amount,
    margin_ppm,
    markup_ppm,
    micro_of,
    minor_of,
    minor_per_major,
)

PRICES = st.integers(0, 10**12)
QUANTITIES = st.integers(-(10**12), 10**12)


def micro(text: str) -> int:
    return micro_of(Decimal(text))


def amount(quantity: str, price: str, *, per: int = 1, currency: str = "EUR") -> int:
    return line_amount(quantity_micro=micro(quantity), price_micro=micro(price), per=per, currency=currency)


@pytest.mark.parametrize(
    ("keyed", "currency", "minor"),
    [
        ("2.675", "EUR", 268),  # as a float it is 2.67499999...
        ("1.005", "EUR", 101),
        ("-2.675", "EUR", -268),
        ("0.004999999999", "EUR", 0),  # rounded once, not to 0.005 first
        ("2.6749999996", "EUR", 267),
        ("100.5", "JPY", 101),
        ("1.0005", "KWD", 1001),
        ("12345678901234.565", "EUR", 1234567890123457),
    ],
)
def test_an_amount_rounds_half_away_from_zero_once(keyed, currency, minor):
    assert minor_of(Decimal(keyed), currency) == minor


@given(st.decimals(-(10**9), 10**9, places=9), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_minor_units_are_decimals_own_half_up(value, currency):
    places = {"EUR": 2, "JPY": 0, "KWD": 3}[currency]
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Money(minor_of(value, currency), currency).decimal == expected


@given(st.integers(-(10**18), 10**18))
def test_millionths_and_decimals_are_the_same_number(value):
    assert micro_of(decimal_of_micro(value)) == value


@pytest.mark.parametrize(
    ("text", "shown"),
    [("12.500000", "12.5"), ("100", "100"), ("0", "0"), ("334.416", "334.416"), ("1e3", "1000")],
)
def test_a_shown_price_has_the_decimals_it_needs_and_no_more(text, shown):
    assert str(decimal_of_micro(micro(text))) == shown


def test_yen_lines_round_to_whole_yen_and_the_header_is_their_sum():
    lines = [amount("1", "100.5", currency="JPY") for _ in range(2)]
    assert lines == [101, 101]
    assert sum(lines) == 202


@pytest.mark.parametrize(
    ("quantity", "price", "per", "minor"),
    [
        ("3", "0.3333", 1, 100),
        ("1000", "0.123456", 1, 12346),
        ("250", "12.40", 100, 3100),
        ("1500", "9.99", 1000, 1499),
        ("16", "334.416", 1, 535066),  # 348.35 less 4 % (A1)
        ("2", "-2.097", 1, -419),
        ("2", "6.99", 1, 1398),
        ("1.5", "7.77", 1, 1166),
        ("0", "99.99", 1, 0),
    ],
)
def test_only_the_line_amount_is_rounded(quantity, price, per, minor):
    assert amount(quantity, price, per=per) == minor


@given(QUANTITIES, PRICES, st.sampled_from([1, 100, 1000]), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_a_line_amount_is_exact_arithmetic_rounded_once(quantity, price, per, currency):
    got = line_amount(quantity_micro=quantity, price_micro=price, per=per, currency=currency)
    exact = Decimal(quantity) * Decimal(price) * minor_per_major(currency) / (Decimal(MICRO) ** 2 * per)
    assert abs(Decimal(got) - exact) <= Decimal("0.5")
    mirrored = line_amount(quantity_micro=-quantity, price_micro=price, per=per, currency=currency)
    assert mirrored == -got


@given(PRICES, st.integers(0, MICRO))
def test_a_discount_never_raises_a_price_nor_turns_it_negative(price, ppm):
    assert 0 <= discounted_price(price, ppm) <= price
    assert discounted_price(-price, ppm) == -discounted_price(price, ppm)


def test_margin_is_on_the_price_and_markup_on_the_cost():
    assert margin_ppm(price_micro=micro("100"), cost_micro=micro("60")) == 400_000
    assert markup_ppm(price_micro=micro("100"), cost_micro=micro("60")) == 666_667


def test_zero_price_and_zero_cost_do_not_divide_by_zero():
    assert margin_ppm(price_micro=0, cost_micro=micro("60")) is None
    assert markup_ppm(price_micro=micro("100"), cost_micro=0) is None
    assert margin_ppm(price_micro=micro("100"), cost_micro=0) == MICRO
    assert markup_ppm(price_micro=0, cost_micro=micro("60")) == -MICRO


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_margin_and_markup_tell_the_same_profit(price, cost):
    margin = margin_ppm(price_micro=price, cost_micro=cost)
    markup = markup_ppm(price_micro=price, cost_micro=cost)
    assert margin is not None
    assert markup is not None
    assert abs(margin * price - (price - cost) * MICRO) <= price
    assert abs(markup * cost - (price - cost) * MICRO) <= cost


def test_amounts_of_two_currencies_never_add():
    with pytest.raises(AssertionError):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(AssertionError):
        Money(1, "EUR") - Money(1, "USD")


def test_money_adds_subtracts_and_turns_round():
    assert Money(150, "EUR") + Money(50, "EUR") - Money(25, "EUR") == Money(175, "EUR")
    assert -Money(150, "EUR") == Money(-150, "EUR")
    assert Money(-5, "KWD").decimal == Decimal("-0.005")


@pytest.mark.parametrize(
    ("ppm", "percent"), [(190_000, "19"), (55_000, "5.5"), (0, "0"), (333_333, "33.3333")]
)
def test_a_rate_is_shown_in_percent(ppm, percent):
    assert str(Rate(ppm).percent) == percent
