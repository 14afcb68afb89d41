"""What is wrong with a product model before anything can be asked of it: names, numbers, circles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.formulas import options_in
from app.domain.configurator.model import NONE, Group, ProductModel, Table
from app.domain.errors import RefusedError
from app.domain.findings import Findings
from app.domain.issues import Issue


def compile_model(model: ProductModel) -> CompiledModel:
    """The model made ready for questions; RefusedError `model.refused` lists what is wrong with it."""
    issues = model_issues(model)
    if issues:
        raise RefusedError("model.refused", issues, model=model.code, count=len(issues))
    return CompiledModel(model)


def model_issues(model: ProductModel) -> tuple[Issue, ...]:
    """Everything wrong with the names and numbers of a model; `where` is such as `groups/door` or `tables/t1/3`."""
    return _Checker(model).issues()


class _Checker:
    def __init__(self, model: ProductModel) -> None:
        self._model = model
        self._found = Findings("model")
        self._groups = {group.code: group for group in model.groups}
        self._of_option = {option: group for group in model.groups for option in group.options}

    def issues(self) -> tuple[Issue, ...]:
        self._check_names()
        for group in self._model.groups:
            self._check_group(group)
        for rule in self._model.rules:
            for option in self._unknown(options_in(rule.formula)):
                self._found.block(True, "rule_unknown", f"rules/{rule.code}", rule=rule.code, option=option)
        for table in self._model.tables:
            self._check_table(table)
        if not self._found.issues:
            self._check_circles()
        return self._found.all

    def _unknown(self, options: Iterable[str]) -> list[str]:
        return sorted({option for option in options if option not in self._of_option})

    def _check_names(self) -> None:
        for code in _twice(group.code for group in self._model.groups):
            self._found.block(True, "group_twice", f"groups/{code}", group=code)
        for option in _twice(option for group in self._model.groups for option in group.options):
            self._found.block(True, "option_twice", f"options/{option}", option=option)
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
        for option in self._unknown(options_in(group.when) if group.when else ()):
            block(True, "when_unknown", where, group=group.code, option=option)

    def _check_table(self, table: Table) -> None:
        where, block = f"tables/{table.code}", self._found.block
        unknown = [code for code in table.columns if code not in self._groups]
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
            known = {*self._groups[code].options, NONE}
            yield from ((option, code) for option in sorted(cell or ()) if option not in known)

    def _check_circles(self) -> None:
        asks = {
            group.code: sorted({self._of_option[option].code for option in options_in(group.when)})
            for group in self._model.groups
            if group.when is not None
        }
        circle = _circle(asks)
        if circle:
            names = " → ".join((*circle, circle[0]))
            self._found.block(True, "when_circle", f"groups/{circle[0]}", circle=names)


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
