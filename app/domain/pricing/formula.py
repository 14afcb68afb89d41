"""A price list made of another one: times a factor, plus an amount, rounded to a price people like to see."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.money import MICRO
from app.domain.rounding import divide_half_up


@dataclass(frozen=True, slots=True)
class Formula:
    """`add_micro` is for one base unit. Prices end on a multiple of `step_micro` plus `ending_micro`.

    A step of 1.00 with the ending -0.01 gives x.99, with -0.05 x.95; a step of 0.05 gives steps of five cents;
    a step of 0 leaves the six decimals that a price may have.
    """

    factor_ppm: int = MICRO
    add_micro: int = 0
    step_micro: int = 0
    ending_micro: int = 0

    def price(self, price_micro: int, base_num: int, base_den: int = 1) -> int:
        """The price for `base_num / base_den` base units, of a price for as many: never below zero."""
        plus = divide_half_up(self.add_micro * base_num, base_den)
        made = divide_half_up(price_micro * self.factor_ppm, MICRO) + plus
        return self._rounded(max(made, 0))

    def _rounded(self, price_micro: int) -> int:
        """The nearest price with the ending, of two the higher; what costs anything never comes to cost nothing."""
        if not self.step_micro or not price_micro:
            return price_micro
        ending = self.ending_micro % self.step_micro  # of an ending of 2.50 in steps of 1.00 counts 0.50
        nearest = divide_half_up(price_micro - ending, self.step_micro)
        lowest = 0 if ending else 1  # the first that is above zero
        return max(nearest, lowest) * self.step_micro + ending
