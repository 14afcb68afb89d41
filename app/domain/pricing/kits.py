"""Kits that cost the sum of their parts less a percent: each part at the buyer's own price for all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from app.domain.money import MICRO, discounted_price
from app.domain.pricing.asked import AskedLine
from app.domain.pricing.trace import PriceResult, Step
from app.domain.rounding import divide_half_up

PriceOf = Callable[[AskedLine], PriceResult]


def sum_of_parts(line: AskedLine, price_of: PriceOf) -> int | None:
    """What the parts in one of the line's unit come to, to six decimals; None where one of them has no price."""
    total = Fraction(0)
    for part in line.parts:
        found = price_of(part.line)
        if found.auto_micro is None:
            return None
        total += Fraction(found.auto_micro * part.in_one_micro, found.per * MICRO)
    return divide_half_up(total.numerator, total.denominator)


def kit_steps(line: AskedLine, result: PriceResult) -> Iterator[Step]:
    """The sum of the parts, and what it is less."""
    if result.list_micro is None:
        return
    yield Step("kit_sum", "", result.list_micro, result.list_micro)
    if line.less_ppm and not line.is_typed:
        less = discounted_price(result.list_micro, line.less_ppm)
        yield Step("kit_less", "", result.list_micro, less, rate_ppm=line.less_ppm)
