"""The cheapest completion costs what Google's CP-SAT finds to be the least, on clauses written without our engine."""

import random

import pytest
from ortools.sat.python.cp_model import CpModel, CpSolver

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.completing import Completer
from bench.plain_solver import PlainSolver
from bench.product_models import clicks, furniture


def least_by_cp_sat(plain: PlainSolver, choices, prices) -> int:
    model = CpModel()
    count = max(abs(literal) for clause in plain.clauses for literal in clause)
    variables = [model.new_bool_var(f"v{number}") for number in range(count + 1)]

    def literal(number):
        return variables[number] if number > 0 else variables[-number].negated()

    for clause in plain.clauses:
        model.add_bool_or([literal(each) for each in clause])
    for code, is_taken in choices.items():
        model.add(variables[plain.literals[code]] == int(is_taken))
    model.minimize(sum(price * variables[plain.literals[code]] for code, price in prices.items()))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    assert solver.status_name(solver.solve(model)) == "OPTIMAL"
    return round(solver.objective_value)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_cheapest_completion_costs_what_cp_sat_says(seed):
    model = furniture(seed)
    compiled, plain = CompiledModel(model), PlainSolver(model)
    source = random.Random(seed)
    prices = {code: source.choice((0, source.randrange(-50, 500))) for code in compiled.codes}
    completer = Completer(compiled, prices)

    for choices in clicks(compiled, 200, seed)[::20]:
        found = completer.cheapest(choices)

        assert found is not None
        assert sum(prices[code] for code in found.options) == least_by_cp_sat(plain, choices, prices)
