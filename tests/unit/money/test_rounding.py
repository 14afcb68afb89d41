"""The three places where a fraction becomes a whole number (A3, A11, A19, A22)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rounding import divide_half_up, equal_instalments, split_by_largest_remainder

AMOUNTS = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 10, 1), (-5, 10, -1), (15, 10, 2), (25, 10, 3), (4, 10, 0), (-4, 10, 0), (0, 7, 0), (7, 7, 1)],
)
def test_a_half_goes_away_from_zero(numerator, denominator, expected):
    assert divide_half_up(numerator, denominator) == expected


@given(AMOUNTS, st.integers(1, 10**9))
def test_division_agrees_with_decimal_half_up(numerator, denominator):
    exact = Fraction(numerator, denominator)
    floor = abs(exact.numerator) // exact.denominator
    half = abs(exact) - floor >= Fraction(1, 2)
    expected = (floor + half) * (1 if numerator >= 0 else -1)
    assert divide_half_up(numerator, denominator) == expected


@given(AMOUNTS, st.integers(1, 10**9))
def test_a_credit_mirrors_its_invoice(numerator, denominator):
    assert divide_half_up(-numerator, denominator) == -divide_half_up(numerator, denominator)


@pytest.mark.parametrize("scale", [1, 2, 4])
@given(st.integers(-(10**9), 10**9))
def test_rounding_to_cents_is_decimals_own(scale, units):
    value = Decimal(units).scaleb(-scale)
    expected = int(value.quantize(Decimal(1), ROUND_HALF_UP))
    assert divide_half_up(units, 10**scale) == expected


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (1000, (1, 1, 1), (334, 333, 333)),
        (100, (1, 2, 4), (14, 29, 57)),
        (-100, (1, 2, 4), (-14, -29, -57)),
        (5000, (10000, 20000), (1667, 3333)),  # 50.00 off, 19 % on 100.00 and 7 % on 200.00
        (1, (1, 1), (1, 0)),
        (7, (0, 3, 0), (0, 7, 0)),
        (0, (5, 5), (0, 0)),
    ],
)
def test_a_header_discount_splits_by_largest_remainder(total, weights, parts):
    assert split_by_largest_remainder(total, weights) == parts


WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any)


@given(AMOUNTS, WEIGHTS)
def test_a_split_sums_exactly_and_each_part_is_within_a_cent(total, weights):
    parts = split_by_largest_remainder(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, whole)) < 1
        assert part * total >= 0


@given(AMOUNTS, WEIGHTS)
def test_the_split_of_a_credit_mirrors_the_split_of_its_invoice(total, weights):
    mirrored = tuple(-part for part in split_by_largest_remainder(total, weights))
    assert split_by_largest_remainder(-total, weights) == mirrored


@pytest.mark.parametrize(
    ("total", "count", "parts"),
    [
        (10000, 3, (3333, 3333, 3334)),
        (-10000, 3, (-3333, -3333, -3334)),
        (10000, 1, (10000,)),
        (1, 3, (0, 0, 1)),
        (100001, 7, (14285,) * 6 + (14291,)),
    ],
)
def test_the_last_instalment_takes_the_cents_left_over(total, count, parts):
    assert equal_instalments(total, count) == parts


@given(AMOUNTS, st.integers(1, 60))
def test_instalments_sum_exactly_and_all_but_the_last_are_equal(total, count):
    parts = equal_instalments(total, count)
    assert len(parts) == count
    assert sum(parts) == total
    assert len(set(parts[:-1])) <= 1
    assert abs(parts[-1] - parts[0]) < count
