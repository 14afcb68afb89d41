"""Random work on a cabinet with numbers and modules: the preview is always whole, and differences come true."""

from fractions import Fraction

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.configurator.model import Point
from app.domain.configuring.keeping import kept_text, read_kept
from app.domain.errors import RefusedError
from tests.unit.configuring.cabinet import cabinet_session, compiled_cabinet, flat_cabinet

FLAT = flat_cabinet()
OPTIONS = [code for group in FLAT.model.groups for code in group.options]
NUMBERS = [
    (number.code, Fraction(value, FLAT.scales[number.code]))
    for number in FLAT.model.numbers
    for value in number.values
]
WORK = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("choose", "refuse", "retract")), st.sampled_from(OPTIONS)),
        st.tuples(st.just("set_number"), st.sampled_from(NUMBERS)),
        st.tuples(st.sampled_from(("remove", "double")), st.sampled_from(("modules.1", "modules.2", "modules.3"))),
        st.tuples(st.just("move"), st.sampled_from((("modules.1", 2), ("modules.3", 1), ("modules.2", 3)))),
        st.tuples(st.just("add"), st.just("modules")),
    ),
    max_size=8,
)  # fmt: skip


def do(session, what, about):
    try:
        getattr(session, what)(*(about if isinstance(about, tuple) else (about,)))
    except RefusedError as error:
        event(error.code)


def fits_whole(session):
    """By the engine, with everything chosen or refused."""
    chosen = FLAT.engine_configuration(session.preview)
    told = {code: code in chosen.options for code in OPTIONS}
    told |= {Point(code, value): True for code, value in chosen.numbers.items()}
    return compiled_cabinet().fits(told)


@settings(max_examples=25, deadline=None)
@given(work=WORK)
def test_whatever_is_done_leads_to_a_whole_configuration_and_back(work):
    session = cabinet_session()
    seen = [session.preview]
    for step in work:
        version = session.view().version
        do(session, *step)
        if session.view().version != version:
            seen.append(session.preview)
        assert fits_whole(session)
        for code, value in session.choices.items():
            if isinstance(value, bool):
                assert (code in session.preview.options) == value
            else:
                assert session.preview.numbers[code] == value
    again = cabinet_session(earlier=read_kept(kept_text(session.kept())))
    assert (again.preview, again.choices) == (session.preview, session.choices)
    for before in reversed(seen[:-1]):
        assert session.undo()
        assert session.preview == before


@settings(max_examples=10, deadline=None)
@given(work=WORK)
def test_differences_of_options_and_sizes_come_true(work):
    session = cabinet_session()
    for step in work:
        do(session, *step)
    price, days = session.view().price, session.view().lead_days
    for step in session.view().steps:
        for field in session.view(step.code).fields:
            sizes = [(size.value, size.difference) for size in field.number.sizes] if field.number else []
            for answer, difference in [(each.code, each.difference) for each in field.options] + sizes:
                if difference is not None:
                    do(
                        session,
                        *(
                            ("choose", answer)
                            if isinstance(answer, str)
                            else ("set_number", (field.code, answer))
                        ),
                    )
                    now = session.view()
                    assert (now.price - price, now.lead_days - days) == (difference.price, difference.days)
                    session.undo()


@settings(max_examples=10, deadline=None)
@given(work=WORK, value=st.sampled_from(NUMBERS))
def test_every_value_is_possible_or_has_a_reason_and_a_way_out(work, value):
    session = cabinet_session()
    for step in work:
        do(session, *step)
    reason, repairs = session.reason(*value), session.repairs(*value)
    assert (reason is None) == (session.number_issue(*value) is None)
    for repair in repairs:
        session.take(repair)
        assert session.preview.numbers[value[0]] == value[1]
        session.undo()
    if reason is not None:
        assert repairs
    else:
        session.set_number(*value)
        assert session.preview.numbers[value[0]] == value[1]
