"""Exchange rates: which one holds on a day, and amounts from one currency into another. Pure.

Rates are stored as the European Central Bank publishes them: how much of a currency one euro is worth on a day, in
billionths. A firm with other books than euros takes the quotient of two rates of one day, rounded to billionths once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.domain.money import minor_per_major, strip_zeros
from app.domain.rounding import divide_half_up

NANO = 1_000_000_000
EURO = "EUR"
FROM_ECB, TYPED = "ecb", "typed"
SOURCES = (FROM_ECB, TYPED)
"""Where a rate comes from: a file of the European Central Bank, or somebody's hand."""
RATE_PLACES = 9


@dataclass(frozen=True, slots=True)
class RateFact:
    """What one euro was worth on a day, in billionths of the currency."""

    day: date
    currency: str
    rate_nano: int
    source: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A document's rate: one unit of the firm's currency is `rate_nano` billionths of `currency`, as of `day`."""

    currency: str
    rate_nano: int
    day: date
    source: str


def exchange_on(
    rates: Iterable[RateFact], *, home: str, currency: str, on: date, days_max: int
) -> Exchange | None:
    """The rate of the last day on or before `on` that has one, not older than `days_max` days; else None.

    Both currencies need a rate of that same day; the euro itself always has one.
    """
    assert home != currency, "a firm's own currency has no rate"
    oldest = on - timedelta(days=days_max)
    by_day: dict[date, dict[str, RateFact]] = {}
    for fact in rates:
        if oldest <= fact.day <= on:
            by_day.setdefault(fact.day, {})[fact.currency] = fact
    wanted = [each for each in (home, currency) if each != EURO]
    for day in sorted(by_day, reverse=True):
        found = by_day[day]
        if all(each in found for each in wanted):
            return _exchange(currency, day, found.get(home), found.get(currency))
    return None


def _exchange(currency: str, day: date, home: RateFact | None, other: RateFact | None) -> Exchange:
    rate = divide_half_up((other.rate_nano if other else NANO) * NANO, home.rate_nano if home else NANO)
    is_typed = any(fact is not None and fact.source == TYPED for fact in (home, other))
    return Exchange(currency, max(rate, 1), day, TYPED if is_typed else FROM_ECB)


def to_home(minor: int, *, rate_nano: int, currency: str, home: str) -> int:
    """An amount of a document in the firm's currency, rounded to it once (A23)."""
    if currency == home:
        return minor
    return divide_half_up(minor * NANO * minor_per_major(home), rate_nano * minor_per_major(currency))


def from_home(minor: int, *, rate_nano: int, currency: str, home: str) -> int:
    """An amount of the firm's currency in that of a document, rounded to it once."""
    if currency == home:
        return minor
    return divide_half_up(minor * rate_nano * minor_per_major(currency), NANO * minor_per_major(home))


def price_from_home(price_micro: int, rate_nano: int) -> int:
    """A price of the firm's currency in that of a document, to six decimals."""
    return divide_half_up(price_micro * rate_nano, NANO)


def rate_decimal(rate_nano: int) -> Decimal:
    """A rate as a decimal as long as it needs to be, for showing only."""
    return strip_zeros(Decimal(rate_nano).scaleb(-RATE_PLACES))
