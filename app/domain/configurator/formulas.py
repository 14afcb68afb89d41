"""Formulas over the options and numbers of a product model: what rules and conditions say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Chosen:
    """The option of this code is part of the configuration."""

    option: str


@dataclass(frozen=True, slots=True)
class AtMost:
    """The sum of weight times term is not above the bound.

    Args:
        terms: weight and code: of a number (its scaled value; 0 where it is not asked) or of an option (1 where it
            is chosen).
        bound: a whole number.
    """

    terms: tuple[tuple[int, str], ...]
    bound: int


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    of: Formula


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of them; of none: always true."""

    of: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of them; of none: never true."""

    of: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Implies:
    """Where `when` holds, `then` holds too."""

    when: Formula
    then: Formula


@dataclass(frozen=True, slots=True)
class Same:
    """Both hold, or neither."""

    left: Formula
    right: Formula


Formula: TypeAlias = Chosen | AtMost | Not | AllOf | AnyOf | Implies | Same


def parts_of(formula: Formula) -> tuple[Formula, ...]:
    """What it is made of, one step down."""
    match formula:
        case Chosen() | AtMost():
            return ()
        case Not(of):
            return (of,)
        case AllOf(of) | AnyOf(of):
            return of
        case Implies(when, then):
            return (when, then)
        case Same(left, right):
            return (left, right)


def options_in(formula: Formula) -> Iterator[str]:
    """The codes that it names as those of options, outside of sums."""
    return (one.option for one in _atoms(formula) if isinstance(one, Chosen))


def sums_in(formula: Formula) -> Iterator[AtMost]:
    """The comparisons of sums in it."""
    return (one for one in _atoms(formula) if isinstance(one, AtMost))


def codes_in(formula: Formula) -> Iterator[str]:
    """The codes of options and numbers that it names, as often as it does."""
    for one in _atoms(formula):
        if isinstance(one, Chosen):
            yield one.option
        else:
            yield from (code for _, code in one.terms)


def _atoms(formula: Formula) -> Iterator[Chosen | AtMost]:
    return (one for one in formulas_in(formula) if isinstance(one, Chosen | AtMost))


def formulas_in(formula: Formula) -> Iterator[Formula]:
    """The formula and all that it is made of; without recursion, since files nest as deep as they like."""
    waiting = [formula]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(parts_of(one))


def depth_of(formula: Formula) -> int:
    """How many formulas stand in one another: 1 for an option or a sum; without recursion."""
    level = {id(formula): formula}
    depth = 0
    while level:
        depth += 1
        level = {id(part): part for one in level.values() for part in parts_of(one)}
    return depth


def opposite(formula: AtMost) -> AtMost:
    """What holds just where the comparison does not."""
    return AtMost(tuple((-weight, code) for weight, code in formula.terms), -formula.bound - 1)


_NO_NUMBERS: Mapping[str, int] = MappingProxyType({})


def holds(formula: Formula, chosen: frozenset[str], numbers: Mapping[str, int] = _NO_NUMBERS) -> bool:
    """Whether it is true of a complete configuration.

    Args:
        formula: over its codes.
        chosen: codes of its options.
        numbers: scaled values of the numbers that are asked in it, by code.
    """
    match formula:
        case Chosen(option):
            return option in chosen
        case AtMost(terms, bound):
            return sum(weight * numbers.get(code, code in chosen) for weight, code in terms) <= bound
        case Not(of):
            return not holds(of, chosen, numbers)
        case AllOf(of):
            return all(holds(one, chosen, numbers) for one in of)
        case AnyOf(of):
            return any(holds(one, chosen, numbers) for one in of)
        case Implies(when, then):
            return not holds(when, chosen, numbers) or holds(then, chosen, numbers)
        case Same(left, right):
            return holds(left, chosen, numbers) == holds(right, chosen, numbers)
