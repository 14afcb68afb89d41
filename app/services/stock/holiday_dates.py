"""Public holidays by country, from the library, imported at first need."""

from __future__ import annotations

import sys
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_COUNTRIES = "holidays.countries"


@cache
def holiday_dates(country: str, year: int) -> frozenset[date]:
    """The nationwide holidays of a year; none for a country that the library does not know."""
    library = _library()
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


@cache
def _library() -> Any:
    """The library without the countries that nobody asked for.

    It finds a country by its code and imports its module alone, but that module's package imports all 250 of them:
    13 MB and 0.15 s of a start. A bare package in its place lets each be found and loads no other.
    """
    spec = find_spec("holidays")
    folders = spec.submodule_search_locations if spec is not None else None
    if folders and "holidays" not in sys.modules:
        package = ModuleType(_COUNTRIES)
        package.__path__ = [f"{folder}/countries" for folder in folders]
        sys.modules.setdefault(_COUNTRIES, package)
    return import_module("holidays")
