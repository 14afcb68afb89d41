"""Advances: the day of their tax, their split over taxes, what comes off an invoice: rules for any numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import Account, due_tax_movement, invoice_movements
from app.domain.advances import (
    AdvanceRate,
    BilledLine,
    HeldAdvance,
    Share,
    TaxPoint,
    TaxPointReason,
    advance_of,
    due_tax,
    quantity_of,
    split_over_taxes,
    take_advances,
    tax_point,
)
from app.domain.money import MICRO
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, document_totals

DAY = dt.date(2026, 3, 2)
LATER = DAY + dt.timedelta(days=9)
FULL, CUT, LOW = TaxKey("S", 190_000, "S"), TaxKey("S", 160_000, "S"), TaxKey("S", 70_000, "R")
amounts = st.integers(1, 10**8)
keys = st.sampled_from([FULL, CUT, LOW])
modes = st.sampled_from(PriceMode)
rules = st.sampled_from(AdvanceRate)


@pytest.mark.parametrize(
    ("supplied", "received", "point"),
    [
        (DAY, None, TaxPoint(DAY, TaxPointReason.SUPPLY)),
        (None, DAY, TaxPoint(DAY, TaxPointReason.RECEIPT)),
        (LATER, DAY, TaxPoint(DAY, TaxPointReason.RECEIPT)),
        (DAY, LATER, TaxPoint(DAY, TaxPointReason.SUPPLY)),
        (DAY, DAY, TaxPoint(DAY, TaxPointReason.SUPPLY)),
        (None, None, None),
    ],
)
def test_tax_arises_with_the_supply_or_before_that_with_the_receipt(supplied, received, point):
    assert tax_point(supplied=supplied, received=received) == point


@given(worth=st.dictionaries(keys, amounts, min_size=1), part=st.integers(1, MICRO))
def test_an_advance_is_split_to_the_cent_within_each_tax(worth, part):
    amount = max(advance_of(part, worth), 1)
    split = split_over_taxes(amount, worth)
    assert sum(split.values()) == amount
    assert all(0 < split[key] <= worth[key] for key in split)


@given(worth=st.dictionaries(keys, amounts, min_size=1), mode=modes)
def test_all_of_an_order_has_its_net_and_tax(worth, mode):
    """D59: the same sums by tax give the same totals."""
    split = split_over_taxes(advance_of(MICRO, worth), worth)
    order, asked = (
        document_totals((TaxedAmount(minor, key) for key, minor in each.items()), mode)
        for each in (worth, split)
    )
    assert order == asked


def held(key, minor, *, line=1, order=1):
    tax = minor * key.rate_ppm // MICRO
    return HeldAdvance(line, line, order, 1, f"A{line}", DAY, key, Share(minor, minor, tax, minor))


advances = st.lists(st.tuples(keys, amounts), max_size=4)
sold = st.lists(st.tuples(keys, amounts, st.integers(1, 2)), min_size=1, max_size=6)


@given(lines=sold, asked=advances, rule=rules, mode=modes, rounding=st.sampled_from(TaxRounding))
def test_an_invoice_never_falls_below_zero_by_what_comes_off(lines, asked, rule, mode, rounding):
    """D57, of any orders, taxes, settings and price modes; nothing is taken off twice."""
    billed = [BilledLine(order, TaxedAmount(minor, key)) for key, minor, order in lines]
    every = [held(key, minor, line=place) for place, (key, minor) in enumerate(asked, start=1)]
    taken = take_advances(billed, every, rule, mode, rounding)
    off = [TaxedAmount(-each.share.amount_minor, each.key) for each in taken]
    totals = document_totals((*(line.amount for line in billed), *off), mode, rounding)
    assert totals.gross_minor >= 0
    assert totals.net_minor >= 0
    own = sum(minor for _key, minor, order in lines if order == 1)
    assert sum(each.share.amount_minor for each in taken) <= own
    for each in every:
        shares = [one.share.amount_minor for one in taken if one.held is each]
        assert all(minor > 0 for minor in shares)
        assert sum(shares) <= each.left.amount_minor


@given(first=amounts, second=amounts, rule=rules)
def test_at_one_rate_all_comes_off_that_there_is_room_for(first, second, rule):
    (each,) = take_advances(
        [BilledLine(1, TaxedAmount(first, FULL))], [held(FULL, second)], rule, PriceMode.NET
    )
    assert each.share.amount_minor == min(first, second)


def test_an_advance_comes_off_the_goods_of_its_own_tax():
    billed = [BilledLine(1, TaxedAmount(20_000, LOW)), BilledLine(1, TaxedAmount(5_000, FULL))]
    (each,) = take_advances(billed, [held(FULL, 30_000)], AdvanceRate.SUPPLY, PriceMode.NET)
    assert (each.share.amount_minor, each.key) == (5_000, FULL)


def test_an_advance_whose_tax_the_order_has_no_more_comes_off_the_whole():
    billed = [BilledLine(1, TaxedAmount(20_000, LOW))]
    (each,) = take_advances(billed, [held(FULL, 10_000)], AdvanceRate.SUPPLY, PriceMode.NET)
    assert (each.share.amount_minor, each.key) == (10_000, FULL)


def test_an_advance_comes_off_no_other_order():
    billed = [BilledLine(2, TaxedAmount(20_000, FULL))]
    assert take_advances(billed, [held(FULL, 10_000)], AdvanceRate.SUPPLY, PriceMode.NET) == ()


def test_goods_of_both_sides_of_a_change_have_each_its_own_part_where_the_advance_keeps_its_rate():
    billed = [BilledLine(1, TaxedAmount(6_000, FULL)), BilledLine(1, TaxedAmount(3_000, CUT))]
    taken = take_advances(billed, [held(FULL, 8_000)], AdvanceRate.RECEIPT, PriceMode.NET)
    assert {each.key: each.share.amount_minor for each in taken} == {FULL: 6_000, CUT: 2_000}


def test_where_the_supply_rules_an_advance_is_one_line_with_its_own_rate():
    billed = [BilledLine(1, TaxedAmount(6_000, FULL)), BilledLine(1, TaxedAmount(3_000, CUT))]
    (each,) = take_advances(billed, [held(FULL, 8_000)], AdvanceRate.SUPPLY, PriceMode.NET)
    assert (each.key, each.share.amount_minor) == (FULL, 8_000)


@given(whole=amounts, cuts=st.lists(st.integers(1, 10**7), max_size=6))
def test_the_parts_of_a_share_are_the_whole(whole, cuts):
    left = Share(whole, whole - whole // 7, whole // 7, whole * 9 // 10)
    parts = []
    for cut in cuts:
        if cut < left.amount_minor:
            parts.append(left.part(cut))
            left += -parts[-1]
    total = left.part(left.amount_minor)
    for part in parts:
        total += part
    assert total == Share(whole, whole - whole // 7, whole // 7, whole * 9 // 10)


@given(tax=st.integers(0, 10**8), live=amounts, reached=st.integers(-(10**8), 2 * 10**8))
def test_tax_is_due_as_far_as_it_was_received_and_never_more(tax, live, reached):
    due = due_tax(tax, reached_minor=reached, live_minor=live)
    assert 0 <= due <= tax
    assert due == tax or reached < live
    assert due_tax(tax, reached_minor=live, live_minor=live) == tax


def test_nothing_is_due_of_an_advance_that_was_credited():
    assert due_tax(1_900, reached_minor=11_900, live_minor=0) == 0


def test_the_quantity_of_an_amount_is_the_amount():
    assert quantity_of(12_345, "EUR") == 123_450_000
    assert quantity_of(12_345, "JPY") == 12_345 * MICRO


def test_an_advance_is_no_revenue_and_its_tax_not_due_yet():
    groups = document_totals([TaxedAmount(10_000, FULL)]).groups
    moved = [
        (each.debit, each.credit, each.amount_minor) for each in invoice_movements(groups, is_advance=True)
    ]
    assert moved == [
        (Account.RECEIVABLE, Account.ADVANCES, 10_000), (Account.RECEIVABLE, Account.TAX_NOT_DUE, 1_900),
    ]  # fmt: skip
    back = due_tax_movement(-500, "S", 190_000)
    assert (back.debit, back.credit, back.amount_minor) == (Account.TAX, Account.TAX_NOT_DUE, 500)
