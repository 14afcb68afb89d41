"""Reasons, repairs and completions of models with numbers: the smallest and the best of all that there are."""

from itertools import chain, combinations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.completing import Completer
from app.domain.configurator.explaining import Explainer
from app.domain.configurator.model import Configuration, Point, ProductModel
from tests.unit.configurator.small_numbers import (
    OPTIONS,
    choices_of,
    numbered_models,
    those_with,
    whole_configurations,
)

PRICES = st.dictionaries(st.sampled_from(OPTIONS), st.integers(-30, 100), max_size=5)


def subsets(keys):
    return chain.from_iterable(combinations(keys, size) for size in range(len(keys) + 1))


def is_about(key, wanted):
    return key == wanted or (
        isinstance(key, Point) and isinstance(wanted, Point) and key.number == wanted.number
    )


@settings(max_examples=60)
@given(data=st.data(), model=numbered_models())
def test_reasons_and_repairs_are_the_smallest_there_are(data, model):
    all_of_them = list(whole_configurations(model))
    compiled = CompiledModel(model)
    explainer = Explainer(compiled)
    choices = data.draw(choices_of(model))
    points = [Point(number.code, value) for number in model.numbers for value in number.values]
    wanted = data.draw(st.sampled_from([*OPTIONS, *points]))
    taken = isinstance(wanted, Point) or data.draw(st.booleans())
    others = {key: value for key, value in choices.items() if not is_about(key, wanted)}

    def fits(keys):
        return bool(those_with(all_of_them, {**{key: others[key] for key in keys}, wanted: taken}))

    reason = explainer.reason(choices, wanted, taken=taken)
    event("blocked" if reason else "possible")
    assert (reason is None) == fits(others)
    if reason:
        smallest = next(keys for keys in subsets(others) if not fits(keys))
        assert len(reason.choices) == len(smallest)
        assert not fits(reason.choices)
    blocks = [set(others) - set(keys) for keys in subsets(others) if fits(keys)]
    minimal = [one for one in blocks if not any(other < one for other in blocks)]
    repairs = explainer.repairs(choices, wanted, taken=taken, most=99)
    assert set(map(frozenset, repairs)) == set(map(frozenset, minimal))
    assert [len(repair) for repair in repairs] == sorted(map(len, minimal))


@settings(max_examples=40)
@given(data=st.data(), model=numbered_models())
def test_none_of_the_rules_of_a_reason_can_be_spared(data, model):
    choices = data.draw(choices_of(model))
    points = [Point(number.code, value) for number in model.numbers for value in number.values]
    wanted = data.draw(st.sampled_from([*OPTIONS, *points]))
    reason = Explainer(CompiledModel(model)).reason(choices, wanted)
    if reason is None:
        return
    named = {key: choices[key] for key in reason.choices} | {wanted: True}

    def blocks(rules):
        kept, tables = (
            tuple(one for one in kind if one.code in rules) for kind in (model.rules, model.tables)
        )
        less = ProductModel("m", model.groups, kept, tables, model.numbers)
        return not those_with(whole_configurations(less), named)

    assert blocks(reason.rules)
    assert not any(blocks(set(reason.rules) - {rule}) for rule in reason.rules)


@settings(max_examples=80)
@given(data=st.data(), model=numbered_models(), prices=PRICES)
def test_the_cheapest_is_the_least_of_all(data, model, prices):
    choices = data.draw(choices_of(model))
    fitting = those_with(whole_configurations(model), choices)
    found = Completer(CompiledModel(model), prices).cheapest(choices)
    assert (found is None) == (not fitting)
    if found is not None:
        assert found in fitting
        assert price_of(found, prices) == min(price_of(one, prices) for one in fitting)


def price_of(configuration, prices):
    return sum(prices.get(code, 0) for code in configuration.options)


@settings(max_examples=60)
@given(data=st.data(), model=numbered_models(), prices=PRICES)
def test_the_nearest_differs_least_and_is_the_cheapest_of_those(data, model, prices):
    choices = data.draw(choices_of(model))
    values = {number.code: data.draw(st.sampled_from((*number.values, None))) for number in model.numbers}
    numbers = {code: value for code, value in values.items() if value is not None}
    earlier = Configuration(frozenset(data.draw(st.sets(st.sampled_from(OPTIONS)))), numbers)
    fitting = those_with(whole_configurations(model), choices)
    found = Completer(CompiledModel(model), prices).nearest(choices, earlier)
    assert (found is None) == (not fitting)
    if found is not None:
        assert found in fitting
        assert rank(found, earlier, model, prices) == min(
            rank(one, earlier, model, prices) for one in fitting
        )


def rank(one, earlier, model, prices):
    """How many options and conditional or known numbers are other ones, then the price."""
    numbers = [number.code for number in model.numbers]
    other = sum(one.numbers.get(code) != earlier.numbers.get(code) for code in numbers)
    return len(one.options ^ earlier.options) + other, price_of(one, prices)
