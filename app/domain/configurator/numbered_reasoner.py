"""What can still hold, with numbers: options as `reasoner` does, and of each number exactly the values it can have."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from pysat.solvers import Glucose4

from app.domain.configurator.bounds import Box
from app.domain.configurator.clauses import Clause
from app.domain.configurator.numbered import NumberedSolver
from app.domain.configurator.points import Moved, Points
from app.domain.configurator.reasoner import Outlook, Reasoner
from app.domain.configurator.residual import Components, Flags, Indices, Values
from app.domain.configurator.sums import NumberBook
from app.domain.configurator.witnesses import Words

_PATTERNS = 500
"""So many patterns are remembered with what they proved; a number of 2,000 values takes 2 KB in each."""

_STRETCHED = 3
"""So many of those are stretched before the solver is asked."""

_LOOKED_AT = 512
"""So many of the kept models that agree with the choices are looked at."""


def _facts(clauses: Sequence[Clause]) -> list[int]:
    """What follows from clauses of one literal: a solver that has them does not name it among what it derives."""
    units = [clause[0] for clause in clauses if len(clause) == 1]
    with Glucose4(bootstrap_with=[clause for clause in clauses if len(clause) > 1]) as solver:
        return list(solver.propagate(units)[1])


Places: TypeAlias = npt.NDArray[np.bool_]
"""By place of a number's values: whether it can have it."""


class NumberedReasoner(Reasoner):
    """Answers for clauses and sums. After each outlook `values` says what the numbers can be."""

    solver: NumberedSolver

    def __init__(
        self, clauses: Sequence[Clause], variables: int, book: NumberBook, *, watched: Iterable[int]
    ) -> None:
        self._book = book
        self._points = Points(book, self.ROWS)
        self._tied = np.zeros(variables + 1, np.bool_)
        self._tied[np.abs(self._points.literals)] = True
        self._tied[[literal for cuts in book.cuts for literal in cuts.values()]] = True
        self._tied[book.always] = False
        self._box = Box([], [])
        self._stretched: dict[object, dict[int, Flags]] = {}
        self._values: Values = np.zeros(0, np.int8)
        self._moved: Moved | None = None
        self.values: list[Flags] = []
        super().__init__(clauses, variables, watched=watched, facts=_facts(clauses))

    def _solver_of(self, clauses: Sequence[Clause]) -> NumberedSolver:
        return NumberedSolver(clauses, self._variables, self._book)

    def found_values(self) -> Sequence[int]:
        """Of the numbers in the model that was told last."""
        return self.solver.values

    def _derive(self, chosen: list[int]) -> Values | None:
        found = self.solver.derive(chosen, self._facts)
        if found is None:
            return None
        self._values, self._box = found
        return self._values

    def _keep(self, model: Sequence[int]) -> Flags:
        self._points.add(self._witnesses.next_row, self.solver.values)
        return super()._keep(model)

    def _agreeing(self, values: Values, edge: Indices) -> Words:
        """Of the rows that agree on the edge, those whose numbers do as well, up to so many."""
        words = super()._agreeing(values, edge)
        rows = self._witnesses.rows_of(words)[-_LOOKED_AT:]
        moved = self._points.moved(rows, self._truths(rows, values), self._box)
        fits = np.all(moved.slack >= 0, axis=1)
        self._moved = moved.chosen(fits)
        return self._witnesses.words_of(rows[fits])

    def _truths(self, rows: Indices, values: Values) -> Flags:
        """Of the literals that `Points` wants, by row; what is decided is so in all of them."""
        literals = self._points.literals
        variables = np.abs(literals)
        truths = self._witnesses.bits_of(variables, rows)
        known = values[variables]
        truths[:, known > 0] = True
        truths[:, known < 0] = False
        truths ^= literals < 0
        return truths

    def _without_tied(self, parts: Components) -> Components:
        """Only the components that no sum ties together."""
        tied = np.unique(parts.component[self._tied[parts.variables]])
        return parts.without(tied)

    def _complete(self, chosen: list[int], values: Values) -> Outlook | None:
        outlook = super()._complete(chosen, values)
        if outlook is not None:
            self._find_values(chosen, values)
        return outlook

    def _find_values(self, chosen: list[int], values: Values) -> None:
        """What the numbers can be: what kept models prove, then what these stretch to, and then gap by gap."""
        residual = self._arrays.residual(values)
        words = self._agreeing(values, residual.edge)
        rows = self._witnesses.rows_of(words)[-_STRETCHED:]
        assert self._moved is not None
        numbers = range(len(self._book.orders))
        self.values = [self._points.covered(self._moved, at, self._box) for at in numbers]
        wanted = [self._wanted(at, values) for at in numbers]
        for row in rows.tolist():
            self._stretch(row, values, wanted)
        for at in numbers:
            self._fill(chosen, values, at, wanted)
            self.values[at] &= wanted[at]

    def _wanted(self, at: int, values: Values) -> Flags:
        """By place of a number's values: those that bounds leave."""
        order, box = self._book.orders[at], self._box
        wanted = np.ones(len(order.values), np.bool_)
        wanted[: bisect_left(order.values, box.lows[at])] = False
        wanted[bisect_right(order.values, box.highs[at]) :] = False
        if order.idle >= 0:
            wanted[order.idle] = False
        if values[abs(order.asked)] * np.sign(order.asked) < 0:
            wanted[:] = False
        return wanted

    def _fill(self, chosen: list[int], values: Values, at: int, wanted: list[Flags]) -> None:
        """Ask for each run of values that nothing proves yet, until it is proven or refused."""
        while True:
            left = np.flatnonzero(wanted[at] & ~self.values[at])
            if not len(left):
                return
            run = int(np.argmax(np.diff(left, append=len(wanted[at]) + 1) > 1))
            self._ask_for(chosen, values, at, (int(left[0]), int(left[run]) + 1), wanted)

    def _ask_for(
        self, chosen: list[int], values: Values, at: int, run: tuple[int, int], wanted: list[Flags]
    ) -> None:
        asked = {self._book.orders[at].asked, self.solver.cut(at, run[0]), -self.solver.cut(at, run[1])}
        if self.solver.solve([*chosen, *(asked - {self._book.always})]):
            row = self._witnesses.next_row
            self._keep(self._model())
            self._stretch(row, values, wanted)
        else:
            wanted[at][run[0] : run[1]] = False
            self.solver.add_clause([-literal for literal in self.solver.get_core()])

    def _stretch(self, row: int, values: Values, wanted: list[Flags]) -> None:
        """What a model proves of all numbers."""
        rows = np.array([row])
        truths = self._truths(rows, values)
        moved = self._points.moved(rows, truths, self._box)
        asked = np.flatnonzero(moved.asked[0]).tolist()
        for at in asked:
            self.values[at] |= self._points.covered(moved, at, self._box)
        if not any((wanted[at] & ~self.values[at]).any() for at in asked):
            return
        pattern = self._points.pattern(moved, 0, truths[0], self._box)
        start = [int(value) for value in moved.values[0]]
        if len(self._stretched) >= _PATTERNS:
            self._stretched.clear()
        known = self._stretched.setdefault(pattern.key, {})
        for at in asked:
            left = wanted[at] & ~self.values[at]
            if left.any():
                if at not in known:
                    known[at] = pattern.proven(at, left, start)
                self.values[at] |= known[at]
