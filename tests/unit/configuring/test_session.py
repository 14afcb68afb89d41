"""What a clerk chooses at the desk, what follows, what it would cost, and the way back."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.formulas import Chosen, Not
from app.domain.configurator.model import Rule
from app.domain.configuring.aims import Aim
from app.domain.configuring.choices import Given
from app.domain.configuring.session import Session
from app.domain.configuring.views import DeedKind, Level, State
from app.domain.errors import RefusedError
from tests.unit.configuring.small_models import DESK, TERMS, PlainConsequences, flat_of, session_of


def chosen(session):
    return sorted(session.preview.options)


def option(session, code):
    return next(each for each in session.field(code).options if each.code == code)


def test_a_session_begins_with_a_whole_configuration_of_defaults():
    session = session_of(DESK)
    assert chosen(session) == ["edge.abs", "frame.light", "size.s160", "top.white"]
    view = session.view()
    assert (view.price, view.lead_days) == (140, 4)
    assert session.levels == {
        "size.s160": Level.DEFAULT,
        "frame.light": Level.AUTOMATIC,
        "top.white": Level.DEFAULT,
        "edge.abs": Level.DEFAULT,
    }
    assert (view.progress.decided, view.progress.asked, view.is_complete) == (0, 4, False)


def test_pages_follow_the_steps_and_what_no_step_asks_comes_last():
    session = session_of(DESK)
    view = session.view("look")
    assert [(step.code, step.fields) for step in view.steps] == [
        ("size", ("size", "frame")),
        ("look", ("top", "edge")),
        ("rest", ("motor", "extras", "cable")),
    ]
    assert (view.step, [field.code for field in view.fields]) == ("look", ["top", "edge"])
    assert session.view("gone").step == "size"


@pytest.mark.parametrize(
    ("code", "price", "days", "moves"),
    [
        ("top.oak", 130 + 35, 4, 1),  # the default edge of solid wood fits now, and comes with it
        ("top.glass", 220 + 60, 8, 2),
        ("frame.lift", 350, 6, 1),
        ("size.s200", 50 + 60, 2, 1),
        ("extras.lamp", 49, 0, 0),
        ("cable.flap", 45, 0, 0),
    ],
)
def test_an_open_option_tells_price_and_days_before_it_is_chosen_and_they_come_true(code, price, days, moves):
    session = session_of(DESK)
    shown = option(session, code)
    assert (shown.state, shown.difference.price, shown.difference.days) == (State.OPEN, price, days)
    assert shown.difference.moves == moves
    before = session.view()
    session.choose(code)
    after = session.view()
    assert (after.price - before.price, after.lead_days - before.lead_days) == (price, days)


def test_a_choice_drops_defaults_that_contradict_it_and_they_come_back_with_it():
    session = session_of(DESK)
    session.choose("top.glass")
    assert chosen(session) == ["edge.none", "frame.steel", "size.s160", "top.glass"]
    assert session.levels["edge.none"] is Level.FOLLOWS
    assert session.levels["top.glass"] is Level.USER
    assert session.view().progress.decided == 3
    session.retract("top")
    assert chosen(session) == ["edge.abs", "frame.light", "size.s160", "top.white"]


def test_a_blocked_option_is_not_taken_silently_but_explained_and_repaired_with_one_key():
    session = session_of(DESK)
    session.choose("top.glass")
    session.choose("size.s200")
    shown = option(session, "edge.solid")
    assert (shown.state, shown.difference) == (State.BLOCKED, None)
    with pytest.raises(RefusedError) as refused:
        session.choose("edge.solid")
    assert refused.value.code == "configuring.blocked"
    reason = session.reason("edge.solid")
    assert [(each.name, each.field_name, each.level) for each in reason.choices] == [
        ("Glass", "Top", Level.USER)
    ]
    assert len(reason.rules) == 1
    assert reason.rules[0].message in {"Glass has no edge", "Solid edges need oak"}
    (repair,) = session.repairs("edge.solid")
    assert [each.code for each in repair.dropped] == ["top.glass"]
    assert [each.code for each in repair.instead] == ["top.oak"]
    assert (repair.difference.price, repair.difference.days) == (130 - 220 + 35, -4)
    session.take(repair)
    assert session.choices == {"size.s200": True, "edge.solid": True}
    assert session.view().undoes.kind is DeedKind.REPAIRED
    session.undo()
    assert session.choices == {"size.s200": True, "top.glass": True}


def test_another_option_of_the_same_group_replaces_the_first():
    session = session_of(DESK)
    session.choose("top.glass")
    assert option(session, "top.oak").state is State.OPEN
    session.choose("top.oak")
    assert session.choices == {"top.oak": True}


def test_up_to_two_extras_may_be_chosen_and_a_third_says_why_not():
    session = session_of(DESK)
    session.choose("extras.lamp")
    session.choose("extras.hook")
    assert option(session, "extras.tray").state is State.BLOCKED
    reason = session.reason("extras.tray")
    assert {each.name for each in reason.choices} == {"Lamp", "Hook"}
    assert reason.rules == ()
    repairs = session.repairs("extras.tray")
    assert [[each.name for each in repair.dropped] for repair in repairs] == [["Lamp"], ["Hook"]]
    assert session.field("extras").summary == "Lamp, Hook"
    session.retract("extras.lamp")
    assert session.choices == {"extras.hook": True}


def test_a_refused_option_stays_out_until_it_is_chosen_after_all():
    session = session_of(DESK)
    session.refuse("top.white")
    assert option(session, "top.white").state is State.REFUSED
    assert "top.oak" in session.preview.options
    session.choose("top.white")
    assert session.choices == {"top.white": True}
    with pytest.raises(RefusedError) as refused:
        for code in ("top.white", "top.oak", "top.glass"):
            session.refuse(code)
    assert refused.value.code == "configuring.needed"


def test_what_may_be_empty_can_be_left_empty():
    session = session_of(DESK)
    session.choose("cable.box")
    session.leave_empty("cable")
    assert session.field("cable").level is Level.USER
    assert not session.preview.options & {"cable.box", "cable.flap"}
    with pytest.raises(RefusedError):
        session.leave_empty("top")


def test_undo_and_redo_go_to_the_start_and_back_with_a_word_for_each_step():
    session = session_of(DESK)
    start = session.view()
    session.choose("top.oak")
    session.refuse("extras.lamp")
    session.clear_all()
    views = [session.view()]
    words = []
    while (undoes := session.view().undoes) is not None:
        words.append((undoes.kind, undoes.name))
        session.undo()
        views.append(session.view())
    assert words == [(DeedKind.CLEARED_ALL, ""), (DeedKind.REFUSED, "Lamp"), (DeedKind.CHOSE, "Oak")]
    assert (views[-1].price, views[-1].fields) == (start.price, start.fields)
    assert not session.undo()
    while session.redo():
        views.pop()
        assert (session.view().price, session.view().fields) == (views[-1].price, views[-1].fields)
    assert session.view().redoes is None


def test_a_step_that_changes_nothing_is_no_step():
    session = session_of(DESK)
    session.choose("top.oak")
    version = session.view().version
    session.choose("top.oak")
    session.retract("cable")
    assert session.view().version == version


def test_what_the_customer_owns_binds_and_is_never_dropped():
    owned = Given("frame.light", origin="frame F2, hall 3, order 2024-17")
    session = session_of(DESK, given=[owned])
    assert session.levels["frame.light"] is Level.GIVEN
    assert session.field("frame").origin == "frame F2, hall 3, order 2024-17"
    assert option(session, "frame.lift").state is State.BLOCKED
    (choice,) = session.reason("size.s200").choices
    assert (choice.level, choice.origin) == (Level.GIVEN, owned.origin)
    assert session.repairs("size.s200") == ()
    session.clear_all()
    assert "frame.light" in session.preview.options
    with pytest.raises(RefusedError):
        session.refuse("frame.light")


def test_what_is_owned_and_not_wanted_to_fit_is_told():
    session = session_of(DESK, given=[Given("frame.light"), Given("size.s200"), Given("old.thing")])
    assert [each.code for each in session.view().conflicts] == ["size.s200", "old.thing"]
    lacking = session_of(DESK, given=[Given("frame.light", value=False, origin="hall 3")])
    assert option(lacking, "frame.light").state is State.BLOCKED
    assert [each.origin for each in lacking.reason("frame.light").choices] == ["hall 3"]
    assert lacking.repairs("frame.light") == ()


def test_a_repair_of_an_earlier_moment_is_refused_where_it_is_no_longer_enough():
    session = session_of(DESK)
    session.choose("top.glass")
    (repair,) = session.repairs("edge.solid")
    session.choose("top.white")
    with pytest.raises(RefusedError) as refused:
        session.take(repair)
    assert refused.value.code == "configuring.blocked"


class PricelessGlass(PlainConsequences):
    """A table of prices without a row for glass."""

    def prices(self, configuration, price_list, on):
        if "top.glass" in configuration.options:
            raise RefusedError("evaluate.no_row", row="tops")
        return super().prices(configuration, price_list, on)

    def line_text(self, configuration):
        self.prices(configuration, "", TERMS.on)
        return super().line_text(configuration)


def test_what_cannot_be_reckoned_is_shown_without_a_price_and_told_when_it_is_chosen():
    session = Session(DESK, PricelessGlass(DESK.definition), TERMS, compiled=CompiledModel(DESK.model))
    shown = option(session, "top.glass")
    assert (shown.state, shown.difference) == (State.OPEN, None)
    session.choose("frame.lift")
    session.choose("edge.none")
    assert session.repairs("top.glass") == ()
    session.clear_all()
    session.choose("top.glass")
    view = session.view("look")
    assert [issue.code for issue in view.issues] == ["evaluate.no_row"]
    assert (view.price, view.line_text) == (Fraction(0), "")
    assert {each.difference for field in view.fields for each in field.options} == {None}
    session.complete(Aim.CHEAPEST)
    (repair,) = session.repairs("edge.solid")
    session.take(repair)
    assert session.view().price == repair.difference.price, "the whole price, where there was none before"


def test_words_are_in_the_language_of_the_session():
    session = session_of(DESK, terms=replace(TERMS, language="de"))
    assert [step.name for step in session.view().steps] == ["Größe", "Look", ""]
    session.choose("frame.light")
    assert session.reason("size.s200").rules[0].message == "Ein leichtes Gestell trägt 160 cm"


def test_a_model_that_allows_nothing_is_refused():
    nothing = flat_of(DESK.definition, (Rule("R9", Not(Chosen("top.oak"))), Rule("R8", Chosen("top.oak"))))
    with pytest.raises(RefusedError) as refused:
        session_of(nothing)
    assert refused.value.code == "configuring.void"


def test_materials_and_articles_stand_at_their_options():
    shown = option(session_of(DESK), "top.oak")
    assert (shown.article, shown.colour, shown.texture) == ("ART-OAK", "#c79a5b", "wood")
    assert session_of(DESK).difference("top.oak").price == Fraction(165)
