"""The only places where a fraction becomes a whole number.

Half-up means half away from zero, so that a credit mirrors its invoice (cases A3, A11).
"""

from __future__ import annotations

from collections.abc import Sequence


def divide_half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator, rounded half away from zero. The denominator is positive."""
    assert denominator > 0, "a denominator is positive"
    quotient, rest = divmod(abs(numerator), denominator)
    if 2 * rest >= denominator:
        quotient += 1
    return quotient if numerator >= 0 else -quotient


def split_by_largest_remainder(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split `total` in proportion to the weights; the parts sum to `total` exactly (A19, A36).

    Weights are >= 0 and not all 0. Left units go to the largest remainders, ties to the first.
    """
    whole = sum(weights)
    assert whole > 0, "weights must not all be zero"
    assert min(weights) >= 0, "weights are not negative"
    sign = 1 if total >= 0 else -1
    parts = [abs(total) * weight // whole for weight in weights]
    remainders = [abs(total) * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)  # ties stay in order
    for i in by_remainder[: abs(total) - sum(parts)]:
        parts[i] += 1
    assert sum(parts) == abs(total)
    return tuple(sign * part for part in parts)


def equal_instalments(total: int, count: int) -> tuple[int, ...]:
    """`count` equal parts of `total`; the cents left over go to the last (A22): 33.33, 33.33, 33.34."""
    assert count > 0, "at least one instalment"
    part = abs(total) // count * (1 if total >= 0 else -1)
    return (*(part for _ in range(count - 1)), total - part * (count - 1))
