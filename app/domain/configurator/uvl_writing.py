"""Product models as feature models of the Universal Variability Language: what `uvl` reads back.

A group that one option asks for stands below that option; one with a richer condition stands below the root, and
constraints say when it is asked. Tables become constraints too. Texts, codes of groups and of rules are not part of
the language; messages stand as comments.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from app.domain.configurator.formulas import AllOf, AnyOf, AtMost, Chosen, Formula, Implies, Not, Same
from app.domain.configurator.model import NONE, Group, ProductModel, Table
from app.domain.errors import RefusedError

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEPT = frozenset(
    {"or", "alternative", "mandatory", "optional", "features", "constraints", "cardinality", "true", "false"}
)


def write_uvl(model: ProductModel) -> str:
    """The text of a feature model with the same configurations, but for its root.

    Raises:
        RefusedError: `uvl.quotes` where a code holds a quotation mark, which the language cannot write;
            `uvl.numbers` where it has numbers or sums;
            `uvl.conditional_count` where a group with a rich condition wants two options or more.
    """
    if model.numbers:
        raise RefusedError("uvl.numbers")
    return "\n".join(_Writer(model).lines()) + "\n"


class _Writer:
    def __init__(self, model: ProductModel) -> None:
        self._model = model
        self._groups = {group.code: group for group in model.groups}
        self._below: dict[str, list[Group]] = defaultdict(list)
        self._rich: list[Group] = []
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
        options = {option for group in self._model.groups for option in group.options}
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
        constraints = list(self._constraints())
        if constraints:
            yield "constraints"
            yield from constraints

    def _tree(self, depth: int, group: Group) -> Iterator[str]:
        yield "\t" * depth + self._word(group)
        for option in group.options:
            yield "\t" * (depth + 1) + _name(option)
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
        columns = [self._groups[code] for code in table.columns]
        rows = tuple(
            AllOf(
                tuple(
                    self._of_cell(cell, group)
                    for cell, group in zip(row, columns, strict=True)
                    if isinstance(cell, frozenset)
                )
            )
            for row in table.rows
        )
        meant: Formula = AnyOf(rows) if table.allows else Not(AnyOf(rows))
        asked = tuple(group.when for group in columns if group.when is not None)
        return Implies(AllOf(asked), meant) if asked else meant

    def _of_cell(self, cell: frozenset[str], group: Group) -> Formula:
        any_of: list[Formula] = [Chosen(option) for option in group.options if option in cell]
        if NONE in cell:
            any_of.append(Not(AnyOf(tuple(Chosen(option) for option in group.options))))
        return AnyOf(tuple(any_of))

    def _text(self, formula: Formula) -> str:
        """With brackets around whatever is made of parts; of none: the root is always there, and never absent."""
        match formula:
            case Chosen(option):
                return _name(option)
            case AtMost():
                raise RefusedError("uvl.numbers")
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

    def _part(self, formula: Formula) -> str:
        return self._text(formula) if isinstance(formula, Chosen) else f"({self._text(formula)})"


def _name(code: str) -> str:
    if _BARE.fullmatch(code) and code not in _KEPT:
        return code
    if '"' in code or "\n" in code:
        raise RefusedError("uvl.quotes", name=code)
    return f'"{code}"'
