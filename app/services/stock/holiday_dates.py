"""Public holidays by country, from the library, imported at first need."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import import_module


@cache
def holiday_dates(country: str, year: int) -> frozenset[date]:
    """The nationwide holidays of a year; none for a country that the library does not know."""
    library = import_module("holidays")
    try:
        return frozenset(library.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def holidays_from(country: str, day: date) -> frozenset[date]:
    """The holidays of the day's year and the next two: as far as anything is promised."""
    return _three_years(country, day.year)


@cache
def _three_years(country: str, year: int) -> frozenset[date]:
    return frozenset().union(*(holiday_dates(country, each) for each in range(year, year + 3)))
