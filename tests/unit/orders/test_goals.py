"""An order is brought to a wanted total, margin or round sum: what it says is what it is once the prices are taken."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.orders.draft import GOAL, apply_edits
from app.domain.orders.goals import Goal, goal_edits, seek_goal
from app.domain.orders.repricing import draft_totals, sums_hold
from app.domain.orders.steps import apply_step, undo_of
from app.domain.pricing import DiscountRule, ListFacts, PriceRight, PriceRow, Promotion, SurchargeRule
from tests.unit.orders.limit_cases import FLOORS, MARGIN, TEN_PERCENT
from tests.unit.orders.world import CABLE, CHAIR, LAMP, SERVICE, context, draft, free, goods, micro, rules_at

ORDER = draft([goods("k1", CHAIR, "2"), goods("k2", LAMP, "3"), goods("k3", CABLE, "12.5")])
COSTS = {CHAIR: "200", LAMP: "30", CABLE: "4"}


def taken(order, world, goal):
    found = seek_goal(order, world, goal)
    edits = goal_edits(found.lines)
    after = apply_step(order, edits, world) if edits else order
    return found, after


def held(found):
    return {each.line.key: each.held_by for each in found.lines}


def with_costs(world=None):
    world = world or context()
    products = {
        id_: replace(facts, cost_micro=micro(COSTS[id_])) if id_ in COSTS else facts
        for id_, facts in world.products.items()
    }
    return replace(world, products=products)


@pytest.mark.parametrize(
    ("kind", "value", "reached"),
    [
        ("net", 90_000, 90_000),
        ("gross", 100_000, 100_000),
        ("net_down", 10_000, 90_000),
        ("gross_down", 5_000, 110_000),
    ],
)
def test_the_order_comes_to_what_is_wanted(kind, value, reached):
    found, after = taken(ORDER, context(), Goal(kind, value))
    totals = draft_totals(after)
    assert found.is_exact
    assert found.wanted == found.reached == reached
    assert (totals.net_minor if "net" in kind else totals.gross_minor) == reached
    assert found.totals == totals
    assert sums_hold(after)


def test_the_prices_are_typed_ones_by_a_goal_and_one_step_takes_them_back():
    found, after = taken(ORDER, context(), Goal("net", 90_000))
    assert {line.price_source for line in after.lines} == {GOAL}
    assert all(line.has_typed_price and line.discount_source == "manual" for line in after.lines)
    step = goal_edits(found.lines)
    assert apply_step(after, undo_of(step), context()) == ORDER
    again, _same = taken(after, context(), Goal("net", 90_000))
    assert set(held(again).values()) == {"typed"}
    assert again.problem == "nothing_open"
    assert taken(after, context(), Goal("net", 95_000, with_typed=True))[0].reached == 95_000


def test_typed_prices_free_lines_and_charges_are_left_alone():
    typed = goods("k2", LAMP, "3", price_source="manual", list_price_micro=micro("40"))
    order = draft([goods("k1", CHAIR, "2"), typed, free("k3", "10"), free("k4", "5", kind="charge")])
    found, after = taken(order, context(), Goal("net", 80_000))
    assert held(found) == {"k1": "", "k2": "typed", "k3": "no_article", "k4": "no_article"}
    assert [line.price_micro for line in after.lines[1:]] == [line.price_micro for line in order.lines[1:]]
    assert draft_totals(after).net_minor == 80_000


def test_contract_prices_are_left_alone_unless_wished():
    rules = rules_at(1)
    contract = ListFacts(8, "c", "Nord contract", "contract", customer_id=1)
    rows = {**rules.rows, CHAIR: (*rules.rows[CHAIR], PriceRow(80, 8, 0, micro("310")))}
    world = context(rules=replace(rules, lists={**rules.lists, 8: contract}, rows=rows))
    order = draft([goods("k1", CHAIR, "2"), goods("k2", LAMP, "3")], world)
    found, _after = taken(order, world, Goal("net", 70_000))
    assert held(found)["k1"] == "contract"
    wished, after = taken(order, world, Goal("net", 70_000, with_contracts=True))
    assert held(wished)["k1"] == ""
    assert draft_totals(after).net_minor == 70_000


def test_only_chosen_lines_give():
    found, after = taken(ORDER, context(), Goal("net", 90_000, keys=frozenset({"k1"})))
    assert held(found) == {"k1": "", "k2": "not_chosen", "k3": "not_chosen"}
    assert draft_totals(after).net_minor == 90_000
    assert after.lines[1:] == ORDER.lines[1:]


def test_a_floor_list_holds_and_the_nearest_is_told():
    order = draft([goods("k1", CHAIR, "2")], FLOORS)
    found, after = taken(order, FLOORS, Goal("net", 50_000))
    assert (found.reached, found.is_exact) == (60_000, False)
    assert held(found) == {"k1": "floor"}
    assert after.lines[0].price_micro == micro("300")


def test_the_discount_of_a_role_holds():
    found, after = taken(draft([goods("k1", CHAIR)], TEN_PERCENT), TEN_PERCENT, Goal("net", 10_000))
    assert held(found) == {"k1": "discount"}
    assert after.lines[0].price_micro == micro("313.52")  # 313.515 is ten percent off


def test_the_margin_of_a_role_holds():
    found, after = taken(draft([goods("k1", CHAIR)], MARGIN), MARGIN, Goal("net", 10_000))
    assert held(found) == {"k1": "margin"}
    assert after.lines[0].price_micro == 333_333_334  # 200 is 60 % of it, and a hair less


def test_a_margin_is_reached_to_the_cent_or_told_that_costs_are_unknown():
    order = draft([goods("k1", CHAIR, "2"), goods("k2", LAMP, "3")])
    unknown = seek_goal(order, context(), Goal("margin", 300_000))
    assert (unknown.problem, unknown.numbers) == ("cost_unknown", (20,))
    world = with_costs()
    order = draft([goods("k1", CHAIR, "2"), goods("k2", LAMP, "3")], world)
    found, after = taken(order, world, Goal("margin", 300_000))
    assert found.is_exact
    revenue = sum(line.amount_minor for line in after.lines)
    assert revenue == 70_000  # costs of 490.00 are 70 % of it
    assert found.reached == 300_000
    assert {each.margin_after_ppm for each in found.lines} != {each.margin_before_ppm for each in found.lines}


def test_a_margin_of_all_is_no_price():
    world = with_costs()
    order = draft([goods("k1", CHAIR, "2")], world)
    assert seek_goal(order, world, Goal("margin", MICRO)).problem == "margin_all"


def test_what_rules_add_is_counted_in():
    """2 % off from 500.00 on, freight below 900.00, and 1 % of insurance."""
    rules = replace(
        rules_at(1),
        discounts=(DiscountRule(1, "Bulk", 20_000, scope="order", least_minor=50_000),),
        surcharges=(
            SurchargeRule(2, "freight", "Freight", 990, free_from_minor=90_000),
            SurchargeRule(3, "insurance", "Insurance", 0, 10_000),
        ),
    )
    world = context(rules=rules)
    order = draft([goods("k1", CHAIR, "2"), goods("k2", LAMP, "3"), goods("k3", CABLE, "12.5")], world)
    for wanted in (45_000, 52_345, 90_000, 91_111, 120_000):
        found, after = taken(order, world, Goal("net", wanted))
        assert found.is_exact, wanted
        assert draft_totals(after).net_minor == wanted


RULES = {
    "plain": context(roles=frozenset({"sales"})),
    "limits": context(
        rules=replace(rules_at(1), rights=(PriceRight("sales", "", 250_000), PriceRight("sales", "light", 50_000))),
        roles=frozenset({"sales"}),
    ),
    "whole": context(
        rules=replace(
            rules_at(1),
            discounts=(DiscountRule(1, "Bulk", 30_000, scope="order", least_minor=30_000),),
            surcharges=(SurchargeRule(2, "freight", "Freight", 990, free_from_minor=60_000),),
        )
    ),
}  # fmt: skip
ARTICLES = st.sampled_from([CHAIR, LAMP, CABLE, SERVICE])


@given(
    st.lists(st.tuples(ARTICLES, st.integers(1, 40)), min_size=1, max_size=6),
    st.sampled_from(sorted(RULES)),
    st.sampled_from(["net", "gross"]),
    st.sampled_from(["net", "gross"]),
    st.sampled_from(["group", "line"]),
    st.fractions(0, 2),
)
def test_what_is_told_is_what_the_order_is_then(lines, rules, kind, mode, rounding, share):
    world = RULES[rules]
    keyed = [goods(f"k{n}", article, str(count)) for n, (article, count) in enumerate(lines, 1)]
    order = replace(draft(keyed, world), price_mode=mode, tax_rounding=rounding)
    now = draft_totals(order)
    wanted = int((now.net_minor if kind == "net" else now.gross_minor) * share)
    found, after = taken(order, world, Goal(kind, wanted))
    totals = draft_totals(after)
    assert found.reached == (totals.net_minor if kind == "net" else totals.gross_minor)
    assert found.is_exact == (found.reached == wanted)
    assert sums_hold(after)
    for before, line in zip(order.keyed_lines, after.keyed_lines, strict=True):
        assert replace(line, **_price(before)) == before, "nothing but the price is another"
    if kind == mode == "net" and rules == "plain":
        assert found.is_exact
    if rules == "limits" and kind == mode == "net":
        at_floor = all(each.held_by for each in found.lines)
        assert found.is_exact or at_floor


def _price(line):
    names = (
        "price_source", "list_price_micro", "price_per", "discount_source", "discount_ppm", "price_micro",
        "amount_minor",
    )  # fmt: skip
    return {name: getattr(line, name) for name in names}


def test_edits_of_nothing_changed_are_none():
    now = draft_totals(ORDER).net_minor
    found = seek_goal(ORDER, context(), Goal("net", now))
    assert goal_edits(found.lines) == ()
    assert apply_edits(ORDER, goal_edits(found.lines)) == ORDER


def test_what_was_confirmed_under_another_tax_is_counted_as_it_stands():
    """Freight was confirmed at 16 %; a change of the order leaves that line, and the gross total is still reached."""
    rules = replace(rules_at(1), surcharges=(SurchargeRule(2, "freight", "Freight", 10_000),))
    world = context(rules=rules)
    order = draft([goods("k1", CHAIR, "2"), goods("k2", CABLE, "3")], world)
    lines = tuple(replace(line, tax_ppm=160_000) if line.is_made else line for line in order.lines)
    confirmed = replace(order, lines=lines, number="A-1", state="confirmed")
    for wanted in (80_000, 90_000, 91_234):
        found, after = taken(confirmed, world, Goal("gross", wanted))
        assert found.is_exact, wanted
        assert draft_totals(after).gross_minor == wanted
        assert any(line.tax_ppm == 160_000 for line in after.lines)


TENTH = Promotion(12, 1, "Tenth", "percent", rate_ppm=100_000, families=frozenset({"seating"}))
BIG = Promotion(13, 2, "Big", "amount", amount_minor=5_000, order_least_minor=50_000)


@pytest.mark.parametrize("promotions", [(TENTH,), (BIG,), (TENTH, BIG)])
def test_promotions_that_typed_prices_lose_are_counted(promotions):
    """A promotion leaves typed prices alone: the lines of the goal bear the whole difference."""
    world = context(rules=replace(rules_at(1), promotions=promotions))
    order = draft([goods("k1", CHAIR, "2"), goods("k2", LAMP, "3"), goods("k3", CABLE, "12.5")], world)
    assert any(line.is_made for line in order.lines)
    for kind, wanted in (("net", 60_000), ("net", 85_000), ("gross", 95_000), ("gross", 70_007)):
        found, after = taken(order, world, Goal(kind, wanted))
        totals = draft_totals(after)
        assert found.is_exact, (kind, wanted, found.reached)
        assert (totals.net_minor if kind == "net" else totals.gross_minor) == wanted
        assert {line.origin for line in found.lost} == {line.origin for line in order.lines if line.is_made}
    only_lamps = taken(order, world, Goal("net", 80_000, keys=frozenset({"k2"})))[0]
    assert only_lamps.is_exact
    assert only_lamps.lost == (), "the chair keeps its own"
