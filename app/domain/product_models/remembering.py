"""Rows whose results are kept by the values that they read, so that only what changed is evaluated anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, Generic, TypeVar

from app.domain.errors import RefusedError
from app.domain.product_models.closures import Compiled, Context, truth
from app.domain.product_models.definition import GroupDef, Texts
from app.domain.product_models.expressions import TRUE, Expression
from app.domain.product_models.functions import FUNCTIONS
from app.domain.product_models.scopes import PATH, Scope, Shape

Result = TypeVar("Result")

MOST_KEPT = 200
"""Results of a row; beyond them it begins anew. A size that is drawn along must not fill the memory with parts."""


class Row(Generic[Result]):
    """Results that follow from some cells of a scope alone: they must be immutable, equal cells get the same one.

    Args:
        compute: finds them out; what it reads is all in `cells`.
    """

    __slots__ = ("_compute", "_kept", "_key", "cells")

    def __init__(self, cells: Iterable[str], compute: Callable[[Scope], tuple[Result, ...]]) -> None:
        self.cells = tuple(sorted(cells))
        self._compute = compute
        self._key: Callable[[Scope], tuple[Any, ...]] = _getter(self.cells)
        self._kept: dict[Any, tuple[Result, ...]] = {}

    def of(self, scope: Scope) -> tuple[Result, ...]:
        """The results in this scope; RefusedError where they cannot be found out, which is not kept."""
        try:
            key = self._key(scope)
        except RefusedError:  # what the row reads only under a condition need not be there without it
            return self._compute(scope)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = self._compute(scope)
        return found


def row_of(sources: Iterable[Compiled], compute: Callable[[Scope], tuple[Result, ...]]) -> Row[Result]:
    """A row that follows from these expressions and from where it stands."""
    return Row({PATH}.union(*(each.cells for each in sources)), compute)


class Rows(Generic[Result]):
    """The results of several rows, one after the other.

    Of a scope that is unlike the last one in some cells only the rows that read them are looked at, so that the price
    differences of all open options cost little more than what they change.
    """

    __slots__ = ("_found", "_kept", "_key", "_last", "_readers", "_rows", "cells")

    def __init__(self, rows: Sequence[Row[Result]]) -> None:
        self.cells = tuple(sorted({PATH}.union(*(row.cells for row in rows))))
        self._rows = tuple(rows)
        self._key: Callable[[Scope], tuple[Any, ...]] = _getter(self.cells)
        self._readers = [
            tuple([at for at, row in enumerate(rows) if cell in row.cells]) for cell in self.cells
        ]
        self._last: tuple[Any, ...] = ()
        self._found: list[tuple[Result, ...]] = []
        self._kept: dict[Any, tuple[Result, ...]] = {}

    def of(self, scope: Scope) -> tuple[Result, ...]:
        """The results in this scope; RefusedError where one of them cannot be found out."""
        try:
            key = self._key(scope)
        except RefusedError:  # a row may know a condition under which it does not need what is missing
            return tuple([found for row in self._rows for found in row.of(scope)])
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = self._find(scope, key)
        return found

    def _find(self, scope: Scope, key: tuple[Any, ...]) -> tuple[Result, ...]:
        if not self._last:
            results = [row.of(scope) for row in self._rows]
        else:
            results = self._found.copy()
            changed = zip(self._readers, self._last, key, strict=True)
            for at in {at for readers, before, now in changed if before != now for at in readers}:
                results[at] = self._rows[at].of(scope)
        self._last, self._found = key, results
        return tuple(chain.from_iterable(results))


def _getter(cells: tuple[str, ...]) -> Callable[[Scope], tuple[Any, ...]]:
    """What reads the cells of a scope at once, as a tuple also where there is one alone."""
    if len(cells) == 1:
        (cell,) = cells
        return lambda scope: (scope[cell],)
    return itemgetter(*cells) if cells else lambda _scope: ()


def context_of(shape: Shape, row: str, *, repeats: bool = False) -> Context:
    """Where the expressions of a row of the shape's component stand; `row` as in the file: "prices.top"."""
    return Context(shape, f"{shape.place}{row}", FUNCTIONS, repeats)


def condition(expression: Expression | None, context: Context) -> Compiled:
    """What a row's `when` says; always true without one."""
    return truth(TRUE if expression is None else expression, context)


def option_row(
    group: GroupDef, results: Mapping[str, Callable[[str], tuple[Result, ...]]], *, is_placed: bool = True
) -> Row[Result]:
    """What the chosen options of a group bring with them, in the order of the group.

    `results` is by option what it brings, given the path of the scope, if it `is_placed` so that the path matters.
    """
    order = [option.code for option in group.options if option.code in results]

    def chosen(scope: Scope) -> tuple[Result, ...]:
        found = scope[group.code]
        is_chosen = found.__contains__ if group.hi > 1 else found.__eq__
        return tuple([each for code in order if is_chosen(code) for each in results[code](scope[PATH])])

    return Row({PATH, group.code} if is_placed else {group.code}, chosen)


def said(texts: Texts, language: str) -> str:
    """The text in the language, else in English, else in the first there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
