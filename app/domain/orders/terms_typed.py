"""What a clerk types for an order as a whole: a discount, services such as express, and what is taken out again.

`order_discount`: "" leaves it to the rules; "30000ppm" is 3 %, "5000minor" takes 50.00 off. `services`, `waived` and
`coupons` are names in a text, separated by commas and sorted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.money import MICRO, minor_of, minor_per_major
from app.domain.number_input import decimals_of, parse_decimal
from app.domain.rounding import divide_half_up
from app.i18n import currency_places

PERCENT_PLACES = 4
MINOR_MAX = 10**14  # as a line's amount: the sum of many still fits into the database
_DISCOUNT = re.compile(r"(?P<number>\d{1,18})(?P<what>ppm|minor)")


@dataclass(frozen=True, slots=True)
class TypedDiscount:
    """A typed order discount: one of the two."""

    ppm: int | None = None
    minor: int | None = None

    @property
    def text(self) -> str:
        """As it is stored."""
        if self.minor is not None:
            return f"{self.minor}minor"
        return "" if self.ppm is None else f"{self.ppm}ppm"


def read_discount(text: str) -> TypedDiscount:
    """The typed order discount of a stored text; what is none leaves it to the rules."""
    match = _DISCOUNT.fullmatch(text)
    if match is None:
        return TypedDiscount()
    number = int(match["number"])
    return TypedDiscount(minor=number) if match["what"] == "minor" else TypedDiscount(ppm=min(number, MICRO))


def key_order_discount(text: str, decimal_mark: str, currency: str) -> TypedDiscount | None:
    """What was keyed: `3 %`, `12.50`, empty for the rules; None for what is neither, below zero or above 100 %."""
    bare = text.strip()
    if not bare:
        return TypedDiscount()
    is_percent = bare.endswith("%")
    value = parse_decimal(bare.removesuffix("%").strip(), decimal_mark)
    places = PERCENT_PLACES if is_percent else currency_places(currency)
    if value is None or value < 0 or decimals_of(value) > places:
        return None
    if is_percent:
        return TypedDiscount(ppm=int(value * 10_000)) if value <= 100 else None
    minor = minor_of(value, currency)
    return TypedDiscount(minor=minor) if minor <= MINOR_MAX else None


def in_places_of(text: str, before: str, after: str) -> str:
    """A typed order discount once the order is in another currency: the same number, in that one's places.

    Typed prices stay as numbers, too: 50.00 off in euros is 50 off in yen, never 5,000.
    """
    typed = read_discount(text)
    if typed.minor is None:
        return text
    minor = divide_half_up(typed.minor * minor_per_major(after), minor_per_major(before))
    return TypedDiscount(minor=min(minor, MINOR_MAX)).text


def read_names(text: str) -> frozenset[str]:
    """The names in such a text."""
    return frozenset(name for part in text.split(",") if (name := part.strip()))


def with_names(text: str) -> str:
    """Names as they were keyed, in the way they are kept; two codes may stand with a semicolon or comma between."""
    return ",".join(sorted(read_names(text.replace(";", ","))))


def with_name(text: str, name: str) -> str:
    """The text with a further name."""
    return ",".join(sorted(read_names(text) | {name}))


def without_name(text: str, name: str) -> str:
    """The text without a name."""
    return ",".join(sorted(read_names(text) - {name}))
