"""The whole chain: of a model that is read and flattened the engine tells exactly what trying everything out finds."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.configurator.checking import compile_model
from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.model import Configuration, Key, Point
from app.domain.product_models.flattening import Flat, flatten
from app.domain.product_models.reading import read_definition
from tests.unit.configurator.small_numbers import those_with
from tests.unit.product_models.direct import configurations, flat_codes, is_valid
from tests.unit.product_models.test_flattening import INNER, RULES, SMALL, TODAY, WHENS

TABLES = """{{T1: {{columns: [top, width], kind: {}, rows: [[a, ..1], [b, 1.5..], ["-|b", 1]]}},
  T2: {{columns: [width, modules.count], kind: {}, rows: [[..1.2, ..1], ["*", 2], [1.7.., "*"]]}}}}"""
INNER_TABLES = "{{MT: {{columns: [front, parent.width], kind: {}, rows: [[x, 1..2], [y, ..1.5]]}}}}"
KINDS = st.sampled_from(["allow", "forbid"])


def text_of(
    rule="true", inner="true", when="true", kinds=("forbid", "forbid", "forbid"), lo=0, ordered="yes"
):
    """The file of a small model with numbers, a slot, sums and tables of every kind of column."""
    rules = {"rule": rule, "inner": inner, "when": when, "asked": "top != none or modules.count = 2"}
    tables = {"tables": TABLES.format(*kinds[:2]), "inner_tables": INNER_TABLES.format(kinds[2])}
    return SMALL.format(**rules, **tables, lo=lo, ordered=ordered)


@cache
def flat_of(*given, **more) -> Flat:
    return flatten(read_definition({"model.yaml": text_of(*given, **more)}), TODAY)


Said = tuple[dict[str, tuple[bool, bool]], dict[str, list[int]]]
"""By option whether it can be chosen, and left; by number its values."""


def all_of(flat: Flat) -> list[Configuration]:
    """Every valid configuration by the slow reader, in the engine's words."""
    return [
        flat.engine_configuration(flat_codes(each))
        for each in configurations(flat.definition)
        if is_valid(each)
    ]


def told(flat: Flat, compiled: CompiledModel, choices) -> Said | None:
    """What the engine says of everything that people can be asked; None where the choices do not fit together."""
    possible = compiled.possibilities(choices)
    if possible is None:
        return None
    hidden = {code for group in flat.hidden for code in group.options}
    options = {
        code: (bool(possible.can_hold[at]), bool(possible.can_fail[at]))
        for code, at in compiled.places.items()
        if code not in hidden
    }
    values = {code: [value for run in runs for value in run] for code, runs in possible.numbers.items()}
    return options, values


def counted(flat: Flat, found: list[Configuration], choices) -> Said | None:
    mine = those_with(found, choices)
    if not mine:
        return None
    hidden = {group.code for group in flat.hidden}
    options = {
        code: (any(code in one.options for one in mine), any(code not in one.options for one in mine))
        for group in flat.model.groups
        if group.code not in hidden
        for code in group.options
    }
    values = {
        number.code: sorted({one.numbers[number.code] for one in mine if number.code in one.numbers})
        for number in flat.model.numbers
    }
    return options, values


@st.composite
def choices_in(draw, flat: Flat, found: list[Configuration]) -> dict[Key, bool]:
    """Mostly such as one configuration has, some of them turned."""
    if not found:
        return {}
    goal = draw(st.sampled_from(found))
    hidden = {code for group in flat.hidden for code in group.options}
    codes = [code for group in flat.model.groups for code in group.options if code not in hidden]
    chosen: dict[Key, bool] = {
        code: code in goal.options for code in draw(st.lists(st.sampled_from(codes), max_size=3, unique=True))
    }
    if goal.numbers:
        named = draw(st.lists(st.sampled_from(sorted(goal.numbers)), max_size=2, unique=True))
        chosen.update({Point(code, goal.numbers[code]): True for code in named})
    if draw(st.integers(0, 3)) == 0:
        code = draw(st.sampled_from(codes))
        chosen[code] = not chosen.get(code, False)
    return chosen


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_the_whole_binds_in_the_engine_as_it_is_written(rule):
    flat = flat_of(rule, lo=1)
    found = all_of(flat)
    assert told(flat, compile_model(flat.model), {}) == counted(flat, found, {})


@pytest.mark.parametrize("inner", INNER)
@pytest.mark.parametrize("when", WHENS)
def test_a_rule_of_a_sub_product_binds_in_the_engine_as_it_is_written(inner, when):
    flat = flat_of("true", inner, when, lo=2)
    found = all_of(flat)
    assert told(flat, compile_model(flat.model), {}) == counted(flat, found, {})


@settings(max_examples=12, deadline=None)
@given(
    data=st.data(),
    rule=st.sampled_from(RULES),
    inner=st.sampled_from(INNER),
    when=st.sampled_from(WHENS),
    kinds=st.tuples(KINDS, KINDS, KINDS),
    lo=st.integers(0, 2),
)
def test_after_any_choices_the_engine_tells_what_trying_everything_finds(data, rule, inner, when, kinds, lo):
    flat = flat_of(rule, inner, when, kinds, lo)
    found, compiled = all_of(flat), compile_model(flat.model)
    event("void" if not found else f"{len(found) // 100}00 configurations")
    assert compiled.is_void == (not found)
    for _ in range(4):
        choices = data.draw(choices_in(flat, found))
        assert told(flat, compiled, choices) == counted(flat, found, choices)


@settings(max_examples=8, deadline=None)
@given(
    rule=st.sampled_from([rule for rule in RULES if "index" not in rule and "before" not in rule]),
    kinds=st.tuples(KINDS, KINDS, KINDS),
)
def test_that_sub_products_are_interchangeable_takes_nothing_away(rule, kinds):
    flat = flat_of(rule, kinds=kinds, ordered="no")
    found, compiled = all_of(flat), compile_model(flat.model)
    options, values = counted(flat, found, {}) or ({}, {})
    shown = told(flat, compiled, {}) or ({}, {})
    own = [code for code in options if "/" not in code]
    assert {code: shown[0][code] for code in own} == {code: options[code] for code in own}
    assert {code: shown[1].get(code) for code in values if "/" not in code} == {
        code: told_values for code, told_values in values.items() if "/" not in code
    }
