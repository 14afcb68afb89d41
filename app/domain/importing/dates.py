"""Cell texts to dates and times: a value or the reason why not."""

import re
from datetime import date, datetime, time
from functools import lru_cache

from app.domain.importing.dialect import DateOrder
from app.domain.importing.problems import ValueProblem

FIRST_YEAR, LAST_YEAR = 1900, 2199
_CENTURY_TURN = 70
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})")
_NAMED = re.compile(r"(\d{1,2})\.?[\s-]*([^\W\d_]{3,9})\.?[\s,-]*(\d{4}|\d{2})")
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GERMAN_MONTHS = {"mär": 3, "mrz": 3, "mae": 3, "mai": 5, "okt": 10, "dez": 12}


def parse_date(text: str, order: DateOrder) -> date | ValueProblem:
    """The day in the cell; four digits first is read as ISO under any order, a time behind it is dropped."""
    found = parse_timestamp(text, order)
    return found if isinstance(found, ValueProblem) else found.date()


@lru_cache(maxsize=4_096)
def parse_timestamp(text: str, order: DateOrder) -> datetime | ValueProblem:
    """The day and local time in the cell, midnight when it names none."""
    bare = text.strip()
    day_text, clock_text = _halves(bare)
    parts = _parts(day_text, order)
    if parts is None:
        return ValueProblem("date-format", text, {"order": order.value})
    year, month, day = parts
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ValueProblem("date-range", text, {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)})
    try:
        found = date(year, month, day)
    except ValueError:
        return ValueProblem("date-no-such-day", text)
    clock = _clock(clock_text)
    if clock is None:
        return ValueProblem("time-format", text)
    return datetime.combine(found, clock)


def _halves(bare: str) -> tuple[str, str]:
    """The date's and the time's text: the time is what follows the last blank or T before a colon."""
    colon = bare.find(":")
    if colon < 0:
        return bare, ""
    cut = max(bare.rfind(" ", 0, colon), bare.rfind("T", 0, colon))
    return (bare[:cut].rstrip(" ,"), bare[cut + 1 :]) if cut > 0 else (bare, "")


def _parts(text: str, order: DateOrder) -> tuple[int, int, int] | None:
    """Year, month and day as written, not yet checked to be a day."""
    if iso := _ISO.fullmatch(text):
        return int(iso[1]), int(iso[3]), int(iso[4])
    if numeric := _NUMERIC.fullmatch(text):
        return _ordered(numeric[1], numeric[3], numeric[4], order)
    named, first = _NAMED.fullmatch(text), _NAMED_FIRST.fullmatch(text)
    if named and (month := _month(named[2])):
        return _full_year(named[3]), month, int(named[1])
    if first and (month := _month(first[1])):
        return int(first[3]), month, int(first[2])
    return None


def _ordered(one: str, two: str, three: str, order: DateOrder) -> tuple[int, int, int] | None:
    year, rest = (one, three) if order is DateOrder.YMD else (three, one)
    if len(year) not in {2, 4} or len(rest) > 2:
        return None
    if order is DateOrder.YMD:
        return _full_year(year), int(two), int(rest)
    day, month = (rest, two) if order is DateOrder.DMY else (two, rest)
    return _full_year(year), int(month), int(day)


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= _CENTURY_TURN else 2000)


def _month(name: str) -> int | None:
    short = name.casefold()[:3]
    if short in _GERMAN_MONTHS:
        return _GERMAN_MONTHS[short]
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _clock(text: str) -> time | None:
    if not text.strip():
        return time()
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4].lower() == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second)
