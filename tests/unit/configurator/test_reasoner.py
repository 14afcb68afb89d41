"""What can hold after each choice is exact: the same as asking the solver for every literal, whatever came before."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysat.solvers import Glucose4

from app.domain.configurator.reasoner import Reasoner

VARIABLES = 9
LITERALS = st.integers(1, VARIABLES).flatmap(lambda one: st.sampled_from((one, -one)))
CLAUSES = st.lists(st.lists(LITERALS, min_size=1, max_size=4, unique_by=abs), max_size=22)
CHOICES = st.lists(st.lists(LITERALS, max_size=6, unique_by=abs), min_size=1, max_size=8)


def asked_one_by_one(clauses, chosen, variables=VARIABLES):
    """Two questions a variable to a solver that knows nothing; None where nothing is possible."""
    with Glucose4(bootstrap_with=clauses) as solver:
        if not solver.solve(chosen):
            return None
        numbers = range(1, variables + 1)
        return [[solver.solve([*chosen, sign * one]) for one in numbers] for sign in (1, -1)]


def told(outlook):
    return outlook and [outlook.can_hold[1:].tolist(), outlook.can_fail[1:].tolist()]


@settings(max_examples=150)
@given(clauses=CLAUSES, choices=CHOICES)
def test_the_outlook_is_that_of_asking_for_every_literal(clauses, choices):
    reasoner = Reasoner(clauses, VARIABLES)
    for chosen in choices:
        assert told(reasoner.outlook(chosen)) == asked_one_by_one(clauses, chosen)


@settings(max_examples=60)
@given(clauses=CLAUSES, choices=CHOICES)
def test_the_outlook_does_not_depend_on_what_was_asked_before(clauses, choices):
    asked, fresh = Reasoner(clauses, VARIABLES), Reasoner(clauses, VARIABLES)
    for chosen in choices:
        asked.outlook(chosen)
    assert told(asked.outlook(choices[0])) == told(fresh.outlook(choices[0]))
    assert told(asked.outlook(reversed(choices[0]))) == told(fresh.outlook(choices[0]))


@pytest.mark.parametrize("seed", range(3))
def test_many_clicks_on_a_larger_model_stay_exact(seed):
    source = np.random.default_rng(seed)
    variables = 60
    clauses = [
        (source.choice(variables, 3, replace=False) + 1) * source.choice((-1, 1), 3) for _ in range(170)
    ]
    clauses = [[int(literal) for literal in clause] for clause in clauses]
    reasoner = Reasoner(clauses, variables)
    chosen: list[int] = []
    for _ in range(60):
        outlook = reasoner.outlook(chosen)
        assert outlook
        assert told(outlook) == asked_one_by_one(clauses, chosen, variables)
        free = np.flatnonzero(outlook.can_hold & outlook.can_fail)
        if len(free) and source.random() < 0.8:
            chosen.append(int(source.choice(free)) * int(source.choice((-1, 1))))
        elif chosen:
            chosen.pop(int(source.integers(len(chosen))))


def test_nothing_is_possible_where_the_clauses_contradict_one_another():
    reasoner = Reasoner([[1], [-1]], 1)
    assert reasoner.is_void
    assert reasoner.outlook(()) is None


def test_choices_that_contradict_one_another_have_no_outlook():
    reasoner = Reasoner([[1, 2], [-1, 2]], 3)
    assert reasoner.outlook([-2]) is None
    assert reasoner.outlook([3, -3]) is None
    outlook = reasoner.outlook([3])
    assert outlook
    assert outlook.is_forced(2)
    assert not outlook.is_forced(1)


def test_a_model_has_the_choices_and_every_variable():
    reasoner = Reasoner([[1, 2], [-1, -2]], 4)
    model = reasoner.model([2])
    assert model
    assert model[:2] == [-1, 2]
    assert len(model) == 4
    assert reasoner.model([1, 2]) is None


def test_more_models_than_are_kept_replace_the_oldest():
    variables = 14
    reasoner = Reasoner([[1, 2]], variables, rows=64)
    for number in range(200):
        chosen = [one if number * 37 >> one & 1 else -one for one in range(3, variables + 1)]
        assert told(reasoner.outlook(chosen)) == asked_one_by_one([[1, 2]], chosen, variables)
