"""Values of numbers, as they are checked and told."""

from __future__ import annotations

from fractions import Fraction

from app.domain.product_models.definition import NumberDef


def is_value(number: NumberDef, value: Fraction) -> bool:
    """Whether the number can be that: within its range and on one of its steps."""
    is_within = number.lo <= value <= number.hi
    return is_within and ((value - number.lo) / number.step).denominator == 1


def shown(value: Fraction) -> str:
    """As people write it: "1800", "0.25"."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
