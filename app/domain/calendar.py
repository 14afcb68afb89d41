"""Working days: weekends and the holidays that are passed in."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date, holidays: AbstractSet[date] = frozenset()) -> bool:
    """Whether goods can leave on that day: neither weekend nor holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def working_day_from(day: date, holidays: AbstractSet[date] = frozenset()) -> date:
    """The day itself if it is a working day, else the next one."""
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def after_working_days(day: date, count: int, holidays: AbstractSet[date] = frozenset()) -> date:
    """The working day that is so many working days after a day; 0: the day itself, or the next working day."""
    found = working_day_from(day, holidays)
    for _each in range(count):
        found = working_day_from(found + ONE_DAY, holidays)
    return found


def first_ship_day(moment: datetime, cutoff: time, holidays: AbstractSet[date] = frozenset()) -> date:
    """The first day on which an order of this local moment can leave: from the cut-off on, the next day (B33)."""
    day = moment.date()
    if is_working_day(day, holidays) and moment.time() >= cutoff:
        day += ONE_DAY
    return working_day_from(day, holidays)
