"""Stacked taxes add up: each part rounded by itself, their sum is the tax, and credits give each of them back."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import Account, credit_note_movements, invoice_movements
from app.domain.billing import mirrored
from app.domain.crediting import TaxLeft, credit_totals
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, document_totals
from app.domain.tax_parts import TaxPart, parts_of, stack_text, within_parts


def stacked(*rates: int, code: str = "X") -> TaxKey:
    parts = [TaxPart(f"J{place}", rate) for place, rate in enumerate(rates)]
    return TaxKey("S", sum(rates), code, stack_text(parts))


NYC, HARTFORD, CHICAGO = (
    stacked(40_000, 45_000, 3_750),
    stacked(63_500),
    stacked(62_500, 17_500, 12_500, 10_000),
)
KEYS = st.lists(st.integers(1, 120_000), min_size=1, max_size=6).map(lambda rates: stacked(*rates))
AMOUNTS = st.lists(st.integers(-9_999_99, 99_999_99), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("key", "base", "taxes"),
    [
        (NYC, 100_00, [4_00, 4_50, 38]),  # 8.875 % at once would be 8.88: here 8.88, too
        (NYC, 10_01, [40, 45, 4]),  # 0.89; at once 0.89
        (NYC, 1_99, [8, 9, 1]),  # 0.18: at once 0.17661 = 0.18
        (NYC, 13_35, [53, 60, 5]),  # 1.18: at once 1.1848
        (HARTFORD, 99_99, [6_35]),
        (CHICAGO, 19_99, [1_25, 35, 25, 20]),
        (CHICAGO, -19_99, [-1_25, -35, -25, -20]),
    ],
)
def test_each_jurisdiction_rounds_its_own_part(key, base, taxes):
    (group,) = document_totals([TaxedAmount(base, key)]).groups
    assert [part.tax_minor for part in group.by_part] == taxes
    assert group.tax_minor == sum(taxes)


def test_a_stack_is_its_text_and_back():
    parts = (TaxPart("US-NY", 40_000), TaxPart("US-NY-NYC", 45_000))
    assert parts_of(stack_text(parts)) == parts
    assert parts_of("") == parts_of("!unregistered US-OH") == ()


@given(key=KEYS, amounts=AMOUNTS, mode=st.sampled_from(PriceMode), seed=st.integers(0, 99))
def test_the_parts_are_the_tax_in_any_order_of_rows_and_components(key, amounts, mode, seed):
    rows = [TaxedAmount(amount, key) for amount in amounts]
    totals = document_totals(rows, mode)
    (group,) = totals.groups  # two lines of one stack are one group
    assert sum(part.tax_minor for part in group.by_part) == group.tax_minor == totals.tax_minor
    random.Random(seed).shuffle(rows)
    assert document_totals(rows, mode) == totals
    turned = TaxKey(key.category, key.rate_ppm, key.code, stack_text(reversed(parts_of(key.stack))))
    other = document_totals([TaxedAmount(amount, turned) for amount in amounts], mode)
    assert (other.net_minor, other.tax_minor) == (totals.net_minor, totals.tax_minor)
    if mode is PriceMode.NET:
        assert [part.tax_minor for part in other.groups[0].by_part] == [
            part.tax_minor for part in reversed(group.by_part)
        ]


@given(key=KEYS, amounts=AMOUNTS)
def test_a_document_turned_round_gives_each_jurisdiction_the_same_back(key, amounts):
    totals = document_totals(TaxedAmount(amount, key) for amount in amounts)
    (group,), (back,) = totals.groups, mirrored(totals).groups
    assert [part.tax_minor for part in back.by_part] == [-part.tax_minor for part in group.by_part]


@given(key=KEYS, amounts=st.lists(st.integers(1, 9_999_99), min_size=1, max_size=6))
def test_credits_in_steps_are_the_invoice_at_every_jurisdiction(key, amounts):
    (group,) = document_totals(TaxedAmount(amount, key) for amount in amounts).groups
    base, tax = group.base_minor, group.tax_minor
    left = [part.tax_minor for part in group.by_part]
    for place, amount in enumerate(amounts):
        is_last = place == len(amounts) - 1
        rest = {key: TaxLeft(base, tax, is_last, tuple(left))}
        (credit,) = credit_totals([TaxedAmount(amount, key)], PriceMode.NET, rest).groups
        taken = [part.tax_minor for part in credit.by_part]
        assert sum(taken) == credit.tax_minor
        assert all(0 <= step <= room for step, room in zip(taken, left, strict=True))
        base, tax = base - credit.base_minor, tax - credit.tax_minor
        left = [room - step for room, step in zip(left, taken, strict=True)]
    assert (base, tax, left) == (0, 0, [0] * len(left))


@pytest.mark.parametrize(
    ("wanted", "tax", "left", "parts"),
    [
        ((3, 3), 6, (3, 3), (3, 3)),
        ((3, 3), 6, (2, 9), (2, 4)),
        ((1, 1), 1, (9, 9), (0, 1)),
        ((-3, -3), -6, (-2, -9), (-2, -4)),
        ((3, 3), 6, (1, 1), (3, 3)),
    ],
)
def test_a_part_stays_within_what_is_left_of_it(wanted, tax, left, parts):
    assert within_parts(wanted, tax, left) == parts


def test_the_ledger_has_an_entry_for_each_jurisdiction():
    groups = document_totals([TaxedAmount(100_00, NYC)]).groups
    entries = [(each.credit, each.amount_minor, each.tax_code) for each in invoice_movements(groups)]
    assert entries == [
        (Account.REVENUE, 100_00, "X"),
        (Account.TAX, 4_00, "J0"),
        (Account.TAX, 4_50, "J1"),
        (Account.TAX, 38, "J2"),
    ]
    back = [(each.debit, each.amount_minor, each.tax_code) for each in credit_note_movements(groups)]
    assert back == entries


def test_a_stack_that_taxes_nothing_is_booked_as_revenue_alone():
    key = TaxKey("O", 0, "US-OH/1", "!unregistered US-OH")
    (entry,) = invoice_movements(document_totals([TaxedAmount(50_00, key)]).groups)
    assert (entry.credit, entry.amount_minor) == (Account.REVENUE, 50_00)


@given(key=KEYS, amounts=AMOUNTS, mode=st.sampled_from(PriceMode), seed=st.integers(0, 99))
def test_where_lines_are_rounded_each_part_is_the_sum_of_its_lines(key, amounts, mode, seed):
    rows = [TaxedAmount(amount, key) for amount in amounts]
    (group,) = document_totals(rows, mode, TaxRounding.LINE).groups
    single = [document_totals([row], mode).groups[0] for row in rows]
    columns = zip(*([part.tax_minor for part in each.by_part] for each in single), strict=True)
    assert [part.tax_minor for part in group.by_part] == [sum(column) for column in columns]
    assert sum(part.tax_minor for part in group.by_part) == group.tax_minor
    random.Random(seed).shuffle(rows)
    assert document_totals(rows, mode, TaxRounding.LINE).groups == (group,)
