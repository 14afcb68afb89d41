"""Any draft under any rules: whatever the clicks, it is what its fields say, and what is taken back leaves nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.orders.asking import asked_order
from app.domain.orders.draft import Draft, apply_edits, delete_line, edit_header, edit_line, insert_line
from app.domain.orders.repricing import changed_prices, draft_totals, reprice_all, reprice_changed, sums_hold
from app.domain.pricing import Gift, MetalContent, MetalQuote, Promotion, SurchargeRule, price
from tests.helpers.chances import CHANCES
from tests.unit.orders.any_draft import World, any_line, any_step, any_world
from tests.unit.orders.kit_world import kit_line
from tests.unit.orders.kit_world import world as kit_world
from tests.unit.orders.world import CHAIR, LAMP, PRODUCTS, TODAY, context, draft, free, goods, rules_at

SEEDS = range(400)
SOME = settings(max_examples=50)


@st.composite
def shrinking(draw: st.DrawFn) -> Random:
    return draw(st.randoms(use_true_random=False))


def keyed(chance: Random, world: World, steps: int = 8) -> list[Draft]:
    """The states of a draft while it is keyed."""
    states = [world.draft]
    for number in range(1, steps + 1):
        edit = any_step(chance, number, states[-1], world)
        states.append(reprice_changed(states[-1], apply_edits(states[-1], [edit]), world.context))
    return states


def assert_is_its_fields(state: Draft, world: World) -> None:
    """It is what it would be were it keyed by somebody else, in another order, with rules that remember nothing."""
    fresh = world.fresh
    assert state == reprice_all(state, fresh)
    assert changed_prices(state, fresh) == ()
    assert sums_hold(state)
    priced = price(asked_order(state, fresh), fresh.rules)
    made = sorted((each.origin, each.amount_minor, each.base_micro) for each in priced.made)
    stands = sorted(
        (line.origin, line.amount_minor, line.base_micro if line.product_id else 0)
        for line in state.lines
        if line.is_made and not line.is_part
    )
    assert stands == made
    totals = draft_totals(state)
    assert (priced.totals.net_minor, priced.totals.tax_minor) == (totals.net_minor, totals.tax_minor)
    shown = sum(line.amount_minor for line in state.lines if line.has_amount and line.kind != "kit")
    assert shown == (totals.gross_minor if state.price_mode == "gross" else totals.net_minor)


@pytest.mark.parametrize("hundred", range(len(SEEDS) // 100))
def test_whatever_was_clicked_a_draft_is_what_its_fields_say(hundred: int):
    for seed in SEEDS[hundred * 100 : hundred * 100 + 100]:
        chance = Random(seed)
        world = any_world(chance)
        for state in keyed(chance, world)[1:]:
            assert_is_its_fields(state, world)


@SOME
@given(shrinking())
def test_whatever_was_clicked_a_draft_is_what_its_fields_say_and_what_is_not_is_made_small(chance: Random):
    world = any_world(chance)
    assert_is_its_fields(keyed(chance, world)[-1], world)


@SOME
@given(CHANCES)
def test_a_line_that_comes_and_goes_restores_every_price_tax_and_made_line(chance: Random):
    world = any_world(chance)
    before = keyed(chance, world)[-1]
    more = reprice_changed(
        before, apply_edits(before, [insert_line(any_line(chance, 99, world))]), world.context
    )
    line = more.line("k99")
    assert line is not None
    assert reprice_changed(more, apply_edits(more, [delete_line(line)]), world.context) == before


@SOME
@given(CHANCES)
def test_lines_keyed_in_another_order_cost_the_same(chance: Random):
    world = any_world(chance)
    lines = [any_line(chance, number, world) for number in range(1, 6)]

    def keyed_as(order: list[int]) -> Draft:
        state = world.draft
        for place in order:
            state = reprice_changed(state, apply_edits(state, [insert_line(lines[place])]), world.context)
        return state

    assert keyed_as(chance.sample(range(5), 5)) == keyed_as(list(range(5)))


@SOME
@given(CHANCES)
def test_what_is_clicked_is_taken_back_step_by_step(chance: Random):
    world = any_world(chance)
    states, edits = [world.draft], []
    for number in range(1, 8):
        edits.append(any_step(chance, number, states[-1], world))
        states.append(reprice_changed(states[-1], apply_edits(states[-1], [edits[-1]]), world.context))
    now = states.pop()
    for edit, was in zip(reversed(edits), reversed(states), strict=True):
        now = reprice_changed(now, apply_edits(now, [edit.inverse]), world.context)
        assert now == was


def test_these_drafts_have_prices_of_every_kind_and_most_have_lines_that_rules_made():
    found: Counter[str] = Counter()
    for seed in SEEDS:
        chance = Random(seed)
        world = any_world(chance)
        last = keyed(chance, world)[-1]
        found.update((last.price_mode, f"tax by {last.tax_rounding}"))
        found.update({"abroad"} if last.header.exchange else ())
        made = [line for line in last.lines if line.is_made and not line.is_part]
        found.update({"kits"} if any(line.is_part for line in last.lines) else ())
        found.update({"made"} if made else ())
        found.update({line.origin[0] for line in made} | {"gift" for line in made if line.product_id})
    assert min(found[name] for name in ("net", "gross", "tax by line", "tax by group")) >= len(SEEDS) // 3
    assert found["kits"] >= len(SEEDS) // 10
    assert found["made"] >= len(SEEDS) // 3
    assert found["abroad"] >= len(SEEDS) // 5
    assert min(found[name] for name in ("P", "S", "D", "M", "T", "gift")) >= 10


# Found by it


GIFT = Promotion(
    11, 1, "Lamp for ten", "gift", buy_micro=10 * MICRO, get_micro=MICRO, products=((CHAIR, 0),),
    gift=Gift(LAMP, "LA-1", "Lamp", family="light"),
)  # fmt: skip


@pytest.mark.parametrize("values", [{"channel": "web"}, {"ship_country": "AT"}])
def test_free_goods_keep_their_cost_when_channel_or_country_change(values):
    products = {**PRODUCTS, LAMP: replace(PRODUCTS[LAMP], cost_micro=20 * MICRO, cost_source="standard")}
    at = context(rules=replace(rules_at(1), promotions=(GIFT,)), products=products)
    order = draft([goods("k1", CHAIR, "10")], at)
    other = reprice_changed(order, apply_edits(order, [edit_header(order, **values)]), at)
    assert [(line.cost_micro, line.cost_source) for line in other.lines if line.is_made] == [
        (20 * MICRO, "standard")
    ]
    assert other == reprice_all(other, replace(at, rules=replace(at.rules)))


def test_goods_that_come_back_take_no_weight_off_what_is_sent():
    each = SurchargeRule(1, "freight", "Pallet", 1200, each_g=400_000)
    products = {number: replace(product, weight_g=1000) for number, product in PRODUCTS.items()}
    at = context(rules=replace(rules_at(1), surcharges=(each,)), products=products)
    order = draft([goods("k1", CHAIR, "401"), goods("k2", LAMP, "-10")], at)
    assert [line.amount_minor for line in order.lines if line.is_made] == [2400]


def test_a_little_more_metal_for_the_same_money_is_told_with_its_new_weight():
    metals = (MetalContent("CU", 1000, 0, 100_000),)
    products = {**PRODUCTS, LAMP: replace(PRODUCTS[LAMP], metals=metals)}
    quotes = {"CU": (MetalQuote(1, "CU", "Copper", 1000 * MICRO, TODAY, 100_000),)}
    at = context(rules=replace(rules_at(1), metals=quotes), products=products)
    order = draft([goods("k1", LAMP, "1000")], at)
    line = order.line("k1")
    assert line is not None
    more = reprice_changed(order, apply_edits(order, [edit_line(line, quantity_micro=1_000_400_000)]), at)
    (was,), (now,) = ([each for each in state.lines if each.is_made] for state in (order, more))
    assert was.amount_minor == now.amount_minor == 1000
    assert "1.0004" in now.text


def test_a_gift_of_an_order_below_nothing_goes_and_comes_whatever_was_keyed_before():
    at = context(rules=replace(rules_at(1), promotions=(GIFT,)))
    order = draft([goods("k1", CHAIR, "10"), free("k2", "-1", kind="discount")], at)
    line = order.line("k2")
    assert line is not None
    below = reprice_changed(order, apply_edits(order, [edit_line(line, list_price_micro=-9_000 * MICRO)]), at)
    assert below == reprice_all(below, replace(at, rules=replace(at.rules)))
    line = below.line("k2")
    assert line is not None
    back = reprice_changed(below, apply_edits(below, [edit_line(line, list_price_micro=-MICRO)]), at)
    assert back == order


def test_the_parts_of_kits_weigh_and_hold_metal_where_an_order_is_priced_again():
    """As the simulator does."""
    metals = (MetalContent("CU", 10_000, 0, 100_000),)
    kit = kit_world()
    products = {**kit.products, CHAIR: replace(kit.products[CHAIR], weight_g=1000, metals=metals)}
    rules = replace(
        kit.rules,
        surcharges=(SurchargeRule(1, "freight", "Pallet", 1200, each_g=400_000),),
        metals={"CU": (MetalQuote(1, "CU", "Copper", 1000 * MICRO, TODAY, 100_000),)},
    )
    at = replace(kit, products=products, rules=rules)
    order = draft([kit_line("k1", "201", within=at)], at)
    asked = price(asked_order(order, at), rules)
    added: Counter[str] = Counter()
    for each in asked.made:
        added[each.origin] += each.amount_minor
    assert added == {"S1": 2400, "MCU": 4020}, "402 kg in steps of 400, and a hundredth of it copper"
    assert draft_totals(order) == asked.totals
