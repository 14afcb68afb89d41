"""Ranges of days with both ends inclusive; an open end is the first or last day there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

ONE_DAY = timedelta(days=1)


class Dated(Protocol):
    """What holds from a day to a day; None is no limit (A14)."""

    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_to(self) -> date | None: ...


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `first` to `last`, both of them its own."""

    first: date
    last: date

    def meet(self, other: Span) -> Span | None:
        """The days of both; None where there are none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Span(first, last) if first <= last else None

    def touches(self, other: Span) -> bool:
        """Whether no day lies between the two."""
        return self.first <= after(other.last) and other.first <= after(self.last)


def span_of(dated: Dated) -> Span:
    """The days of a list or a row."""
    return Span(dated.valid_from or date.min, dated.valid_to or date.max)


def after(day: date) -> date:
    """The next day; nothing is after the last."""
    return day if day == date.max else day + ONE_DAY


def before(day: date) -> date:
    """The day before; nothing is before the first."""
    return day if day == date.min else day - ONE_DAY


def gaps_between(spans: Iterable[Span]) -> list[Span]:
    """The days that lie between the spans and in none of them."""
    found: list[Span] = []
    end: date | None = None
    for span in sorted(spans):
        if end is not None and span.first > after(end):
            found.append(Span(after(end), before(span.first)))
        end = span.last if end is None else max(end, span.last)
    return found


def covers(spans: Sequence[Span], wanted: Span) -> bool:
    """Whether every wanted day is one of some span."""
    day = wanted.first
    for span in sorted(spans):
        if span.first > day:
            return False
        if span.last >= wanted.last:
            return True
        day = max(day, after(span.last))
    return False
