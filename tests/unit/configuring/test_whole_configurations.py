"""Filling in what is open, copying an earlier configuration, keeping one, comparing two."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel
from app.domain.configuring.aims import Aim
from app.domain.configuring.choices import Given, Wanted
from app.domain.configuring.keeping import Kept, kept_text, read_kept
from app.domain.configuring.session import Session
from app.domain.configuring.views import DeedKind, Level
from app.domain.errors import RefusedError
from app.domain.product_models.definition import ComponentDef, DefaultDef, ProductDefinition
from app.domain.product_models.results import Configuration
from app.domain.product_models.snapshots import read_snapshot
from tests.unit.configurator.brute_force import configurations
from tests.unit.configuring.small_models import (
    DESK,
    TERMS,
    PlainConsequences,
    flat_of,
    group,
    option,
    session_of,
    small_flats,
)
from tests.unit.configuring.test_any_clicks import CLICKS, clicked, satisfiable, with_choices


def test_open_fields_are_filled_in_for_the_least_price_and_can_be_put_back():
    session = session_of(DESK)
    session.choose("top.oak")
    session.complete(Aim.CHEAPEST)
    assert sorted(session.preview.options) == ["edge.abs", "frame.light", "size.s120", "top.oak"]
    assert session.levels["size.s120"] is Level.AUTOMATIC
    assert session.choices == {"top.oak": True}
    assert session.view().undoes.name == "cheapest"
    session.complete(Aim.DEFAULTS)
    assert "size.s160" in session.preview.options
    session.undo()
    assert "size.s120" in session.preview.options


def test_open_fields_are_filled_in_for_the_soonest_day():
    session = session_of(DESK)
    session.choose("size.s200")
    assert session.view().lead_days == 6
    session.choose("frame.lift")
    session.refuse("top.white")
    session.complete(Aim.SOONEST)
    assert (session.view().lead_days, "top.oak" in session.preview.options) == (10, True)


@settings(max_examples=40, deadline=None)
@given(flat=small_flats(), clicks=CLICKS)
def test_where_prices_are_those_of_options_the_cheapest_is_the_cheapest(flat, clicks):
    all_of_them = satisfiable(flat)
    session = clicked(flat, clicks)
    reckon = PlainConsequences(flat.definition)

    def price(options):
        return sum(share.amount for share in reckon.prices(Configuration(options), "", TERMS.on))

    session.complete(Aim.CHEAPEST)
    mine = with_choices(all_of_them, session.choices)
    assert price(session.preview.options) == min(map(price, mine))
    session.complete(Aim.SOONEST)
    soonest = min(reckon.lead_days(Configuration(options)) for options in mine)
    assert reckon.lead_days(session.preview) == soonest


def kept(*options, chosen=None, given=()):
    return Kept(Configuration(frozenset(options)), chosen and dict.fromkeys(chosen, True), given)


def test_an_earlier_configuration_is_opened_with_what_was_chosen_and_what_was_filled_in():
    session = session_of(DESK)
    for code in ("top.oak", "extras.lamp"):
        session.choose(code)
    session.refuse("edge.solid")
    text = kept_text(session.kept())
    again = Session(
        DESK,
        PlainConsequences(DESK.definition),
        TERMS,
        compiled=CompiledModel(DESK.model),
        earlier=read_kept(text),
    )
    assert (again.choices, again.preview) == (session.choices, session.preview)
    assert again.view().conflicts == ()
    assert again.view().undoes is None
    assert read_snapshot(text) == session.preview


def test_what_became_invalid_of_an_earlier_configuration_is_listed_and_repaired_on_wish():
    session = session_of(DESK)
    session.copy_earlier(
        kept(
            *("top.glass", "edge.solid", "frame.light", "size.s120", "gone.away"),
            chosen=("edge.solid", "top.glass", "gone.away"),
        )
    )
    view = session.view()
    assert session.choices == {"top.glass": True}
    assert [(each.code, each.name, each.level) for each in view.conflicts] == [
        ("edge.solid", "Solid", Level.USER),
        ("gone.away", "gone.away", Level.USER),
        ("frame.light", "Light", Level.AUTOMATIC),
    ]
    assert view.undoes.kind is DeedKind.COPIED
    assert "size.s120" in session.preview.options
    (repair,) = session.repairs("edge.solid")
    session.take(repair)
    assert [each.code for each in session.view().conflicts] == ["gone.away", "frame.light"]
    session.forget_conflicts()
    assert session.view().conflicts == ()


def test_what_the_customer_owns_goes_before_an_earlier_configuration():
    session = session_of(DESK, given=[Given("frame.light", origin="hall 3")])
    session.copy_earlier(kept("top.glass", "edge.none", "frame.steel", "size.s160", chosen=("top.glass",)))
    assert [each.code for each in session.view().conflicts] == ["top.glass", "frame.steel"]
    assert read_kept(kept_text(session.kept())).given == (Given("frame.light", origin="hall 3"),)


@settings(max_examples=30, deadline=None)
@given(flat=small_flats(), clicks=CLICKS, data=st.data())
def test_whatever_was_kept_can_be_opened_under_any_rules(flat, clicks, data):
    satisfiable(flat)
    earlier = read_kept(kept_text(clicked(flat, clicks).kept()))
    other = data.draw(st.just(flat) | small_flats())
    all_of_them = list(configurations(other.model))
    if all_of_them:
        session = session_of(other)
        session.copy_earlier(earlier)
        assert session.preview.options in all_of_them
        for lost in session.view().conflicts:
            if lost.field and lost.level is Level.USER:
                assert session.reason(lost.code, taken=lost.is_taken) is not None
        if other is flat:
            assert (session.preview, session.view().conflicts) == (earlier.configuration, ())


@pytest.mark.parametrize(
    "more",
    ['"chosen":5', '"chosen":{"a":5}', '"chosen":{"a":"x"}', '"given":{"a":1}', '"given":[]', '"chosen":{"a":"1/0"}'],
)  # fmt: skip
def test_a_text_that_is_no_kept_configuration_is_refused(more):
    with pytest.raises(RefusedError) as refused:
        read_kept('{"numbers":{},"options":[],' + more + "}")
    assert refused.value.code == "configuration.unreadable"


def test_values_of_numbers_are_kept_exactly():
    chosen: Wanted = {"width": Fraction(1, 3), "top.oak": True, "top.white": False}
    again = read_kept(
        kept_text(Kept(Configuration(frozenset({"top.oak"}), {"width": Fraction(1, 3)}), chosen))
    )
    assert again.chosen == chosen
    assert read_kept(kept_text(replace(again, chosen=None))).chosen is None


def test_two_configurations_are_compared_field_by_field_with_their_prices():
    session = session_of(DESK)
    before = session.preview
    session.choose("top.oak")
    session.choose("extras.lamp")
    found = session.compare(before)
    rows = {row.field: row for row in found.fields}
    assert (rows["top"].left, rows["top"].right) == ("Oak", "White")
    assert (rows["top"].left_price, rows["top"].right_price) == (130, 0)
    assert [row.field for row in found.fields if not row.is_same] == ["top", "edge", "extras"]
    assert "motor" not in rows
    assert found.left_price - found.right_price == 130 + 35 + 49
    assert (found.left_days, found.right_days) == (8, 4)
    assert [(row.code, row.left, row.right) for row in found.prices if row.left != row.right] == [
        ("top.oak", 130, 0), ("edge.solid", 35, 0), ("extras.lamp", 49, 0),
    ]  # fmt: skip


def test_the_cheapest_may_be_nothing_at_all():
    flat = flat_of(
        ProductDefinition(
            ComponentDef(
                "m", {}, groups=(group("g", option("o", 1), lo=0),), defaults=(DefaultDef("g", "o"),)
            )
        )
    )
    session = session_of(flat)
    assert session.preview.options == {"g.o"}
    session.complete(Aim.CHEAPEST)
    assert session.preview.options == frozenset()
