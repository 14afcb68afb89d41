"""Why something is blocked, in words, and the ways out of it with what they cost."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.configurator.model import Choices, Key
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
    """Up to three ways to have it: the fewest of the user's choices dropped, then the cheapest, then the soonest."""
    product = now.product
    if code_of(asked.key) in product.given:
        return ()
    given = [product.keys.pair(code, value)[0] for code, value in product.given_wants.items()]
    found = product.explainer.repairs(asked.others, asked.key, kept=given, most=_MOST_LOOKED_AT)
    found_views = (_repair_view(now, asked, dropped, wanted) for dropped in found if dropped)
    views = [view for view in found_views if view is not None]
    views.sort(key=lambda view: (len(view.dropped), view.difference.price, view.difference.days))
    return tuple(views[:MOST_REPAIRS])


def _repair_view(
    now: Situation, asked: Asked, dropped: Sequence[Key], wanted: ChoiceView
) -> RepairView | None:
    """None where what comes of it cannot be reckoned."""
    product = now.product
    left = {key: taken for key, taken in asked.others.items() if key not in dropped}
    whole = now.completion.whole({**left, asked.key: True})
    assert whole is not None, "a repair makes possible what is wanted"
    gone = tuple(_person_view(product, key, asked.others) for key in dropped)
    moved = [field for field in product.effects.moved(now.preview, whole) if field is not asked.field]
    instead = tuple(answers_in(product, whole, moved, Level.AUTOMATIC))
    difference = product.effects.change(now.preview, whole, asked.field.code)
    return None if difference is None else RepairView(wanted, gone, instead, difference)


def _person_view(product: Product, key: Key, told: Choices) -> ChoiceView:
    level = Level.GIVEN if code_of(key) in product.given else Level.USER
    return key_view(product, key, is_taken=told[key], level=level)


def wanted_view(now: Situation, code: str, value: Value) -> ChoiceView:
    """What was asked for, in words."""
    return choice_view(now.product, code, value, Level.OPEN)
