"""Random clicks on models of every kind: no dead end, exact states, true differences, the same in any order."""

from itertools import combinations

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel
from app.domain.configuring.answers import Answers
from app.domain.configuring.views import State
from app.domain.errors import RefusedError
from tests.unit.configurator.brute_force import configurations
from tests.unit.configuring.small_models import session_of, small_flats

CLICKS = st.lists(st.tuples(st.sampled_from(("choose", "refuse", "retract")), st.integers(0, 15)), max_size=6)


def click(session, what, code):
    """Do it, or be refused: what is shown stands for what happens."""
    try:
        getattr(session, what)(code)
    except RefusedError:
        return False
    return True


def codes_of(flat):
    return [code for group in flat.model.groups for code in group.options]


def clicked(flat, clicks):
    session, codes = session_of(flat), codes_of(flat)
    for what, at in clicks:
        click(session, what, codes[at % len(codes)])
    return session


def with_choices(all_of_them, choices):
    return [one for one in all_of_them if all((code in one) == taken for code, taken in choices.items())]


def group_of(flat, code):
    return next(group for group in flat.model.groups if code in group.options)


def others(flat, session, code):
    """The choices that stay when an option is chosen: in a group of one answer its other one goes."""
    group = group_of(flat, code)
    own = group.options if group.hi == 1 else ()
    return {
        each: taken for each, taken in session.choices.items() if each != code and not (each in own and taken)
    }


def satisfiable(flat):
    assume(not CompiledModel(flat.model).is_void)
    return list(configurations(flat.model))


@settings(max_examples=60, deadline=None)
@given(flat=small_flats(), clicks=CLICKS)
def test_every_state_is_exact_and_every_open_option_keeps_its_word(flat, clicks):
    all_of_them = satisfiable(flat)
    session = clicked(flat, clicks)
    assert session.preview.options in with_choices(all_of_them, session.choices)
    for group in flat.definition.product.groups:
        for shown in session.field(group.code).options:
            code = shown.code
            left = with_choices(all_of_them, {**others(flat, session, code), code: True})
            assert (shown.state is State.BLOCKED) == (not left and session.choices.get(code) is not False)
            event(shown.state)
            before = session.view()
            if click(session, "choose", code):
                assert left
                after = session.view()
                assert code in session.preview.options
                if shown.difference:
                    assert after.price - before.price == shown.difference.price
                    assert after.lead_days - before.lead_days == shown.difference.days
                if after.version != before.version:
                    session.undo()
                assert session.view().price == before.price
            else:
                assert not left


@settings(max_examples=40, deadline=None)
@given(flat=small_flats(), clicks=CLICKS, order=st.randoms(use_true_random=False))
def test_the_order_of_clicks_does_not_matter(flat, clicks, order):
    satisfiable(flat)
    session = clicked(flat, clicks)
    choices = list(session.choices.items())
    order.shuffle(choices)
    other = session_of(flat)
    for code, taken in choices:
        (other.choose if taken else other.refuse)(code)
    assert other.choices == session.choices
    assert other.preview == session.preview
    pages = [step.code for step in session.view().steps]
    assert [other.view(page).fields for page in pages] == [session.view(page).fields for page in pages]


@settings(max_examples=40, deadline=None)
@given(flat=small_flats(), clicks=CLICKS)
def test_undo_brings_back_equal_views(flat, clicks):
    satisfiable(flat)
    session, codes = session_of(flat), codes_of(flat)
    seen = [session.view()]
    for what, at in clicks:
        click(session, what, codes[at % len(codes)])
        if session.view().version != seen[-1].version:
            seen.append(session.view())
    for before in reversed(seen[:-1]):
        assert session.undo()
        now = session.view()
        assert (now.fields, now.price, now.progress) == (before.fields, before.price, before.progress)
    assert not session.undo()


@settings(max_examples=60, deadline=None)
@given(flat=small_flats(), clicks=CLICKS)
def test_reasons_and_repairs_are_minimum(flat, clicks):
    all_of_them = satisfiable(flat)
    session = clicked(flat, clicks)
    for code in codes_of(flat):
        stay = others(flat, session, code)
        if with_choices(all_of_them, {**stay, code: True}):
            assert session.reason(code) is None
            assert session.repairs(code) == ()
            continue
        blocking = [each.code for each in session.reason(code).choices]
        assert not with_choices(all_of_them, {**{each: stay[each] for each in blocking}, code: True})
        fewest = fewest_dropped(all_of_them, stay, code)
        repairs = session.repairs(code)
        event(f"repairs: {len(repairs)}")
        if fewest is None:
            assert repairs == ()
            continue
        assert len(repairs[0].dropped) == fewest
        sizes = [(len(each.dropped), each.difference.price) for each in repairs]
        assert sizes == sorted(sizes)
        before = session.view()
        for repair in repairs:
            session.take(repair)
            after = session.view()
            assert code in session.preview.options
            assert set(stay) - set(session.choices) <= {each.code for each in repair.dropped}
            assert after.price - before.price == repair.difference.price
            session.undo()


def fewest_dropped(all_of_them, stay, code):
    """By trying all sets of choices, the small ones first; None where even without all of them nothing has it."""
    for size in range(len(stay) + 1):
        for dropped in combinations(stay, size):
            left = {each: taken for each, taken in stay.items() if each not in dropped}
            if with_choices(all_of_them, {**left, code: True}):
                return size
    return None


@settings(max_examples=60, deadline=None)
@given(flat=small_flats(), data=st.data())
def test_wishes_are_granted_in_their_order(flat, data):
    all_of_them = satisfiable(flat)
    keys = data.draw(st.permutations(codes_of(flat)))
    wishes = [(code, data.draw(st.booleans())) for code in keys]
    told: dict[str, bool] = {}
    for code, taken in wishes:
        if with_choices(all_of_them, {**told, code: taken}):
            told[code] = taken
    assert Answers(CompiledModel(flat.model)).granted({}, wishes) == told
