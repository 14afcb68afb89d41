"""What a draft refuses without asking the engine is never possible, and what it asks comes to the nearest values."""

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.formulas import holds
from app.domain.configurator.model import Key, Point
from app.domain.configuring.answers import Answers
from app.domain.configuring.conditions import condition_of
from app.domain.configuring.nearing import nearest, nearest_place
from app.domain.configuring.refusals import Span
from tests.unit.configurator.small_numbers import has, numbered_models, whole_configurations


@st.composite
def wishes_for(draw, model):
    """Options taken or not and a value for each number, one wish a key or number, in any order."""
    options = [code for group in model.groups for code in group.options]
    found: list[tuple[Key, bool]] = [(code, draw(st.booleans())) for code in options]
    found += [(Point(each.code, draw(st.sampled_from(each.values))), True) for each in model.numbers]
    return draw(st.permutations(found))


@settings(max_examples=20, deadline=None)
@given(data=st.data(), model=numbered_models())
def test_each_wish_is_granted_that_fits_with_those_before_it(data, model):
    compiled, left = CompiledModel(model), list(whole_configurations(model))
    if not left:
        return
    answers = Answers(compiled)
    for _ in range(2):  # the second time with what the first one learnt
        wishes, fitting = data.draw(wishes_for(model)), left
        told: dict[Key, bool] = {}
        for key, taken in wishes:
            if with_it := [one for one in fitting if has(one, key, taken)]:
                told[key], fitting = taken, with_it
        granted = answers.granted({}, wishes)
        event(f"refused: {len(wishes) - len(granted) > 0}")
        assert all(has(one, key, taken) for one in fitting for key, taken in granted.items())
        assert [one for one in left if all(has(one, *wish) for wish in granted.items())] == fitting


@given(
    values=st.lists(st.integers(-30, 60), min_size=1, max_size=12, unique=True).map(sorted),
    data=st.data(),
    wanted=st.integers(-40, 70),
)
def test_the_nearest_place_is_that_of_the_nearest_value_that_is_left(values, data, wanted):
    room = data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    pairs = data.draw(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 14)), max_size=4))
    refused = [Span(0, *pair) for pair in pairs]
    places = [at for at, is_free in enumerate(room) if is_free and not any(a <= at < b for a, b in pairs)]
    place = nearest_place(values, bytes(room), refused, wanted)
    assert (place >= 0) == bool(places)
    if places:
        spans = [range(values[at], values[at] + 1) for at in places]
        assert (place in places, values[place]) == (True, nearest(spans, wanted))


@settings(max_examples=25)
@given(data=st.data(), model=numbered_models())
def test_a_condition_holds_where_its_formula_does(data, model):
    codes = [code for group in model.groups for code in group.options]
    chosen = frozenset(data.draw(st.sets(st.sampled_from(codes))))
    numbers = {each.code: data.draw(st.sampled_from(each.values)) for each in model.numbers}
    for rule in model.rules:
        assert condition_of(rule.formula)(chosen, numbers) == holds(rule.formula, chosen, numbers)
