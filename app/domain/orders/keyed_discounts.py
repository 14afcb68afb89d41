"""A typed discount as it was keyed, on lines whose configuration has shares that discounts leave alone. Pure.

A line keeps the percent and the part of the price on which it counts (decision 0057). Programs before version 0052 kept
instead the percent of the whole price that it came to. Such a line stands as it is until somebody keys its discount
anew or configures it otherwise; then what was keyed is found again.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from app.domain.money import MICRO
from app.domain.orders.asking import asked_line, shared_of
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.pricing import reached_part
from app.domain.rounding import divide_half_up

_ANEW = 0
_ROUND = (10_000, 1_000, 100, 10)
"""People key whole percents, and decimals of them down to thousandths; in millionths."""


def as_keyed(before: Draft, after: Draft, context: OrderContext) -> Draft:
    """The draft in which what was keyed or configured anew since `before` counts as it was keyed."""
    older = {line.key for line in before.lines if line.is_off_whole}
    asked = [line for line in after.lines if line.is_off_whole or (older and line.key in older)]
    if not asked:
        return after
    anew = {line.key: _as_keyed(before.line(line.key), line, before, context) for line in asked}
    return replace(after, lines=tuple(anew.get(line.key, line) for line in after.lines))


def _as_keyed(old: Line | None, new: Line, before: Draft, context: OrderContext) -> Line:
    """The line, marked as one of today where its percent is one that was keyed: the mark is derived anew."""
    if old is None or old == new or new.discount_source != "manual":
        return new  # a copy, or brought back: it stands as it stood
    if not old.is_off_whole or old.discount_ppm != new.discount_ppm:
        return replace(new, discount_on_micro=_ANEW)
    keyed = kept_discount(old, before, context) if old.configuration != new.configuration else None
    return new if keyed is None else replace(new, discount_ppm=keyed, discount_on_micro=_ANEW)


def kept_discount(line: Line, draft: Draft, context: OrderContext) -> int | None:
    """The percent that was keyed on a line of an older program, in millionths.

    None for other lines, and where that is not known any more: of an unknown configuration, or one of which nothing
    may be discounted.
    """
    asked = asked_line(line, draft, context) if line.is_off_whole else None
    if asked is None or asked.configured is None:
        return None
    part = reached_part(asked, context.rules_of(draft), shared_of(draft, context))
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
