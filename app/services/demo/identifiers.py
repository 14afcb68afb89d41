"""Identifiers that pass their checks: GTINs and VAT ids drawn from the seed."""

from __future__ import annotations

import random
from collections.abc import Callable

from app.domain.identifiers import is_vat_id

GTIN_PREFIX = "4260123"  # a German company prefix, as the firm's own range would have


def gtin_of(number: int) -> str:
    """The GTIN-13 of the firm's product with this running number."""
    body = f"{GTIN_PREFIX}{number:05d}"
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{(10 - weighted % 10) % 10}"


def draw_vat_id(source: random.Random, country: str) -> str:
    """A VAT id of the country whose check digits are right."""
    make = _MAKERS[country]
    while True:
        found = make(source)
        if is_vat_id(found, country):
            return found


def _digits(source: random.Random, count: int) -> str:
    return "".join(str(source.randrange(10)) for _ in range(count))


def _german(source: random.Random) -> str:
    body = str(source.randrange(10_000_000, 99_999_999))
    product = 10
    for digit in body:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return f"DE{body}{(11 - product) % 10}"


def _french(source: random.Random) -> str:
    body = _digits(source, 8)
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(body))
    luhn = (10 - sum(n - 9 if n > 9 else n for n in doubled) % 10) % 10
    siren = int(f"{body}{luhn}")
    return f"FR{(12 + 3 * (siren % 97)) % 97:02d}{siren:09d}"


def _british(source: random.Random) -> str:
    body = f"{source.randrange(1, 10)}{_digits(source, 6)}"
    weighted = sum(int(digit) * weight for digit, weight in zip(body, range(8, 1, -1), strict=True))
    return f"GB{body}{97 - weighted % 97:02d}"


_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "DE": _german,
    "AT": lambda source: f"ATU{_digits(source, 8)}",
    "CH": lambda source: f"CHE{_digits(source, 9)}MWST",
    "NL": lambda source: f"NL{_digits(source, 9)}B01",
    "FR": _french,
    "IT": lambda source: f"IT{_digits(source, 7)}{source.randrange(1, 100):03d}{_digits(source, 1)}",
    "DK": lambda source: f"DK{source.randrange(1, 10)}{_digits(source, 7)}",
    "GB": _british,
}
