"""Clauses mean what the formulas say, and counters count."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysat.solvers import Glucose4

from app.domain.configurator.clauses import ClauseBook
from app.domain.configurator.formulas import (
    AllOf,
    AnyOf,
    Chosen,
    Formula,
    Implies,
    Not,
    Same,
    codes_in,
    holds,
)

NAMES = ("a", "b", "c", "d")
FORMULAS = st.recursive(
    st.sampled_from(NAMES).map(Chosen),
    lambda inner: (
        inner.map(Not)
        | st.lists(inner, max_size=4).map(tuple).map(AllOf)
        | st.lists(inner, max_size=4).map(tuple).map(AnyOf)
        | st.builds(Implies, inner, inner)
        | st.builds(Same, inner, inner)
    ),
    max_leaves=12,
)


def book_of(count):
    book = ClauseBook()
    return book, [book.fresh() for _ in range(count)]


def allowed(book, literals):
    """Every setting of the literals that the clauses allow."""
    with Glucose4(bootstrap_with=book.clauses) as solver:
        return {
            signs
            for signs in product((False, True), repeat=len(literals))
            if solver.solve([one if sign else -one for one, sign in zip(literals, signs, strict=True)])
        }


def chosen_of(signs):
    return frozenset(name for name, sign in zip(NAMES, signs, strict=True) if sign)


@settings(max_examples=60)
@given(formula=FORMULAS)
def test_a_required_formula_allows_just_what_makes_it_true(formula):
    book, literals = book_of(len(NAMES))
    book.require(formula, dict(zip(NAMES, literals, strict=True)).__getitem__)
    expected = {signs for signs in product((False, True), repeat=4) if holds(formula, chosen_of(signs))}
    assert allowed(book, literals) == expected


@settings(max_examples=30)
@given(formula=FORMULAS)
def test_a_named_formula_is_true_just_where_its_name_is(formula):
    book, literals = book_of(len(NAMES))
    name = book.name(formula, dict(zip(NAMES, literals, strict=True)).__getitem__)
    for signs in product((False, True), repeat=4):
        given_ones = [one if sign else -one for one, sign in zip(literals, signs, strict=True)]
        with Glucose4(bootstrap_with=book.clauses) as solver:
            assert solver.solve([*given_ones, name]) == holds(formula, chosen_of(signs))
            assert solver.solve([*given_ones, -name]) != holds(formula, chosen_of(signs))


@pytest.mark.parametrize("count", [1, 2, 5, 6, 7, 9])
@pytest.mark.parametrize("hi", [0, 1, 2, 3, 9])
def test_at_most_so_many(count, hi):
    book, literals = book_of(count)
    book.at_most(literals, hi)
    assert allowed(book, literals) == {s for s in product((False, True), repeat=count) if sum(s) <= hi}


@pytest.mark.parametrize("count", [1, 3, 6])
@pytest.mark.parametrize("lo", [0, 1, 2, 3])
def test_at_least_so_many(count, lo):
    book, literals = book_of(count)
    book.at_least(literals, lo)
    assert allowed(book, literals) == {s for s in product((False, True), repeat=count) if sum(s) >= lo}


def test_one_of_many_options_takes_few_clauses_and_is_still_one():
    book, literals = book_of(500)
    book.at_most_one(literals)
    assert sum(map(len, book.clauses)) < 500 * 12
    with Glucose4(bootstrap_with=book.clauses) as solver:
        pairs = [(0, 1), (0, 4), (3, 4), (7, 8), (0, 499), (250, 499), (498, 499)]
        assert not any(solver.solve([literals[one], literals[other]]) for one, other in pairs)
        assert all(solver.solve([literal]) for literal in literals)
        fits, derived = solver.propagate([literals[250]])
        assert fits
        assert {-one for one in literals} - set(derived) == {-literals[250]}


def test_what_is_equal_to_what_is_equal_is_written_once():
    names = [f"n{number}" for number in range(60)]
    book, literals = book_of(60)
    formula: Formula = Chosen(names[0])
    for name in names[1:]:
        formula = Same(formula, Chosen(name))
    book.require(formula, dict(zip(names, literals, strict=True)).__getitem__)
    assert len(book.clauses) < 500
    with Glucose4(bootstrap_with=book.clauses) as solver:
        assert solver.solve(literals)
        assert not solver.solve([-literals[0], *literals[1:]])


def test_many_ors_of_ands_get_names_and_do_not_multiply():
    names = [f"n{number}" for number in range(40)]
    book, literals = book_of(40)
    pairs = tuple(AllOf((Chosen(one), Chosen(two))) for one, two in zip(names[::2], names[1::2], strict=True))
    book.require(AnyOf(pairs), dict(zip(names, literals, strict=True)).__getitem__)
    assert len(book.clauses) < 100
    with Glucose4(bootstrap_with=book.clauses) as solver:
        assert solver.solve([literals[0], literals[1]])
        assert not solver.solve([-one for one in literals[::2]])


def test_the_options_that_a_formula_names():
    formula = Implies(Chosen("a"), AllOf((Not(Chosen("b")), Same(Chosen("c"), Chosen("a")))))
    assert sorted(codes_in(formula)) == ["a", "a", "b", "c"]
