"""A solver that gives up after so many steps: a model that would take minutes to work out is refused instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pysat.solvers import Glucose4

from app.domain.configurator.clauses import Clause
from app.domain.errors import RefusedError
from app.domain.watched import going_on

MOST_STEPS = 100_000_000
"""So many decided variables may be followed up while a model is compiled, all questions together: half a minute."""

MOST_FOUND = 200_000_000
"""So many literals all configurations may have that are found meanwhile: twenty seconds."""

_AT_ONCE = 300_000
"""After so many steps, some tenths of a second at most, whoever waits is asked whether to go on."""


class BoundedSolver(Glucose4):  # type: ignore[misc]  # PySAT has no types
    """Glucose, which refuses with `model.too_hard` once its steps are used up; steps, unlike seconds, repeat.

    While it is bound it lets other threads work as it searches, so that a window that waits stays alive.
    """

    def __init__(self, clauses: Iterable[Clause]) -> None:
        super().__init__(bootstrap_with=clauses)
        self._is_bound = True
        self._found = 0

    def solve(self, assumptions: Sequence[int] = ()) -> bool:
        """Whether a model has these literals."""
        return self._search(assumptions) if self._is_bound else bool(super().solve(assumptions))

    def _search(self, assumptions: Sequence[int]) -> bool:
        going_on()
        while True:
            self.prop_budget(_AT_ONCE)
            found = self.solve_limited(assumptions, expect_interrupt=True)
            if found:
                self._found += self.nof_vars()
            if self._found > MOST_FOUND or self.accum_stats()["propagations"] > MOST_STEPS:
                raise RefusedError("model.too_hard", steps=MOST_STEPS)
            if found is not None:
                return bool(found)
            going_on()

    def unbind(self) -> None:
        """From now on every question is answered, however long that takes."""
        self._is_bound = False
        self.prop_budget(-1)
