"""Regulated goods go to who may have them on the day on which they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dangerous import Carrier
from app.domain.order_checks import check_order
from app.domain.order_checks.check import OrderSeen
from app.domain.order_checks.line_limits import StandingLimits
from app.domain.order_checks.regulated import ShipDays
from app.domain.orders.repricing import StandingPrices
from app.domain.regulated import LicenceInput, check_licence
from tests.unit.orders.check_cases import TOMORROW, YESTERDAY, around, one
from tests.unit.orders.goods_cases import ADULT, PAINT, TANKER, regulated
from tests.unit.orders.world import CHAIR, NORD, PRODUCTS, TODAY, context, draft, goods

FRIDAY = date(2026, 3, 6)


def codes(order, world, near=None):
    return [issue.code for issue in check_order(order, world, near or around())]


def licence(first=None, last=None, kind="tobacco"):
    return LicenceInput(kind, "T-1", "City", first, last)


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ((), ["goods.licence_missing"]),
        ((licence(),), []),
        ((licence(last=TODAY),), []),
        ((licence(last=YESTERDAY),), ["goods.licence_over"]),
        ((licence(first=TODAY),), []),
        ((licence(first=TOMORROW),), ["goods.licence_later"]),
        ((licence(last=YESTERDAY), licence(first=TOMORROW)), ["goods.licence_later"]),
        ((licence(last=YESTERDAY), licence(first=TODAY)), []),
        ((licence(kind="pharmacy"),), ["goods.licence_missing"]),
    ],
)
def test_the_licence_holds_on_the_day(held, told):
    assert codes(one(), regulated(*held)) == told


def test_the_day_is_that_on_which_the_goods_leave():
    until_thursday = regulated(licence(last=FRIDAY - timedelta(days=1)))
    assert codes(one(), until_thursday) == []
    assert codes(one(requested_date=FRIDAY), until_thursday) == ["goods.licence_over"]
    assert codes(one(), until_thursday, around(leaves=(("k1", FRIDAY),))) == ["goods.licence_over"]
    later = draft([goods("k1", CHAIR, requested_date=FRIDAY)])
    assert codes(later, until_thursday) == ["goods.licence_over"]
    planned_sooner = around(leaves=(("k1", TODAY),))
    assert codes(one(), until_thursday, planned_sooner) == []


def test_goods_may_leave_on_the_first_day_of_a_licence_to_come():
    (issue,) = check_order(one(), regulated(licence(first=FRIDAY), licence(first=TOMORROW)))
    remedy = issue.remedies[0]
    assert (remedy.command, dict(remedy.params)) == ("order.set_line_date", {"key": "k1", "date": TOMORROW})


def test_the_way_out_is_the_customers_card():
    (issue,) = check_order(one(), regulated())
    assert (issue.remedies[0].command, dict(issue.remedies[0].params)) == (
        "customer.licences",
        {"id": NORD.id},
    )


def test_only_consumers_prove_their_age_and_only_where_nobody_asks_for_it():
    post, adults = Carrier(code="P", name="Post"), Carrier(code="A", name="Adults only", checks_age=True)
    order = draft([goods("k1", CHAIR)], ADULT)
    by_post = replace(order, header=replace(order.header, carrier="P"))
    by_adults = replace(order, header=replace(order.header, carrier="A"))
    world = replace(ADULT, carriers=(post, adults))
    assert codes(by_post, world) == codes(order, world) == ["goods.age_not_proved"]
    (issue,) = check_order(by_post, world)
    assert issue.remedies[0].params == {"carrier": "A", "name": "Adults only"}
    assert codes(by_adults, world) == []
    assert codes(by_post, replace(world, customer=NORD)) == []


def test_who_asks_for_the_age_has_to_take_what_is_dangerous_too():
    adults = Carrier(code="A", name="Adults only", checks_age=True)
    both = replace(TANKER, checks_age=True)
    lighter = {CHAIR: replace(PRODUCTS[CHAIR], age_least=18, hazard=PAINT)}
    world = replace(ADULT, products={**PRODUCTS, **lighter}, carriers=(adults, both))
    assert _way_out(world).params["carrier"] == "ADR"
    assert _way_out(replace(world, carriers=(adults,))).command == "setup.open"


def _way_out(world):
    issues = check_order(draft([goods("k1", CHAIR)], world), world)
    return next(issue.remedies[0] for issue in issues if issue.code == "goods.age_not_proved")


def test_plain_goods_ask_for_nothing():
    assert codes(one(), context()) == []
    none_of_it = draft([goods("k1", CHAIR, "0")])
    assert codes(none_of_it, regulated()) == ["line.quantity_zero"]


_DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(_DAYS, _DAYS), max_size=4), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_licence_holds_from_its_first_to_its_last_day(pairs, day):
    held = [licence(*pair) for pair in pairs]
    by_hand = any((first or day) <= day <= (last or day) for first, last in pairs)
    assert any(each.holds_on(day) for each in held) is by_hand


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (licence(), set()),
        (licence(TOMORROW, TODAY), {"valid_until"}),
        (licence(TODAY, TODAY), set()),
        (replace(licence(), number=" "), {"number"}),
        (replace(licence(), kind="beer"), {"kind"}),
        (replace(licence(), issuer="I" * 201, number="N" * 201), {"issuer", "number"}),
    ],
)
def test_what_is_wrong_with_a_licence_is_told(data, places):
    assert {issue.where for issue in check_licence(data, ("tobacco", "pharmacy"))} == places


def test_the_day_is_never_one_that_is_over_and_is_found_once_for_all_lines():
    order = draft([goods("k1", CHAIR), goods("k2", CHAIR, requested_date=FRIDAY)], requested_date=YESTERDAY)
    near = around(leaves=(("k1", TOMORROW),))
    days = ShipDays(OrderSeen(order, context(), near, {}, StandingPrices(), StandingLimits()))
    assert [days.of(line) for line in order.lines] == [TOMORROW, FRIDAY]
    late = ShipDays(OrderSeen(order, context(), around(), {}, StandingPrices(), StandingLimits()))
    assert [late.of(line) for line in order.lines] == [TODAY, FRIDAY]
