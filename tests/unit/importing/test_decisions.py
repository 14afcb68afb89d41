"""What a person decides about a file's marks."""

from __future__ import annotations

import pytest

from app.domain.importing.decisions import decide, value_of
from app.domain.importing.dialect import DateOrder
from app.domain.importing.sniff import sniff

UNCLEAR = b"sku,price,date\nA,1.234,03/04/2024\nB,5.678,05/06/2024\n"


def doubted(dialect):
    return {doubt.name for doubt in dialect.doubts()}


def test_a_decision_ends_its_doubt_and_no_other():
    found = sniff(UNCLEAR)
    assert {"decimal_mark", "date_order"} <= doubted(found)
    decided = decide(found, "date_order", "mdy")
    assert decided.date_order is DateOrder.MDY
    assert doubted(decided) == doubted(found) - {"date_order"}
    assert decide(decided, "decimal_mark", ".").doubts() == ()


@pytest.mark.parametrize(("mark", "thousands"), [(",", "."), (".", ",")])
def test_the_thousands_mark_gives_way_to_the_decimal_mark(mark, thousands):
    other = decide(sniff(UNCLEAR), "decimal_mark", thousands)
    decided = decide(other, "decimal_mark", mark)
    assert (decided.decimal_mark, value_of(decided, "decimal_mark")) == (mark, mark)
    assert decided.thousands_mark != mark


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("encoding", "cp850"), ("delimiter", ";"), ("header", "no"), ("decimal_mark", ","), ("date_order", "ymd"),
    ],
)  # fmt: skip
def test_what_was_decided_is_what_stands(name, value):
    assert value_of(decide(sniff(UNCLEAR), name, value), name) == value
