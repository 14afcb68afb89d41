"""Public holidays come from the library, which loads no country but those that are asked for."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from app.services.stock.holiday_dates import holiday_dates, holidays_from


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("DE", date(2026, 10, 3)),
        ("AT", date(2026, 10, 26)),
        ("US", date(2026, 7, 3)),
        ("AX", date(2026, 12, 6)),
    ],
)
def test_a_country_has_its_own_holidays(country, day):
    assert day in holiday_dates(country, 2026)


def test_what_the_library_does_not_know_has_none():
    assert holiday_dates("XX", 2026) == frozenset()


def test_three_years_are_looked_ahead():
    assert {day.year for day in holidays_from("DE", date(2026, 5, 1))} == {2026, 2027, 2028}


def test_no_country_is_loaded_that_nobody_asked_for():
    holiday_dates("DE", 2026)
    assert "holidays.countries.germany" in sys.modules
    assert "holidays.countries.zimbabwe" not in sys.modules
