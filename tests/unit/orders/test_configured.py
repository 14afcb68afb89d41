"""Configured lines of a draft: their price and cost, what is keyed on them, and what is told of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.money import MICRO
from app.domain.order_checks import check_order
from app.domain.orders.context import OrderContext
from app.domain.orders.costs import with_costs_now, with_kept_costs
from app.domain.orders.draft import Draft, apply_edits, edit_line
from app.domain.orders.keying import product_values
from app.domain.orders.own_prices import LinePricing
from app.domain.orders.repricing import DraftPrices, reprice_changed, sums_hold
from app.domain.orders.steps import apply_step, undo_of
from app.domain.pricing import ListFacts, PriceRow
from app.i18n import speaking
from tests.unit.orders.configured_world import (
    DESK,
    LIT,
    MODEL,
    ONE,
    PLAIN,
    WORLD,
    desk_line,
    order,
    world,
)
from tests.unit.orders.world import CHAIR, PRODUCTS, micro


def edited(before: Draft, within=WORLD, **values) -> Draft:
    return reprice_changed(before, apply_edits(before, [edit_line(before.lines[0], **values)]), within)


def codes(draft: Draft, within=WORLD) -> set[str]:
    return {issue.code for issue in check_order(draft, within)}


def test_a_configured_line_costs_the_sum_of_its_shares():
    (line,) = ONE.lines
    assert (line.list_price_micro, line.price_micro, line.amount_minor) == (640_333_333, 640_333_333, 64_033)
    assert (line.cost_micro, line.cost_source) == (micro("300"), "configured")


def test_another_configuration_is_another_price_and_is_undone_as_one_step():
    step = (edit_line(ONE.lines[0], configuration=LIT, text="Desk, lit"),)
    lit = apply_step(ONE, step, WORLD)
    assert lit.lines[0].list_price_micro == 720_333_333
    assert apply_step(lit, undo_of(step), WORLD) == ONE


def test_another_article_is_not_configured_any_more():
    chair = edited(ONE, **product_values(PRODUCTS[CHAIR]))
    assert (chair.lines[0].configuration, chair.lines[0].price_micro) == ("", micro("348.35"))


def test_a_discount_leaves_what_it_may_not_reach_whether_of_rules_or_of_people():
    lit = order(desk_line(configuration=LIT))
    typed = edited(lit, discount_source="manual", discount_ppm=100_000)
    line = typed.lines[0]
    assert (line.discount_ppm, line.discount_on_micro) == (100_000, 640_333_333), "as it was keyed"
    assert (line.price_micro, line.amount_minor) == (656_300_000, 65_630), "none off 80.00"
    assert sums_hold(typed)
    rules = replace(WORLD, customer=replace(WORLD.customer, discount_ppm=100_000))  # type: ignore[type-var]
    assert order(desk_line(configuration=LIT), within=rules).lines[0].amount_minor == 65_630


def test_a_typed_price_stays_whatever_is_configured():
    typed = edited(ONE, price_source="manual", list_price_micro=micro("500"))
    assert edited(typed, configuration=LIT).lines[0].amount_minor == 50_000


def test_the_waterfall_names_the_shares_in_the_words_of_who_looks():
    with speaking("de"):
        result = DraftPrices(ONE, WORLD).explained(ONE.lines[0])
    assert result is not None
    assert [(step.code, step.name) for step in result.steps[:2]] == [
        ("share", "Gestell"),
        ("share", "Platte: Eiche"),
    ]


@pytest.mark.parametrize("cost", [None, micro("270")])
def test_what_is_not_known_of_a_configuration_costs_what_the_card_says(cost):
    within = world(cost_micro=cost)
    line = order(desk_line(), within=within).lines[0]
    assert (line.cost_micro, line.cost_source) == (
        (cost, "configured") if cost else (micro("250"), "standard")
    )
    assert with_costs_now(ONE, within).lines[0].cost_micro == line.cost_micro


@pytest.mark.parametrize(("pieces", "cost"), [(1, "330"), (4, "307.5"), (7, "304.285714"), (0, "300")])
def test_pieces_of_a_line_share_the_setting_up(pieces, cost):
    within = world(setup_micro=micro("30"))
    line = order(desk_line(quantity=str(pieces)), within=within).lines[0]
    assert line.cost_micro == micro(cost)


def test_an_amended_line_that_is_configured_otherwise_costs_what_it_costs_now():
    before = replace(ONE, lines=(replace(ONE.lines[0], cost_micro=1),))
    same, other = edited(before, text="For Anna"), edited(before, configuration=LIT)
    assert with_kept_costs(before, same).lines[0].cost_micro == 1
    assert with_kept_costs(before, other).lines[0].cost_micro == micro("300")


def test_nothing_is_confirmed_that_is_not_configured_or_by_another_model():
    assert "line.not_configured" not in codes(ONE)
    assert "line.not_configured" in codes(order(desk_line(configuration="gone-1")))
    other = replace(
        WORLD, products={**WORLD.products, DESK: replace(WORLD.products[DESK], model_id=MODEL + 1)}
    )
    assert "line.not_configured" in codes(ONE, other)


def test_an_older_version_is_told_while_it_can_still_be_chosen_anew():
    newer = world(active_number=2)
    assert "line.older_model" in codes(ONE, newer)
    assert "line.older_model" not in codes(replace(ONE, number="SO-1", state="confirmed"), newer)
    assert "line.older_model" not in codes(ONE, world(active_number=0)), "there is none that could be chosen"


DEALER = ListFacts(2, "dealer", "Dealers", "general", parent_id=1, priority=5, factor_ppm=900_000)
DOLLARS = "USD 1.0837 EUR 2026-03-02 typed"


def _with_list(**values) -> OrderContext:
    """The world with the article in the list for everybody, and a list that is made of that one."""
    rules = WORLD.rules
    rows = {**rules.rows, DESK: (PriceRow(90, 1, 0, micro("100")), PriceRow(91, 1, micro("5"), micro("90")))}
    return replace(
        WORLD, rules=replace(rules, lists={**rules.lists, 2: DEALER, **values.get("lists", {})}, rows=rows)
    )


def _discounted(within: OrderContext, percent_ppm: int = 70_000) -> OrderContext:
    assert within.customer is not None
    return replace(within, customer=replace(within.customer, discount_ppm=percent_ppm))


@pytest.mark.parametrize("key", [PLAIN, LIT])
@pytest.mark.parametrize("quantity", ["1", "7"])
@pytest.mark.parametrize(
    ("within", "header", "typed"),
    [
        (WORLD, {}, {}),
        (_discounted(WORLD), {}, {}),
        (_with_list(), {}, {}),
        (_discounted(_with_list()), {"exchange": DOLLARS}, {}),
        (_with_list(), {}, {"discount_source": "manual", "discount_ppm": 50_000}),
        (_with_list(), {}, {"unit": "dz", "factor_num": 12}),
    ],
    ids=["model", "discount", "list made of another", "dollars", "typed discount", "dozens"],
)
def test_the_price_while_it_is_configured_is_that_of_the_line(within, header, typed, key, quantity):
    before = order(desk_line(quantity=quantity, configuration="", **typed), within=within, **header)
    known = within.configurations[key].price
    piece = LinePricing(before.lines[0], before, within).piece(micro(quantity), known.lists)
    assert piece is not None
    shares = known.shares(piece.first_facts.code, piece.on)
    found = piece.priced([(each.amount, each.is_discountable, each.currency) for each in shares])
    after = reprice_changed(
        before, apply_edits(before, [edit_line(before.lines[0], configuration=key)]), within
    )
    line = after.lines[0]
    assert (found.result.net_micro, found.result.per) == (line.price_micro, line.price_per)
    assert found.result.amount_minor == line.amount_minor


def test_a_typed_price_is_left_aside_while_one_chooses():
    typed = edited(ONE, price_source="manual", list_price_micro=micro("500"))
    piece = LinePricing(typed.lines[0], typed, WORLD).piece(MICRO, ())
    assert piece is not None
    assert piece.priced(()).price == 0, "what the rules say of nothing chosen"
