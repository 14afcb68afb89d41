"""Quantities and units: base quantities are exact millionths; a unit is an exact fraction of the base.

1.5 packs of 96 are 144 pieces; one piece of an article kept in dozens is one piece, not 0.96 (B25-B27).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.domain.money import MICRO, decimal_of_micro
from app.domain.rounding import divide_half_up

MAX_QUANTITY_MICRO = 10**9 * MICRO  # a billion units: above it is a slip of the keyboard, not an order
MAX_BASE_MICRO = 10**18  # of a line in base units, whatever its unit holds: what the database keeps


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a product: `factor_num / factor_den` base units make one of it; `decimals` may be keyed."""

    code: str
    factor_num: int = 1
    factor_den: int = 1
    decimals: int = 0

    def to_base(self, quantity_micro: int) -> int:
        """The base quantity of a quantity in this unit; exact wherever the pack divides, else to 1e-6."""
        return divide_half_up(quantity_micro * self.factor_num, self.factor_den)

    def from_base(self, base_micro: int) -> int:
        """The quantity in this unit, to 1e-6: 35 pieces are 2.916667 packs of 12 (shown 2.92, B26)."""
        return divide_half_up(base_micro * self.factor_den, self.factor_num)

    def price_from_base(self, price_micro: int, per: int, of: int = 1) -> int:
        """The price of `of` of this unit, to six decimals, from a price per `per` base units."""
        return divide_half_up(price_micro * self.factor_num * of, self.factor_den * per)

    def has_exact_price(self, price_micro: int, per: int, discount_ppm: int = 0) -> bool:
        """Whether the price of one of this unit has no more than six decimals, before and after the discount.

        3.3333 per 1,000 is 0.0033333; of 4.50 per 1,000 less 2.5 % is left 0.0043875.
        """
        whole, parts = price_micro * self.factor_num, self.factor_den * per
        return per == 1 or (whole % parts == 0 and whole // parts * (MICRO - discount_ppm) % MICRO == 0)


def shown_quantity(micro: int) -> Decimal:
    """The quantity as people read it: whole numbers without decimals."""
    return decimal_of_micro(micro)


def is_multiple(quantity_micro: int, step_micro: int) -> bool:
    """Whether the quantity comes in whole steps; a step of 0 means any."""
    return step_micro == 0 or quantity_micro % step_micro == 0


def fits_decimals(quantity_micro: int, decimals: int) -> bool:
    """Whether the quantity has no more decimals than its unit allows."""
    return quantity_micro % step_micro(decimals) == 0


def step_micro(decimals: int) -> int:
    """The least quantity of a unit with so many decimals: 1 piece, 0.01 m."""
    return int(10 ** (6 - min(decimals, 6)))
