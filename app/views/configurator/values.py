"""Possible values of a number: the next one, and what is wrong with one that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from app.domain.configuring.views import NumberView, Span
from app.i18n import _
from app.views.configurator.words import span_text, value_text


def next_value(number: NumberView, here: Fraction | None, step: int) -> Fraction | None:
    """The possible value next to `here`, above it (1) or below it (-1); None where there is none."""
    if here is None:
        return number.spans[0].lo if number.spans else None
    if step > 0:
        return min(_above(number, here), default=None)
    return max(_below(number, here), default=None)


def _above(number: NumberView, here: Fraction) -> Iterator[Fraction]:
    for span in number.spans:
        found = span.lo if here < span.lo else span.lo + ((here - span.lo) // number.step + 1) * number.step
        if found <= span.hi:
            yield found


def _below(number: NumberView, here: Fraction) -> Iterator[Fraction]:
    for span in number.spans:
        found = (
            span.hi if here > span.hi else span.lo + (-((span.lo - here) // number.step) - 1) * number.step
        )
        if found >= span.lo:
            yield found


def is_possible(number: NumberView, value: Fraction) -> bool:
    """Whether the number can have it beside the other choices."""
    return any(span.lo <= value <= span.hi and not (value - span.lo) % number.step for span in number.spans)


def complaint(number: NumberView, value: Fraction) -> str:
    """What no choice could change about it: outside the model's range, or off its steps. "" for nothing."""
    if number.lo <= value <= number.hi and not (value - number.lo) % number.step:
        return ""
    told = _("{value} is not offered: {span}, in steps of {step}.").format(
        value=value_text(value, number.unit),
        span=span_text(Span(number.lo, number.hi), number.unit),
        step=value_text(number.step, number.unit),
    )
    near = [found for step in (-1, 1) if (found := next_value(number, value, step)) is not None]
    if not near:
        return told
    values = _(" or ").join(value_text(each, number.unit) for each in near)
    nearest = _("The nearest: {values}. Up and Down take them.").format(values=values)
    return f"{told}\n{nearest}"
