"""Costs: days of their own, the moving average by the tables of docs/costs.md, unknown is never nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.approvals import effect_of
from app.domain.costs import CostedReceipt, CostInput, check_costs, moving_average, moving_averages
from app.domain.money import MICRO
from app.domain.orders.costs import with_costs_now, with_kept_costs
from app.domain.orders.draft import Draft, Line
from app.domain.orders.margins import order_margin
from app.messages import text_of_issue
from tests.helpers.doc_tables import read_tables
from tests.unit.orders.world import CHAIR, LAMP, PRODUCTS, TODAY, context, draft, free, goods, micro

TABLES = read_tables("costs.md")
RECEIPTS, AMENDED = TABLES["The moving average"], TABLES["What an amended line costs"]


@pytest.mark.parametrize("article", sorted({row["article"] for row in RECEIPTS}))
def test_the_average_goes_as_the_page_says(article):
    before: int | None = None
    for number, row in enumerate(each for each in RECEIPTS if each["article"] == article):
        if not number:
            before = micro(row["cost before"]) if row["cost before"] else None
        assert before == (micro(row["cost before"]) if row["cost before"] else None)
        if row["cost"]:
            receipt = CostedReceipt(micro(row["there"]), micro(row["came"]), micro(row["cost"]))
            before = moving_average(before, receipt)
        assert before == (micro(row["average"]) if row["average"] else None)


receipts = st.builds(
    CostedReceipt,
    st.integers(0, 10**9).map(lambda each: each * 1000),
    st.integers(1, 10**9).map(lambda each: each * 1000),
    st.integers(0, 10**12),
)


@given(before=st.none() | st.integers(0, 10**12), receipt=receipts)
def test_an_average_lies_between_both_costs_and_within_half_a_millionth_of_the_true_one(before, receipt):
    after = moving_average(before, receipt)
    if before is None or not receipt.on_hand_micro:
        assert after == receipt.cost_micro
        return
    assert min(before, receipt.cost_micro) <= after <= max(before, receipt.cost_micro)
    there, came = Fraction(receipt.on_hand_micro), Fraction(receipt.quantity_micro)
    true = (there * before + came * receipt.cost_micro) / (there + came)
    assert abs(after - true) <= Fraction(1, 2)


@given(st.lists(receipts, min_size=1, max_size=6), st.integers(0, 10**12))
def test_a_correction_that_says_the_same_changes_nothing_after_it(rows, before):
    averages = moving_averages(before, rows)
    for number in range(1, len(rows)):
        assert moving_averages(averages[number - 1], rows[number:]) == averages[number:]


def row(day: date | None = None, cost: int = MICRO) -> CostInput:
    return CostInput(product_id=1, cost_micro=cost, **({} if day is None else {"valid_from": day}))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([row(cost=-1)], "cost.negative"),
        ([row(cost=10**16)], "cost.too_high"),
        ([row(), row()], "cost.twice_ever"),
        ([row(TODAY), row(TODAY)], "cost.twice"),
    ],
)
def test_what_no_cost_can_be_is_told(rows, code):
    [issue] = check_costs(rows)
    assert issue.code == code
    assert "{" not in text_of_issue(issue)


def test_a_day_that_is_kept_already_is_not_keyed_again():
    assert [each.code for each in check_costs([row(TODAY)], [row(TODAY)])] == ["cost.twice"]
    assert check_costs([row(TODAY)], [row()]) == ()


def order(*lines: Line, **values) -> Draft:
    return replace(draft(lines), **values)


def test_a_margin_says_of_how_many_lines_the_cost_is_known():
    margin = order_margin(order(goods("k1", CHAIR, "2"), goods("k2", LAMP, "1")))
    assert margin is not None
    assert (margin.revenue_minor, margin.cost_minor, margin.known, margin.lines) == (69670, 40000, 1, 2)


def test_an_order_of_unknown_costs_has_no_margin_rather_than_a_whole_one():
    assert order_margin(order(goods("k1", LAMP, "1"))) is None


def test_what_is_given_away_costs_what_it_costs():
    given = goods("k1", CHAIR, "1", price_source="manual", list_price_micro=0)
    margin = order_margin(order(given, goods("k2", CHAIR, "1")))
    assert margin is not None
    assert (margin.revenue_minor, margin.cost_minor) == (34835, 40000)


def test_an_order_discount_falls_on_known_and_unknown_lines_alike():
    off = free("k3", "-39.825", kind="discount")
    margin = order_margin(order(goods("k1", CHAIR, "1"), goods("k2", LAMP, "1"), off))
    assert margin is not None
    assert margin.revenue_minor == 34835 - 3484  # 398.25 in all: 348.35 of them bear 34.835 of the 39.83


def test_who_approves_sees_the_margin_that_the_order_shows():
    off = free("k3", "-39.825", kind="discount")
    asked = order(goods("k1", CHAIR, "1"), goods("k2", LAMP, "1"), free("k4", "5"), off)
    margin, effect = order_margin(asked), effect_of(asked, context())
    assert margin is not None
    assert effect.unknown_costs == margin.lines - margin.known == 2, "the lamp and the free line"
    assert (effect.costed_net_minor, effect.cost_minor) == (margin.revenue_minor, margin.cost_minor)


def dated(cost: str | None, day: date) -> dict:
    known = replace(
        PRODUCTS[CHAIR],
        cost_micro=None if cost is None else micro(cost),
        cost_source="standard",
        cost_date=day,
    )
    return {**PRODUCTS, CHAIR: known}


def test_a_draft_takes_the_cost_of_today_and_a_confirmed_order_keeps_its_own():
    world = replace(context(), products=dated("210", TODAY))
    keyed = order(goods("k1", CHAIR, "2"))
    [now] = with_costs_now(keyed, world).lines
    assert (now.cost_micro, now.cost_source, now.cost_date) == (micro("210"), "standard", TODAY)
    for kept in (
        replace(keyed, state="confirmed"),
        replace(keyed, approval="open"),
        replace(keyed, state="quoted"),
    ):
        assert with_costs_now(kept, world) is kept


def test_a_cost_is_for_the_unit_of_the_line():
    dozen = replace(goods("k1", CHAIR, "2"), unit="dz", factor_num=12)
    world = replace(context(), products=dated("210", TODAY))
    assert with_costs_now(order(dozen), world).lines[0].cost_micro == micro("2520")


def test_a_cost_that_nobody_knows_any_more_is_unknown():
    world = replace(context(), products=dated(None, TODAY))
    assert with_costs_now(order(goods("k1", CHAIR, "2")), world).lines[0].cost_micro is None


@pytest.mark.parametrize("case", AMENDED, ids=lambda case: case["case"])
def test_an_amended_line_costs_what_the_page_says(case):
    confirmed = order(goods("k1", CHAIR, "10"), state="confirmed")
    changed = {
        "quantity": lambda each: replace(each, quantity_micro=micro(case["to"])),
        "unit": lambda each: replace(each, unit="dz", factor_num=12),
        "article": lambda each: replace(each, product_id=LAMP),
        "new": lambda each: replace(each, key="k2"),
    }[case["what"]](replace(confirmed.lines[0], cost_micro=micro("210"), cost_source="average"))
    [kept] = with_kept_costs(confirmed, replace(confirmed, lines=(changed,))).lines
    assert kept.cost_micro == (micro("200") if case["costs"] == "as confirmed" else micro("210"))
