"""Numbers as people key them (F94)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.number_input import parse_decimal
from app.i18n import format_amount, format_decimal, format_money, format_rate, speaking

MARKS = {"en": ".", "de": ","}


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1.234,56", ",", "1234.56"),
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ".", "1234.56"),  # both marks: the last one is the decimal mark, whoever reads
        ("1,234.56", ",", "1234.56"),
        ("12,5", ",", "12.5"),
        ("12.5", ",", "12.5"),  # the number pad's other mark
        ("12,5", ".", "12.5"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1,234", ",", "1.234"),
        ("1,234", ".", "1234"),
        ("0.125", ",", "0.125"),
        ("1.234.567", ",", "1234567"),
        ("1,234,567", ".", "1234567"),
        ("1234.5678", ",", "1234.5678"),
        (",5", ",", "0.5"),
        ("5,", ",", "5"),
        ("-3,20", ",", "-3.20"),
        ("3,20-", ",", "-3.20"),
        ("+7", ".", "7"),
        ("1 234 567,89", ",", "1234567.89"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("1\u202f234,5", ",", "1234.5"),
        ("1'234.50", ".", "1234.50"),
        ("1.234,56 €", ",", "1234.56"),
        ("€ 5", ".", "5"),
        ("12.50 EUR", ".", "12.50"),
        ("7,5 %", ",", "7.5"),
        ("  42  ", ".", "42"),
    ],
)
def test_a_keyed_number_is_understood(text, mark, value):
    assert parse_decimal(text, mark) == Decimal(value)


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize(
    "text",
    [
        "", " ", "abc", "NaN", "inf", "-Infinity", "1e12", "1E5", "--5", "+-5", "5--", "1.2.3", "1,2,3", "1..2",
        "12 5", "1 2", "1€2", "1 EUR 2", "€", "%", "-", ".", ",", "٣", "½", "0x10", "1_000", "12,34,567.8",
        "9" * 25, "1" * 100_000, "1,234.567,8", "\n",
    ],
)  # fmt: skip
def test_what_is_no_number_is_said_not_guessed(text, mark):
    assert parse_decimal(text, mark) is None


DECIMALS = st.integers(-(10**15), 10**15).flatmap(
    lambda whole: st.integers(0, 6).map(lambda places: Decimal(whole).scaleb(-places))
)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("grouped", [True, False])
@given(DECIMALS)
def test_what_is_shown_can_be_keyed_again(language, grouped, value):
    with speaking(language):
        shown = format_decimal(value, grouped=grouped)
    assert parse_decimal(shown, MARKS[language]) == value


@pytest.mark.parametrize("language", ["en", "de"])
@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "CHF"]))
def test_an_amount_on_the_screen_can_be_keyed_again(language, minor, currency):
    places = 0 if currency == "JPY" else 2
    with speaking(language):
        shown = format_amount(minor, currency)
        with_currency = format_money(minor, currency)
    assert parse_decimal(shown, MARKS[language]) == Decimal(minor).scaleb(-places)
    assert parse_decimal(with_currency, MARKS[language]) == Decimal(minor).scaleb(-places)


@pytest.mark.parametrize("language", ["en", "de"])
@given(st.integers(0, 1_000_000))
def test_a_percentage_on_the_screen_can_be_keyed_again(language, ppm):
    with speaking(language):
        shown = format_rate(ppm)
    assert parse_decimal(shown, MARKS[language]) == Decimal(ppm).scaleb(-4)


@given(st.text(max_size=80), st.sampled_from([".", ","]))
def test_no_text_at_all_raises(text, mark):
    value = parse_decimal(text, mark)
    assert value is None or value.is_finite()
