"""docs/pricing.md says what the engine does: each row of its worked tables is run."""

from __future__ import annotations

import pytest

from tests.unit.pricing.rules import Row, ask, day, documented, micro, ppm, tables

LISTS_AND_DAYS = [*tables()[3], *tables()[4]]
TYPED = tables()[5]
RULES = documented()


def test_the_document_has_its_tables():
    lengths = [
        4,
        12,
        7,
        16,
        17,
        8,
        7,
        12,
        5,
        6,
        5,
        9,
        4,
        3,
        5,
        20,
        5,
        5,
        9,
        2,
        10,
        12,
        17,
        34,
        10,
        6,
        11,
        21,
        5,
        22,
    ]
    assert [len(table) for table in tables()] == lengths


@pytest.mark.parametrize("row", LISTS_AND_DAYS, ids=lambda row: row["case"])
def test_a_worked_line(row: Row):
    request = ask(
        int(row["product"]), row["quantity"], customer_id=int(row["customer"]), price_group=row["group"],
        discount_ppm=ppm(row["own %"]), on=day(row["day"]),
    )  # fmt: skip
    result = request.priced(RULES)
    assert result.list_micro == micro(row["list price"])
    assert result.discount_ppm == ppm(row["discount %"])
    assert result.net_micro == result.auto_micro == micro(row["net"])
    assert result.amount_minor * 10_000 == micro(row["amount"])


@pytest.mark.parametrize("row", TYPED, ids=lambda row: row["case"])
def test_a_worked_line_with_what_the_clerk_typed(row: Row):
    request = ask(
        int(row["product"]), row["quantity"], discount_ppm=ppm(row["own %"]),
        manual_price_micro=micro(row["typed price"]) if row["typed price"] else None,
        manual_discount_ppm=ppm(row["typed %"]) if row["typed %"] else None,
    )  # fmt: skip
    result = request.priced(RULES)
    assert result.net_micro == micro(row["net"])
    assert result.amount_minor * 10_000 == micro(row["amount"])
    assert result.auto_micro == micro(row["rules say"])
