"""Product models as feature models of the Universal Variability Language: what `uvl` reads back.

A group that one option asks for stands below that option; one with a richer condition stands below the root, and
constraints say when it is asked. Tables become constraints too. Texts, codes of groups and of rules are not part of
the language; messages stand as comments.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from app.domain.configurator.formulas import (
    AllOf,
    AnyOf,
    AtMost,
    Chosen,
    Formula,
    Implies,
    Not,
    Same,
    sums_in,
)
from app.domain.configurator.model import NONE, Cell, Group, ProductModel, Span, Table
from app.domain.errors import RefusedError

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEPT = frozenset(
    {"or", "alternative", "mandatory", "optional", "features", "constraints", "cardinality", "true", "false"}
)


def write_uvl(model: ProductModel) -> str:
    """The text of a feature model with the same configurations, but for its root.

    A number is an Integer feature with its bounds; what is counted in a sum has an attribute `one` for it.

    Raises:
        RefusedError: `uvl.quotes` where a code holds a quotation mark, which the language cannot write;
            `uvl.conditional_count` where a group with a rich condition wants two options or more.
    """
    return "\n".join(_Writer(model).lines()) + "\n"


class _Writer:
    def __init__(self, model: ProductModel) -> None:
        self._model = model
        self._groups = {group.code: group for group in model.groups}
        self._below: dict[str, list[Group]] = defaultdict(list)
        self._rich: list[Group] = []
        self._numbers = {number.code: number for number in model.numbers}
        self._counted = self._counted_options()
        self._root = self._named_root()
        for group in model.groups:
            if isinstance(group.when, Chosen):
                self._below[group.when.option].append(group)
            else:
                self._below[self._root].append(group)
                if group.when is not None:
                    self._rich.append(group)

    def _named_root(self) -> str:
        """A name for the root that no option has."""
        options = {option for group in self._model.groups for option in group.options} | self._numbers.keys()
        name = self._model.code or "model"
        while name in options:
            name += "_"
        return name

    def lines(self) -> Iterator[str]:
        """The lines of the text."""
        yield "features"
        yield f"\t{_name(self._root)}"
        for group in self._below[self._root]:
            yield from self._tree(2, group)
        yield from self._features_of_numbers()
        constraints = list(self._constraints())
        if constraints:
            yield "constraints"
            yield from constraints

    def _counted_options(self) -> set[str]:
        """Options that stand in a sum."""
        formulas = [rule.formula for rule in self._model.rules]
        formulas += [group.when for group in self._model.groups if group.when is not None]
        formulas += [number.when for number in self._model.numbers if number.when is not None]
        codes = {code for formula in formulas for each in sums_in(formula) for _, code in each.terms}
        return codes - self._numbers.keys()

    def _features_of_numbers(self) -> Iterator[str]:
        for word, is_always in (("mandatory", True), ("optional", False)):
            numbers = [each for each in self._model.numbers if (each.when is None) == is_always]
            if numbers:
                yield f"\t\t{word}"
            for number in numbers:
                bounds = f"min {number.lo}, max {number.hi}, step {number.step}"
                yield f"\t\t\tInteger {_name(number.code)} {{{bounds}}}"

    def _tree(self, depth: int, group: Group) -> Iterator[str]:
        yield "\t" * depth + self._word(group)
        for option in group.options:
            counted = " {one 1}" if option in self._counted else ""
            yield "\t" * (depth + 1) + _name(option) + counted
            for below in self._below.get(option, ()):
                yield from self._tree(depth + 2, below)

    def _word(self, group: Group) -> str:
        lo, size = group.lo, len(group.options)
        if group in self._rich:
            lo = 0
        known = {(size, size): "mandatory", (0, size): "optional", (1, 1): "alternative", (1, size): "or"}
        return known.get((lo, group.hi), f"[{lo}..{group.hi}]")

    def _constraints(self) -> Iterator[str]:
        for group in self._rich:
            yield from (f"\t{self._text(each)}" for each in self._asking(group))
        for number in self._model.numbers:
            if number.when is not None:
                yield f"\t{self._text(Same(Chosen(number.code), number.when))}"
        for rule in self._model.rules:
            note = " ".join(rule.message.split())
            if note:
                yield f"\t// {note}"
            yield f"\t{self._text(rule.formula)}"
        for table in self._model.tables:
            yield f"\t{self._text(self._of_table(table))}"

    def _asking(self, group: Group) -> Iterator[Formula]:
        assert group.when is not None
        if group.lo > 1:
            raise RefusedError("uvl.conditional_count", group=group.code, lo=group.lo)
        options = AnyOf(tuple(Chosen(option) for option in group.options))
        yield Same(group.when, options) if group.lo == 1 else Implies(options, group.when)

    def _of_table(self, table: Table) -> Formula:
        rows = tuple(
            AllOf(tuple(self._of_cell(*pair) for pair in zip(table.columns, row, strict=True)))
            for row in table.rows
        )
        meant: Formula = AnyOf(rows) if table.allows else Not(AnyOf(rows))
        columns = [self._groups.get(code) or self._numbers[code] for code in table.columns]
        asked = tuple(column.when for column in columns if column.when is not None)
        return Implies(AllOf(asked), meant) if asked else meant

    def _of_cell(self, column: str, cell: Cell) -> Formula:
        if cell is None:
            return AllOf(())
        if isinstance(cell, Span):
            return _within(column, cell)
        group = self._groups[column]
        any_of: list[Formula] = [Chosen(option) for option in group.options if option in cell]
        if NONE in cell:
            any_of.append(Not(AnyOf(tuple(Chosen(option) for option in group.options))))
        return AnyOf(tuple(any_of))

    def _text(self, formula: Formula) -> str:
        """With brackets around whatever is made of parts; of none: the root is always there, and never absent."""
        match formula:
            case Chosen(option):
                return _name(option)
            case AtMost(terms, bound):
                total = " + ".join(f"{weight} * {self._term(code)}" for weight, code in terms)
                return f"{total or '0'} <= {bound}"
            case Not(of):
                return f"!{self._part(of)}"
            case AllOf(of):
                return " & ".join(map(self._part, of)) or _name(self._root)
            case AnyOf(of):
                return " | ".join(map(self._part, of)) or f"!{_name(self._root)}"
            case Implies(when, then):
                return f"{self._part(when)} => {self._part(then)}"
            case Same(left, right):
                return f"{self._part(left)} <=> {self._part(right)}"

    def _term(self, code: str) -> str:
        return _name(code) if code in self._numbers else f"{_name(code)}.one"

    def _part(self, formula: Formula) -> str:
        return self._text(formula) if isinstance(formula, Chosen) else f"({self._text(formula)})"


def _within(number: str, span: Span) -> Formula:
    least = () if span.lo is None else (AtMost(((-1, number),), -span.lo),)
    most = () if span.hi is None else (AtMost(((1, number),), span.hi),)
    return AllOf((*least, *most))


def _name(code: str) -> str:
    if _BARE.fullmatch(code) and code not in _KEPT:
        return code
    if '"' in code or "\n" in code:
        raise RefusedError("uvl.quotes", name=code)
    return f'"{code}"'
