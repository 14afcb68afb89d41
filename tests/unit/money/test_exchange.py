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
    home_minor,
    read_exchange_text,
)

FRIDAY = date(2026, 2, 27)
USD = RateFact(FRIDAY, "USD", 1_054_300_000, FROM_ECB)
GBP = RateFact(FRIDAY, "GBP", 832_000_000, FROM_ECB)
JPY = RateFact(FRIDAY, "JPY", 162_310_000_000, TYPED)


def exchange(currency, rate_nano):
    return Exchange(currency, rate_nano, "EUR", FRIDAY, FROM_ECB)


def rate(on, *facts, home="EUR", currency="USD", days=7):
    return exchange_on(facts, home=home, currency=currency, on=on, days_max=days)


def test_the_last_rate_on_or_before_the_day_holds():
    later = RateFact(FRIDAY + timedelta(4), "USD", 1_060_000_000, FROM_ECB)
    assert rate(FRIDAY + timedelta(3), USD, later) == Exchange("USD", 1_054_300_000, "EUR", FRIDAY, FROM_ECB)
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
    ("minor", "currency", "rate_nano", "found"),
    [
        (100_000, "USD", 1_054_300_000, 94_850),
        (202, "JPY", 162_310_000_000, 124),
        (1_234, "KWD", 325_000_000, 380),
        (-100_000, "USD", 1_054_300_000, -94_850),
    ],
)
def test_an_amount_is_rounded_to_the_firms_currency_once(minor, currency, rate_nano, found):
    assert exchange(currency, rate_nano).to_home(minor) == found
    assert home_minor(minor, exchange(currency, rate_nano).text) == found


@pytest.mark.parametrize(
    ("minor", "currency", "rate_nano", "found"),
    [
        (990, "USD", 1_054_300_000, 1_044),
        (990, "JPY", 162_310_000_000, 1_607),
        (990, "KWD", 325_000_000, 3_218),
    ],
)
def test_an_amount_of_the_firm_has_the_decimals_of_the_documents_currency(minor, currency, rate_nano, found):
    assert exchange(currency, rate_nano).from_home(minor) == found


def test_a_price_keeps_six_decimals():
    assert exchange("USD", 1_054_300_000).price_from_home(348_350_000) == 367_265_405
    assert exchange("USD", 1_054_300_000).price_from_home(12_345) == 13_015


@pytest.mark.parametrize("rate_nano", [1, 1_054_300_000, 162_310_000_000, 10**18])
def test_what_a_document_stores_is_read_as_it_was(rate_nano):
    stored = exchange("USD", rate_nano)
    assert read_exchange_text(stored.text) == stored
    assert read_exchange_text("") is None
    assert home_minor(5, "") == 5


@given(st.integers(-(10**12), 10**12), st.integers(10**6, 10**13))
def test_a_credit_mirrors_its_invoice_in_the_books(minor, rate_nano):
    usd = exchange("USD", rate_nano)
    assert usd.to_home(-minor) == -usd.to_home(minor)


@given(st.integers(0, 10**9), st.integers(NANO, 10**12))
def test_there_and_back_is_the_same_where_the_other_money_is_finer(minor, rate_nano):
    usd = exchange("USD", rate_nano)
    assert abs(usd.to_home(usd.from_home(minor)) - minor) <= 1
