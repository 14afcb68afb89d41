"""A role's own floor: how far below the floor price it may go, or how far above it it asks already."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.order_checks import check_order
from app.domain.orders.goals import Goal, seek_goal
from app.domain.pricing import PriceRight
from app.domain.pricing.limits import NO_LIMIT, limits_for, lowest_micro
from app.domain.simulation import SELLERS
from app.messages import text_of_issue
from tests.unit.orders.limit_cases import FLOORS, typed
from tests.unit.orders.world import CHAIR, draft, goods

NINETY, HALF_MORE = 900_000, 1_100_000


def with_rights(*rights, roles=SELLERS):
    """The world in which nobody sells chairs below 300, with these rights."""
    return replace(FLOORS, rules=replace(FLOORS.rules, rights=rights), roles=frozenset(roles))


def floor_issue(order, world):
    return next((issue for issue in check_order(order, world) if issue.code == "price.below_floor"), None)


@pytest.mark.parametrize(
    ("share", "price", "asks"),
    [
        (NINETY, "270", False),
        (NINETY, "269.999999", True),
        (HALF_MORE, "330", False),
        (HALF_MORE, "329.999999", True),
        (MICRO, "299.999999", True),
        (MICRO, "300", False),
        (0, "0", False),
        (None, "299.999999", True),
    ],
)
def test_a_role_goes_to_its_share_of_the_floor_price(share, price, asks):
    world = with_rights(PriceRight("sales", floor_ppm=share))
    assert (floor_issue(typed(price), world) is not None) == asks


def test_what_asks_names_the_share_and_the_floor_price():
    issue = floor_issue(typed("260"), with_rights(PriceRight("sales", floor_ppm=NINETY)))
    assert text_of_issue(issue) == ("Line 10: CH-1 at 260 is below its floor price of 270 (90 % of 300).")
    assert floor_issue(typed("260"), FLOORS).params["floor"] == Decimal(300)


def test_a_share_above_the_floor_holds_what_was_typed_alone():
    by_rules = draft([goods("k1", CHAIR)])
    dear = with_rights(PriceRight("sales", floor_ppm=2 * MICRO))
    assert floor_issue(by_rules, dear) is None, "348.35 by the list, the role asks below 600"
    assert floor_issue(typed("348.35"), dear) is not None


@pytest.mark.parametrize(
    ("roles", "family", "expected"),
    [
        ({"sales"}, "light", NINETY),
        ({"sales"}, "seating", HALF_MORE),
        ({"owner"}, "light", None),
        ({"sales", "owner"}, "seating", None),
        ({"sales", "owner"}, "light", NINETY),
        ({"sales", "warehouse"}, "seating", HALF_MORE),
        ({"warehouse"}, "light", None),
    ],
)
def test_of_roles_the_lowest_floor_counts_and_of_a_role_the_familys_own(roles, family, expected):
    rights = (
        PriceRight("sales", "", 100_000, None, NINETY),
        PriceRight("sales", "seating", floor_ppm=HALF_MORE),
    )
    assert limits_for(rights, roles, family).floor_ppm == expected


def test_a_role_that_types_no_prices_widens_nothing():
    rights = (PriceRight("sales", "", 100_000, 200_000),)
    assert limits_for(rights, {"sales", "warehouse"}, "").max_discount_ppm == 100_000
    assert limits_for(rights, {"sales", "owner"}, "") == NO_LIMIT


def test_the_goal_stops_at_the_roles_own_floor():
    order, world = draft([goods("k1", CHAIR)]), with_rights(PriceRight("sales", floor_ppm=NINETY))
    found = seek_goal(order, world, Goal("net", 20_000))
    assert [(each.held_by, each.after.price_micro) for each in found.lines] == [("floor", 270 * MICRO)]


@given(st.integers(0, 10**12), st.integers(0, 10 * MICRO), st.booleans())
def test_the_lowest_price_is_never_below_the_share_and_no_more_than_a_millionth_above(floor, share, is_typed):
    least = lowest_micro(floor, PriceRight("sales", floor_ppm=share), is_typed=is_typed)
    if share > MICRO and not is_typed:
        assert least == floor
    else:
        assert 0 <= least * MICRO - floor * share < MICRO
