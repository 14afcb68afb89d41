"""What the checks would have hit is counted from stored orders, each as of its own day, on both databases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.habits import LEAST_LIMIT, USUAL_LIMIT, HabitLimits
from app.domain.orders.draft import edit_line
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.pricing import PriceRight
from app.services.check_settings import (
    CheckInput,
    check_id,
    keep_calibration,
    read_habit_limits,
    update_check,
)
from app.services.history import read_history
from app.services.orders import check_hits
from app.services.orders.check_hits import NOT_COUNTED, count_hits, limit_of
from app.services.prices import add_price_rows, create_price_list
from app.services.prices.rights import create_price_right
from tests.helpers.order_office import CHAIR, LAMP, OWNER, WIEN, micro
from tests.services.orders.test_gross_lists import keyed

UNUSUAL = "line.quantity_unusual"


@pytest.fixture
def stocked(desk):
    desk.receive(CHAIR, 900)
    desk.receive(LAMP, 900)
    return desk


def ordered(desk, clock, pieces, **header):
    clock.advance(hours=1)
    return desk.ordered((CHAIR, pieces), **header)


def counted(desk, report=lambda _fraction, _text: None):
    with desk.reading(OWNER) as view:
        return count_hits(view, report)


def ids(hits, code):
    return [order.id for order in hits.hits.get(code, ())]


def test_each_order_is_checked_as_of_its_day_and_against_what_was_before_it(stocked, clock):
    for _ in range(5):
        ordered(stocked, clock, 2)
    odd = ordered(stocked, clock, 60)
    again = ordered(stocked, clock, 2)
    for _ in range(9):  # what comes later makes sixty usual, and the first ones odd: nobody may look at it
        ordered(stocked, clock, 60)
    clock.advance(days=2)
    hits = counted(stocked)
    assert hits.orders == 16
    assert odd in ids(hits, UNUSUAL)
    assert again not in ids(hits, UNUSUAL)
    assert min(ids(hits, UNUSUAL)) == odd, "the five before it had no history"
    row = next(order for order in hits.hits[UNUSUAL] if order.id == odd)
    assert (row.number, row.customer_name) == (stocked.read(odd).number, "Nord Office GmbH")


def test_a_double_is_the_second_of_two(stocked, clock):
    first, second = ordered(stocked, clock, 3), ordered(stocked, clock, 3)
    other = ordered(stocked, clock, 3, customer=WIEN)
    hits = counted(stocked)
    assert ids(hits, "order.probably_double") == [second]
    assert first != other


def test_a_check_that_is_off_is_counted_too_and_with_the_firms_number(stocked, clock):
    ordered(stocked, clock, 1)
    code = "order.below_minimum_value"
    assert ids(counted(stocked), code) == []
    with stocked.begin(OWNER) as uow:
        data = CheckInput(is_on=False, severity="warn", owner="sales", threshold=100_000_00)
        update_check(uow, check_id(code), data, version=0)
    assert len(ids(counted(stocked), code)) == 1


def test_prices_below_the_floor_and_beyond_the_sellers_rights_are_counted(stocked, clock):
    def typed_at(price):
        order_id = stocked.key((CHAIR, 1))
        line = stocked.read(order_id).lines[0]
        stocked.edit(order_id, edit_line(line, price_source="manual", list_price_micro=micro(price)))
        return stocked.confirm(order_id, approve=True).order_id

    low, lower = typed_at("330"), typed_at("290")
    ordered(stocked, clock, 1)
    assert ids(counted(stocked), "price.below_floor") == []
    with stocked.begin(OWNER) as uow:
        data = PriceListInput(code="FLOOR", name="Floor", kind="general", currency="EUR", purpose="floor")
        row = PriceRowInput(product_id=stocked.ids[CHAIR], price_micro=micro("340"))
        add_price_rows(uow, create_price_list(uow, data), [row])
        create_price_right(uow, PriceRight("sales", "", 100_000))
    hits = counted(stocked)
    assert ids(hits, "price.below_floor") == [lower, low]
    assert ids(hits, "price.beyond_discount") == [lower]
    with stocked.begin(OWNER) as uow:
        create_price_right(uow, PriceRight("sales", "seating", 100_000, None, 900_000))
    assert ids(counted(stocked), "price.below_floor") == [lower], "sellers may go to 306 of 340"


def test_what_nobody_knows_any_more_is_not_counted(stocked, clock):
    ordered(stocked, clock, 1)
    assert NOT_COUNTED.isdisjoint(counted(stocked).hits)


def test_orders_of_more_than_a_month_ago_are_left_out(stocked, clock):
    ordered(stocked, clock, 1)
    clock.advance(days=31)
    late = ordered(stocked, clock, 1)
    hits = counted(stocked)
    assert (hits.orders, hits.since) == (1, hits.since)
    assert {order.id for orders in hits.hits.values() for order in orders} <= {late}


def test_the_count_says_how_far_it_is_and_may_be_stopped(stocked, clock):
    ordered(stocked, clock, 1)
    ordered(stocked, clock, 1, customer=WIEN)
    told = []
    counted(stocked, lambda fraction, text: told.append((fraction, text)))
    assert told == [(0.5, "1"), (1.0, "2")]

    def stop(_fraction, _text):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        counted(stocked, stop)


def test_limits_follow_from_the_history_and_are_kept(stocked, clock, monkeypatch):
    monkeypatch.setattr(check_hits, "LEAST_ORDERS", 8)
    for pieces in (2, 2, 2, 2, 2, 2, 3, 40):
        ordered(stocked, clock, pieces)
    found = counted(stocked).calibration
    assert found is not None
    with stocked.reading(OWNER) as view:
        assert read_habit_limits(view) == HabitLimits(USUAL_LIMIT, USUAL_LIMIT)
    with stocked.begin(OWNER) as uow:
        keep_calibration(uow, found)
    with stocked.reading(OWNER) as view:
        assert read_habit_limits(view) == found.limits
        assert read_history(view, "order_check", 0)
    monkeypatch.setattr(check_hits, "LEAST_ORDERS", 9)
    assert counted(stocked).calibration is None


@given(
    st.lists(st.floats(0, 50), min_size=50, max_size=400),
    st.integers(1_000, 250_000),
)
def test_never_a_larger_share_is_alerted_than_the_budget_allows(scores, budget_ppm):
    limit = limit_of(scores, budget_ppm)
    assert limit >= LEAST_LIMIT
    assert sum(score > limit for score in scores) <= len(scores) * budget_ppm / 1_000_000 + 1e-9


def unusual_prices(desk):
    return ids(counted(desk), "line.price_unusual")


def test_the_price_of_a_private_order_is_usual_without_its_tax_as_it_was_keyed(stocked, clock):
    shop = PriceListInput(
        code="SHOP", name="Shop", kind="general", currency="EUR", priority=5, includes_tax=True
    )
    with stocked.begin(OWNER) as uow:
        row = PriceRowInput(product_id=stocked.ids[CHAIR], price_micro=micro("499.00"))
        add_price_rows(uow, create_price_list(uow, shop), [row])
    for _ in range(6):
        clock.advance(hours=1)
        stocked.confirm(keyed(stocked, (CHAIR, 2)))
    assert unusual_prices(stocked) == []


def test_a_price_in_yen_is_not_held_against_prices_in_euros(stocked, clock):
    for _ in range(5):
        ordered(stocked, clock, 2)
    ordered(stocked, clock, 2, exchange="JPY 162.31 EUR 2026-02-27 typed")
    assert unusual_prices(stocked) == []
