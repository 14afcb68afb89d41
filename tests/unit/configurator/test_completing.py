"""Completions are whole configurations, and the best of all that there are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.completing import Completer
from app.domain.configurator.model import Configuration
from tests.unit.configurator.brute_force import CHOICES, CODES, configurations, models

PRICES = st.dictionaries(st.sampled_from(CODES), st.integers(-30, 100), max_size=11)
DAYS = st.dictionaries(st.sampled_from(CODES), st.integers(0, 5), max_size=11)


def those_with(model, choices):
    return [
        one for one in configurations(model) if all((code in one) == taken for code, taken in choices.items())
    ]


def price_of(configuration, prices):
    return sum(prices.get(code, 0) for code in configuration)


@settings(max_examples=60)
@given(model=models(), choices=CHOICES, prices=PRICES)
def test_the_cheapest_is_the_least_of_all(model, choices, prices):
    fitting = those_with(model, choices)
    found = Completer(CompiledModel(model), prices).cheapest(choices)
    assert (found is None) == (not fitting)
    if found is not None:
        options = found.options
        assert options in fitting
        assert price_of(options, prices) == min(price_of(one, prices) for one in fitting)


@settings(max_examples=40)
@given(model=models(), choices=CHOICES, prices=PRICES, earlier=st.sets(st.sampled_from(CODES)))
def test_the_nearest_differs_least_and_is_the_cheapest_of_those(model, choices, prices, earlier):
    fitting = those_with(model, choices)
    found = Completer(CompiledModel(model), prices).nearest(choices, Configuration(frozenset(earlier)))
    assert (found is None) == (not fitting)
    if found is not None:
        options = found.options
        assert options in fitting
        ranks = [(len(one ^ earlier), price_of(one, prices)) for one in fitting]
        assert (len(options ^ earlier), price_of(options, prices)) == min(ranks)


@settings(max_examples=40)
@given(model=models(), choices=CHOICES, prices=PRICES, days=DAYS)
def test_the_soonest_waits_least_and_is_the_cheapest_of_those(model, choices, prices, days):
    fitting = those_with(model, choices)
    found = Completer(CompiledModel(model), prices).soonest(choices, days)
    assert (found is None) == (not fitting)
    if found is not None:
        options = found.options
        taken = {code for code, is_taken in choices.items() if is_taken}

        def rank(one):
            return max((days.get(code, 0) for code in one - taken), default=0), price_of(one, prices)

        assert options in fitting
        assert rank(options) == min(rank(one) for one in fitting)


@settings(max_examples=40)
@given(model=models(), choices=CHOICES, defaults=st.lists(st.sampled_from(CODES), unique=True))
def test_a_more_important_default_is_never_given_up_for_others(model, choices, defaults):
    fitting = those_with(model, choices)
    told = Completer(CompiledModel(model), {}).with_defaults(choices, defaults)
    assert choices.items() <= told.items()
    for code in defaults:
        if code in choices:
            continue
        wanted = [one for one in fitting if code in one]
        assert (code in told) == bool(wanted)
        fitting = wanted or fitting
