"""What is used of a credit, and from when on what is overdue holds (C45)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.credit import CreditClass, Exposure, check_class, class_of, is_broken
from app.domain.order_checks import check_order
from tests.unit.orders.check_cases import PLAIN, late

STRICT = CreditClass(code="Strict", overdue_days=0, overdue_minor=0)
USUAL = CreditClass(overdue_days=30)
LOOSE = CreditClass(code="loose", overdue_minor=500_00)
AMOUNTS = st.integers(0, 10**9)
DAYS = st.integers(0, 4000)
BOUNDS = st.none() | st.integers(0, 4000)


@pytest.mark.parametrize(
    ("rule", "minor", "days", "holds"),
    [
        (USUAL, 1, 30, False),
        (USUAL, 1, 31, True),
        (USUAL, 0, 99, False),
        (LOOSE, 500_00, 99, False),
        (LOOSE, 500_01, 1, True),
        (STRICT, 1, 1, True),
        (CreditClass(), 10**9, 4000, False),
    ],
)
def test_more_than_so_many_days_or_a_larger_amount_holds(rule, minor, days, holds):
    assert rule.holds(overdue_minor=minor, overdue_days=days) is holds


@given(BOUNDS, BOUNDS, AMOUNTS, DAYS, AMOUNTS, DAYS)
def test_what_holds_goes_on_holding_when_more_is_later(days_bound, minor_bound, minor, days, more, later):
    rule = CreditClass(overdue_days=days_bound, overdue_minor=minor_bound)
    if rule.holds(overdue_minor=minor, overdue_days=days):
        assert rule.holds(overdue_minor=minor + more, overdue_days=days + later)


def test_a_class_is_found_without_regard_to_case_and_else_the_usual_one_holds():
    classes = (LOOSE, USUAL, STRICT)
    assert class_of("STRICT ", classes) is STRICT
    assert class_of("", classes) is USUAL
    assert class_of("gone", classes) is USUAL
    assert class_of("gone", (LOOSE,)) == CreditClass()


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_each_part_counts_once(items, credits_, shipped, ordered):
    exposure = Exposure(items, credits_, shipped, ordered)
    assert exposure.used_minor == items - credits_ + shipped + ordered


def test_exactly_the_limit_is_within_it_and_without_one_nothing_is_beyond():
    assert not is_broken(used_minor=100, limit_minor=100, overdue_holds=False)
    assert is_broken(used_minor=101, limit_minor=100, overdue_holds=False)
    assert not is_broken(used_minor=10**12, limit_minor=None, overdue_holds=False)
    assert is_broken(used_minor=0, limit_minor=None, overdue_holds=True)


def test_what_is_overdue_is_told_once_and_heavier_where_it_holds():
    said = {
        (minor, days): [issue.code for issue in check_order(PLAIN, late(minor, days))]
        for minor, days in ((0, 0), (500_00, 30), (500_01, 30), (1, 31))
    }
    assert list(said.values()) == [
        [],
        ["order.customer_overdue"],
        ["order.overdue_holds"],
        ["order.overdue_holds"],
    ]
    assert [issue.code for issue in check_order(PLAIN, late(10**9, 999, ""))] == ["order.customer_overdue"]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (CreditClass(code="x" * 41), "credit_class.too_long"),
        (CreditClass(overdue_days=-1), "credit_class.days_range"),
        (CreditClass(overdue_days=3651), "credit_class.days_range"),
        (CreditClass(overdue_minor=-1), "credit_class.amount_range"),
    ],
)
def test_a_class_that_cannot_be_is_told_in_its_cell(rule, code):
    assert [issue.code for issue in check_class(rule)] == [code]
