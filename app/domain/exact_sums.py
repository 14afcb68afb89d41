"""Sums of exact amounts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm


def sum_of(amounts: Sequence[Fraction]) -> Fraction:
    """Their sum, reckoned in whole numbers: several times as fast as one fraction after the other."""
    scale = lcm(*[each.denominator for each in amounts])
    return Fraction(sum([each.numerator * (scale // each.denominator) for each in amounts]), scale)
