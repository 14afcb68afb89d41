"""What may be given away: the edges of floor, role and contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.order_checks import Remembered, check_order
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import (
    Draft,
    Edit,
    apply_edits,
    delete_line,
    edit_header,
    edit_line,
    insert_line,
)
from app.domain.orders.repricing import reprice_changed
from app.domain.pricing import PriceRight, PriceRow
from app.domain.pricing.limits import NO_LIMIT, limits_for
from tests.unit.orders.limit_cases import AGREED, FLOORS, MARGIN, TEN_PERCENT, typed
from tests.unit.orders.world import (
    CABLE,
    CHAIR,
    LAMP,
    PRODUCTS,
    TODAY,
    draft,
    free,
    goods,
    micro,
    rules_at,
)

PRICE = "price."


def codes(order: Draft, world: OrderContext) -> set[str]:
    return {issue.code for issue in check_order(order, world) if issue.code.startswith(PRICE)}


@pytest.mark.parametrize(
    ("price", "world", "expected"),
    [
        ("300", FLOORS, set()),
        ("299.999999", FLOORS, {"price.below_floor"}),
        ("313.515", TEN_PERCENT, set()),
        ("313.514", TEN_PERCENT, {"price.beyond_discount"}),
        ("400", TEN_PERCENT, set()),
        ("333.333334", MARGIN, set()),
        ("333.33", MARGIN, {"price.below_margin"}),
    ],
)
def test_the_limit_itself_is_allowed(price, world, expected):
    assert codes(typed(price), world) == expected


@pytest.mark.parametrize(
    ("typed_off", "is_told"),
    [
        ("3483minor", False),
        ("3484minor", True),
        ("34835minor", True),
        ("99999minor", True),
        ("0minor", False),
    ],
)
def test_an_amount_off_the_order_is_held_against_the_right_like_its_percent(typed_off, is_told):
    """A chair of 348.35 and a right of 10 %: 34.835 is between two cents."""
    order = draft([goods("k1", CHAIR), free("k2", "50", kind="charge")], order_discount=typed_off)
    assert codes(order, TEN_PERCENT) == ({"price.order_beyond_discount"} if is_told else set())


@pytest.mark.parametrize(("price", "is_told"), [("3120", False), ("3119.99", True)])
def test_a_dozen_meets_the_floor_price_of_twelve_pieces(price, is_told):
    """A15: below 300 nobody sells one, below 260 none of twelve."""
    rows = {
        **FLOORS.rules.rows,
        CHAIR: (*FLOORS.rules.rows[CHAIR], PriceRow(91, 9, micro("12"), micro("260"))),
    }
    world = replace(FLOORS, rules=replace(FLOORS.rules, rows=rows))
    dozen = draft([goods("k1", CHAIR, "1", "dz", price_source="manual", list_price_micro=micro(price))])
    assert codes(dozen, world) == ({"price.below_floor"} if is_told else set())


def test_what_the_rules_give_is_nobodys_doing_but_the_floor_holds_for_it_too():
    by_rules = draft([goods("k1", CHAIR)])
    assert codes(by_rules, TEN_PERCENT) == set()
    low = replace(FLOORS, rules=replace(FLOORS.rules, rows={**FLOORS.rules.rows}))
    dear = {id_: tuple(replace(row, price_micro=row.price_micro * 2) if row.list_id == 9 else row for row in rows)
            for id_, rows in low.rules.rows.items()}  # fmt: skip
    assert codes(by_rules, replace(low, rules=replace(low.rules, rows=dear))) == {"price.below_floor"}


def test_a_discount_is_measured_on_the_price_of_the_quantity():
    twelve = draft([goods("k1", CHAIR, "12", discount_source="manual", discount_ppm=100_000)])
    assert codes(twelve, TEN_PERCENT) == set()
    more = draft([goods("k1", CHAIR, "12", discount_source="manual", discount_ppm=100_100)])
    assert codes(more, TEN_PERCENT) == {"price.beyond_discount"}


def test_an_unknown_cost_says_nothing_of_the_margin():
    products = {**PRODUCTS, CHAIR: replace(PRODUCTS[CHAIR], cost_micro=None)}
    world = replace(MARGIN, products=products)
    order = draft([replace(typed("1").lines[0], cost_micro=None)], world)
    assert codes(order, world) == set()


def test_what_lines_draw_from_a_contract_together_counts():
    assert codes(draft([goods("k1", CHAIR, "3"), goods("k2", CHAIR, "2")], AGREED), AGREED) == set()
    both = draft([goods("k1", CHAIR, "3"), goods("k2", CHAIR, "3")], AGREED)
    found = [issue for issue in check_order(both, AGREED) if issue.code == "price.beyond_contract"]
    assert [issue.where for issue in found] == ["lines/k1/quantity"], "told once for the article"


RIGHTS = (
    PriceRight("sales", "", 100_000, 200_000),
    PriceRight("sales", "seating", 50_000, None),
    PriceRight("bookkeeper", "", None, 100_000),
)


@pytest.mark.parametrize(
    ("roles", "family", "expected"),
    [
        ({"sales"}, "light", (100_000, 200_000)),
        ({"sales"}, "seating", (50_000, None)),
        ({"sales", "bookkeeper"}, "light", (None, 100_000)),
        ({"owner"}, "light", (None, None)),
        ({"sales", "owner"}, "seating", (None, None)),
        (set(), "light", (None, None)),
    ],
)
def test_of_roles_the_widest_limit_counts_and_of_a_role_the_familys_own_row(roles, family, expected):
    found = limits_for(RIGHTS, roles, family)
    assert (found.max_discount_ppm, found.min_margin_ppm) == expected
    assert limits_for((), roles, family) == NO_LIMIT
    assert rules_at(1).rights == ()


SHARED_BREAKS = replace(
    FLOORS,
    rules=replace(
        FLOORS.rules,
        lists={**FLOORS.rules.lists, 1: replace(FLOORS.rules.lists[1], breaks_over="article")},
        rights=RIGHTS,
    ),
    roles=frozenset({"sales"}),
)
ALL_LIMITS = replace(
    AGREED,
    rules=replace(
        AGREED.rules,
        lists={**AGREED.rules.lists, **FLOORS.rules.lists},
        rows={**AGREED.rules.rows, CHAIR: (*AGREED.rules.rows[CHAIR], *FLOORS.rules.rows[CHAIR])},
        rights=RIGHTS,
    ),
    roles=frozenset({"sales"}),
)
WORLDS = (FLOORS, TEN_PERCENT, MARGIN, AGREED, SHARED_BREAKS, ALL_LIMITS)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["quantity", "price", "discount", "rules", "remove", "add", "date", "channel", "world"]
        ),
        st.integers(0, 9),
        st.integers(1, 400),
    ),
    max_size=12,
)


@given(st.sampled_from(range(len(WORLDS))), EDITS)
def test_what_is_remembered_of_the_lines_says_what_all_of_them_anew_say(place, steps):
    world = WORLDS[place]
    order = draft(
        [goods(f"k{n}", article, "7") for n, article in enumerate((CHAIR, LAMP, CHAIR, CABLE), 1)], world
    )
    remembered = Remembered()
    for kind, at, number in steps:
        before, world = order, WORLDS[number % len(WORLDS)] if kind == "world" else world
        order = reprice_changed(before, apply_edits(before, edits_of(before, kind, at, number)), world)
        assert check_order(order, world, remembered=remembered) == check_order(order, world)


def edits_of(order: Draft, kind: str, at: int, number: int) -> list[Edit]:
    line = order.lines[at % len(order.lines)] if order.lines else None
    if kind == "add" or line is None:
        return [insert_line(goods(f"k{number + 100}", (CHAIR, LAMP)[at % 2], str(number)))]
    if kind == "remove":
        return [delete_line(line)]
    if kind == "date":
        return [edit_header(order, requested_date=TODAY + timedelta(days=number))]
    if kind == "channel":
        return [edit_header(order, channel=("", "web")[at % 2])]
    values: dict[str, dict[str, Any]] = {
        "quantity": {"quantity_micro": number * MICRO},
        "price": {"price_source": "manual", "list_price_micro": number * MICRO, "price_per": 1},
        "discount": {"discount_source": "manual", "discount_ppm": number * 1000},
        "rules": {"price_source": "auto", "discount_source": "auto"},
    }
    return [edit_line(line, **values[kind])] if kind in values else []
