"""The numbers of a model in CP-SAT, as the peer that says which values are possible, one question a value."""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python.cp_model import INFEASIBLE, BoolVarT, CpModel, CpSolver, IntVar

from app.domain.configurator.clauses import ClauseBook
from app.domain.configurator.formulas import AtMost, opposite
from app.domain.configurator.model import Choices, Point, ProductModel


class NumberPeer:
    """Options as in the plain solver, sums as linear constraints behind literals. Of numbers that are always asked."""

    def __init__(self, model: ProductModel) -> None:
        assert not model.tables
        assert all(number.when is None for number in model.numbers)
        assert all(group.when is None for group in model.groups)
        self._model = CpModel()
        self._book = ClauseBook()
        self._literals = {code: self._book.fresh() for group in model.groups for code in group.options}
        self._sums: dict[int, AtMost] = {}
        for group in model.groups:
            options = [self._literals[code] for code in group.options]
            self._book.at_least(options, group.lo)
            self._book.at_most(options, group.hi)
        for rule in model.rules:
            self._book.require(rule.formula, self._literals.__getitem__, self._sum)
        self._variables = [self._model.new_bool_var("") for _ in range(self._book.variables + 1)]
        self._numbers: Mapping[str, IntVar] = {
            number.code: self._model.new_int_var(number.lo, number.hi, number.code)
            for number in model.numbers
        }
        assert all(number.step == 1 for number in model.numbers)
        for clause in self._book.clauses:
            self._model.add_bool_or([self._true(literal) for literal in clause])
        for guard, formula in self._sums.items():
            total = sum(weight * self._term(code) for weight, code in formula.terms)
            self._model.add(total <= formula.bound).only_enforce_if(self._true(guard))
            self._model.add(total > formula.bound).only_enforce_if(self._true(-guard))
        self._solver = CpSolver()
        self._solver.parameters.num_workers = 1

    def _sum(self, formula: AtMost) -> int:
        known = {other: guard for guard, other in self._sums.items()}
        if opposite(formula) in known:
            return -known[opposite(formula)]
        guard = known.get(formula) or self._book.fresh()
        self._sums[guard] = formula
        return guard

    def _true(self, literal: int) -> BoolVarT:
        variable = self._variables[abs(literal)]
        return variable if literal > 0 else ~variable

    def _term(self, code: str) -> IntVar:
        return self._numbers[code] if code in self._numbers else self._variables[self._literals[code]]

    def can_be(self, choices: Choices, number: str, low: int, high: int) -> bool:
        """Whether some configuration with the choices has a value from `low` to `high` of the number."""
        asked = self._model.clone()
        for key, is_taken in choices.items():
            if isinstance(key, Point):
                asked.add(self._numbers[key.number] == key.value)
            else:
                literal = self._literals[key]
                asked.add_bool_or([self._true(literal if is_taken else -literal)])
        asked.add_linear_constraint(self._numbers[number], low, high)
        return self._solver.solve(asked) != INFEASIBLE
