"""Reading dates as people key them: `23.11.`, `23/11`, `+3`, `23 nov`, `2026-11-23`, `today`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.i18n import _
from app.views.kit.field_state import month_names

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{2}|\d{4})?)?")
_DAY = re.compile(r"(\d{1,2})\.?")
_SHIFT = re.compile(r"([+-])\s*(\d{1,3})\s*(w?)")
_WORDS = re.compile(r"(\d{1,2})\.?\s*([^\W\d]{3,})\.?(?:\s*(\d{2}|\d{4}))?")


def parse_date(text: str, today: date, *, day_first: bool = True) -> date | None:
    """The keyed day, or None when it is none. Without a year it is the next such day, at most 90 days back."""
    bare = text.strip().casefold()
    if bare in (_("today").casefold(), "="):
        return today
    for reader in (_read_iso, _read_shift, _read_words):
        found = reader(bare, today)
        if found is not None:
            return found
    return _read_numbers(bare, today, day_first=day_first)


def _read_iso(text: str, _today: date) -> date | None:
    match = _ISO.fullmatch(text)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _read_shift(text: str, today: date) -> date | None:
    match = _SHIFT.fullmatch(text)
    if match is None:
        return None
    days = int(match[2]) * (7 if match[3] else 1)
    return today + timedelta(days=days if match[1] == "+" else -days)


def _read_words(text: str, today: date) -> date | None:
    match = _WORDS.fullmatch(text)
    if match is None:
        return None
    months = [number for number, name in month_names() if name.casefold().startswith(match[2])]
    if len(set(months)) != 1:
        return None
    return _with_year(today, months[0], int(match[1]), match[3])


def _read_numbers(text: str, today: date, *, day_first: bool) -> date | None:
    match = _NUMBERS.fullmatch(text)
    if match is not None:
        first, second = int(match[1]), int(match[2])
        day, month = (first, second) if day_first else (second, first)
        return _with_year(today, month, day, match[3])
    match = _DAY.fullmatch(text)
    return _next_day_of_month(today, int(match[1])) if match else None


def _with_year(today: date, month: int, day: int, year: str | None) -> date | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    near = _day(today.year, month, day)
    if near is not None and near < today - timedelta(days=90):
        return _day(today.year + 1, month, day)
    return near or _day(today.year + 1, month, day)


def _next_day_of_month(today: date, day: int) -> date | None:
    same = _day(today.year, today.month, day)
    if same is not None and same >= today:
        return same
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    return _day(year, month, day) or same


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
