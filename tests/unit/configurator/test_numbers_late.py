"""Numbers that are found when they are looked up, and what is known of configurations without a search."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel, LateNumbers
from app.domain.configurator.formulas import AtMost, Chosen, Implies
from app.domain.configurator.model import Group, Key, Number, Point, ProductModel, Rule
from tests.unit.configurator.small_numbers import (
    choices_of,
    numbered_models,
    possible_by_counting,
    whole_configurations,
)

PLACES = range(1, 4)


def three_modules():
    """Modules with doors or drawers and a width, of which two kinds of rules speak: in each, and over all."""
    groups = [Group("wall", ("narrow", "broad"))]
    numbers, rules = [], []
    for place in PLACES:
        groups.append(Group(f"m.{place}/front", (f"m.{place}/door", f"m.{place}/drawer")))
        numbers.append(Number(f"m.{place}/width", 3, 9))
        rules.append(
            Rule(f"d{place}", Implies(Chosen(f"m.{place}/door"), AtMost(((1, f"m.{place}/width"),), 6)))
        )
        rules.append(
            Rule(f"w{place}", Implies(Chosen(f"m.{place}/drawer"), AtMost(((-1, f"m.{place}/width"),), -5)))
        )
    total = tuple((1, f"m.{place}/width") for place in PLACES)
    rules.append(Rule("narrow", Implies(Chosen("narrow"), AtMost(total, 14))))
    rules.append(Rule("broad", Implies(Chosen("broad"), AtMost(total, 20))))
    return ProductModel("cabinet", tuple(groups), tuple(rules), (), tuple(numbers))


MODULES = three_modules()
ALL_OF_THEM = list(whole_configurations(MODULES))


_POINTS = st.builds(Point, st.sampled_from([f"m.{place}/width" for place in PLACES]), st.integers(3, 9))
_OPTIONS = st.dictionaries(
    st.sampled_from([code for group in MODULES.groups for code in group.options]), st.booleans()
)
_CHOICES = st.builds(
    lambda options, points: {**options, **dict.fromkeys(points, True)}, _OPTIONS, st.sets(_POINTS, max_size=2)
)


def values(possible):
    return {code: [value for each in possible.numbers[code] for value in each] for code in possible.numbers}


def assert_known(compiled, all_of_them, choices):
    """Late values against all configurations."""
    possible = compiled.possibilities(choices, late=True)
    counted = possible_by_counting(compiled.model, all_of_them, choices)
    assert (possible is None) == (counted is None)
    if possible is None or not isinstance(possible.numbers, LateNumbers):
        return
    assert not possible.is_exact
    for shown, all_there_is in zip((possible.can_hold, possible.can_fail), counted[:2], strict=True):
        assert not (shown & ~np.array(all_there_is)).any()
    book = compiled.book
    for code in reversed(list(possible.numbers)):
        own = zip(book.orders[book.place(code)].values, possible.numbers.room(code), strict=True)
        assert {value for value, is_there in own if is_there} >= set(counted[2][code])
        for value in counted[2][code]:
            assert possible.numbers.is_fixed(code, value) == (len(counted[2][code]) == 1)
    assert values(possible) == counted[2]


@settings(max_examples=60)
@given(data=st.data(), model=numbered_models())
def test_values_looked_up_late_are_those_that_some_configuration_has(data, model):
    compiled, all_of_them = CompiledModel(model), list(whole_configurations(model))
    for _ in range(3):
        assert_known(compiled, all_of_them, data.draw(choices_of(model)))


@settings(max_examples=40)
@given(data=st.data())
def test_modules_lend_one_another_nothing_that_is_not_possible(data):
    compiled = CompiledModel(MODULES)
    for _ in range(4):
        assert_known(compiled, ALL_OF_THEM, data.draw(_CHOICES))


def test_a_configuration_that_was_just_found_is_not_asked_for_again():
    compiled = CompiledModel(MODULES)
    choices: dict[Key, bool] = {"narrow": True, Point("m.1/width", 8): True}
    assert compiled.fits(choices)
    assert compiled.fits(choices)
    assert compiled.conflict(choices) == []
    assert not compiled.fits({**choices, Point("m.2/width", 9): True})
