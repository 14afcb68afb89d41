"""Prices changed by percent or amount from a day on: no day is lost, none has two prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.price_inputs import PriceRowInput, check_price_rows
from app.domain.pricing.mass_change import PriceChange, change_rows, check_change

START = date(2027, 1, 1)
ROW = PriceRowInput(product_id=1, price_micro=100 * MICRO)
THREE = PriceChange(percent_ppm=30_000, start=START)


def changed(row, change, content=(1, 1)):
    (found,) = change_rows([(1, row, content)], change)
    return found


def test_a_price_without_end_is_cut_in_two_at_the_day():
    found = changed(ROW, THREE)
    assert found.new_micro == 103 * MICRO
    assert found.fresh == (
        replace(ROW, valid_to=date(2026, 12, 31)),
        replace(ROW, price_micro=103 * MICRO, valid_from=START),
    )


def test_without_a_day_the_price_is_changed_on_all_its_days():
    row = replace(ROW, valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30), agreed_micro=5)
    assert changed(row, replace(THREE, start=None)).fresh == (replace(row, price_micro=103 * MICRO),)


@pytest.mark.parametrize(
    ("row", "stays"),
    [
        (replace(ROW, valid_to=date(2026, 12, 31)), "over"),
        (replace(ROW, price_micro=0), "same"),
        (replace(ROW, agreed_micro=5 * MICRO), "agreed"),
        (replace(ROW, agreed_micro=5 * MICRO, valid_from=START), ""),
        (replace(ROW, valid_to=START), ""),
    ],
)
def test_what_stays_says_why(row, stays):
    found = changed(row, THREE)
    assert (found.stays, found.is_changed) == (stays, not stays)
    assert stays == "same" or found.new_micro == (row.price_micro if stays else 103 * MICRO)


def test_amount_and_rounding_come_after_the_percent_for_as_many_units_as_the_price_is_for():
    change = PriceChange(percent_ppm=-100_000, add_micro=500_000, step_micro=MICRO, ending_micro=-10_000)
    assert changed(replace(ROW, price_micro=12_340_000), change).new_micro == 11_990_000  # 11.106 + 0.50
    assert changed(replace(ROW, price_micro=12_340_000, per=100), change).new_micro == 60_990_000


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (PriceChange(), "percent"),
        (PriceChange(percent_ppm=-MICRO), "percent"),
        (PriceChange(percent_ppm=100 * MICRO + 1), "percent"),
        (PriceChange(add_micro=10**16), "add"),
        (PriceChange(step_micro=-1, add_micro=1), "step"),
        (PriceChange(step_micro=MICRO, ending_micro=-MICRO), "ending"),
    ],
)
def test_a_change_that_cannot_be_is_refused_where_it_stands(change, where):
    assert [issue.where for issue in check_change(change)] == [where]


ends = st.one_of(st.none(), st.integers(-5, 5).map(lambda n: START + timedelta(n)))


@given(ends, ends, st.integers(0, 10**9), st.integers(-500_000, 500_000))
def test_every_day_keeps_one_price_the_old_before_the_day_and_the_new_from_it_on(first, last, price, percent):
    if first is not None and last is not None and last < first:
        first, last = last, first
    row = replace(ROW, price_micro=price, valid_from=first, valid_to=last)
    found = changed(row, PriceChange(percent_ppm=percent, start=START))
    rows = found.fresh or (row,)
    assert check_price_rows(rows) == ()
    for offset in range(-8, 9):
        day = START + timedelta(offset)
        holding = [
            each.price_micro
            for each in rows
            if (each.valid_from or date.min) <= day <= (each.valid_to or date.max)
        ]
        was = (first or date.min) <= day <= (last or date.max)
        assert holding == ([found.new_micro if day >= START and found.is_changed else price] if was else [])
