"""Numbers keyed with a unit of measure: "2,4 m" where millimetres are asked are 2400."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from app.domain.number_input import MAX_LENGTH, parse_decimal

_INCH, _FOOT = Decimal("25.4"), Decimal("304.8")
_LENGTHS: Mapping[str, Decimal] = {
    "mm": Decimal(1), "cm": Decimal(10), "dm": Decimal(100), "m": Decimal(1000), "km": Decimal(1_000_000),
    "in": _INCH, "zoll": _INCH, '"': _INCH, "\N{DOUBLE PRIME}": _INCH,
    "ft": _FOOT, "'": _FOOT, "\N{PRIME}": _FOOT,
}  # fmt: skip
_KINDS: tuple[Mapping[str, Decimal], ...] = (
    _LENGTHS,
    {"g": Decimal(1), "kg": Decimal(1000), "t": Decimal(1_000_000)},
    {"mw": Decimal("0.001"), "w": Decimal(1), "kw": Decimal(1000)},
    {"ml": Decimal(1), "cl": Decimal(10), "l": Decimal(1000)},
    {"s": Decimal(1), "min": Decimal(60), "h": Decimal(3600)},
)
"""What one of a unit is in the smallest of its kind; never written otherwise, so capitals do not count."""
_PARTS = re.compile(
    r"(?P<number>.*?[\d.,])\s*(?P<unit>[^\W\d_]+\.?|[\"'\N{PRIME}\N{DOUBLE PRIME}%°]+[^\W\d_]*)?", re.DOTALL
)


def read_measure(text: str, unit: str, decimal_mark: str = ".") -> Decimal | None:
    """The keyed number in `unit`, whichever unit of the same kind stands behind it; None where it is not to be read."""
    match = _PARTS.fullmatch(text.strip()) if len(text) <= MAX_LENGTH else None
    if match is None:
        return None
    number, named = parse_decimal(match["number"], decimal_mark), (match["unit"] or "").casefold()
    wanted = unit.casefold()
    if number is None or not named or named == wanted:
        return number
    for kind in _KINDS:
        if named in kind and wanted in kind:
            return number * kind[named] / kind[wanted]
    return None


def has_measures(unit: str) -> bool:
    """Whether other units may be keyed in its place."""
    return any(unit.casefold() in kind for kind in _KINDS)
