"""Formulas as functions, for those that are asked again and again of drafts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from app.domain.configurator.formulas import AllOf, AnyOf, AtMost, Chosen, Formula, Implies, Not, Same

Condition: TypeAlias = Callable[[AbstractSet[str], Mapping[str, int]], bool]
"""Of the options that are chosen and the scaled values of the numbers that are asked."""


def condition_of(formula: Formula) -> Condition:
    """Says what `formulas.holds` says of the formula."""
    match formula:
        case Chosen(option):
            return lambda options, _numbers: option in options
        case AtMost(terms, bound):
            return _at_most(terms, bound)
        case Not(of):
            inner = condition_of(of)
            return lambda options, numbers: not inner(options, numbers)
        case AllOf(of):
            every = [condition_of(one) for one in of]
            return lambda options, numbers: all(one(options, numbers) for one in every)
        case AnyOf(of):
            some = [condition_of(one) for one in of]
            return lambda options, numbers: any(one(options, numbers) for one in some)
        case Implies(when, then):
            return condition_of(AnyOf((Not(when), then)))
        case Same(left, right):
            one, other = condition_of(left), condition_of(right)
            return lambda options, numbers: one(options, numbers) == other(options, numbers)


def _at_most(terms: tuple[tuple[int, str], ...], bound: int) -> Condition:
    if len(terms) == 1:
        ((weight, code),) = terms
        return lambda options, numbers: weight * numbers.get(code, code in options) <= bound
    return lambda options, numbers: (
        sum([weight * numbers.get(code, code in options) for weight, code in terms]) <= bound
    )
