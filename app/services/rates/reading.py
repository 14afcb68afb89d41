"""What is read out of a file of rates, and what is wrong with its lines: one reader for XML and CSV."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from app.domain.errors import RefusedError
from app.domain.exchange import EURO, FROM_ECB, NANO, RATE_PLACES, RateFact
from app.domain.issues import Issue, Severity

_CODE = re.compile(r"[A-Z]{3}")
_RATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_TOLD_MOST = 20
_SHOWN = 40  # letters of an odd value


@dataclass(frozen=True, slots=True)
class RateFile:
    """The rates of a file, oldest day first."""

    name: str
    rates: tuple[RateFact, ...]

    @property
    def first(self) -> date:
        """Its first day."""
        return self.rates[0].day

    @property
    def last(self) -> date:
        """Its last day."""
        return self.rates[-1].day


class Reader:
    """Collects rates and what is wrong, each with its line."""

    def __init__(self, name: str, today: date) -> None:
        self.name = name
        self._today = today
        self._rates: dict[tuple[date, str], int] = {}
        self._issues: list[Issue] = []

    def note(self, code: str, line: int, **params: object) -> None:
        """Something is wrong on a line, or (0) with the file as a whole."""
        where = f"{self.name}/{line}" if line else self.name
        given = {"file": self.name, "line": line, **params} if line else {"file": self.name, **params}
        self._issues.append(Issue(f"rate.{code}", Severity.BLOCK, where, given))

    def day(self, text: str, line: int) -> date | None:
        """The day as files write it, 2026-11-20 or 20 November 2026; None after noting that it is none."""
        found = _day(text.strip())
        if found is None:
            self.note("day_wrong", line, value=text.strip()[:_SHOWN])
        elif found > self._today:
            self.note("day_ahead", line, date=found, today=self._today)
        return found

    def currency(self, text: str, line: int) -> str | None:
        """The code of a currency; None after noting that it is none."""
        code = text.strip()
        if _CODE.fullmatch(code) and code != EURO:
            return code
        self.note("currency_wrong", line, value=code[:_SHOWN])
        return None

    def add(self, day: date, currency: str, text: str, line: int) -> None:
        """One rate: a number above zero, once for its day."""
        rate = rate_of(text)
        if rate is None:
            self.note("rate_wrong", line, currency=currency, value=text.strip()[:_SHOWN])
        elif self._rates.setdefault((day, currency), rate) != rate:
            self.note("rate_twice", line, currency=currency, date=day)

    def refuse(self) -> None:
        """Refuse the file for all that was noted."""
        if self._issues:
            raise RefusedError("rate.file_refused", issues=self._issues[:_TOLD_MOST], file=self.name)

    def finish(self) -> RateFile:
        """The rates; refused when anything was noted, or when there are none."""
        if not self._rates and not self._issues:
            self.note("file_unknown", 0)
        self.refuse()
        facts = sorted((day, currency, rate) for (day, currency), rate in self._rates.items())
        return RateFile(self.name, tuple(RateFact(*each, FROM_ECB) for each in facts))


def rate_of(text: str) -> int | None:
    """A written rate in billionths; None for what is no number above zero with at most nine decimals."""
    bare = text.strip()
    if not _RATE.fullmatch(bare):
        return None
    return int(Decimal(bare).scaleb(RATE_PLACES)) or None


def nano_of(value: Decimal) -> int | None:
    """A keyed rate in billionths; None where it is not above zero or has more decimals."""
    try:
        scaled = value.scaleb(RATE_PLACES)
        exact = scaled == scaled.to_integral_value()
    except InvalidOperation:
        return None
    return int(scaled) if exact and 0 < scaled <= NANO * NANO else None


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _day(text: str) -> date | None:
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    if match:
        return _date(int(match[1]), int(match[2]), int(match[3]))
    match = re.fullmatch(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})", text)
    if match and match[2] in _MONTHS:
        return _date(int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
