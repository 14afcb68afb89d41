"""Exchange rates: the last one that holds, cross rates, amounts there and back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.exchange import (
    FROM_ECB,
    NANO,
    TYPED,
    Exchange,
    RateFact,
    exchange_on,
    from_home,
    price_from_home,
    to_home,
)

FRIDAY = date(2026, 2, 27)
USD = RateFact(FRIDAY, "USD", 1_054_300_000, FROM_ECB)
GBP = RateFact(FRIDAY, "GBP", 832_000_000, FROM_ECB)
JPY = RateFact(FRIDAY, "JPY", 162_310_000_000, TYPED)


def rate(on, *facts, home="EUR", currency="USD", days=7):
    return exchange_on(facts, home=home, currency=currency, on=on, days_max=days)


def test_the_last_rate_on_or_before_the_day_holds():
    later = RateFact(FRIDAY + timedelta(4), "USD", 1_060_000_000, FROM_ECB)
    assert rate(FRIDAY + timedelta(3), USD, later) == Exchange("USD", 1_054_300_000, FRIDAY, FROM_ECB)
    assert rate(FRIDAY + timedelta(4), USD, later).rate_nano == 1_060_000_000


def test_a_rate_of_the_oldest_day_allowed_holds_and_one_day_older_does_not():
    assert rate(FRIDAY + timedelta(7), USD) is not None
    assert rate(FRIDAY + timedelta(8), USD) is None
    assert rate(FRIDAY - timedelta(1), USD) is None


def test_books_in_pounds_take_the_quotient_of_two_rates_of_one_day():
    assert rate(FRIDAY, USD, GBP, home="GBP").rate_nano == 1_267_187_500
    assert rate(FRIDAY, GBP, home="GBP", currency="EUR").rate_nano == 1_201_923_077


def test_two_rates_of_different_days_make_no_cross_rate():
    earlier = RateFact(FRIDAY - timedelta(1), "GBP", 832_000_000, FROM_ECB)
    assert rate(FRIDAY, USD, earlier, home="GBP") is None


def test_what_comes_from_a_typed_rate_says_so():
    assert rate(FRIDAY, JPY, GBP, home="GBP", currency="JPY").source == TYPED


@pytest.mark.parametrize(
    ("minor", "currency", "rate_nano", "home_minor"),
    [
        (100_000, "USD", 1_054_300_000, 94_850),
        (202, "JPY", 162_310_000_000, 124),
        (1_234, "KWD", 325_000_000, 380),
        (-100_000, "USD", 1_054_300_000, -94_850),
        (5, "EUR", NANO, 5),
    ],
)
def test_an_amount_is_rounded_to_the_firms_currency_once(minor, currency, rate_nano, home_minor):
    assert to_home(minor, rate_nano=rate_nano, currency=currency, home="EUR") == home_minor


@pytest.mark.parametrize(
    ("minor", "currency", "rate_nano", "found"),
    [
        (990, "USD", 1_054_300_000, 1_044),
        (990, "JPY", 162_310_000_000, 1_607),
        (990, "KWD", 325_000_000, 3_218),
    ],
)
def test_an_amount_of_the_firm_has_the_decimals_of_the_documents_currency(minor, currency, rate_nano, found):
    assert from_home(minor, rate_nano=rate_nano, currency=currency, home="EUR") == found


def test_a_price_keeps_six_decimals():
    assert price_from_home(348_350_000, 1_054_300_000) == 367_265_405
    assert price_from_home(12_345, 1_054_300_000) == 13_015


@given(st.integers(-(10**12), 10**12), st.integers(10**6, 10**13))
def test_a_credit_mirrors_its_invoice_in_the_books(minor, rate_nano):
    there = to_home(minor, rate_nano=rate_nano, currency="USD", home="EUR")
    assert to_home(-minor, rate_nano=rate_nano, currency="USD", home="EUR") == -there


@given(st.integers(0, 10**9), st.integers(NANO, 10**12))
def test_there_and_back_is_the_same_where_the_other_money_is_finer(minor, rate_nano):
    there = from_home(minor, rate_nano=rate_nano, currency="USD", home="EUR")
    assert abs(to_home(there, rate_nano=rate_nano, currency="USD", home="EUR") - minor) <= 1
