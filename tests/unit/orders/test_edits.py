"""Edits of a draft, their inverses, and places between lines (F93)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.orders.draft import (
    Draft,
    Edit,
    Header,
    apply_edits,
    delete_line,
    differences,
    edit_header,
    edit_line,
    insert_line,
    make_room,
    next_position,
)
from app.domain.orders.repricing import reprice_changed
from tests.unit.orders.world import CABLE, CHAIR, LAMP, context, draft, free, goods, micro

START = draft([goods("k1", CHAIR), goods("k2", LAMP, "3"), free("k3", "12.50")])


def test_an_edit_changes_its_field_and_nothing_else():
    line = START.lines[0]
    after = apply_edits(START, [edit_line(line, quantity_micro=micro("5"))])
    assert after.lines[0] == replace(line, quantity_micro=micro("5"))
    assert after.lines[1:] == START.lines[1:]
    assert after.header == START.header


def test_a_deleted_line_comes_back_with_everything_that_was_typed():
    typed = replace(START.lines[1], price_source="manual", list_price_micro=micro("40"))
    before = replace(START, lines=(START.lines[0], typed, START.lines[2]))
    edit = delete_line(typed)
    without = apply_edits(before, [edit])
    assert [line.key for line in without.lines] == ["k1", "k3"]
    assert apply_edits(without, [edit.inverse]) == before


def test_an_edit_of_a_line_that_is_gone_is_passed_over():
    line = START.lines[1]
    edits = [delete_line(line), edit_line(line, text="Gone")]
    assert [each.key for each in apply_edits(START, edits).lines] == ["k1", "k3"]


def test_lines_stand_in_the_order_of_their_positions():
    last = START.lines[2]
    after = apply_edits(START, [edit_line(last, position=1)])
    assert [line.key for line in after.lines] == ["k3", "k1", "k2"]


def test_a_removed_line_undoes_the_break_that_it_had_and_undo_gives_it_back():
    before = draft([goods("k1", CHAIR, "12")])
    edit = edit_line(before.lines[0], quantity_micro=micro("11"))
    shrunk = reprice_changed(before, apply_edits(before, [edit]), context())
    assert (before.lines[0].price_micro, shrunk.lines[0].price_micro) == (micro("330"), micro("348.35"))
    undone = reprice_changed(shrunk, apply_edits(shrunk, [edit.inverse]), context())
    assert undone == before


def test_a_draft_is_empty_until_something_of_it_is_keyed():
    empty = replace(START, header=Header(), lines=())
    assert empty.is_empty
    numbered = apply_edits(empty, [edit_header(empty, po_number="4500-1")])
    lined = replace(empty, lines=START.lines)
    confirmed = replace(empty, state="confirmed")
    assert not any(each.is_empty for each in (numbered, lined, confirmed))


@st.composite
def steps(draw, before: Draft):
    """One step of a clerk on the draft as it is: one or several edits."""
    keys = [line.key for line in before.lines]
    kind = draw(
        st.sampled_from(
            ["header", "insert", "delete", "line", "move", "typed"] if keys else ["header", "insert"]
        )
    )
    if kind == "header":
        field = draw(st.sampled_from(["po_number", "ship_country", "note"]))
        return (edit_header(before, **{field: draw(st.sampled_from(["", "AT", "DE", "CH"]))}),)
    if kind == "insert":
        number = max((int(key[1:]) for key in keys), default=0) + 1
        after = draw(st.sampled_from([None, *keys]))
        new = goods(f"k{number}", draw(st.sampled_from([CHAIR, LAMP, CABLE])), str(draw(st.integers(1, 30))))
        return (insert_line(replace(new, position=next_position(before, after=after))),)
    line = before.line(draw(st.sampled_from(keys)))
    assert line is not None
    if kind == "delete":
        return (delete_line(line),)
    if kind == "typed":
        return (edit_line(line, price_source="manual", list_price_micro=draw(st.integers(0, 10**9))),)
    if kind == "move":
        other = before.line(draw(st.sampled_from(keys)))
        assert other is not None
        return edit_line(line, position=other.position), edit_line(other, position=line.position)
    return (edit_line(line, quantity_micro=draw(st.integers(1, 40)) * 10**6),)


@settings(max_examples=60)
@given(st.data())
def test_undoing_everything_gives_the_start_and_redoing_gives_the_end(data):
    world = context()
    current, done = START, []
    states = [START]
    for _ in range(data.draw(st.integers(1, 12))):
        step = data.draw(steps(current))
        current = reprice_changed(current, apply_edits(current, step), world)
        done.append(step)
        states.append(current)
    for step, state in zip(reversed(done), reversed(states[:-1]), strict=True):
        inverse = tuple(edit.inverse for edit in reversed(step))
        current = reprice_changed(current, apply_edits(current, inverse), world)
        assert current == state
    for step in done:
        current = reprice_changed(current, apply_edits(current, step), world)
    assert current == states[-1]


@settings(max_examples=60)
@given(st.data())
def test_repricing_only_what_changed_is_repricing_everything(data):
    world = context()
    current = START
    for _ in range(data.draw(st.integers(1, 8))):
        step = data.draw(steps(current))
        edited = apply_edits(current, step)
        current = reprice_changed(current, edited, world)
        everything = reprice_changed(replace(current, lines=()), current, world)
        assert current == everything


def test_the_inverse_of_an_inverse_is_the_edit():
    for edit in (
        edit_header(START, po_number="7"),
        delete_line(START.lines[0]),
        insert_line(goods("k9", LAMP)),
    ):
        assert edit.inverse.inverse == edit
        assert edit.inverse != edit


def test_differences_tell_keyed_fields_from_computed_ones():
    edit = edit_line(START.lines[1], quantity_micro=micro("20"))
    after = reprice_changed(START, apply_edits(START, [edit]), context())
    (found,) = differences(START, after)
    unit = {"unit": ("pc", "pc"), "factor_num": (1, 1), "factor_den": (1, 1)}  # one value with the quantity
    assert found.inputs == {"quantity_micro": (micro("3"), micro("20")), **unit}
    assert set(found.derived) == {"base_micro", "list_price_micro", "price_micro", "amount_minor"}


def test_a_typed_price_is_an_input():
    edit = edit_line(START.lines[1], price_source="manual", list_price_micro=micro("40"))
    after = reprice_changed(START, apply_edits(START, [edit]), context())
    (found,) = differences(START, after)
    assert found.inputs["list_price_micro"] == (micro("49.9"), micro("40"))


def test_places_are_found_at_the_ends_and_between():
    places = [line.position for line in START.lines]
    assert next_position(START) > places[-1]
    assert next_position(START, after="k3") > places[-1]
    assert places[0] < next_position(START, after="k1") < places[1]
    assert places[0] < next_position(START, before="k2") < places[1]
    assert next_position(START, before="k1") < places[0]
    assert next_position(replace(START, lines=())) > 0


@pytest.mark.parametrize("where", ["after", "before"])
def test_any_number_of_lines_can_be_keyed_into_one_gap(where):
    current = START
    expected = ["k1", "k2", "k3"]
    neighbour = "k1" if where == "after" else "k2"
    for number in range(10, 90):
        current = apply_edits(current, make_room(current, **{where: neighbour}))
        place = next_position(current, **{where: neighbour})
        current = apply_edits(current, [insert_line(replace(goods(f"k{number}", LAMP), position=place))])
        expected.insert(expected.index(neighbour) + (where == "after"), f"k{number}")
        assert [line.key for line in current.lines] == expected
        assert all(one.position < two.position for one, two in pairwise(current.lines))


def test_where_there_is_room_no_line_is_touched():
    assert make_room(START, after="k1") == ()
    assert make_room(START) == ()


def test_making_room_is_undone_like_any_edit():
    tight = replace(START, lines=tuple(replace(line, position=n) for n, line in enumerate(START.lines)))
    edits: tuple[Edit, ...] = make_room(tight, after="k1")
    spread = apply_edits(tight, edits)
    assert [line.key for line in spread.lines] == ["k1", "k2", "k3"]
    assert apply_edits(spread, [edit.inverse for edit in reversed(edits)]) == tight
