"""What is made for an order leaves after its lead time in working days, whatever lies on the shelf."""

from __future__ import annotations

from datetime import date, time

import pytest

from app.domain.calendar import after_working_days
from app.domain.promise import ArrivalSupply, ProductAvailability, WarehouseStock
from app.domain.routing.components import Component, Readiness, when_ready
from app.domain.routing.facts import Demand, SourcePart, SourceReason, WarehouseFacts
from app.domain.routing.made import free_pieces, left_to_make, made_parts

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


@pytest.mark.parametrize(
    ("wish", "day"),
    [(EASTER_MONDAY, date(2026, 4, 7)), (FRIDAY, date(2026, 3, 12)), (None, date(2026, 3, 12))],
)
def test_what_is_wished_later_leaves_on_its_working_day_and_nothing_sooner_than_it_is_made(wish, day):
    (part,) = parts(Demand("k1", 7, 1, wish, lead_days=8))
    assert part.promise_date == day


TOP, LEG = Component("TOP-1", 1, 4), Component("LEG-1", 2, 8)
LATER = date(2026, 3, 20)
COMES = ArrivalSupply(1, "PO-1", LATER, 10)


@pytest.mark.parametrize(
    ("stocks", "found"),
    [
        ((WarehouseStock(1, 4), WarehouseStock(1, 8)), None),
        ((WarehouseStock(1, 3), WarehouseStock(1, 8)), Readiness(None, (TOP,))),
        ((WarehouseStock(1, 4), WarehouseStock(1, 0, arrivals=(COMES,))), Readiness(LATER, (LEG,))),
        ((WarehouseStock(1, 1), WarehouseStock(1, 0, arrivals=(COMES,))), Readiness(None, (TOP,))),
        ((WarehouseStock(1, 4, waiting=((MONDAY, 1),)), WarehouseStock(1, 8)), Readiness(None, (TOP,))),
    ],
)
def test_what_is_made_waits_for_the_last_of_its_components(stocks, found):
    ready = when_ready([("k1", (TOP, LEG))], dict(enumerate(stocks, 1)), MONDAY)
    assert ready.get("k1") == found


def test_lines_above_take_their_components_first():
    ready = when_ready([("k1", (TOP,)), ("k2", (TOP,))], {1: WarehouseStock(1, 7)}, MONDAY)
    assert set(ready) == {"k2"}


def test_lead_time_begins_when_the_components_come_and_never_without_them():
    demand = Demand("k1", 7, 1, None, lead_days=2)

    def part(readiness):
        ready = {"k1": readiness}
        (found,) = made_parts([demand], [HAMBURG], today=MONDAY, first_ship_day={1: MONDAY}, ready=ready)
        return found

    late, never = part(Readiness(LATER, (LEG,))), part(Readiness(None, (TOP, LEG)))
    assert (late.promise_date, late.reason.code) == (date(2026, 3, 24), "source.made_after")
    assert (late.reason.params["due"], late.is_made) == (LATER, True)
    assert (never.promise_date, never.reason.code) == (None, "source.made_undated")
    assert (never.reason.params["articles"], never.is_made) == ("TOP-1, LEG-1", True)


def test_free_pieces_of_the_very_same_variant_are_taken_and_the_rest_is_made():
    demands = [Demand("k1", 7, 5, None, lead_days=2), Demand("k2", 8, 5, None, lead_days=2)]
    lying = {id_: ProductAvailability(id_, (WarehouseStock(1, 3),)) for id_ in (7, 8)}
    (free,) = free_pieces(demands, lying, variants={7})
    assert (free.product_id, free.base_micro, free.lead_days) == (7, 3, None)
    found = SourcePart("k1", 7, 1, 2, 1, None, None, SourceReason("source.only_line"))
    parts, left = left_to_make(demands, [found])
    assert [(part.reserve_micro, part.wait_micro) for part in parts] == [(2, 0)]
    assert [(each.line_key, each.base_micro) for each in left] == [("k1", 3), ("k2", 5)]
