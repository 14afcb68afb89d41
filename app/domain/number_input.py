"""Reading numbers as people key them: 1.234,56 and 1,234.56, the number pad's comma, € after the amount.

A sign of currency or percent stands before or after the number, never in it; blanks and apostrophes group
thousands. Never raises for bad input: `None` means "not a number" and the caller says what and where (F94).
"""

from __future__ import annotations

import re
from decimal import Decimal

from app.domain.money import strip_zeros

_SIGNS = r"[€$£¥%]|EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|ISK|TRY|CAD|AUD|CNY"
_AROUND = re.compile(rf"\s*(?:{_SIGNS})?\s*(.*?)\s*(?:{_SIGNS})?\s*", re.IGNORECASE)
_GAP = re.compile(r"(?<=\d)[\s'\u2019](?=\d{3}(?!\d))")  # 1 234 567, 1'234'567; \s knows no-break spaces
_PLAIN = re.compile(r"[+-]?\d*[.,]?\d*")
MAX_DIGITS = 24
LARGEST = Decimal(10) ** 12  # of a number keyed anywhere: more is a slip, and would not fit into the database
MAX_LENGTH = 60


def parse_decimal(text: str, decimal_mark: str = ".") -> Decimal | None:
    """The keyed number, or None. `decimal_mark` settles what `1,234` or `1.234` means in this locale."""
    match = _AROUND.fullmatch(text) if len(text) <= MAX_LENGTH else None
    if match is None:
        return None
    bare = _GAP.sub("", match[1])
    if bare.endswith("-") and len(bare) > 1:
        bare = "-" + bare[:-1]
    if not bare or sum(ch.isdigit() for ch in bare) > MAX_DIGITS or not bare.isascii():
        return None
    plain = _to_plain(bare, decimal_mark)
    if plain is None or not any(ch.isdigit() for ch in plain):
        return None
    return Decimal(plain)


def _to_plain(bare: str, decimal_mark: str) -> str | None:
    """The number with a point as its decimal mark and no grouping, or None."""
    has_dot, has_comma = "." in bare, "," in bare
    if has_dot and has_comma:
        mark = "." if bare.rfind(".") > bare.rfind(",") else ","
    elif has_dot or has_comma:
        mark = _single_mark(bare, "." if has_dot else ",", decimal_mark)
    else:
        mark = decimal_mark
    group = "," if mark == "." else "."
    whole, _, rest = bare.partition(mark)
    if group in rest or not _well_grouped(whole, group):
        return None
    plain = whole.replace(group, "") + ("." + rest if rest else "")
    return plain if _PLAIN.fullmatch(plain) else None


def _single_mark(bare: str, seen: str, decimal_mark: str) -> str:
    """What the only kind of mark in the number means."""
    other = "," if seen == "." else "."
    if bare.count(seen) > 1:
        return other  # 1.234.567 groups
    if seen == decimal_mark:
        return seen
    # The other mark: thousands only if it stands exactly where a thousands mark would.
    whole, _, rest = bare.lstrip("+-").partition(seen)
    return other if len(rest) == 3 and 1 <= len(whole) <= 3 and whole != "0" else seen


def _well_grouped(whole: str, group: str) -> bool:
    parts = whole.lstrip("+-").split(group)
    return len(parts) == 1 or (1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]))


def decimals_of(value: Decimal) -> int:
    """How many decimals a number needs: 1.50 needs one."""
    exponent = strip_zeros(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
