"""What was keyed as a line's discount, where its configuration has shares that discounts leave alone. Pure.

Such a discount stands on its line as the percent of the whole price that it comes to. Where the line is configured
otherwise it reaches another part of the price: what was keyed is found again, to be changed anew.
"""

from __future__ import annotations

from app.domain.money import MICRO
from app.domain.orders.asking import asked_line
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.pricing import RulesSnapshot, SharedFacts, reaching_discount
from app.domain.rounding import divide_half_up

_STEP = 10
"""Percents are keyed to a thousandth of one, in millionths."""
_ROUNDED = 2
"""By so much, in millionths, the percent of the whole may be off: it was rounded once."""


def keyed_discount(
    line: Line, draft: Draft, context: OrderContext, rules: RulesSnapshot, shared: SharedFacts
) -> int | None:
    """The percent off what may be discounted of a line with a typed discount, in millionths.

    None where that is not known any more: of an unknown configuration, or one of which nothing may be discounted.
    """
    asked = asked_line(line, draft, context)
    if asked is None or (line.configuration and asked.configured is None):
        return None
    share = reaching_discount(asked, rules, shared, MICRO)
    if share == MICRO or not share:
        return line.discount_ppm if share else None
    keyed = divide_half_up(line.discount_ppm * MICRO, share)
    whole = divide_half_up(keyed, _STEP) * _STEP
    return whole if abs(keyed - whole) <= _ROUNDED else keyed
