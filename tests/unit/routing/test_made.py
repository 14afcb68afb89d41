"""What is made for an order leaves after its lead time in working days, whatever lies on the shelf."""

from __future__ import annotations

from datetime import date, time

import pytest

from app.domain.calendar import after_working_days
from app.domain.routing.facts import Demand, WarehouseFacts
from app.domain.routing.made import made_parts

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)
HOLIDAYS = frozenset({GOOD_FRIDAY, EASTER_MONDAY})
HAMBURG = WarehouseFacts(1, "HAM", "Hamburg", "DE", None, None, time(14), HOLIDAYS)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 1, date(2026, 3, 3)),
        (MONDAY, 5, date(2026, 3, 9)),
        (FRIDAY, 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(day, count, found):
    assert after_working_days(day, count, HOLIDAYS) == found


def parts(*demands: Demand, first: date = MONDAY):
    return list(made_parts(demands, [HAMBURG], today=MONDAY, first_ship_day={1: first}))


def test_a_made_line_waits_whole_for_its_day_and_rests_on_no_arrival():
    (part,) = parts(Demand("k1", 7, 3_000_000, None, lead_days=8))
    assert (part.reserve_micro, part.wait_micro, part.arrival_line_id) == (0, 3_000_000, None)
    assert (part.promise_date, part.warehouse_id) == (date(2026, 3, 12), 1)
    assert (part.reason.code, part.reason.params["days"]) == ("source.made", 8)


def test_nothing_leaves_before_the_warehouse_ships_and_stock_is_none_of_it():
    tuesday = date(2026, 3, 3)
    (part,) = parts(Demand("k1", 7, 1, None, lead_days=0), Demand("k2", 8, 1, None), first=tuesday)
    assert (part.line_key, part.promise_date) == ("k1", tuesday)
    assert not list(made_parts([Demand("k1", 7, 1, None, lead_days=0)], [], today=MONDAY, first_ship_day={}))
