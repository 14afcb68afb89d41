"""A product model as clauses, and what of it is decided by counting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.domain.configurator.binding import are_interchangeable, bound_options, can_be_loose, parents_first
from app.domain.configurator.clauses import ClauseBook
from app.domain.configurator.formulas import Chosen
from app.domain.configurator.loose import LooseGroup
from app.domain.configurator.model import NONE, Group, Number, ProductModel, Rule, Span, Table
from app.domain.configurator.residual import Indices
from app.domain.configurator.sums import NumberBook
from app.domain.configurator.tables import Column, write_table


@dataclass(frozen=True, slots=True)
class Counted:
    """What the clauses of a bound group say: where it is asked, so many of its options hold, and else none.

    Attributes:
        asked: literal.
        options: literals.
        span: the first of its clauses, and the first after them.
    """

    asked: int
    options: tuple[int, ...]
    lo: int
    hi: int
    span: tuple[int, int]


ALWAYS = 0
"""The place in an outlook's answers, one after the other, that says yes to everything."""

_OTHERS = "\0"
"""In a table's column: one of the options of which no cell speaks; only whatever-is-chosen is about them."""


class ModelWriter:
    """Sorts the groups of a model into bound and loose ones, and writes the clauses of the bound ones."""

    def __init__(self, model: ProductModel, places: Mapping[str, int]) -> None:
        self.book = ClauseBook()
        self.literals: dict[int, int] = {}
        self.loose: list[LooseGroup] = []
        self.counts: list[Counted] = []
        self.spans: list[tuple[int, int]] = []
        self._columns: dict[str, Column] = {}
        self._of_tables = {code for table in model.tables for code in table.columns}
        self._places = places
        self._always = self.book.fresh()
        self.book.add([self._always])
        self.numbers = NumberBook(self.book.fresh, self._literal_of, self._always)
        bound = bound_options(model)
        for asked in parents_first(model.groups, model.numbers):
            self.book.subject = f"{'numbers' if isinstance(asked, Number) else 'groups'}/{asked.code}"
            if isinstance(asked, Number):
                self.numbers.take(asked, self._condition(asked)[0])
            else:
                self._take(asked, bound)
        self.before_rules = len(self.book.clauses)
        for demand in model.demands:
            first = len(self.book.clauses)
            self._write(demand)
            self.spans.append((first, len(self.book.clauses)))
        self.definitions = list(self.numbers.clauses())
        self.book.clauses += self.definitions

    def _write(self, demand: Rule | Table) -> None:
        book = self.book
        book.subject = f"{'rules' if isinstance(demand, Rule) else 'tables'}/{demand.code}"
        if isinstance(demand, Rule):
            book.require(demand.formula, self._literal_of, self.numbers.literal)
        else:
            self._write_table(demand)

    def _write_table(self, table: Table) -> None:
        """With each number's values cut into the parts between the ends of its spans, as if these were options."""
        cells = [list(row) for row in table.rows]
        columns: list[Column] = []
        for at, code in enumerate(table.columns):
            if code not in self.numbers:
                columns.append(self._columns[code])
                continue
            spans = {row[at] for row in table.rows if isinstance(row[at], Span)}
            column, meant = self.numbers.column(code, [each for each in spans if isinstance(each, Span)])
            columns.append(column)
            for row in cells:
                cell = row[at]
                row[at] = meant[cell] if isinstance(cell, Span) else cell
        rows = tuple(map(tuple, cells))
        write_table(self.book, replace(table, rows=rows), columns)

    def parts(self, groups: Sequence[Group]) -> dict[int, str]:
        """By variable of an option or number: the sub-product that it is in ("modules.2/"), or its group or number."""
        names: dict[int, str] = {}
        for group in groups:
            for code in group.options:
                literal = self.literals.get(self._places[code])
                if literal is not None:
                    names[abs(literal)] = _part_of(group.code)
        for order, cuts in zip(self.numbers.orders, self.numbers.cuts, strict=True):
            names |= dict.fromkeys(cuts.values(), _part_of(order.number.code))
        return names

    def _literal_of(self, code: str) -> int:
        return self.literals[self._places[code]]

    def _take(self, group: Group, bound: set[str]) -> None:
        numbers = [self._places[code] for code in group.options]
        kept = [number for number, code in zip(numbers, group.options, strict=True) if code in bound]
        literal, parent = self._condition(group)
        if not kept and can_be_loose(group):
            self.loose.append(LooseGroup(tuple(numbers), group.lo, group.hi, literal, parent))
            return
        others = [number for number, code in zip(numbers, group.options, strict=True) if code not in bound]
        if group.lo == group.hi == len(numbers):
            self.literals.update(dict.fromkeys(numbers, literal))
            self._see_as_column(group, literal, 0)
            return
        if len(others) > 1 and are_interchangeable(group):
            one_of_them = self.book.fresh()
            hi = 1 if group.hi == 1 else len(others)
            self.loose.append(LooseGroup(tuple(others), 1, hi, one_of_them))
        else:
            kept, one_of_them = numbers, 0
        self.literals.update((number, self.book.fresh()) for number in kept)
        options = [self.literals[number] for number in kept] + [one_of_them] * (one_of_them > 0)
        self._count(group, literal, options)
        self._see_as_column(group, literal, one_of_them)

    def _see_as_column(self, group: Group, asked: int, one_of_them: int) -> None:
        """Keep what tables may say of the group: its options, all interchangeable ones as one, and nothing chosen."""
        if group.code not in self._of_tables:
            return
        known = ((code, self.literals.get(self._places[code])) for code in group.options)
        values = {code: literal for code, literal in known if literal is not None}
        if one_of_them:
            values[_OTHERS] = one_of_them
        if group.lo == 0:
            values[NONE] = self.book.fresh()
            self.book.add(values.values())
            for code in values.keys() - {NONE}:
                self.book.add((-values[NONE], -values[code]))
        self._columns[group.code] = Column(values, () if asked == self._always else (asked,))

    def _condition(self, asked: Group | Number) -> tuple[int, int]:
        """The literal that asks for a group or a number, or else the loose option that does."""
        if asked.when is None:
            return self._always, -1
        if isinstance(asked.when, Chosen):
            number = self._places[asked.when.option]
            literal = self.literals.get(number)
            return (literal, -1) if literal is not None else (0, number)
        return self.book.name(asked.when, self._literal_of, self.numbers.literal), -1

    def _count(self, group: Group, asked: int, options: Sequence[int]) -> None:
        first = len(self.book.clauses)
        if asked != self._always:
            for literal in options:
                self.book.add((-literal, asked))
        self.book.at_most(options, group.hi)
        spared = [] if asked == self._always else [-asked] * group.lo
        self.book.at_least([*options, *spared], group.lo)
        span = (first, len(self.book.clauses))
        self.counts.append(Counted(asked, tuple(options), group.lo, group.hi, span))

    def answering(self) -> set[int]:
        """The variables from whose answers those of all options follow."""
        asked = (order.asked for order in self.numbers.orders)
        literals = (*self.literals.values(), *(group.literal for group in self.loose), *asked)
        return {abs(literal) for literal in literals if literal}

    def places(self, options: int) -> tuple[Indices, Indices]:
        """Where the answer of each option stands among those of the literals, "can hold" first, then "can fail"."""
        size = self.book.variables + 1
        holds, fails = np.zeros(options, np.intp), np.zeros(options, np.intp)
        for number, literal in self.literals.items():
            holds[number], fails[number] = _place(literal, size), _place(-literal, size)
        for group in self.loose:
            if group.parent >= 0:
                asked, spared = holds[group.parent], fails[group.parent]
            else:
                asked, spared = _place(group.literal, size), _place(-group.literal, size)
            numbers = list(group.options)
            holds[numbers] = asked
            fails[numbers] = ALWAYS if len(numbers) > group.lo else spared
        return holds, fails


def _place(literal: int, size: int) -> int:
    return literal if literal > 0 else size - literal


def _part_of(code: str) -> str:
    """Of a group or number, as flat models name what is in a sub-product."""
    path, slash, _ = code.rpartition("/")
    return path + slash or code
