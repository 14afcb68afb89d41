"""Formulas over the options of a product model: what rules and conditions say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Chosen:
    """The option of this code is part of the configuration."""

    option: str


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


Formula: TypeAlias = Chosen | Not | AllOf | AnyOf | Implies | Same


def parts_of(formula: Formula) -> tuple[Formula, ...]:
    """What it is made of, one step down."""
    match formula:
        case Chosen():
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
    """The codes it names, as often as it does; without recursion, since files nest as deep as they like."""
    waiting = [formula]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Chosen):
            yield one.option
        else:
            waiting.extend(parts_of(one))


def holds(formula: Formula, chosen: frozenset[str]) -> bool:
    """Whether it is true of a complete configuration."""
    match formula:
        case Chosen(option):
            return option in chosen
        case Not(of):
            return not holds(of, chosen)
        case AllOf(of):
            return all(holds(one, chosen) for one in of)
        case AnyOf(of):
            return any(holds(one, chosen) for one in of)
        case Implies(when, then):
            return not holds(when, chosen) or holds(then, chosen)
        case Same(left, right):
            return holds(left, chosen) == holds(right, chosen)
