"""Numbers that are keyed with a unit of measure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.measures import read_measure


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("2400", "mm", "2400"), ("2400mm", "mm", "2400"), ("2400 MM", "mm", "2400"), ("240cm", "mm", "2400"),
        ("2,4 m", "mm", "2400"), ("2.4m", "mm", "2400"), ("1,8 m", "cm", "180"), ("12,5 kg", "g", "12500"),
        ("1.6 kW", "W", "1600"), ("90 s", "min", "1.5"), ("8", "", "8"), (" 1 200 mm ", "mm", "1200"),
        ("31.5in", "mm", "800.1"), ('63"', "mm", "1600.2"), ("5 ft", "cm", "152.4"), ("2\N{PRIME}", "in", "24"),
    ],
)  # fmt: skip
def test_a_number_may_name_any_unit_of_its_kind(text, unit, value):
    assert read_measure(text, unit) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["abc", "", "mm", "2400 kg", "24x", "2400 mm mm", "1.2.3 m", "--3", "9" * 80]
)
def test_what_is_no_length_is_not_read_as_one(text):
    assert read_measure(text, "mm") is None


def test_a_german_thousand_stays_one():
    assert read_measure("2.400", "mm", ",") == Decimal(2400)
    assert read_measure("2,4 m", "mm", ",") == Decimal(2400)
