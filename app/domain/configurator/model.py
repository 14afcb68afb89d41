"""What a product model is: groups of options, and rules between them."""

from __future__ import annotations

from dataclasses import dataclass

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
class Rule:
    """What every configuration fulfils. `message`: what is told where it is the reason that something is blocked."""

    code: str
    formula: Formula
    message: str = ""


Cell = frozenset[str] | None
"""Options of a column's group, any of which the row is about; NONE for "nothing chosen". None: whatever is chosen."""

NONE = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Combinations that are allowed, or forbidden; it says nothing of groups that are not among its columns.

    It binds where all of its groups are asked. Several tables bind together.

    Args:
        code: unique among rules and tables.
        columns: codes of groups of which at most one option is chosen (`hi` 1).
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

    @property
    def demands(self) -> tuple[Rule | Table, ...]:
        """Everything that says what goes with what."""
        return (*self.rules, *self.tables)
