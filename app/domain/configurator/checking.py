"""What is wrong with a product model before anything can be asked of it: names, numbers, circles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.formulas import AtMost, Formula, codes_in, depth_of, options_in, sums_in
from app.domain.configurator.model import NONE, Cell, Group, Number, ProductModel, Span, Table
from app.domain.errors import RefusedError
from app.domain.findings import Findings
from app.domain.issues import Issue, Severity

MOST_SUMMED = 2**50

DEEPEST = 100
"""So many formulas in one another: each is written by functions that call themselves."""

MOST_VALUES = 20_000
"""So many values of one number are told apart; each takes a variable of the solver."""


def compile_model(model: ProductModel) -> CompiledModel:
    """The model made ready for questions; RefusedError `model.refused` lists what is wrong with it.

    One that would take too much memory or too many steps is refused as well: `model.too_large`, `model.too_hard`.
    """
    issues = model_issues(model)
    if issues:
        raise _refused(model, issues)
    try:
        return CompiledModel(model)
    except RefusedError as much:
        where = str(much.params.get("where", ""))
        raise _refused(model, [Issue(much.code, Severity.BLOCK, where, much.params)]) from None


def _refused(model: ProductModel, issues: Sequence[Issue]) -> RefusedError:
    return RefusedError("model.refused", issues, model=model.code, count=len(issues))


def model_issues(model: ProductModel) -> tuple[Issue, ...]:
    """Everything wrong with the names and numbers of a model; `where` is such as `groups/door` or `tables/t1/3`."""
    return _Checker(model).issues()


class _Checker:
    def __init__(self, model: ProductModel) -> None:
        self._model = model
        self._found = Findings("model")
        self._groups = {group.code: group for group in model.groups}
        self._numbers = {number.code: number for number in model.numbers}
        self._of_option = {option: group for group in model.groups for option in group.options}
        self._summable = self._of_option.keys() | self._numbers.keys()

    def issues(self) -> tuple[Issue, ...]:
        self._check_names()
        for group in self._model.groups:
            self._check_group(group)
        for number in self._model.numbers:
            self._check_number(number)
        for rule in self._model.rules:
            for option in self._unknown(rule.formula):
                self._found.block(True, "rule_unknown", f"rules/{rule.code}", rule=rule.code, option=option)
        for table in self._model.tables:
            self._check_table(table)
        self._check_formulas()
        if not self._found.issues:
            self._check_circles()
        return self._found.all

    def _unknown(self, formula: Formula | None) -> list[str]:
        """Codes that are no option's and, where they are summed, no number's either."""
        if formula is None:
            return []
        summed = {code for each in sums_in(formula) for _, code in each.terms}
        chosen = set(options_in(formula)).difference(self._of_option)
        return sorted(chosen | (summed - self._summable))

    def _check_names(self) -> None:
        for code in _twice(group.code for group in self._model.groups):
            self._found.block(True, "group_twice", f"groups/{code}", group=code)
        for option in _twice(option for group in self._model.groups for option in group.options):
            self._found.block(True, "option_twice", f"options/{option}", option=option)
        others = self._groups.keys() | self._of_option.keys()
        numbers = [number.code for number in self._model.numbers]
        for code in sorted({*_twice(numbers), *others.intersection(numbers)}):
            self._found.block(True, "number_twice", f"numbers/{code}", number=code)
        for code in _twice(demand.code for demand in self._model.demands):
            self._found.block(True, "rule_twice", f"rules/{code}", rule=code)

    def _check_group(self, group: Group) -> None:
        where, size = f"groups/{group.code}", len(group.options)
        block = self._found.block
        block(not group.options, "group_empty", where, group=group.code)
        counts = 0 <= group.lo <= group.hi <= size
        block(
            group.options and not counts,
            "group_counts",
            where,
            group=group.code,
            lo=group.lo,
            hi=group.hi,
            size=size,
        )
        block(NONE in group.options, "option_nameless", where, group=group.code)
        for option in self._unknown(group.when):
            block(True, "when_unknown", where, group=group.code, option=option)

    def _check_formulas(self) -> None:
        """Sums are reckoned in floats, which are exact for whole numbers up to 2^53."""
        rules = [(f"rules/{rule.code}", rule.formula) for rule in self._model.rules]
        asked = [(f"groups/{group.code}", group.when) for group in self._model.groups]
        asked += [(f"numbers/{number.code}", number.when) for number in self._model.numbers]
        for where, formula in (*rules, *((where, when) for where, when in asked if when is not None)):
            most, depth = max(map(self._largest, sums_in(formula)), default=0), depth_of(formula)
            self._found.block(most > MOST_SUMMED, "sum_huge", where, where=where, most=most)
            self._found.block(depth > DEEPEST, "too_deep", where, where=where, depth=depth, most=DEEPEST)

    def _largest(self, formula: AtMost) -> int:
        return abs(formula.bound) + sum(abs(weight) * self._size(code) for weight, code in formula.terms)

    def _size(self, code: str) -> int:
        number = self._numbers.get(code)
        return max(abs(number.lo), abs(number.hi)) if number else 1

    def _check_number(self, number: Number) -> None:
        where, block, code = f"numbers/{number.code}", self._found.block, number.code
        lo, hi, step = number.lo, number.hi, number.step
        block(not lo <= hi or step < 1, "number_bounds", where, number=code, lo=lo, hi=hi, step=step)
        count = len(number.values) if step > 0 else 0
        block(count > MOST_VALUES, "number_many", where, number=code, count=count, most=MOST_VALUES)
        for name in self._unknown(number.when):
            block(True, "number_when", where, number=code, name=name)

    def _check_table(self, table: Table) -> None:
        where, block = f"tables/{table.code}", self._found.block
        unknown = [code for code in table.columns if code not in self._groups.keys() | self._numbers.keys()]
        for code in unknown:
            block(True, "table_column", where, table=table.code, group=code)
        for code in table.columns:
            many = code in self._groups and self._groups[code].hi != 1
            block(many, "table_many", where, table=table.code, group=code)
        block(not table.rows, "table_empty", where, table=table.code)
        for number, row in enumerate(table.rows, 1):
            at = f"{where}/{number}"
            if len(row) != len(table.columns):
                sizes = {"cells": len(row), "columns": len(table.columns)}
                block(True, "table_cells", at, table=table.code, row=number, **sizes)
            elif not unknown:
                for option, code in self._strange_cells(table, number):
                    block(True, "table_option", at, table=table.code, row=number, option=option, group=code)

    def _strange_cells(self, table: Table, number: int) -> Iterator[tuple[str, str]]:
        for cell, code in zip(table.rows[number - 1], table.columns, strict=True):
            yield from ((found, code) for found in self._strange(cell, code))

    def _strange(self, cell: Cell, column: str) -> list[str]:
        """What of a cell says nothing about its column."""
        if cell is None:
            return []
        if isinstance(cell, Span):
            return [] if column in self._numbers else [f"{cell.lo}..{cell.hi}"]
        known = {*self._groups[column].options, NONE} if column in self._groups else set()
        return sorted(cell - known)

    def _check_circles(self) -> None:
        conditions = [(group.code, group.when) for group in self._model.groups]
        conditions += [(number.code, number.when) for number in self._model.numbers]
        asks = {
            code: sorted({self._asked_for(named) for named in codes_in(when)})
            for code, when in conditions
            if when is not None
        }
        circle = _circle(asks)
        if circle:
            names = " → ".join((*circle, circle[0]))
            kind = "numbers" if circle[0] in self._numbers else "groups"
            self._found.block(True, "when_circle", f"{kind}/{circle[0]}", circle=names)

    def _asked_for(self, code: str) -> str:
        """What is asked where the option or the number may count: its group, or itself."""
        return self._of_option[code].code if code in self._of_option else code


def _twice(codes: Iterable[str]) -> list[str]:
    return [code for code, count in Counter(codes).items() if count > 1]


def _circle(asks: Mapping[str, list[str]]) -> list[str]:
    """Groups each of which is asked for by the next one, and the last by the first; none where there is no circle."""
    done: set[str] = set()
    for start in asks:
        path: list[str] = []
        waiting = [(start, iter(asks.get(start, ())))]
        if start not in done:
            path.append(start)
        while path:
            below = next(waiting[-1][1], None)
            if below is None:
                done.add(path.pop())
                waiting.pop()
            elif below in path:
                return path[path.index(below) :]
            elif below not in done:
                path.append(below)
                waiting.append((below, iter(asks.get(below, ()))))
    return []
