"""Sums in feature models: exact linear ones, compared as the engine knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from app.domain.configurator.formulas import AllOf, AnyOf, AtMost, Formula, Not


@dataclass(frozen=True, slots=True)
class Total:
    """Weights by code of an option (1 where it is chosen) or of a number, and what is added to them."""

    terms: Mapping[str, Fraction]
    constant: Fraction = Fraction(0)

    def plus(self, other: Total, factor: int) -> Total:
        """The sum with a multiple of another one."""
        terms = dict(self.terms)
        for code, weight in other.terms.items():
            terms[code] = terms.get(code, Fraction(0)) + factor * weight
        kept = {code: weight for code, weight in terms.items() if weight}
        return Total(kept, self.constant + factor * other.constant)

    def times(self, factor: Fraction) -> Total:
        """Every weight multiplied."""
        terms = {code: weight * factor for code, weight in self.terms.items()} if factor else {}
        return Total(terms, self.constant * factor)


def compared(left: Total, sign: str, right: Total) -> Formula:
    """`== != < <= > >=` between two sums."""
    rest = left.plus(right, -1)
    match sign:
        case "<=":
            return _at_most_zero(rest)
        case ">=":
            return _at_most_zero(rest.times(Fraction(-1)))
        case "<":
            return Not(_at_most_zero(rest.times(Fraction(-1))))
        case ">":
            return Not(_at_most_zero(rest))
    equal = AllOf((_at_most_zero(rest), _at_most_zero(rest.times(Fraction(-1)))))
    return equal if sign == "==" else Not(equal)


def _at_most_zero(total: Total) -> Formula:
    if not total.terms:
        return AllOf(()) if total.constant <= 0 else AnyOf(())
    scale = lcm(total.constant.denominator, *(weight.denominator for weight in total.terms.values()))
    terms = tuple((int(weight * scale), code) for code, weight in total.terms.items())
    return AtMost(terms, int(-total.constant * scale))
