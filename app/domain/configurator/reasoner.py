"""What can still hold, and what must, after some literals were chosen: exact, and quick click after click.

For each variable two questions: can it be true, can it be false? Answered from the cheapest source that knows:
what the solver derives from the choices without searching; models found earlier (`witnesses`), first for all open
variables at once, then by independent component (`residual`); and only then the solver, whose every answer is kept:
a model as a new row, a refusal as a clause that derives it the next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.domain.configurator.bounded import BoundedSolver
from app.domain.configurator.clauses import Clause
from app.domain.configurator.hints import Hints
from app.domain.configurator.residual import ClauseArrays, Components, Flags, Residual, Values, Words
from app.domain.configurator.witnesses import Witnesses

_FEW = 10
"""So few doubtful answers are asked of the solver at once; more are worth a look by component first."""

_SCANNED = 500
"""So many literals are looked up one by one in a model."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """By variable (0 is unused): whether it can be true, and whether it can be false."""

    can_hold: Flags
    can_fail: Flags

    def is_possible(self, literal: int) -> bool:
        """Whether some configuration has it so."""
        return bool(self.can_hold[literal] if literal > 0 else self.can_fail[-literal])

    def is_forced(self, literal: int) -> bool:
        """Whether every configuration has it so."""
        return self.is_possible(literal) and not self.is_possible(-literal)


class Reasoner:
    """Answers for one set of clauses. Not for two threads at once: it learns with every answer.

    `numbered_reasoner` makes another of it by what the solver is, what is derived, kept and agrees.

    Args:
        clauses: over the variables 1 to `variables`.
        variables: how many there are.
        watched: variables whose answers are wanted; of the others an outlook may say too little. None: all.
        rows: how many models are kept, a multiple of 64.
        facts: literals that are known to hold always.
    """

    ROWS = 4096

    def __init__(
        self,
        clauses: Sequence[Clause],
        variables: int,
        *,
        watched: Iterable[int] | None = None,
        rows: int = ROWS,
        facts: Iterable[int] = (),
    ) -> None:
        self._variables = variables
        self._is_watched = np.full(variables + 1, watched is None)
        if watched is not None:
            self._is_watched[list(watched)] = True
        self._is_watched[0] = False
        self.solver: Any = self._solver_of(clauses)
        self._facts: Values = np.zeros(variables + 1, np.int8)
        for literal in facts:
            self._facts[abs(literal)] = 1 if literal > 0 else -1
        self._arrays = ClauseArrays.of_clauses(clauses, variables)
        self._witnesses = Witnesses(variables, rows)
        self.is_void = not self.solver.solve()
        if not self.is_void:
            self._keep(self._model())
            self._take_facts()
        self.solver.unbind()

    def outlook(self, chosen: Iterable[int]) -> Outlook | None:
        """What can hold beside these literals; None where they contradict one another or the clauses."""
        chosen = list(chosen)
        values = None if self.is_void else self._derive(chosen)
        return None if values is None else self._complete(chosen, values)

    def _solver_of(self, clauses: Sequence[Clause]) -> Any:
        return BoundedSolver(clauses)

    def _derive(self, chosen: list[int]) -> Values | None:
        """What is decided by these literals without a search; None where they contradict one another."""
        fits, derived = self.solver.propagate(chosen)
        if not fits:
            return None
        values = self._facts.copy()
        literals = np.array(derived, np.int32)
        values[np.abs(literals)] = np.sign(literals)
        return values

    def _agreeing(self, values: Values, residual: Residual) -> Words:
        return self._witnesses.agreeing(values, residual.edge)

    def _keep(self, model: Sequence[int]) -> Flags:
        return self._witnesses.add(model)

    def _without_tied(self, parts: Components) -> Components:
        """Those of the components of which rows that agree on their edges prove the values."""
        return parts

    def model(self, chosen: Sequence[int]) -> list[int] | None:
        """Some complete configuration with these literals; None where there is none."""
        return self._model() if self.solver.solve(list(chosen)) else None

    def fits(self, chosen: Sequence[int]) -> bool:
        """Whether some configuration has all these literals."""
        chosen = list(chosen)
        if self._witnesses.having(chosen).any():
            return True
        if not self.solver.solve(chosen):
            return False
        self._keep(self._model())
        return True

    def held_beside(self, chosen: Sequence[int], wished: Sequence[int]) -> set[int]:
        """What of the wished literals one configuration with the chosen ones has, of those known the one with most."""
        rows = self._witnesses.having(chosen)
        if not rows.any():
            model = self.model(chosen)
            return set() if model is None else {each for each in wished if model[abs(each) - 1] == each}
        return self._witnesses.most_held(rows, wished)

    def found_values(self) -> Sequence[int]:
        """Of the numbers in the model that was told last."""
        return ()

    def found_model(self) -> Sequence[int] | None:
        """The configuration that was found last, literals in the order of their variables; None: it is not kept."""
        return None

    def follows(self, chosen: Sequence[int]) -> set[int]:
        """Literals that hold beside the chosen ones, as far as that is derived without a search."""
        facts = np.flatnonzero(self._facts)
        always = (facts * self._facts[facts]).tolist()
        return {*always, *self.solver.propagate(list(chosen))[1]}

    def conflict(self, chosen: Sequence[int]) -> list[int]:
        """Literals among the chosen that cannot all hold, where that is so; some of them may still be spared."""
        return [] if self.solver.solve(list(chosen)) else list(self.solver.get_core() or ())

    def _complete(self, chosen: list[int], values: Values) -> Outlook | None:
        residual = self._arrays.residual(values)
        return self._told(chosen, values, residual, self._agreeing(values, residual))

    def _told(self, chosen: list[int], values: Values, residual: Residual, agreeing: Words) -> Outlook | None:
        """The outlook beside what is decided, with rows that agree; None where the choices have no model."""
        wanted = (values == 0) & self._is_watched
        outlook = self._seen(values, agreeing)
        can_hold, can_fail = outlook.can_hold, outlook.can_fail
        doubtful = wanted & ~(can_hold & can_fail)
        if np.count_nonzero(doubtful) > _FEW:
            self._look_by_component(outlook, values, residual, doubtful)
            doubtful = wanted & ~(can_hold & can_fail)
        if doubtful.any():
            self._look_by_part(outlook, doubtful)
            doubtful = wanted & ~(can_hold & can_fail)
        if doubtful.any() and not self._ask_solver(chosen, outlook, doubtful):
            return None
        return outlook

    def _seen(self, values: Values, agreeing: Words) -> Outlook:
        """What rows that agree prove beside what is decided."""
        is_open = values == 0
        seen_true, seen_false = self._witnesses.seen(agreeing)
        return Outlook(np.where(is_open, seen_true, values > 0), np.where(is_open, seen_false, values < 0))

    def _look_by_component(
        self, outlook: Outlook, values: Values, residual: Residual, doubtful: Flags
    ) -> None:
        """Rows that agree on a component's own edge prove its values, whatever they say elsewhere."""
        parts = self._without_tied(self._arrays.components(residual, doubtful))
        true, false = self._witnesses.seen_by_component(values, parts)
        outlook.can_hold[parts.variables] |= true
        outlook.can_fail[parts.variables] |= false

    def _look_by_part(self, outlook: Outlook, doubtful: Flags) -> None:
        """What kept models prove of single parts of the model; nothing where these are not known."""

    def _ask_solver(self, chosen: list[int], outlook: Outlook, doubtful: Flags) -> bool:
        """Search a model for each literal that nothing proves yet; False where the choices themselves have none."""
        variables = np.flatnonzero(doubtful)
        asked = variables[~outlook.can_hold[variables]].tolist()
        asked += (-variables[~outlook.can_fail[variables]]).tolist()
        asked.reverse()  # taken from the end
        hints, is_news = Hints(self.solver, chosen, self._variables), True
        while asked:
            if is_news:
                self.solver.set_phases(hints.of(asked))
            is_news = self.solver.solve([*chosen, asked[-1]])
            if is_news:
                model = self._model()
                true = self._keep(model)
                outlook.can_hold[1:] |= true[1:]
                outlook.can_fail[1:] |= ~true[1:]
                asked = self._left(_other_than(model, asked), outlook)
            elif not self._learn(asked.pop()):
                return False
        return True

    def _left(self, asked: list[int], _outlook: Outlook) -> list[int]:
        """Those of the literals that the model that was kept last does not prove in other ways."""
        return asked

    def _learn(self, refused: int) -> bool:
        """Keep why a literal was refused, so that it is derived from now on; False where it was not the reason."""
        core = self.solver.get_core()
        self.solver.add_clause([-literal for literal in core])
        if core == [refused]:
            self._facts[abs(refused)] = -1 if refused > 0 else 1
        return refused in core

    def _take_facts(self) -> None:
        """What holds in every configuration; the clauses that are settled by it bind nobody and are dropped.

        The solver does not name facts of its lowest level among what it derives, so they are kept here.
        """
        self.outlook(())
        self._arrays = self._arrays.without(self._facts)

    def _model(self) -> list[int]:
        """The solver's model; variables that no clause names are false in it."""
        model: list[int] = self.solver.get_model()
        model.extend(-variable for variable in range(len(model) + 1, self._variables + 1))
        return model


def _other_than(model: Sequence[int], literals: list[int]) -> list[int]:
    """The literals that a model does not have."""
    if len(literals) < _SCANNED:
        return [literal for literal in literals if model[abs(literal) - 1] != literal]
    asked = np.array(literals)
    left: list[int] = asked[np.array(model)[np.abs(asked) - 1] != asked].tolist()
    return left
