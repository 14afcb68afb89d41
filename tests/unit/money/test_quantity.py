"""Quantities in packs and pieces (B25-B27)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.quantity import Unit, fits_decimals, is_multiple, shown_quantity
from app.domain.rounding import divide_half_up

PIECE = Unit("pc")
PACK_96 = Unit("pk", 96)
PACK_12 = Unit("pk", 12)
DOZEN = Unit("dz", 12)


def test_two_deliveries_of_a_half_pack_and_more_are_two_packs():
    parts = [PACK_96.from_base(pieces * MICRO) for pieces in (144, 48)]
    assert [shown_quantity(part) for part in parts] == [Decimal("1.5"), Decimal("0.5")]
    assert sum(parts) == PACK_96.from_base(192 * MICRO) == 2 * MICRO


def test_thirty_five_pieces_are_the_same_packs_everywhere():
    delivered = PACK_12.to_base(3 * MICRO) - PIECE.to_base(MICRO)
    assert delivered == 35 * MICRO
    in_packs = PACK_12.from_base(delivered)
    assert in_packs == 2_916_667
    assert divide_half_up(in_packs, 10_000) == 292
    assert PACK_12.to_base(in_packs) != delivered, "so the base quantity is what is stored"


def test_one_piece_of_an_article_kept_in_dozens_is_one_piece():
    assert PIECE.to_base(MICRO) == MICRO
    assert DOZEN.to_base(DOZEN.from_base(12 * MICRO)) == 12 * MICRO


@pytest.mark.parametrize(
    ("unit", "quantity", "base"),
    [
        (PACK_12, "1", "12"), (PACK_12, "0.5", "6"), (PACK_96, "2", "192"), (DOZEN, "1", "12"),
        (Unit("m", 1, 1, 3), "1.5", "1.5"), (Unit("roll", 25, 2), "3", "37.5"), (Unit("third", 1, 3), "3", "1"),
    ],
)  # fmt: skip
def test_a_unit_is_an_exact_fraction_of_the_base(unit, quantity, base):
    assert unit.to_base(int(Decimal(quantity) * MICRO)) == int(Decimal(base) * MICRO)


WHOLE = st.integers(0, 10**6).map(lambda n: n * MICRO)


@given(WHOLE, st.integers(1, 10_000))
def test_whole_packs_to_pieces_and_back_lose_nothing(quantity, factor):
    unit = Unit("pk", factor)
    assert unit.from_base(unit.to_base(quantity)) == quantity


@given(st.integers(0, 10**12), st.integers(1, 1000), st.integers(1, 1000))
def test_a_unit_and_back_is_within_a_millionth_of_the_unit(base, num, den):
    unit = Unit("u", num, den)
    assert abs(unit.to_base(unit.from_base(base)) - base) <= divide_half_up(num, 2 * den) + 1


@pytest.mark.parametrize(
    ("unit", "price", "per", "expected"),
    [
        (PACK_12, 1_250_000, 1, 15_000_000),
        (PIECE, 12_400_000, 100, 124_000),
        (PACK_12, 12_400_000, 100, 1_488_000),
        (PIECE, 9_990_000, 1000, 9_990),
        (Unit("half", 1, 2), 3_000_000, 1, 1_500_000),
    ],
)
def test_the_price_of_a_unit_follows_from_the_price_per_base_quantity(unit, price, per, expected):
    assert unit.price_from_base(price, per) == expected


@pytest.mark.parametrize(
    ("quantity", "step", "fits"),
    [(24, 12, True), (25, 12, False), (7, 0, True), (0, 12, True), (36, 12, True)],
)
def test_a_step_of_zero_means_any_quantity(quantity, step, fits):
    assert is_multiple(quantity * MICRO, step * MICRO) is fits


@pytest.mark.parametrize(
    ("micro", "decimals", "fits"),
    [
        (1_500_000, 0, False),
        (1_500_000, 1, True),
        (2_000_000, 0, True),
        (1_234_567, 6, True),
        (1_234_567, 3, False),
        (1_250_000, 9, True),
    ],
)
def test_a_unit_says_how_many_decimals_may_be_keyed(micro, decimals, fits):
    assert fits_decimals(micro, decimals) is fits
