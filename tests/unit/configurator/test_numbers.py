"""Numbers: after any choices exactly the values that some whole configuration has, with their holes."""

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.formulas import AllOf, AtMost, Chosen, Implies
from app.domain.configurator.model import Group, Number, Point, ProductModel, Rule, Span, Table
from bench.numbers import wrong_values
from bench.product_models import furniture_with_numbers
from tests.unit.configurator.small_numbers import (
    choices_of,
    numbered_models,
    possible_by_counting,
    told,
    whole_configurations,
)


@settings(max_examples=120)
@given(data=st.data(), model=numbered_models())
def test_what_is_possible_is_what_some_configuration_has(data, model):
    all_of_them = list(whole_configurations(model))
    compiled = CompiledModel(model)
    event("void" if not all_of_them else f"numbers: {len(model.numbers)}")
    assert compiled.is_void == (not all_of_them)
    for _ in range(5):
        choices = data.draw(choices_of(model))
        assert told(compiled.possibilities(choices)) == possible_by_counting(model, all_of_them, choices)


WARDROBE = ProductModel(
    "wardrobe",
    (Group("doors", ("hinged", "sliding")), Group("light", ("none", "strip"))),
    (
        Rule("whole", AllOf((AtMost(((1, "left"), (1, "right"), (-1, "width")), 0),
                             AtMost(((-1, "left"), (-1, "right"), (1, "width")), 0)))),
        Rule("sliding", Implies(Chosen("sliding"), AtMost(((-1, "width"),), -1200))),
        Rule("power", Implies(Chosen("strip"), AtMost(((1, "rail"), (100, "sliding")), 900))),
    ),
    (Table("t", ("doors", "rail"), ((frozenset({"hinged"}), Span(None, 600)),
                                    (frozenset({"hinged"}), Span(900, 950)),
                                    (frozenset({"sliding"}), Span(500, None)))),),
    (
        Number("width", 600, 2400), Number("left", 300, 1200, 50), Number("right", 300, 1200, 50),
        Number("rail", 400, 1000, 50, when=AtMost(((1, "width"),), 1800)),
    ),
)  # fmt: skip


def values(choices, number):
    possible = CompiledModel(WARDROBE).possibilities(choices)
    assert possible
    return [value for each in possible.numbers[number] for value in each]


def test_a_width_that_its_parts_cannot_make_is_a_hole():
    assert values({}, "width") == list(range(600, 2401, 50))
    assert values({Point("left", 350): True}, "width") == list(range(650, 1551, 50))
    assert CompiledModel(WARDROBE).possibilities({Point("width", 777): True}) is None


def test_a_table_of_ranges_leaves_holes_in_a_number():
    assert values({"hinged": True}, "rail") == [400, 450, 500, 550, 600, 900, 950]
    assert values({"strip": True, "sliding": True}, "rail") == list(range(500, 801, 50))


def test_a_number_that_is_not_asked_has_no_values_and_binds_nothing():
    assert values({Point("width", 1850): True}, "rail") == []
    assert (
        CompiledModel(WARDROBE).possibilities({Point("rail", 700): True, Point("width", 1850): True}) is None
    )
    assert CompiledModel(WARDROBE).fits({Point("width", 2000): True, "hinged": True})


def test_a_value_that_a_number_never_has_fits_nothing():
    assert not CompiledModel(WARDROBE).fits({Point("left", 310): True})
    assert not CompiledModel(WARDROBE).fits({Point("left", 9_000): True})


BUDGET = ProductModel(
    "server",
    tuple(Group(f"slot{at}", (f"empty{at}", f"small{at}", f"large{at}")) for at in range(4)),
    (Rule("power", AtMost(tuple((weight, f"{size}{at}") for at in range(4)
                                for size, weight in (("small", 100), ("large", 250))), 700)),),
)  # fmt: skip


def test_options_share_a_budget():
    compiled = CompiledModel(BUDGET)
    possible = compiled.possibilities({"large0": True, "large1": True})
    assert possible
    open_codes = {code for code, at in compiled.places.items() if possible.can_hold[at]}
    assert {"small2", "small3"} <= open_codes
    assert open_codes.isdisjoint({"large2", "large3"})


@pytest.mark.parametrize("seed", [1, 2])
def test_five_numbers_of_two_thousand_steps_have_the_ends_that_a_solver_of_sums_finds(seed):
    assert wrong_values(furniture_with_numbers(seed), clicks_made=25, every=12) == 0
