"""The same configuration is known by the same key, whoever made it and in whatever order (F91)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import RefusedError
from app.domain.product_models.results import Configuration
from app.domain.product_models.snapshots import configuration_key, read_snapshot, snapshot_text

DESK = Configuration(frozenset({"top.oak", "frame.steel"}), {"width": Fraction(1600), "lip": Fraction(5, 2)})
CODES = st.from_regex(r"[a-z]{1,3}\.[a-z]{1,3}", fullmatch=True)
CONFIGURATIONS = st.builds(
    Configuration,
    st.frozensets(CODES),
    st.dictionaries(st.text("abc./2é", min_size=1), st.fractions(max_denominator=1000)),
)


def test_it_is_kept_in_one_form_only():
    assert snapshot_text(DESK) == (
        '{"numbers":{"lip":"5/2","width":"1600"},"options":["frame.steel","top.oak"]}'
    )


@given(CONFIGURATIONS, st.data())
def test_the_order_of_clicks_does_not_matter(configuration, data):
    numbers = dict(data.draw(st.permutations(list(configuration.numbers.items()))))
    options = data.draw(st.permutations(sorted(configuration.options)))
    again = Configuration(frozenset(options), numbers)
    assert snapshot_text(again) == snapshot_text(configuration)
    assert configuration_key("desk", "h1", again) == configuration_key("desk", "h1", configuration)


@given(CONFIGURATIONS)
def test_what_was_kept_is_read_as_it_was(configuration):
    text = snapshot_text(configuration)
    assert read_snapshot(text) == configuration
    assert snapshot_text(read_snapshot(text)) == text


@settings(max_examples=50)
@given(CONFIGURATIONS, CONFIGURATIONS)
def test_other_choices_have_another_key(one, other):
    assert (configuration_key("desk", "h1", one) == configuration_key("desk", "h1", other)) == (one == other)


def test_another_version_of_the_model_gives_another_key():
    key = configuration_key("desk", "h1", DESK)
    assert key.startswith("desk-")
    assert len({key, configuration_key("desk", "h2", DESK), configuration_key("desk2", "h1", DESK)}) == 3


def test_a_whole_number_is_the_same_however_it_came():
    typed = Configuration(DESK.options, {"width": 1600, "lip": Fraction("2.5")})  # type: ignore[dict-item]
    assert configuration_key("desk", "h1", typed) == configuration_key("desk", "h1", DESK)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"numbers":{}}',
        '{"numbers":{"width":1600},"options":[]}',
        '{"numbers":{"width":"1/0"},"options":[]}',
        '{"numbers":{"width":"1e400000000"},"options":[]}',
        '{"numbers":{},"options":[1]}',
    ],
)
def test_what_is_no_configuration_is_refused(text):
    with pytest.raises(RefusedError) as raised:
        read_snapshot(text)
    assert raised.value.code == "configuration.unreadable"
