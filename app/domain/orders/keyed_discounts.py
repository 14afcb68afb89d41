"""What was keyed as a line's discount, where its configuration has shares that discounts leave alone. Pure.

Such a discount stands on its line as the percent of the whole price that it comes to. Where the line is configured
otherwise it reaches another part of the price: what was keyed is found again, to be changed anew.
"""

from __future__ import annotations

from fractions import Fraction

from app.domain.money import MICRO
from app.domain.orders.asking import asked_line
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.pricing import RulesSnapshot, SharedFacts, reached_part
from app.domain.rounding import divide_half_up

_ROUND = (10_000, 1_000, 100, 10)
"""People key whole percents, and decimals of them down to thousandths; in millionths."""


def keyed_discount(
    line: Line, draft: Draft, context: OrderContext, rules: RulesSnapshot, shared: SharedFacts
) -> int | None:
    """The percent off what may be discounted of a line with a typed discount, in millionths.

    None where that is not known any more: of an unknown configuration, or one of which nothing may be discounted.
    """
    asked = asked_line(line, draft, context)
    if asked is None or (line.configuration and asked.configured is None):
        return None
    part = reached_part(asked, rules, shared)
    return _roundest(line.discount_ppm, part) if part > 0 else None


def _roundest(whole_ppm: int, part: Fraction) -> int:
    """Of all percents off a part that come to this of the whole, the one with the fewest decimals."""
    if part == 1 or whole_ppm in {0, MICRO}:
        return whole_ppm
    exact = min(whole_ppm / part, Fraction(MICRO))
    rounded = (_nearest(exact, step) for step in _ROUND)
    return next((each for each in rounded if _nearest(each * part, 1) == whole_ppm), _nearest(exact, 1))


def _nearest(value: Fraction, step: int) -> int:
    return divide_half_up(value.numerator, value.denominator * step) * step
