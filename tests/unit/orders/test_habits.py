"""What is usual for a customer is told by his own orders before the moment, and by nothing else (E84)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.habits import AS_USUAL, HabitLimits, Habits, PastOrder, PastSale, habit_before
from app.domain.money import MICRO
from app.domain.order_checks import check_order
from tests.unit.orders.check_cases import TWIN, YESTERDAY, habits, one, with_on
from tests.unit.orders.world import CHAIR, LAMP, NORD, TODAY, context, draft, goods

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def sale(order_id, days_ago, pieces, price=10):
    return PastSale(order_id, NOW - timedelta(days=days_ago), pieces * MICRO, price * MICRO)


def codes(order, world):
    return [issue.code for issue in check_order(order, world)]


def of_lamps(pieces, world):
    return codes(
        draft([goods("k1", LAMP, str(pieces), price_source="manual", list_price_micro=MICRO)]), world
    )


SALES = st.builds(
    sale,
    order_id=st.integers(1, 30),
    days_ago=st.integers(-20, 400),
    pieces=st.integers(1, 500),
    price=st.integers(1, 50),
)


@given(st.lists(SALES, max_size=60), st.lists(SALES, max_size=20), st.integers(1, 30))
def test_nothing_from_after_the_moment_and_nothing_of_the_order_itself_is_looked_at(sales, others, order_id):
    later = [replace(each, at=NOW + abs(NOW - each.at)) for each in others]
    own = [replace(each, order_id=order_id) for each in others]
    without = [each for each in sales if each.order_id != order_id]
    alone = habit_before(without, before=NOW, order_id=order_id)
    assert habit_before([*without, *later, *own], before=NOW, order_id=order_id) == alone


@given(st.lists(SALES, max_size=60), st.randoms())
def test_the_order_in_which_the_history_is_read_does_not_matter(sales, dice):
    mixed = list({(each.order_id, each.at): each for each in sales}.values())
    first = habit_before(mixed, before=NOW, order_id=0)
    dice.shuffle(mixed)
    assert habit_before(mixed, before=NOW, order_id=0) == first


def test_four_orders_say_nothing_and_five_do():
    few = habit_before([sale(n, n, 12) for n in range(1, 5)], before=NOW, order_id=0)
    assert (few.quantity, few.price) == (None, None)
    enough = habit_before([sale(n, n, 12) for n in range(1, 6)], before=NOW, order_id=0)
    assert enough.quantity is not None
    assert (enough.quantity.count, enough.quantity.middle) == (5, 12 * MICRO)


def test_only_the_newest_orders_count():
    old = [sale(100 + n, 300 + n, 500) for n in range(60)]
    new = [sale(n, n, 10) for n in range(1, 41)]
    habit = habit_before([*old, *new], before=NOW, order_id=0)
    assert habit.quantity is not None
    assert (habit.quantity.low, habit.quantity.high) == (10 * MICRO, 10 * MICRO)


@pytest.mark.parametrize(
    ("pieces", "told"),
    [(12, False), (9, False), (15, False), (25, False), (27, True), (140, True), (5, True)],
)
def test_who_always_ordered_twelve_may_order_a_few_more_or_fewer(pieces, told):
    world = habits(LAMP, *[12] * 8, price=MICRO)
    assert ("line.quantity_unusual" in of_lamps(pieces, world)) is told


def test_who_orders_now_ten_now_a_hundred_is_not_asked_about_fifty():
    world = habits(LAMP, 10, 100, 12, 90, 15, 110, 60, price=MICRO)
    assert of_lamps(50, world) == []
    assert of_lamps(3000, world) == ["line.quantity_unusual"]


def test_what_was_ordered_before_is_not_unusual():
    world = habits(LAMP, 2, 2, 2, 2, 2, 2, 90, price=MICRO)
    assert of_lamps(90, world) == []
    assert of_lamps(91, world) == ["line.quantity_unusual"]


def test_the_limit_that_the_budget_gave_decides():
    world = habits(LAMP, *[12] * 8, price=MICRO)
    assert of_lamps(30, world) == ["line.quantity_unusual"]
    assert world.habits is not None
    wide = replace(world, habits=replace(world.habits, limits=HabitLimits(quantity=9.0)))
    assert of_lamps(30, wide) == []
    assert HabitLimits() == AS_USUAL


def test_the_middle_is_offered_in_the_units_of_the_line_or_the_quantity_is_keyed():
    world = habits(CHAIR, *[12] * 6, price=330 * MICRO)
    (issue,) = check_order(draft([goods("k1", CHAIR, "20", "dz")]), world)
    assert issue.remedies[0].params["quantity_micro"] == MICRO, "a dozen"
    odd = habits(CHAIR, *[13] * 6, price=330 * MICRO)
    (issue,) = check_order(draft([goods("k1", CHAIR, "20", "dz")]), odd)
    assert issue.remedies[0].command == "focus"


def test_a_double_is_told_of_the_same_goods_only_and_for_some_days():
    def told(twin, world=None):
        return codes(one(), replace(world or context(), habits=Habits(NORD.id, recent=(twin,))))

    assert told(TWIN) == ["order.probably_double"]
    assert told(replace(TWIN, quantities={CHAIR: 2 * MICRO})) == []
    assert told(replace(TWIN, quantities={CHAIR: MICRO, LAMP: MICRO})) == []
    assert told(replace(TWIN, day=TODAY - timedelta(days=3))) == ["order.probably_double"]
    assert told(replace(TWIN, day=TODAY - timedelta(days=4))) == []
    longer = with_on("order.probably_double", threshold=10)
    assert told(replace(TWIN, day=TODAY - timedelta(days=4)), longer) == ["order.probably_double"]
    empty = PastOrder(8, "SO-8", YESTERDAY, {})
    nothing = replace(context(), habits=Habits(NORD.id, recent=(empty,)))
    assert codes(draft([]), nothing) == ["order.no_lines"]


def test_a_number_is_asked_of_who_always_gave_one():
    def told(counted, given_, **header):
        world = context(habits=Habits(NORD.id, orders_counted=counted, orders_with_po=given_))
        return codes(one(**header), world)

    assert told(5, 5) == ["order.po_missing"]
    assert told(5, 4) == told(4, 4) == told(10, 10, po_number="77") == []
