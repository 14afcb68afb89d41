"""Whether a number may have a value, and which values near it may be had."""

from __future__ import annotations

from fractions import Fraction

from app.domain.configuring.form import Field
from app.domain.configuring.showing import is_within, spans_of
from app.domain.configuring.situation import Situation
from app.domain.configuring.words import value_text
from app.domain.issues import Issue, Severity


def value_issue(now: Situation, field: Field, value: Fraction) -> Issue | None:
    """What is wrong with a value: out of its range, off its steps, or blocked by other choices; None: nothing.

    The params name `nearest`: the values next to it, below and above, that are possible now.
    """
    number = field.number
    assert number is not None, "only numbers and slots have values"
    spans = spans_of(now, field)
    if now.product.can_be(field.key, value) and is_within(spans, value):
        return None
    near = [value_text(now.product, field, each) for each in nearest_values(now, field, value)]
    params = {
        "name": field.name,
        "value": value_text(now.product, field, value),
        "lo": value_text(now.product, field, number.lo),
        "hi": value_text(now.product, field, number.hi),
        "step": value_text(now.product, field, number.step),
        "nearest": ", ".join(near) or "-",
    }
    where = f"numbers/{field.code}"
    if not number.lo <= value <= number.hi:
        return Issue("configuring.number_range", Severity.BLOCK, where, params)
    if (value - number.lo) % number.step:
        return Issue("configuring.number_step", Severity.BLOCK, where, params)
    return Issue("configuring.number_blocked", Severity.BLOCK, where, params)


def nearest_values(now: Situation, field: Field, value: Fraction) -> list[Fraction]:
    """The possible values next to a value: the next below it and the next above, as far as there are."""
    number = field.number
    assert number is not None, "only numbers and slots have values"
    below: list[Fraction] = []
    above: list[Fraction] = []
    for span in spans_of(now, field):
        if span.lo <= value:
            below.append(min(span.hi, span.lo + (value - span.lo) // number.step * number.step))
        if span.hi >= value:
            above.append(max(span.lo, span.hi - (span.hi - value) // number.step * number.step))
    return list(dict.fromkeys([*below[-1:], *above[:1]]))
