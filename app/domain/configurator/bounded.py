"""A solver that gives up after so many steps: a model that would take minutes to work out is refused instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pysat.solvers import Glucose4

from app.domain.configurator.clauses import Clause
from app.domain.errors import RefusedError

MOST_STEPS = 100_000_000
"""So many decided variables may be followed up while a model is compiled, all questions together: half a minute."""


class BoundedSolver(Glucose4):  # type: ignore[misc]  # PySAT has no types
    """Glucose, which refuses with `model.too_hard` once its steps are used up; steps, unlike seconds, repeat."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        super().__init__(bootstrap_with=clauses)
        self._steps = MOST_STEPS
        self.prop_budget(self._steps)

    def solve(self, assumptions: Sequence[int] = ()) -> bool:
        """Whether a model has these literals."""
        found = self.solve_limited(assumptions) if self._steps else super().solve(assumptions)
        if found is None:
            raise RefusedError("model.too_hard", steps=self._steps)
        return bool(found)

    def unbind(self) -> None:
        """From now on every question is answered, however long that takes."""
        self._steps = 0
