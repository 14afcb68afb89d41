"""What a product model is: groups of options, numbers, and rules between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from app.domain.configurator.formulas import Formula


@dataclass(frozen=True, slots=True)
class Group:
    """A characteristic: of its options at least `lo` and at most `hi` are chosen.

    Args:
        code: unique among the groups of a model.
        options: codes, each unique in the whole model.
        lo: 0 or more, never above `hi`.
        hi: at most the number of options.
        when: asked only where this holds; where it does not, none of its options is chosen. None: always asked.
    """

    code: str
    options: tuple[str, ...]
    lo: int = 1
    hi: int = 1
    when: Formula | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is `lo`, `lo + step`, ... up to `hi`: whole, in units so small that no part of one is needed.

    Args:
        code: unique among the groups, the options and the numbers of a model.
        lo: may be below zero.
        hi: not below `lo`; it need not be reached by whole steps.
        step: 1 or more.
        when: asked only where this holds; where it does not, it has no value and counts as 0. None: always asked.
    """

    code: str
    lo: int
    hi: int
    step: int = 1
    when: Formula | None = None

    @property
    def values(self) -> range:
        """All that it may be where it is asked."""
        return range(self.lo, self.hi + 1, self.step)


@dataclass(frozen=True, slots=True)
class Point:
    """As something to be chosen: the number of this code is asked, and has this scaled value."""

    number: str
    value: int


Key: TypeAlias = str | Point
"""What a choice is about: an option by its code (taken or refused), or a number's value (only taken)."""

Choices: TypeAlias = Mapping[Key, bool]


@dataclass(frozen=True, slots=True)
class Configuration:
    """A whole configuration: codes of the chosen options, and the scaled values of the numbers that are asked."""

    options: frozenset[str]
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """What every configuration fulfils. `message`: what is told where it is the reason that something is blocked."""

    code: str
    formula: Formula
    message: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Values of a number from `lo` to `hi`, both included; None: without that limit."""

    lo: int | None
    hi: int | None

    def __contains__(self, value: int) -> bool:
        return (self.lo is None or self.lo <= value) and (self.hi is None or value <= self.hi)


Cell = frozenset[str] | Span | None
"""What a row is about. Of a group's column: options, any of which is chosen, or NONE for "nothing chosen"; of a
number's column: a span of values. None: whatever is chosen."""

NONE = ""


def codes_of(cell: Cell) -> frozenset[str]:
    """The options that a cell of a table names."""
    return cell if isinstance(cell, frozenset) else frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """Combinations that are allowed, or forbidden; it says nothing of groups and numbers that are not its columns.

    It binds where all of its groups and numbers are asked. Several tables bind together.

    Args:
        code: unique among rules and tables.
        columns: codes of groups of which at most one option is chosen (`hi` 1), and of numbers.
        rows: as many cells in each as there are columns.
        allows: what no row is about is forbidden; else what some row is about is.
        message: what is told where it is the reason that something is blocked.
    """

    code: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    allows: bool = True
    message: str = ""


@dataclass(frozen=True, slots=True)
class ProductModel:
    """Everything that can be chosen of a product, and what goes with what."""

    code: str
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...] = ()
    tables: tuple[Table, ...] = ()
    numbers: tuple[Number, ...] = ()

    @property
    def demands(self) -> tuple[Rule | Table, ...]:
        """Everything that says what goes with what."""
        return (*self.rules, *self.tables)
