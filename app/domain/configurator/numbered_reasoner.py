"""What can still hold, with numbers: options as `reasoner` does, and of each number exactly the values it can have."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from pysat.solvers import Glucose4

from app.domain.configurator.bounds import Box
from app.domain.configurator.clauses import Clause
from app.domain.configurator.grafting import Grafts
from app.domain.configurator.numbered import NumberedSolver
from app.domain.configurator.points import Moved, Points, Reals
from app.domain.configurator.reasoner import Outlook, Reasoner
from app.domain.configurator.residual import Components, Flags, Indices, Residual, Values, Words
from app.domain.configurator.sums import NumberBook

_PATTERNS = 500
"""So many patterns are remembered with what they proved; a number of 2,000 values takes 2 KB in each."""

_STRETCHED = 3
"""So many of those are stretched before the solver is asked."""


_LENT = 200
"""So many of those that may lend a part are looked at."""

_LOOKED_AT = 256
"""So many of the kept models that agree with the choices are looked at."""


def _facts(clauses: Sequence[Clause]) -> list[int]:
    """What follows from clauses of one literal: a solver that has them does not name it among what it derives."""
    units = [clause[0] for clause in clauses if len(clause) == 1]
    with Glucose4(bootstrap_with=[clause for clause in clauses if len(clause) > 1]) as solver:
        return list(solver.propagate(units)[1])


Places: TypeAlias = npt.NDArray[np.bool_]
"""By place of a number's values: whether it can have it."""


class NumberedReasoner(Reasoner):
    """Answers for clauses and sums, and what numbers can be, where that is wanted.

    Attributes:
        values: after an outlook, by number and place of its values those that are proven; after `find_values` all.
        wanted: those that are not refused yet.

    Args:
        parts: variables of each part of which other models lend their values (`grafting`).
    """

    solver: NumberedSolver

    def __init__(
        self,
        clauses: Sequence[Clause],
        variables: int,
        book: NumberBook,
        *,
        watched: Iterable[int],
        parts: Sequence[Indices] = (),
    ) -> None:
        self._book = book
        self._points = Points(book, self.ROWS)
        self._grafts = Grafts(clauses, parts, variables)
        self._part_of = np.full(variables + 1, -1, np.intp)
        for number, part in enumerate(parts):
            self._part_of[part] = number
        firsts = [next(iter(cuts.values()), 0) for cuts in book.cuts]
        self._numbers_of = [
            [at for at, first in enumerate(firsts) if first and self._part_of[first] == part]
            for part in range(len(parts))
        ]
        self._tied = np.zeros(variables + 1, np.bool_)
        self._tied[np.abs(self._points.literals)] = True
        self._tied[[literal for cuts in book.cuts for literal in cuts.values()]] = True
        self._tied[book.always] = False
        self._box = Box([], [])
        self._stretched: dict[object, dict[int, Flags]] = {}
        self._values: Values = np.zeros(0, np.int8)
        self.wanted: list[Flags] = []
        self._question: tuple[list[int], Values, list[int]] = ([], self._values, [])
        self._moved: Moved | None = None
        self._last_row = -1
        self._room: dict[int, list[int]] = {}
        self.values: list[Flags] = []
        super().__init__(clauses, variables, watched=watched, facts=_facts(clauses))

    def _solver_of(self, clauses: Sequence[Clause]) -> NumberedSolver:
        return NumberedSolver(clauses, self._variables, self._book)

    def fits(self, chosen: Sequence[int]) -> bool:
        """Whether some configuration has all these literals; it is the one that was found last then."""
        return self.solver.solve(list(chosen))

    def example(self, chosen: Sequence[int], wanted: Sequence[int]) -> Sequence[int] | None:
        """Some configuration with these literals that has many of those wanted; None where there is none."""
        self.solver.set_phases(wanted)
        return self.solver.found if self.solver.solve(list(chosen)) else None

    def found_values(self) -> Sequence[int]:
        """Of the numbers in the model that was told last."""
        return self.solver.values

    def found_model(self) -> Sequence[int] | None:
        """The last model that fulfilled everything."""
        return self.solver.found or None

    def _derive(self, chosen: list[int]) -> Values | None:
        found = self.solver.derive(chosen, self._facts)
        if found is None:
            return None
        self._values, self._box = found
        return self._values

    def _keep(self, model: Sequence[int]) -> Flags:
        self._last_row = self._witnesses.next_row
        self._points.add(self._last_row, self.solver.values)
        return super()._keep(model)

    def _agreeing(self, values: Values, residual: Residual) -> Words:
        """Of the rows whose open variables go with what is decided, those whose numbers do as well, up to so many."""
        words = self._arrays.fulfilling(residual, self._witnesses.bits()) & self._witnesses.filled_rows()
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

    def glimpse(self, chosen: Sequence[int]) -> Outlook | None:
        """What kept models show beside these literals: all of it is so, the rest may be; None as of `outlook`."""
        values = None if self.is_void else self._derive(list(chosen))
        if values is None:
            return None
        words = self._begin(list(chosen), values, self._arrays.residual(values))
        return None if words is None else self._seen(values, words)

    def _complete(self, chosen: list[int], values: Values) -> Outlook | None:
        residual = self._arrays.residual(values)
        words = self._begin(chosen, values, residual)
        return None if words is None else self._told(chosen, values, residual, words)

    def _begin(self, chosen: list[int], values: Values, residual: Residual) -> Words | None:
        """The rows that agree, one at least, and what they prove of the numbers; None where nothing has the choices."""
        words = self._agreeing(values, residual)
        if not words.any():
            if not self.solver.solve(chosen):
                return None
            self._keep(self._model())
            words = self._agreeing(values, residual)
        rows = self._witnesses.rows_of(words)[-_STRETCHED:].tolist()
        assert self._moved is not None, "rows that agree were looked at"
        numbers = range(len(self._book.orders))
        self.wanted = [self._wanted_of(at, values) for at in numbers]
        self.values = [
            self._points.covered(self._moved, at, self._box) if wanted.any() else wanted.copy()
            for at, wanted in enumerate(self.wanted)
        ]
        self._question = (chosen, values, rows)
        self._last_row = rows[-1]
        return words

    def resume(self, chosen: list[int], values: list[Flags], wanted: list[Flags]) -> None:
        """Take up a question that was answered before, with what was known of the numbers then."""
        decided = self._derive(chosen)
        assert decided is not None, "the choices fit together"
        words = self._begin(chosen, decided, self._arrays.residual(decided))
        assert words is not None, "the choices fit together"
        self.values = [found | known for found, known in zip(self.values, values, strict=True)]
        self.wanted = [found & known for found, known in zip(self.wanted, wanted, strict=True)]

    def find_values(self, numbers: Sequence[int]) -> None:
        """Make `values` of these numbers exact for what was asked last: what models stretch to, then gap by gap."""
        chosen, values, rows = self._question
        for row in rows:
            self._stretch(row, values, numbers)
        for at in numbers:
            self._fill(chosen, values, at, numbers)
            self.values[at] &= self.wanted[at]

    def leaves_other(self, chosen: Sequence[int], at: int, place: int) -> bool:
        """Whether these literals, which fit together, leave a number another value than that at a place."""
        asked, last = self._book.orders[at].asked, len(self._book.orders[at].values)
        for first, after in ((0, place), (place + 1, last)):
            run = {asked, self.solver.cut(at, first), -self.solver.cut(at, after)} - {self._book.always}
            if first < after and self.solver.solve([*chosen, *run]):
                self._keep(self._model())
                return True
        return False

    def _look_by_part(self, outlook: Outlook, doubtful: Flags) -> None:
        self._graft(self._last_row, outlook, doubtful)

    def _left(self, asked: list[int], _outlook: Outlook) -> list[int]:
        if not asked:
            return asked
        doubtful = np.zeros(self._variables + 1, np.bool_)
        doubtful[np.abs(asked)] = True
        self._graft(self._last_row, _outlook, doubtful)
        return [literal for literal in asked if not _outlook.is_possible(literal)]

    def _graft(self, row: int, outlook: Outlook, doubtful: Flags) -> None:
        """What parts of kept models prove, put into the model in a row."""
        values = self._values
        base = self._witnesses.bits_of(np.arange(self._variables + 1), np.array([row]))[0]
        base[values > 0] = True
        base[values < 0] = False
        wanted = np.zeros(len(self._grafts.parts) + 1, np.bool_)
        wanted[self._part_of[doubtful]] = True
        lenders = self._grafts.lenders(self._witnesses.bits(), base, values != 0, wanted[:-1])
        lenders &= self._witnesses.filled_rows()
        there = self._points.found(row, self._box)
        for part in np.flatnonzero(wanted[:-1]).tolist():
            rows = self._with_news(part, lenders[part], outlook, doubtful)
            if len(rows):
                self._lend(part, rows, (base, there), outlook)

    def _lend(self, part: int, rows: Indices, base: tuple[Flags, Reals], outlook: Outlook) -> None:
        """What a part proves as it is in rows, put into the base: its variables and numbers."""
        variables = self._grafts.parts[part]
        truths, numbers = base
        moved = self._points.lent(
            rows, self._numbers_of[part], numbers, self._lent_truths(part, rows, truths), self._box
        )
        fits = np.all(moved.slack >= 0, axis=1)
        bits = self._witnesses.bits_of(variables, rows[fits])
        is_open = self._values[variables] == 0
        outlook.can_hold[variables] |= bits.any(axis=0) & is_open
        outlook.can_fail[variables] |= ~bits.all(axis=0) & is_open
        moved = moved.chosen(fits)
        for at in self._numbers_of[part]:
            if self._left_of(at).any():
                self.values[at] |= self._points.covered(moved, at, self._box)

    def _lent_truths(self, part: int, rows: Indices, base: Flags) -> Flags:
        """Of the literals that `Points` wants, by row: as in the base, those of the part as in the row."""
        literals = self._points.literals
        variables = np.abs(literals)
        truths = np.tile(base[variables], (len(rows), 1))
        own = np.flatnonzero((self._part_of[variables] == part) & (self._values[variables] == 0))
        truths[:, own] = self._witnesses.bits_of(variables[own], rows)
        truths ^= literals < 0
        return truths

    def _with_news(self, part: int, lenders: Words, outlook: Outlook, doubtful: Flags) -> Indices:
        """Those of the rows that may prove something of a part that nothing proved yet, up to so many."""
        rows = self._witnesses.rows_of(lenders)
        bits = self._witnesses.bits()
        variables = self._grafts.parts[part]
        variables = variables[doubtful[variables]]
        holds = bits[variables[~outlook.can_hold[variables]]]
        fails = ~bits[variables[~outlook.can_fail[variables]]]
        news = np.bitwise_or.reduce(holds, axis=0) | np.bitwise_or.reduce(fails, axis=0)
        flags = np.unpackbits(news.view(np.uint8), bitorder="little")[rows] != 0
        for at in self._numbers_of[part]:
            left = self._left_of(at)
            if left.any():
                flags |= self._points.may_show(rows, at, left, self._box)
        shown: Indices = rows[flags][-_LENT:]
        return shown

    def _left_of(self, at: int) -> Flags:
        """By place of a number's values: those that may be, and are not proven."""
        left: Flags = self.wanted[at] & ~self.values[at]
        return left

    def _wanted_of(self, at: int, values: Values) -> Flags:
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

    def _fill(self, chosen: list[int], values: Values, at: int, numbers: Sequence[int]) -> None:
        """Ask for each run of values that nothing proves yet, until it is proven or refused."""
        while True:
            left = np.flatnonzero(self.wanted[at] & ~self.values[at])
            if not len(left):
                return
            run = int(np.argmax(np.diff(left, append=len(self.wanted[at]) + 1) > 1))
            if self._ask_for(chosen, at, (int(left[0]), int(left[run]) + 1), numbers):
                self._stretch(self._last_row, values, numbers)

    def _ask_for(self, chosen: list[int], at: int, run: tuple[int, int], numbers: Sequence[int]) -> bool:
        """Ask for a model whose number is in a run of places; where there is none, the run is no longer wanted."""
        self.solver.set_phases([*self._phases(at), *self._targets(at, numbers)])
        asked = {self._book.orders[at].asked, self.solver.cut(at, run[0]), -self.solver.cut(at, run[1])}
        if self.solver.solve([*chosen, *(asked - {self._book.always})]):
            self._keep(self._model())
            return True
        self.wanted[at][run[0] : run[1]] = False
        self.solver.add_clause([-literal for literal in self.solver.get_core()])
        return False

    def _phases(self, at: int) -> list[int]:
        """What leaves a number most room in its sums: the others at those of their ends that keep these small."""
        if at not in self._room:
            votes: dict[int, int] = defaultdict(int)
            for each in self._book.sums:
                if any(other == at for _, other in each.numbers):
                    for weight, other in each.numbers:
                        votes[other] += 1 if weight < 0 else -1
            votes.pop(at, None)
            self._room[at] = [
                literal if vote > 0 else -literal
                for other, vote in votes.items()
                for literal in self._book.cuts[other].values()
            ]
        return self._room[at]

    def _targets(self, at: int, numbers: Sequence[int]) -> list[int]:
        """Of others of the numbers with values that nothing proves yet: what makes them have one of these."""
        found = []
        for other in numbers:
            cuts = self._book.cuts[other]
            if other == at or not cuts:
                continue
            left = self.wanted[other] & ~self.values[other]
            if not left.any():
                continue
            place = int(np.flatnonzero(left)[0])
            found.append(self._book.orders[other].asked)
            found += [literal if cut <= place else -literal for cut, literal in cuts.items()]
        return found

    def _stretch(self, row: int, values: Values, numbers: Sequence[int]) -> None:
        """What a model proves of these numbers."""
        rows = np.array([row])
        truths = self._truths(rows, values)
        moved = self._points.moved(rows, truths, self._box)
        asked = [at for at in numbers if moved.asked[0, at] and self._left_of(at).any()]
        for at in asked:
            self.values[at] |= self._points.covered(moved, at, self._box)
        if not any(self._left_of(at).any() for at in asked):
            return
        pattern = self._points.pattern(moved, 0, truths[0], self._box)
        start = [int(value) for value in moved.values[0]]
        if len(self._stretched) >= _PATTERNS:
            self._stretched.clear()
        known = self._stretched.setdefault(pattern.key, {})
        for at in asked:
            left = self._left_of(at)
            if left.any():
                if at not in known:
                    known[at] = pattern.proven(at, left, start)
                self.values[at] |= known[at]
