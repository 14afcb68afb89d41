"""What is paid in cash is a multiple of the smallest coin (CHF 0.05): gross and tax stay as they are.

The difference is BT-114 of EN 16931: payable = gross + rounding. Half a coin is rounded away from zero. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.money import minor_per_major
from app.domain.rounding import divide_half_up

OFF, CASH, ALL = APPLIES = ("off", "cash", "all")
"""No paper is rounded; those with a payment term that is paid in cash; all in a currency with such coins."""
_COIN = re.compile(r"\s*([A-Za-z]{3})\s+(\d+(?:[.,]\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class CashRounding:
    """What a firm rounds: `coins` in minor units by currency, `terms`: the ids of the terms that are paid in cash."""

    applies: str = OFF
    coins: Mapping[str, int] = field(default_factory=dict)
    terms: frozenset[int] = frozenset()

    def coin(self, currency: str, term_id: int | None) -> int:
        """The smallest coin of a paper, in minor units; 0 where nothing is rounded."""
        if self.applies == OFF or (self.applies == CASH and term_id not in self.terms):
            return 0
        return self.coins.get(currency, 0)


NO_ROUNDING = CashRounding()


def read_coins(text: str) -> dict[str, int] | None:
    """Coins in minor units by currency from `CHF 0.05; DKK 0.50`; None for what cannot be read."""
    found: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        match = _COIN.fullmatch(part)
        if match is None:
            return None
        currency = match[1].upper()
        minor = Decimal(match[2].replace(",", ".")) * minor_per_major(currency)
        if minor != int(minor) or minor <= 0 or currency in found:
            return None
        found[currency] = int(minor)
    return found


def written_coins(coins: Mapping[str, int]) -> str:
    """The one way in which the setting keeps them."""
    return "; ".join(
        f"{currency} {Decimal(minor) / minor_per_major(currency)}"
        for currency, minor in sorted(coins.items())
    )


def rounding_of(gross_minor: int, coin_minor: int) -> int:
    """What is added to a gross amount so that it can be paid with coins; 0 without a coin."""
    if not coin_minor:
        return 0
    return divide_half_up(gross_minor, coin_minor) * coin_minor - gross_minor


@dataclass(frozen=True, slots=True)
class Rounded:
    """A gross amount and what was added to it."""

    gross_minor: int = 0
    rounding_minor: int = 0

    @property
    def payable_minor(self) -> int:
        """What is paid."""
        return self.gross_minor + self.rounding_minor


def rounding_of_credit(gross_minor: int, coin_minor: int, *, invoice: Rounded, before: Rounded) -> int:
    """What a credit note over so much of an invoice rounds, after those before it.

    What all credits together give back is rounded, not each by itself: the last one gives back what is left of what
    was paid, and the sum is never more.
    """
    if not coin_minor:
        return 0
    credited = before.gross_minor + gross_minor
    together = (
        invoice.rounding_minor if credited == invoice.gross_minor else rounding_of(credited, coin_minor)
    )
    return together - before.rounding_minor
