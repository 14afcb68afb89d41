"""Why something is blocked, in words, and the ways out of it with what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.configurator.model import Choices, Key, Point
from app.domain.configuring.choices import Value
from app.domain.configuring.completing import code_of
from app.domain.configuring.effects import Asked
from app.domain.configuring.situation import Product, Situation
from app.domain.configuring.views import FOLDED_AT, ChoiceView, Level, ReasonView, RepairView
from app.domain.configuring.words import answers_in, choice_view, key_view

MOST_REPAIRS = 3

_MOST_LOOKED_AT = 12
"""So many ways out are priced to find the best of them."""


def reason_of(now: Situation, asked: Asked, wanted: ChoiceView, *, taken: bool = True) -> ReasonView | None:
    """Why an answer is not possible (or, if not `taken`, why it cannot be left out); None where it is."""
    own = now.product.given.get(code_of(asked.key))
    if own is not None and not now.is_possible(asked):
        return ReasonView(wanted, (choice_view(now.product, own.code, own.value, Level.GIVEN),), 0, ())
    found = now.product.explainer.reason(asked.others, asked.key, taken=taken)
    if found is None:
        return None
    views = [_person_view(now.product, key, asked.others) for key in found.choices]
    views.sort(key=lambda view: view.level is not Level.GIVEN)
    rules = tuple(now.product.form.rule(code) for code in found.rules)
    folded = max(0, len(views) - FOLDED_AT)
    return ReasonView(wanted, tuple(views[:FOLDED_AT]), folded, rules, found.is_smallest)


def repairs_of(now: Situation, asked: Asked, wanted: ChoiceView) -> tuple[RepairView, ...]:
    """Up to three ways to have it: the fewest of the user's choices dropped, then the nearest, cheapest, soonest.

    A number that has to go takes the nearest value above or below that is possible then.
    """
    product = now.product
    if code_of(asked.key) in product.given:
        return ()
    given = [product.keys.pair(code, value)[0] for code, value in product.given_wants.items()]
    found = product.explainer.repairs(asked.others, asked.key, kept=given, most=_MOST_LOOKED_AT)
    ranked: list[tuple[tuple[int, int, Fraction, int], RepairView]] = []
    for dropped in found:
        for place, way in enumerate(_ways(product, asked, dropped) if dropped else ()):
            if view := _repair_view(now, asked, dropped, wanted, way):
                rank = (len(dropped), place, view.difference.price, view.difference.days)
                ranked.append((rank, view))
    ranked.sort(key=lambda each: each[0])
    return tuple([view for _, view in ranked[:MOST_REPAIRS]])


@dataclass(frozen=True, slots=True)
class _Way:
    """What is chosen after some choices were dropped.

    Args:
        told: all choices, with what was wanted.
        nearest: values of numbers among them that take the place of dropped ones.
    """

    told: dict[Key, bool]
    nearest: tuple[Point, ...] = ()


def _ways(product: Product, asked: Asked, dropped: Sequence[Key]) -> list[_Way]:
    """The nearest first: of the first dropped number the value next to it on both sides, of others the nearer one."""
    left = {key: taken for key, taken in asked.others.items() if key not in dropped}
    ways = [_Way({**left, asked.key: True})]
    for key in dropped:
        if isinstance(key, Point):
            ways = [after for way in ways for after in _nearer(product, way, key)]
    return ways


def _nearer(product: Product, way: _Way, dropped: Point) -> list[_Way]:
    """With the possible values next to a dropped one; the way as it is where the number cannot be asked then."""
    domain = product.answers.domain(way.told)
    assert domain is not None, "a repair makes possible what is wanted"
    near = _next_to(_offered(product, dropped, domain.values(dropped.number)), dropped.value)
    points = [Point(dropped.number, value) for value in (near[:1] if way.nearest else near)]
    return [_Way({**way.told, point: True}, (*way.nearest, point)) for point in points] or [way]


def _offered(product: Product, dropped: Point, values: Sequence[range]) -> Sequence[range]:
    """Of these values the standard sizes where one of them was chosen: nobody who did wants a special one."""
    field = product.form.field_of[dropped.number]
    assert field.number is not None, "only numbers have points"
    sizes = {int(size * field.scale) for size in field.number.standard}
    if dropped.value not in sizes:
        return values
    standard = [range(size, size + 1) for size in sorted(sizes) if any(size in each for each in values)]
    return standard or values


def _next_to(values: Sequence[range], value: int) -> list[int]:
    """The value below and the one above, the nearer one first."""
    below = [each[min(len(each) - 1, (value - each[0]) // each.step)] for each in values if each[0] <= value]
    above = [each[max(0, -((each[0] - value) // each.step))] for each in values if each[-1] >= value]
    return sorted({*below[-1:], *above[:1]}, key=lambda each: (abs(each - value), each))


def _repair_view(
    now: Situation, asked: Asked, dropped: Sequence[Key], wanted: ChoiceView, way: _Way
) -> RepairView | None:
    """None where what comes of it cannot be reckoned."""
    product = now.product
    whole = now.completion.whole(way.told)
    assert whole is not None, "a repair makes possible what is wanted"
    gone = tuple(_person_view(product, key, asked.others) for key in dropped)
    moved = [field for field in product.effects.moved(now.preview, whole) if field is not asked.field]
    instead = tuple(answers_in(product, whole, moved, Level.AUTOMATIC))
    difference = product.effects.change(now.preview, whole, asked.field.code)
    nearest = tuple(key_view(product, key, is_taken=True, level=Level.USER) for key in way.nearest)
    return None if difference is None else RepairView(wanted, gone, instead, difference, nearest)


def _person_view(product: Product, key: Key, told: Choices) -> ChoiceView:
    level = Level.GIVEN if code_of(key) in product.given else Level.USER
    return key_view(product, key, is_taken=told[key], level=level)


def wanted_view(now: Situation, code: str, value: Value) -> ChoiceView:
    """What was asked for, in words."""
    return choice_view(now.product, code, value, Level.OPEN)
