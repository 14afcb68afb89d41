"""The only places where a fraction becomes a whole number.

Half-up means half away from zero, so that a credit mirrors its invoice (cases A3, A11).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def divide_half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator, rounded half away from zero. The denominator is positive."""
    assert denominator > 0, "a denominator is positive"
    quotient, rest = divmod(abs(numerator), denominator)
    if 2 * rest >= denominator:
        quotient += 1
    return quotient if numerator >= 0 else -quotient


def divide_up(numerator: int, denominator: int) -> int:
    """numerator / denominator, rounded up: the least whole number that is not below it."""
    assert denominator > 0, "a denominator is positive"
    return -(-numerator // denominator)


def split_by_largest_remainder(
    total: int, weights: Sequence[int], ties: Sequence[tuple[Any, ...]] | None = None
) -> tuple[int, ...]:
    """Split `total` in proportion to the weights; the parts sum to `total` exactly (A19, A36).

    Weights are >= 0 and not all 0. Left units go to the largest remainders, ties to the first, or to the one that
    comes first by its value in `ties`.
    """
    whole = sum(weights)
    assert whole > 0, "weights must not all be zero"
    assert min(weights) >= 0, "weights are not negative"
    sign, units = (1 if total >= 0 else -1), abs(total)
    parts = [units * weight // whole for weight in weights]
    remainders = [units * weight % whole for weight in weights]
    places = range(len(weights))
    if ties is None:
        by_remainder = sorted(places, key=remainders.__getitem__, reverse=True)  # ties stay in order
    else:
        by_remainder = sorted(
            places, key=[(-rest, tie) for rest, tie in zip(remainders, ties, strict=True)].__getitem__
        )
    for i in by_remainder[: units - sum(parts)]:
        parts[i] += 1
    assert sum(parts) == units
    return tuple(parts) if sign > 0 else tuple([-part for part in parts])


def equal_instalments(total: int, count: int) -> tuple[int, ...]:
    """`count` equal parts of `total`; the cents left over go to the last (A22): 33.33, 33.33, 33.34."""
    assert count > 0, "at least one instalment"
    part = abs(total) // count * (1 if total >= 0 else -1)
    return (*(part for _ in range(count - 1)), total - part * (count - 1))
