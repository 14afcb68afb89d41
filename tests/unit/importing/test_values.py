"""Cell texts become values, or a reason why not."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.importing.countries import CountryFit, parse_country
from app.domain.importing.dates import parse_date, parse_timestamp
from app.domain.importing.dialect import DateOrder
from app.domain.importing.problems import ValueProblem, problem_text
from app.domain.importing.values import (
    MAX_DIGITS,
    NumberMarks,
    parse_boolean,
    parse_code,
    parse_micro,
    parse_number,
    parse_quantity,
    parse_whole,
)

POINT, COMMA = NumberMarks(".", ""), NumberMarks(",", "")


def code_of(result: object) -> str:
    assert isinstance(result, ValueProblem), result
    assert problem_text(result)
    return result.code


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("1.234,56", COMMA, "1234.56"),
        ("1,234.56", POINT, "1234.56"),
        ("1 234,56", COMMA, "1234.56"),
        ("1\u00a0234,56", COMMA, "1234.56"),
        ("1\u202f234\u202f567,5", COMMA, "1234567.5"),
        ("1'234.56", POINT, "1234.56"),
        ("1’234.56", POINT, "1234.56"),
        ("1.234", COMMA, "1234"),
        ("1.234", POINT, "1.234"),
        ("1,234", POINT, "1234"),
        ("-5", POINT, "-5"),
        ("−5", POINT, "-5"),
        ("(5)", POINT, "-5"),
        ("5-", POINT, "-5"),
        ("€ 12,50", COMMA, "12.50"),
        ("12,50 €", COMMA, "12.50"),
        ("-€ 12,50", COMMA, "-12.50"),
        ("€ -12,50", COMMA, "-12.50"),
        ("12.50 GBP", POINT, "12.50"),
        ("CHF 1'234.50", POINT, "1234.50"),
        ("(€ 1.234,50)", COMMA, "-1234.50"),
        (".5", POINT, "0.5"),
        ("5.", POINT, "5"),
        ("  7 ", POINT, "7"),
        ("-0", POINT, "0"),
    ],
)
def test_numbers_are_read_by_the_marks_of_the_file(text, marks, expected):
    assert parse_number(text, marks) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "marks", "code"),
    [
        ("", POINT, "number-format"),
        ("abc", POINT, "number-format"),
        ("1.234,56", POINT, "number-format"),
        ("2.55", COMMA, "number-format"),
        ("1,23", POINT, "number-format"),
        ("12,34,567", POINT, "number-format"),
        ("1234,567", POINT, "number-format"),
        ("1.2.3", POINT, "number-format"),
        ("--5", POINT, "number-format"),
        ("5 5", POINT, "number-format"),
        (".", POINT, "number-format"),
        ("٣", POINT, "number-format"),
        ("0x10", POINT, "number-format"),
        ("1_000", POINT, "number-format"),
        ("NaN", POINT, "number-not-finite"),
        ("inf", POINT, "number-not-finite"),
        ("#DIV/0!", POINT, "number-not-finite"),
        ("1e12", POINT, "number-exponent"),
        ("4,00638E+12", COMMA, "number-exponent"),
        ("1" * (MAX_DIGITS + 1), POINT, "number-too-large"),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(text, marks, code):
    assert code_of(parse_number(text, marks)) == code


def test_a_named_thousands_mark_allows_no_other():
    assert parse_number("1,234.5", NumberMarks(".", ",")) == Decimal("1234.5")
    assert code_of(parse_number("1'234.5", NumberMarks(".", ","))) == "number-format"
    assert parse_number("1\u00a0234.5", NumberMarks(".", " ")) == Decimal("1234.5")


@given(
    st.decimals(min_value=-(10**11), max_value=10**11, places=6, allow_nan=False),
    st.sampled_from([(".", ","), (",", "."), (".", "'"), (",", " "), (",", "\u00a0"), (".", "")]),
    st.sampled_from(["{}", "€ {}", "{} €", "{} EUR", " {} "]),
)
def test_a_number_written_by_the_marks_is_read_back_exactly(number, marks, frame):
    decimal_mark, thousands = marks
    grouped = f"{number:,.6f}" if thousands else f"{number:.6f}"
    written = grouped.translate(str.maketrans({",": thousands or None, ".": decimal_mark}))
    assert parse_number(frame.format(written), NumberMarks(decimal_mark, thousands)) == number


@given(st.text(max_size=30))
def test_no_text_makes_the_readers_fail(text):
    for read in (
        lambda: parse_number(text, POINT),
        lambda: parse_quantity(text, COMMA),
        lambda: parse_timestamp(text, DateOrder.DMY),
        lambda: parse_country(text),
        lambda: parse_code(text),
        lambda: parse_boolean(text),
    ):
        result = read()
        if isinstance(result, ValueProblem):
            assert problem_text(result)


def test_prices_are_exact_in_millionths_or_refused():
    assert parse_micro("2.55", POINT) == 2_550_000
    assert parse_micro("-0.000001", POINT) == -1
    assert code_of(parse_micro("0.0000001", POINT)) == "number-decimals"
    assert code_of(parse_micro("1.005", POINT, decimals=2)) == "number-decimals"


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("12", "12", ""),
        ("2 pk", "2", "pk"),
        ("1,5 m", "1.5", "m"),
        ("3Stück", "3", "Stück"),
        ("1.000 kg", "1000", "kg"),
    ],
)
def test_a_quantity_may_name_its_unit(text, amount, unit):
    found = parse_quantity(text, COMMA)
    assert not isinstance(found, ValueProblem)
    assert (found.amount, found.unit) == (Decimal(amount), unit)


@pytest.mark.parametrize(
    ("text", "code"),
    [("0", "quantity-zero"), ("-3", "quantity-negative"), ("abc", "quantity-unit"), ("NaN", "number-not-finite"),
     ("1e12", "number-exponent"), ("", "quantity-unit")],
)  # fmt: skip
def test_a_senseless_quantity_is_refused(text, code):
    assert code_of(parse_quantity(text, COMMA)) == code


def test_a_return_may_have_a_negative_quantity():
    found = parse_quantity("-3", POINT, negative=True)
    assert not isinstance(found, ValueProblem)
    assert found.amount == -3
    assert parse_whole("-12.0", POINT) == -12
    assert code_of(parse_whole("1.5", POINT)) == "quantity-fraction"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17850.0", "17850"),
        ("17850,00", "17850"),
        ("007", "007"),
        (" A  1 ", "A 1"),
        ("12E5", "12E5"),
        ("", ""),
    ],
)
def test_codes_stay_text(text, expected):
    assert parse_code(text) == expected


def test_a_gtin_damaged_by_a_spreadsheet_is_refused():
    assert code_of(parse_code("4,00638E+12")) == "number-exponent"


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-03-04", DateOrder.DMY, date(2026, 3, 4)),
        ("20260304", DateOrder.MDY, date(2026, 3, 4)),
        ("03/04/2026", DateOrder.DMY, date(2026, 4, 3)),
        ("03/04/2026", DateOrder.MDY, date(2026, 3, 4)),
        ("3.4.26", DateOrder.DMY, date(2026, 4, 3)),
        ("26-04-03", DateOrder.YMD, date(2026, 4, 3)),
        ("31.12.99", DateOrder.DMY, date(1999, 12, 31)),
        ("29/02/2024", DateOrder.DMY, date(2024, 2, 29)),
        ("1. März 2026", DateOrder.DMY, date(2026, 3, 1)),
        ("1 Mar 2026", DateOrder.MDY, date(2026, 3, 1)),
        ("March 1, 2026", DateOrder.DMY, date(2026, 3, 1)),
    ],
)
def test_dates_are_read_in_the_order_of_the_file(text, order, expected):
    assert parse_date(text, order) == expected


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("2026-02-30", DateOrder.DMY, "date-no-such-day"),
        ("29.02.2026", DateOrder.DMY, "date-no-such-day"),
        ("04/13/2026", DateOrder.DMY, "date-no-such-day"),
        ("1026-01-01", DateOrder.DMY, "date-range"),
        ("soon", DateOrder.DMY, "date-format"),
        ("", DateOrder.DMY, "date-format"),
        ("1/2/3/4", DateOrder.DMY, "date-format"),
        ("2026-01-01 25:00", DateOrder.DMY, "time-format"),
    ],
)
def test_a_day_that_is_none_is_refused_with_its_reason(text, order, code):
    assert code_of(parse_timestamp(text, order)) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2010-12-01 08:26:00", time(8, 26)),
        ("2010-12-01T08:26", time(8, 26)),
        ("01/12/2010 8:26 pm", time(20, 26)),
        ("01.12.2010", time()),
    ],
)
def test_a_time_behind_the_day_is_read(text, expected):
    found = parse_timestamp(text, DateOrder.DMY)
    assert not isinstance(found, ValueProblem)
    assert (found.date(), found.time()) == (date(2010, 12, 1), expected)


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)), st.sampled_from(["/", ".", "-"]))
def test_a_written_day_is_read_back_in_each_order(day, mark):
    shapes = {DateOrder.DMY: "%d{0}%m{0}%Y", DateOrder.MDY: "%m{0}%d{0}%Y", DateOrder.YMD: "%y{0}%m{0}%d"}
    for order, shape in shapes.items():
        assert parse_date(day.strftime(shape.format(mark)), order) == day


def test_yes_and_no_in_both_languages():
    assert [parse_boolean(text) for text in ("ja", "Yes", "1", "x")] == [True] * 4
    assert [parse_boolean(text) for text in ("nein", "NO", "0", "")] == [False] * 4
    assert code_of(parse_boolean("perhaps")) == "boolean-format"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("United Kingdom", "GB"), ("EIRE", "IE"), ("RSA", "ZA"), ("USA", "US"), ("Deutschland", "DE"),
        ("Österreich", "AT"), ("osterreich", "AT"), ("DE", "DE"), ("DEU", "DE"), ("gb", "GB"),
        ("Hong Kong", "HK"), ("Czech Republic", "CZ"), ("Netherlands", "NL"), ("Großbritannien", "GB"),
        ("Singapore", "SG"), ("Lebanon", "LB"), ("Bahrain", "BH"), ("Cyprus", "CY"), ("Malta", "MT"),
        ("Saudi Arabia", "SA"), ("United Arab Emirates", "AE"), ("Brazil", "BR"), ("Iceland", "IS"),
        ("Channel Islands", "JE"), ("European Community", "EU"), ("Unspecified", "ZZ"),
    ],
)  # fmt: skip
def test_country_names_become_codes(text, code):
    found = parse_country(text)
    assert not isinstance(found, ValueProblem)
    assert found.code == code


def test_a_country_that_is_none_says_so():
    fits = [
        parse_country(text) for text in ("Channel Islands", "European Community", "Unspecified", "France")
    ]
    assert [found.fit for found in fits if not isinstance(found, ValueProblem)] == [
        CountryFit.NEAREST,
        CountryFit.GROUP,
        CountryFit.UNSPECIFIED,
        CountryFit.EXACT,
    ]
    assert code_of(parse_country("Atlantis")) == "country-unknown"
    assert code_of(parse_country("")) == "country-unknown"


EUROS = NumberMarks(".", "", "EUR")


@pytest.mark.parametrize("text", ["12.50", "€12.50", "12.50 €", "EUR 12.50", "-€ 12.50"])
def test_a_price_may_name_the_currency_of_the_file(text):
    assert abs(int(str(parse_micro(text, EUROS)))) == 12_500_000


@pytest.mark.parametrize(
    "text", ["£12.50", "12.50 £", "$12.50", "GBP 12.50", "12.50 USD", "¥12", "(£5)", "-£5"]
)
def test_a_price_in_another_currency_is_never_taken_for_this_one(text):
    assert code_of(parse_micro(text, EUROS)) == "currency-other"
    assert isinstance(parse_micro(text, POINT), int)


def test_a_dollar_sign_is_that_of_each_dollar():
    for currency, is_dollar in (("USD", True), ("CAD", True), ("EUR", False)):
        read = parse_micro("$5", NumberMarks(".", "", currency))
        assert (read == 5_000_000) is is_dollar


@pytest.mark.parametrize(
    ("text", "unit"), [("2 SET", "SET"), ("2 PCS", "PCS"), ("2 set", "set"), ("2", ""), ("-2 SET", "SET")]
)
def test_a_unit_of_three_capitals_is_no_currency(text, unit):
    found = parse_quantity(text, POINT, negative=True)
    assert not isinstance(found, ValueProblem)
    assert (abs(found.amount), found.unit) == (Decimal(2), unit)
