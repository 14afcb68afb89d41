"""Other ways to the same answers, as peers of the configurator: z3's consequences, clingo's brave and cautious atoms.

Both get the clauses of the plain solver and are warm: made once, asked click after click. They are loaded where they
are made, so that our own engine is measured without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from app.domain.configurator.model import Choices
from bench.plain_solver import Answer, PlainSolver

if TYPE_CHECKING:
    import z3


class Peer(Protocol):
    """Whatever answers clicks."""

    def possibilities(self, choices: Choices) -> Answer | None:
        """Which options can be taken and which can be left, in the order of the model."""


class Z3Peer:
    """What follows from the choices, by one call of `consequences`."""

    def __init__(self, plain: PlainSolver) -> None:
        import z3

        self._z3 = z3
        self._plain = plain
        self._atoms = [z3.Bool(f"v{number}") for number in range(plain.variables + 1)]
        self._solver = z3.SolverFor("QF_FD")
        for clause in plain.clauses:
            self._solver.add(z3.Or([self._formula(literal) for literal in clause]))
        self._options = [self._atoms[literal] for literal in plain.literals.values()]

    def _formula(self, literal: int) -> z3.BoolRef:
        return self._atoms[literal] if literal > 0 else self._z3.Not(self._atoms[-literal])

    def possibilities(self, choices: Choices) -> Answer | None:
        """As of the plain solver."""
        chosen = [self._formula(literal) for literal in self._plain.chosen(choices)]
        result, implied = self._solver.consequences(chosen, self._options)
        if result != self._z3.sat:
            return None
        forced = {str(each.arg(1)) for each in implied}
        names = ((str(atom), f"Not({atom})") for atom in self._options)
        pairs = [(negated not in forced, name not in forced) for name, negated in names]
        return [holds for holds, _ in pairs], [fails for _, fails in pairs]


class ClingoPeer:
    """Atoms in some and in all answer sets: two searches a click."""

    def __init__(self, plain: PlainSolver) -> None:
        import clingo

        self._plain = plain
        self._control = clingo.Control(["--warn=none"])
        with self._control.backend() as backend:
            self._atoms = [
                backend.add_atom(clingo.Function("v", [clingo.Number(number)]))
                for number in range(plain.variables + 1)
            ]
            backend.add_rule(self._atoms[1:], choice=True)
            for clause in plain.clauses:
                backend.add_rule([], [-self._literal(literal) for literal in clause])
        self._options = list(plain.literals.values())

    def _literal(self, literal: int) -> int:
        return self._atoms[literal] if literal > 0 else -self._atoms[-literal]

    def possibilities(self, choices: Choices) -> Answer | None:
        """As of the plain solver."""
        chosen = [self._literal(literal) for literal in self._plain.chosen(choices)]
        some, every = (self._last(mode, chosen) for mode in ("brave", "cautious"))
        if some is None or every is None:
            return None
        return [one in some for one in self._options], [one not in every for one in self._options]

    def _last(self, mode: str, chosen: list[int]) -> set[int] | None:
        """The atoms of the last answer of a search that narrows or widens until it is done."""
        solving: Any = self._control.configuration.solve
        solving.enum_mode, solving.models = mode, 0
        found: set[int] | None = None
        with self._control.solve(assumptions=chosen, yield_=True) as handle:
            for model in handle:
                found = {atom.arguments[0].number for atom in model.symbols(atoms=True)}
        return found
