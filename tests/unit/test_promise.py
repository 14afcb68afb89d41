"""Available to promise (B32), the order's promise (B33), working days."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import first_ship_day, is_working_day, working_day_from
from app.domain.promise import (
    NO_DATE,
    ArrivalSupply,
    ProductAvailability,
    WarehouseStock,
    available_now,
    available_on,
    earliest_day,
    line_promises,
    seen_by_holder,
    timeline,
)

MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=4)
NEXT_MONDAY = MONDAY + timedelta(days=7)


def stock(on_hand=0, reserved=0, waiting=(), arrivals=()):
    supplies = tuple(
        ArrivalSupply(number, f"AR-{number}", due, quantity)
        for number, (due, quantity) in enumerate(arrivals, 1)
    )
    return WarehouseStock(1, on_hand, reserved, tuple(waiting), supplies)


def test_ten_on_hand_ten_promised_friday_ten_arriving_monday():
    case = stock(10, waiting=[(FRIDAY, 10)], arrivals=[(NEXT_MONDAY, 10)])
    assert available_on(case, MONDAY) == 0
    assert available_on(case, FRIDAY) == 0
    assert available_on(case, NEXT_MONDAY) == 10
    assert available_now(case, MONDAY) == 0
    assert timeline(case, MONDAY) == ((MONDAY, 0), (NEXT_MONDAY, 10))
    assert earliest_day(case, 10, MONDAY) == NEXT_MONDAY
    assert earliest_day(case, 11, MONDAY) is None


def test_a_demand_counts_once_whether_reserved_or_promised():
    promised = stock(10, waiting=[(MONDAY, 4)])
    reserved = stock(10, reserved=4)
    assert available_on(promised, MONDAY) == available_on(reserved, MONDAY) == 6


def test_a_late_arrival_does_not_count_before_its_new_date():
    moved = stock(0, arrivals=[(NEXT_MONDAY, 10)])
    assert [available_on(moved, day) for day in (MONDAY, FRIDAY, NEXT_MONDAY)] == [0, 0, 10]


def test_a_late_arrival_leaves_an_earlier_promise_uncovered_and_nothing_for_others_till_then():
    case = stock(4, waiting=[(FRIDAY, 10)], arrivals=[(NEXT_MONDAY, 10)])
    assert available_on(case, MONDAY) == 0
    assert available_on(case, NEXT_MONDAY) == 4


@pytest.mark.parametrize("came", [0, 3, 10])
def test_a_partial_receipt_leaves_the_total_unchanged(came):
    case = stock(5 + came, waiting=[(NEXT_MONDAY, 8)], arrivals=[(NEXT_MONDAY, 10 - came)])
    assert available_on(case, NEXT_MONDAY) == 7


def test_goods_due_today_can_be_promised_but_not_reserved():
    case = stock(2, arrivals=[(MONDAY, 5)])
    assert available_on(case, MONDAY) == 7
    assert available_now(case, MONDAY) == 2


def test_who_waits_without_a_date_comes_before_new_orders():
    case = stock(0, waiting=[(NO_DATE, 6)], arrivals=[(FRIDAY, 10)])
    assert available_on(case, FRIDAY) == 4


def test_an_unknown_warehouse_has_nothing():
    assert available_on(ProductAvailability(1).at(9), MONDAY) == 0


days = st.integers(0, 20).map(lambda offset: MONDAY + timedelta(days=offset))
flows = st.lists(st.tuples(days, st.integers(1, 20)), max_size=6)


@given(st.integers(0, 50), st.integers(0, 50), flows, flows, days)
def test_available_is_the_least_of_all_later_days(on_hand, reserved, waiting, arrivals, day):
    case = stock(max(on_hand, reserved), reserved, waiting, arrivals)
    free = case.free_micro
    later = [day + timedelta(days=offset) for offset in range(60)]
    positions = [
        free
        + sum(quantity for due, quantity in arrivals if due <= moment)
        - sum(quantity for due, quantity in waiting if due <= moment)
        for moment in later
    ]
    assert available_on(case, day) == max(0, min(positions))


@given(st.integers(0, 50), flows, flows, st.integers(1, 60))
def test_the_earliest_day_has_enough_and_no_day_before_it(on_hand, waiting, arrivals, quantity):
    case = stock(on_hand, 0, waiting, arrivals)
    found = earliest_day(case, quantity, MONDAY)
    every = [MONDAY + timedelta(days=offset) for offset in range(40)]
    enough = [day for day in every if available_on(case, day) >= quantity]
    assert found == (enough[0] if enough else None)


@given(flows, flows, st.integers(0, 30))
def test_the_timeline_only_rises(waiting, arrivals, on_hand):
    points = timeline(stock(on_hand, 0, waiting, arrivals), MONDAY)
    assert points[0][0] == MONDAY
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(points))


@given(st.integers(0, 30), flows, flows, st.integers(1, 30))
def test_a_promise_never_breaks_an_earlier_one(on_hand, waiting, arrivals, quantity):
    case = stock(on_hand, 0, waiting, arrivals)
    day = earliest_day(case, quantity, MONDAY)
    if day is None:
        return
    after = stock(on_hand, 0, [*waiting, (day, quantity)], arrivals)
    assert available_on(after, day) == available_on(case, day) - quantity


def test_a_ship_complete_order_is_promised_for_its_latest_line():
    dates = {"a": [MONDAY], "b": [MONDAY, FRIDAY]}
    assert line_promises(dates, complete=False) == {"a": MONDAY, "b": FRIDAY}
    assert line_promises(dates, complete=True) == {"a": FRIDAY, "b": FRIDAY}


def test_a_line_with_an_uncovered_part_has_no_promise():
    dates: dict[str, list[date | None]] = {"a": [MONDAY], "b": [MONDAY, None], "c": []}
    assert line_promises(dates, complete=False) == {"a": MONDAY, "b": None, "c": None}
    assert line_promises(dates, complete=True) == {"a": None, "b": None, "c": None}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 2, 13, 59), MONDAY),
        (datetime(2026, 3, 2, 14, 0), date(2026, 3, 3)),
        (datetime(2026, 3, 6, 15, 0), date(2026, 3, 9)),
        (datetime(2026, 3, 7, 9, 0), date(2026, 3, 9)),
        (datetime(2026, 4, 2, 15, 0), date(2026, 4, 7)),
        (datetime(2026, 4, 3, 15, 0), date(2026, 4, 7)),
    ],
)
def test_an_order_leaves_on_the_next_working_day_after_cut_off(moment, expected):
    easter = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
    assert first_ship_day(moment, time(14), easter) == expected


@given(days)
def test_a_working_day_is_found_from_any_day_on(day):
    found = working_day_from(day, frozenset({FRIDAY}))
    assert is_working_day(found, frozenset({FRIDAY}))
    assert day <= found <= day + timedelta(days=3)


@pytest.mark.parametrize(
    ("case", "reserved", "waiting", "day", "free"),
    [
        (stock(50, 50, [(NO_DATE, 10)]), 30, {}, MONDAY, 30),
        (stock(50, 45, [(FRIDAY, 5)]), 20, {}, MONDAY, 20),
        (stock(20, 20, [(FRIDAY, 10)], [(NEXT_MONDAY, 10)]), 20, {}, MONDAY, 20),
        (stock(0, 0, [(FRIDAY, 30), (NO_DATE, 10)], [(FRIDAY, 30)]), 0, {FRIDAY: 30}, FRIDAY, 30),
        (stock(0, 0, [(FRIDAY, 30)], [(NEXT_MONDAY, 30)]), 0, {FRIDAY: 10}, NEXT_MONDAY, 10),
    ],
    ids=["who waits in vain", "who is promised", "who waits too long", "of an arrival", "of a late arrival"],
)
def test_who_holds_sees_it_as_free_for_him_and_nobody_who_waits_takes_it(case, reserved, waiting, day, free):
    assert available_on(seen_by_holder(case, reserved, waiting), day) == free


few = st.integers(0, 30)
days = st.sampled_from([MONDAY, FRIDAY, NEXT_MONDAY])


@given(
    few,
    few,
    few,
    st.lists(st.tuples(days, few), max_size=4),
    st.lists(st.tuples(days, few), max_size=3),
    days,
)
def test_beside_what_is_reserved_for_him_he_sees_what_anybody_sees(free, others, mine, waiting, coming, day):
    case = stock(free + others + mine, others + mine, [*waiting, (NO_DATE, others)], coming)
    assert available_on(seen_by_holder(case, mine, {}), day) == mine + available_on(case, day)
