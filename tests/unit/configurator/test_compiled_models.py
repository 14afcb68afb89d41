"""What a compiled model calls possible is what some complete configuration has, for groups of every kind."""

from itertools import product
from random import Random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.configurator import tables
from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.formulas import AllOf, Chosen, Implies, Not
from app.domain.configurator.model import Group, ProductModel, Rule, Table
from tests.unit.configurator.brute_force import CHOICES, configurations, models, possible_by_counting, told

CLICKS = st.lists(CHOICES, min_size=1, max_size=6)


@settings(max_examples=60)
@given(model=models(), clicks=CLICKS)
def test_what_is_possible_is_what_some_configuration_has(model, clicks):
    compiled = CompiledModel(model)
    all_of_them = list(configurations(model))
    assert compiled.is_void == (not all_of_them)
    event(f"loose groups: {min(compiled.loose_groups, 3)}")
    for choices in clicks:
        assert told(compiled.possibilities(choices)) == possible_by_counting(model, all_of_them, choices)


@settings(max_examples=25)
@given(model=models(), clicks=CLICKS)
def test_large_tables_are_listed_row_by_row_and_mean_the_same(model, clicks):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_LARGE", 0)
        patch.setattr(tables, "_is_small", lambda *_: False)
        compiled = CompiledModel(model)
    all_of_them = list(configurations(model))
    event(f"tables: {len(model.tables)}")
    for choices in clicks:
        assert told(compiled.possibilities(choices)) == possible_by_counting(model, all_of_them, choices)


@pytest.mark.parametrize("is_at_random", [False, True])
def test_large_tables_are_diagrams_where_rows_have_the_same_rest(is_at_random):
    groups = tuple(Group(f"g{at}", tuple(f"g{at}o{number}" for number in range(10))) for at in range(4))
    every = list(product(*(group.options for group in groups)))
    chosen = Random(1).sample(every, 1_000) if is_at_random else every[:1_000]
    rows = tuple(tuple(frozenset((code,)) for code in row) for row in chosen)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_LARGE", 1_000)
        compiled = CompiledModel(
            ProductModel("m", groups, tables=(Table("t", tuple(group.code for group in groups), rows),))
        )
    assert (compiled.variables >= 1_000) == is_at_random
    possible = compiled.possibilities({"g1o3": True})
    assert possible
    known = {code for row in chosen if "g1o3" in row for code in row}
    assert {code for code, at in compiled.places.items() if possible.can_hold[at]} == known


DESK = ProductModel(
    "desk",
    (
        Group("size", ("s120", "s160", "s200")),
        Group("top", ("oak", "white", "black", "red", "green")),
        Group("legs", ("fixed", "lift")),
        Group("motor", ("one", "two"), when=Chosen("lift")),
        Group("memory", ("keys", "app"), lo=0, hi=2, when=Chosen("two")),
        Group("extras", ("lamp", "tray", "hook"), lo=0, hi=2),
    ),
    (
        Rule("long", Implies(AllOf((Chosen("s200"), Chosen("lift"))), Chosen("two"))),
        Rule("oak", Implies(Chosen("oak"), Not(Chosen("s120")))),
    ),
)


def possible_of(compiled, choices):
    possible = compiled.possibilities(choices)
    assert possible
    return possible


def open_codes(choices):
    compiled = CompiledModel(DESK)
    possible = possible_of(compiled, choices)
    return {code for code, at in compiled.places.items() if possible.can_hold[at] and possible.can_fail[at]}


def test_a_group_below_an_option_that_is_refused_cannot_be_chosen():
    compiled = CompiledModel(DESK)
    possible = possible_of(compiled, {"lift": False})
    gone = {code for code, at in compiled.places.items() if not possible.can_hold[at]}
    assert gone == {"lift", "one", "two", "keys", "app"}


def test_what_no_rule_speaks_of_is_decided_by_counting():
    assert open_codes({"lamp": True, "tray": True}).isdisjoint({"lamp", "tray", "hook"})
    assert "hook" in open_codes({"lamp": True})
    assert open_codes({"white": True}).isdisjoint({"oak", "white", "black", "red", "green"})
    assert {"black", "red", "oak"} <= open_codes({"white": False})


def test_a_choice_deep_below_asks_for_all_above_it():
    compiled = CompiledModel(DESK)
    possible = possible_of(compiled, {"app": True})
    forced = {code for code, at in compiled.places.items() if not possible.can_fail[at]}
    assert forced == {"app", "two", "lift"}


@pytest.mark.parametrize("choices", [{"lift": False, "one": True}, {"lamp": True, "tray": True, "hook": True},
    {"oak": True, "s120": True}, {"white": True, "black": True}])  # fmt: skip
def test_choices_that_do_not_fit_together_have_no_answer(choices):
    assert CompiledModel(DESK).possibilities(choices) is None
