"""Sums in feature models: exact linear ones, compared as the engine knows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from app.domain.configurator.formulas import AllOf, AnyOf, AtMost, Formula, Not


@dataclass(frozen=True, slots=True)
class Total:
    """Weights by code of an option (1 where it is chosen) or of a number, and what is added to them."""

    terms: Mapping[str, Fraction]
    constant: Fraction = Fraction(0)

    def times(self, factor: Fraction) -> Total:
        """Every weight multiplied."""
        terms = {code: weight * factor for code, weight in self.terms.items()} if factor else {}
        return Total(terms, self.constant * factor)


def added(parts: Iterable[tuple[int, Total]]) -> Total:
    """The sum of multiples of some; what cancels out is not in it."""
    terms: dict[str, Fraction] = {}
    constant = Fraction(0)
    for factor, part in parts:
        constant += factor * part.constant
        for code, weight in part.terms.items():
            terms[code] = terms.get(code, Fraction(0)) + factor * weight
    return Total({code: weight for code, weight in terms.items() if weight}, constant)


def compared(left: Total, sign: str, right: Total) -> Formula:
    """`== != < <= > >=` between two sums."""
    rest = added([(1, left), (-1, right)])
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
