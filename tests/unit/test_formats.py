"""Numbers and dates as people here write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.dates import format_date as babel_date
from babel.numbers import format_decimal as babel_decimal
from babel.numbers import list_currencies
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import minor_digits
from app.i18n import (
    LANGUAGES,
    currency_places,
    format_amount,
    format_date,
    format_day,
    format_decimal,
    format_micro,
    format_moment,
    format_money,
    format_quantity,
    format_rate,
    format_short_date,
    speaking,
)


@pytest.mark.parametrize(
    ("minor", "currency", "english", "german"),
    [
        (123450, "EUR", "1,234.50 EUR", "1.234,50 EUR"),
        (-1, "EUR", "-0.01 EUR", "-0,01 EUR"),
        (0, "GBP", "0.00 GBP", "0,00 GBP"),
        (1500, "JPY", "1,500 JPY", "1.500 JPY"),
        (1234567, "KWD", "1,234.567 KWD", "1.234,567 KWD"),
        (9_223_372_036_854_775_807, "EUR", "92,233,720,368,547,758.07 EUR", "92.233.720.368.547.758,07 EUR"),
    ],
)
def test_money_is_written_with_all_its_places(minor, currency, english, german):
    assert format_money(minor, currency).replace("\N{NO-BREAK SPACE}", " ") == english
    with speaking("de"):
        assert format_money(minor, currency).replace("\N{NO-BREAK SPACE}", " ") == german


LOCALES = {"en": "en_GB", "de": "de_DE"}


def by_babel(value: Decimal, language: str, *, places_min: int = 0, places_max: int = 6) -> str:
    pattern = "#,##0." + "0" * places_min + "#" * (places_max - places_min)
    return str(babel_decimal(value, pattern, locale=LOCALES[language]))


@given(st.integers(-(10**18), 10**18), st.integers(0, 6))
def test_millionths_are_written_as_the_number_that_they_are(micro, places_min):
    for language in LANGUAGES:
        with speaking(language):
            assert format_micro(micro, places_min=places_min) == format_decimal(
                Decimal(micro).scaleb(-6), places_min=places_min
            )


@given(st.decimals(places=6, min_value=-(10**12), max_value=10**12), st.integers(0, 6))
def test_a_number_is_written_as_babel_writes_it(value, places_min):
    for language in LANGUAGES:
        with speaking(language):
            assert format_decimal(value, places_min=places_min) == by_babel(
                value, language, places_min=places_min
            )


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_written_as_babel_writes_it(day):
    patterns = {"en": "dd/MM/yyyy", "de": "dd.MM.yyyy"}
    for language in LANGUAGES:
        with speaking(language):
            assert format_date(day) == babel_date(day, patterns[language], locale=LOCALES[language])


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_an_amount_is_written_as_babel_writes_it(minor, currency):
    places = currency_places(currency)
    value = Decimal(minor).scaleb(-places)
    for language in LANGUAGES:
        with speaking(language):
            assert format_amount(minor, currency) == by_babel(
                value, language, places_min=places, places_max=places
            )


def test_the_places_shown_are_the_places_booked():
    assert {code: currency_places(code) for code in list_currencies()} == {
        code: minor_digits(code) for code in list_currencies()
    }


def test_an_amount_in_a_column_has_no_currency():
    assert format_amount(123450, "EUR") == "1,234.50"


def test_a_number_has_at_least_and_at_most_the_places_asked_for():
    assert format_decimal(Decimal("1234.5")) == "1,234.5"
    assert format_decimal(Decimal("1234.5"), places_min=2) == "1,234.50"
    assert format_decimal(Decimal("1234.5"), grouped=False) == "1234.5"
    assert format_decimal(Decimal("1E+3")) == "1,000"
    assert format_decimal(Decimal("-0.00")) == "0"


def test_a_number_is_never_rounded_while_it_is_written():
    with pytest.raises(AssertionError):
        format_decimal(Decimal("0.125"), places_max=2)


def test_a_quantity_has_only_the_places_it_needs():
    with speaking("de"):
        assert format_quantity(Decimal("1.500000"), "m") == "1,5\N{NO-BREAK SPACE}m"
        assert format_quantity(Decimal(12)) == "12"
        assert format_rate(75_000) == "7,5\N{NO-BREAK SPACE}%"


def test_a_day_is_written_in_the_readers_order():
    assert format_date(date(2026, 1, 31)) == "31/01/2026"
    assert format_short_date(date(2026, 1, 31)) == "31/01/26"
    with speaking("de"):
        assert format_date(date(2026, 1, 31)) == "31.01.2026"
        assert format_short_date(date(2026, 1, 31)) == "31.01.26"
        assert format_moment(datetime(2026, 1, 31, 9, 5, tzinfo=UTC)) == "31.01.2026\N{NO-BREAK SPACE}09:05"


def test_a_day_near_today_is_said_with_its_weekday():
    day = date(2026, 11, 23)
    assert format_day(day) == "Mon 23 Nov"
    with speaking("de"):
        assert format_day(day) == "Mo 23. Nov"
