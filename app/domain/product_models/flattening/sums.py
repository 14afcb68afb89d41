"""Sums of numbers with factors, and comparisons of them in whole numbers."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from app.domain.configurator.formulas import AllOf, AnyOf, AtMost, Chosen, Formula, Not

TRUE = AllOf(())
FALSE = AnyOf(())


@dataclass(frozen=True, slots=True)
class Sum:
    """A constant, and weights by code: of a number's scaled value, or of an option (1 where it is chosen)."""

    constant: Fraction = Fraction(0)
    terms: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def is_constant(self) -> bool:
        """Whether nothing is chosen that could change it."""
        return not self.terms

    def plus(self, other: Sum) -> Sum:
        """Both together."""
        terms = dict(self.terms)
        for code, weight in other.terms.items():
            terms[code] = terms.get(code, Fraction(0)) + weight
        kept = {code: weight for code, weight in terms.items() if weight}
        return Sum(self.constant + other.constant, kept)

    def times(self, factor: Fraction) -> Sum:
        """So many times as much."""
        if not factor:
            return Sum()
        terms = {code: weight * factor for code, weight in self.terms.items()}
        return Sum(self.constant * factor, terms)

    def minus(self, other: Sum) -> Sum:
        """Without the other."""
        return self.plus(other.times(Fraction(-1)))


def constant(value: Fraction | int) -> Sum:
    """A sum of no terms."""
    return Sum(Fraction(value))


def at_most_zero(total: Sum, numbers: Container[str], *, strict: bool = False) -> Formula:
    """That the sum is not above zero (or, where `strict`, below it); `numbers`: the codes that are no options."""
    whole = lcm(*(weight.denominator for weight in total.terms.values()))
    weights = {code: int(weight * whole) for code, weight in total.terms.items()}
    shared = gcd(*weights.values()) or 1
    limit = -total.constant * whole / shared
    bound = ceil(limit) - 1 if strict else floor(limit)
    terms = tuple((weight // shared, code) for code, weight in weights.items())
    return _simplest(terms, bound, numbers)


def _simplest(terms: tuple[tuple[int, str], ...], bound: int, numbers: Container[str]) -> Formula:
    """Without a sum where options alone say it: always, never, some of them, none of them."""
    if not terms:
        return TRUE if bound >= 0 else FALSE
    if any(code in numbers for _, code in terms):
        return AtMost(terms, bound)
    lowest = sum(weight for weight, _ in terms if weight < 0)
    highest = sum(weight for weight, _ in terms if weight > 0)
    if highest <= bound:
        return TRUE
    if lowest > bound:
        return FALSE
    if bound == -1 and all(weight < 0 for weight, _ in terms):
        return AnyOf(tuple(Chosen(code) for _, code in terms))
    if bound >= 0 and all(weight > bound for weight, _ in terms) and bound == 0:
        return AllOf(tuple(Not(Chosen(code)) for _, code in terms))
    return AtMost(terms, bound)


def equals_zero(total: Sum, numbers: Container[str]) -> Formula:
    """That the sum is zero."""
    below, above = at_most_zero(total, numbers), at_most_zero(total.times(Fraction(-1)), numbers)
    return all_of((below, above))


def all_of(formulas: tuple[Formula, ...]) -> Formula:
    """Every one of them; what always holds is left out."""
    kept = tuple(dict.fromkeys(each for each in formulas if each != TRUE))
    if FALSE in kept:
        return FALSE
    return kept[0] if len(kept) == 1 else AllOf(kept)


def any_of(formulas: tuple[Formula, ...]) -> Formula:
    """At least one of them; what never holds is left out."""
    kept = tuple(dict.fromkeys(each for each in formulas if each != FALSE))
    if TRUE in kept:
        return TRUE
    return kept[0] if len(kept) == 1 else AnyOf(kept)


def negated(formula: Formula) -> Formula:
    """The opposite."""
    if formula == TRUE:
        return FALSE
    if formula == FALSE:
        return TRUE
    return formula.of if isinstance(formula, Not) else Not(formula)
