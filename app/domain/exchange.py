"""Exchange rates: which one holds on a day, and amounts from one currency into another. Pure.

Rates are stored as the European Central Bank publishes them: how much of a currency one euro is worth on a day, in
billionths. A firm with other books than euros takes the quotient of two rates of one day, rounded to billionths once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

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
    """A document's rate: one unit of the firm's currency `home` is `rate_nano` billionths of `currency`, as of `day`.

    The document keeps it: whatever rates come later, its amounts mean the same in the books.
    """

    currency: str
    rate_nano: int
    home: str
    day: date
    source: str

    @property
    def text(self) -> str:
        """As documents store it: "USD 1.0543 EUR 2026-02-27 ecb"."""
        return (
            f"{self.currency} {rate_decimal(self.rate_nano)} {self.home} {self.day.isoformat()} {self.source}"
        )

    def to_home(self, minor: int) -> int:
        """An amount of the document in the firm's currency, rounded to it once (A23)."""
        return divide_half_up(
            minor * NANO * minor_per_major(self.home), self.rate_nano * minor_per_major(self.currency)
        )

    def from_home(self, minor: int) -> int:
        """An amount of the firm's currency in the document's, rounded to it once."""
        return divide_half_up(
            minor * self.rate_nano * minor_per_major(self.currency), NANO * minor_per_major(self.home)
        )

    def price_from_home(self, price_micro: int) -> int:
        """A price of the firm's currency in the document's, to six decimals."""
        return divide_half_up(price_micro * self.rate_nano, NANO)


@lru_cache(maxsize=256)
def read_exchange_text(text: str) -> Exchange | None:
    """The rate that a document stores; None where it is in the firm's own currency."""
    if not text:
        return None
    currency, rate, home, day, source = text.split(" ")
    return Exchange(currency, int(Decimal(rate).scaleb(RATE_PLACES)), home, date.fromisoformat(day), source)


def home_minor(minor: int, exchange_text: str) -> int:
    """An amount of a document in the firm's currency, by the rate that the document stores."""
    exchange = read_exchange_text(exchange_text)
    return minor if exchange is None else exchange.to_home(minor)


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
            return _exchange((home, currency), day, found.get(home), found.get(currency))
    return None


def _exchange(pair: tuple[str, str], day: date, home: RateFact | None, other: RateFact | None) -> Exchange:
    rate = divide_half_up((other.rate_nano if other else NANO) * NANO, home.rate_nano if home else NANO)
    is_typed = any(fact is not None and fact.source == TYPED for fact in (home, other))
    return Exchange(pair[1], max(rate, 1), pair[0], day, TYPED if is_typed else FROM_ECB)


def rate_decimal(rate_nano: int) -> Decimal:
    """A rate as a decimal as long as it needs to be, for showing only."""
    return strip_zeros(Decimal(rate_nano).scaleb(-RATE_PLACES))
