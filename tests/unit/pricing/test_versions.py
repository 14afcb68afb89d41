"""Versions are put together from acts: what was said at any moment is what was said then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.pricing.versions import Acted, RuleVersion, chains_of, in_force_at, unwound

START = datetime(2026, 1, 1, tzinfo=UTC)
FIELDS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), min_size=3, max_size=3)


def moment(number):
    return START + timedelta(days=number)


@given(st.lists(FIELDS, min_size=1, max_size=8))
def test_what_is_changed_in_place_is_told_as_it_was_at_each_moment(states):
    changes = []
    for number, (old, new) in enumerate(zip([{}, *states], states, strict=False)):
        names = [name for name in new if old.get(name) != new[name]]
        if names:
            before = {name: old[name] for name in names if name in old}
            changes.append((moment(number), "anna", "", before, {name: new[name] for name in names}))
    versions = unwound(states[-1], changes[::-1], 7)
    for number, said in enumerate(states):
        place = in_force_at(versions, moment(number))
        assert place is not None
        assert versions[place].said == said
    assert in_force_at(versions, START - timedelta(days=1)) is None


def test_of_a_list_made_before_anything_was_recorded_the_beginning_is_told_without_a_moment():
    versions = unwound({"a": 2}, [(moment(3), "anna", "", {"a": 1}, {"a": 2})], 7)
    assert versions == [
        RuleVersion(7, {"a": 1}),
        RuleVersion(7, {"a": 2}, moment(3), "anna", "", {"a": 1}),
    ]


def act(number, closed=(), made=()):
    return Acted(moment(number), "anna", "", tuple(closed), tuple(made))


def test_each_rule_has_its_chain_to_its_end():
    chains = chains_of(
        [
            act(1, made=[(1, {"a": 1}), (2, {"a": 2})]),
            act(2, closed=[(1, {"a": 1})], made=[(3, {"a": 3})]),
            act(3, closed=[(3, {"a": 3})]),
            act(4, closed=[(9, {"a": 9})], made=[(9, {"a": 8})]),
            act(5, made=[(3, {"a": 5})]),
        ]
    )
    assert [[(each.key, each.is_end) for each in chain] for chain in chains] == [
        [(1, False), (3, False), (3, True)],
        [(2, False)],
        [(9, False), (9, False)],
        [(3, False)],
    ]
    assert (chains[2][0].at, chains[2][1].changed) == (None, ("a",))


def test_what_an_act_makes_takes_the_place_of_the_same_key_first():
    both = [("a", {"x": 1}), ("b", {"x": 2})]
    chains = chains_of([act(1, made=both), act(2, closed=both, made=[("c", {"x": 4}), ("b", {"x": 3})])])
    assert [[each.key for each in chain] for chain in chains] == [["a", "c"], ["b", "b"]]
