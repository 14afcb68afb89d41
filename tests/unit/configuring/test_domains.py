"""What is possible beside choices, found out as it is asked for: against all configurations there are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.model import Point
from app.domain.configuring.answers import Answers
from tests.unit.configurator.small_numbers import (
    choices_of,
    numbered_models,
    possible_by_counting,
    whole_configurations,
)


def has(whole, key):
    return whole.numbers.get(key.number) == key.value if isinstance(key, Point) else key in whole.options


def assert_exact(data, domain, model, all_of_them, choices):
    """Options in some order, in between configurations that are shown to it, then numbers."""
    can_hold, can_fail, values = possible_by_counting(model, all_of_them, choices)
    fitting = [each for each in all_of_them if all(has(each, key) == taken for key, taken in choices.items())]
    options = [code for group in model.groups for code in group.options]
    for place in data.draw(st.permutations(range(len(options)))):
        assert not can_hold[place] or domain.may_take(options[place])
        assert domain.can_leave(options[place]) == can_fail[place]
        assert domain.can_take(options[place]) == can_hold[place]
        domain.show(data.draw(st.sampled_from(fitting)))
    for code, own in values.items():
        assert all(domain.is_fixed(code, value) == (len(own) == 1) for value in own)


@settings(max_examples=50)
@given(data=st.data(), model=numbered_models())
def test_a_domain_says_of_every_option_whether_some_configuration_has_it_and_whether_some_has_not(
    data, model
):
    answers, all_of_them = Answers(CompiledModel(model)), list(whole_configurations(model))
    for _ in range(2):
        choices = data.draw(choices_of(model))
        domain = answers.domain(choices)
        if domain is None:
            assert possible_by_counting(model, all_of_them, choices) is None
        else:
            assert_exact(data, domain, model, all_of_them, choices)
