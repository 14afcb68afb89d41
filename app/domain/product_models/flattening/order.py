"""Sub-products that are interchangeable stand in an order, so that the same ones are not there in many orders."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from app.domain.configurator.formulas import AtMost, Chosen, Formula, Implies, Same
from app.domain.configurator.model import Rule
from app.domain.product_models.definition import SlotDef
from app.domain.product_models.flattening.formulas import options_of
from app.domain.product_models.flattening.scopes import Plan, Scope
from app.domain.product_models.flattening.sums import (
    TRUE,
    Sum,
    all_of,
    any_of,
    at_most_zero,
    equals_zero,
    negated,
)

MOST_COMPARED = 3
"""By so many of their groups and numbers: the first ones tell most of them apart."""
MOST_OPTIONS = 40


def order_rules(plan: Plan, slot: SlotDef) -> Iterator[Rule]:
    """That each sub-product of an unordered slot does not stand before the one before it, by their first choices."""
    scopes = plan.instances[slot.code]
    for first, second in pairwise(scopes):
        told = _not_after(_compared(plan, first, second))
        if told != TRUE:
            is_there = AtMost(((-1, f"{slot.code}.count"),), -second.place)
            formula = told if second.presence is None else Implies(is_there, told)
            yield Rule(f"{second.path}order", formula)


Compared = tuple[Formula, Formula]
"""That the first one is below the second, and that both are the same."""


def _compared(plan: Plan, first: Scope, second: Scope) -> list[Compared]:
    groups = [
        _options_compared(options_of(group, first.path), options_of(group, second.path))
        for group in first.component.groups
        if group.hi == 1 and len(group.options) <= MOST_OPTIONS
    ]
    numbers = [
        _numbers_compared(plan, first.path + number.code, second.path + number.code)
        for number in first.component.numbers
    ]
    return [*groups, *numbers][:MOST_COMPARED]


def _options_compared(first: tuple[str, ...], second: tuple[str, ...]) -> Compared:
    """Nothing chosen comes before everything, then the options in their order."""
    pairs = list(zip(first, second, strict=True))
    below = [
        all_of((Chosen(one), any_of(tuple(map(Chosen, second[at + 1 :]))))) for at, one in enumerate(first)
    ]
    nothing = all_of((negated(any_of(tuple(map(Chosen, first)))), any_of(tuple(map(Chosen, second)))))
    same = tuple(Same(Chosen(one), Chosen(other)) for one, other in pairs)
    return any_of((nothing, *below)), all_of(same)


def _numbers_compared(plan: Plan, first: str, second: str) -> Compared:
    """What is not asked counts as 0."""
    difference = Sum(terms={first: Fraction(1), second: Fraction(-1)})
    below = at_most_zero(difference, plan.scales, strict=True)
    return below, equals_zero(difference, plan.scales)


def _not_after(compared: list[Compared]) -> Formula:
    told: Formula = TRUE
    for below, same in reversed(compared):
        told = any_of((below, all_of((same, told))))
    return told
