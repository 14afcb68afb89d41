"""Promotions on a draft: lines that come, change and go with what is keyed, in whatever order it is keyed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, apply_edits, delete_line, edit_line, insert_line
from app.domain.orders.making import made_because, taken_out
from app.domain.orders.repricing import DraftPrices, changed_prices, reprice_all, reprice_changed, sums_hold
from app.domain.pricing import Gift, MetalQuote, Promotion, SurchargeRule, Used
from app.domain.pricing.metals import MetalContent, by_metal
from tests.unit.orders.world import CABLE, CHAIR, LAMP, PRODUCTS, TODAY, context, draft, goods, rules_at

GIFT = Promotion(
    11, 1, "Lamp for ten", "gift", buy_micro=10 * MICRO, get_micro=MICRO, products=((CHAIR, 0),),
    gift=Gift(LAMP, "LA-1", "Lamp", family="light"),
)  # fmt: skip
TENTH = Promotion(12, 2, "Tenth", "percent", rate_ppm=100_000, families=frozenset({"cable"}))
SET = Promotion(13, 3, "Set", "bundle", amount_minor=30_000, products=((CHAIR, MICRO), (CABLE, 10 * MICRO)))
BIG = Promotion(14, 4, "Big", "amount", amount_minor=5_000, order_least_minor=500_000, exclusive=True)


def world(*promotions: Promotion) -> OrderContext:
    return context(rules=replace(rules_at(1), promotions=promotions))


def made(order: Draft) -> list[tuple[str, str, int, int]]:
    return [
        (line.origin, line.tax_code, line.amount_minor, line.base_micro // MICRO if line.product_id else 0)
        for line in order.lines
        if line.is_made
    ]


def with_quantity(order: Draft, key: str, count: int, at: OrderContext) -> Draft:
    line = order.line(key)
    assert line is not None
    return reprice_changed(order, apply_edits(order, [edit_line(line, quantity_micro=count * MICRO)]), at)


def test_a_gift_comes_grows_and_goes_with_its_trigger_a16_a18():
    at = world(GIFT)
    order = draft([goods("k1", CHAIR, "9")], at)
    assert made(order) == []
    ten = with_quantity(order, "k1", 10, at)
    assert made(ten) == [("P1", "S", 0, 1)]
    gift = ten.lines[-1]
    assert (gift.kind, gift.sku, gift.text, gift.price_micro) == ("goods", "LA-1", "Lamp", 0)
    assert made(with_quantity(ten, "k1", 25, at)) == [("P1", "S", 0, 2)]
    assert with_quantity(ten, "k1", 9, at) == order
    assert sums_hold(ten)
    assert changed_prices(ten, at) == ()


def test_a_gift_counts_for_no_break_and_no_other_promotion():
    lamps = Promotion(15, 5, "Lamps", "percent", rate_ppm=MICRO // 2, products=((LAMP, 0),))
    rules = replace(rules_at(1), promotions=(GIFT, lamps))
    lists = {1: replace(rules.lists[1], breaks_over="article")}
    at = context(rules=replace(rules, lists=lists))
    order = draft([goods("k1", CHAIR, "20"), goods("k2", LAMP, "19")], at)
    assert made(order) == [("P1", "S", 0, 2), ("P5", "S", -47405, 0)]
    assert order.lines[1].price_micro == 49_900_000


def test_a_gift_weighs_nothing_and_its_metal_is_given_too():
    heavy = replace(PRODUCTS[LAMP], weight_g=10_000, metals=(MetalContent("CU", 1_000_000),))
    pallet = SurchargeRule(61, "pallet", "Pallet", 1200, each_g=5_000)
    copper = by_metal([MetalQuote(1, "CU", "Copper", 900 * MICRO, TODAY)])
    rules = replace(rules_at(1), promotions=(GIFT,), surcharges=(pallet,), metals=copper)
    at = context(rules=rules, products={**PRODUCTS, LAMP: heavy})
    ten = draft([goods("k1", CHAIR, "10")], at)
    assert made(ten) == [("P1", "S", 0, 1)]
    assert made(with_quantity(ten, "k1", 20, at)) == [("P1", "S", 0, 2)]
    keyed = made(draft([goods("k1", CHAIR, "9"), goods("k2", LAMP, "1")], at))
    assert keyed == [("S61", "S", 2400, 0), ("MCU", "S", 900, 0)], "one that is sold counts"


def test_a_gift_may_have_a_tax_class_of_its_own():
    order = draft([goods("k1", CHAIR, "10")], world(replace(GIFT, tax_class="reduced")))
    assert made(order) == [("P1", "R", 0, 1)]


def test_a_set_costs_its_price_over_two_taxes():
    order = draft([goods("k1", CHAIR), goods("k2", CABLE, "10")], world(SET))
    keyed = sum(line.amount_minor for line in order.keyed_lines)
    assert sum(line.amount_minor for line in order.lines) == 30_000
    assert [code for _origin, code, _amount, _count in made(order)] == ["R", "S"]
    assert keyed == 34_835 + 7_770


def test_what_is_taken_out_stays_out():
    at = world(TENTH)
    order = draft([goods("k1", CABLE, "10")], at)
    assert made(order) == [("P2", "R", -777, 0)]
    edit = taken_out(order.lines[-1], order)
    without = reprice_changed(order, apply_edits(order, [edit]), at)
    assert (made(without), without.header.waived) == ([], "P2")
    assert made(with_quantity(without, "k1", 20, at)) == []


def test_a_line_that_comes_and_goes_restores_everything():
    at = world(GIFT, TENTH, SET, BIG)
    order = draft([goods("k1", CHAIR, "10"), goods("k2", CABLE, "30")], at)
    more = reprice_changed(order, apply_edits(order, [insert_line(goods("k3", CHAIR, "200"))]), at)
    assert made(more) != made(order)
    line = more.line("k3")
    assert line is not None
    assert reprice_changed(more, apply_edits(more, [delete_line(line)]), at) == order


def test_a_confirmed_order_keeps_its_promotions_and_gets_the_difference():
    at = world(TENTH, GIFT)
    order = draft([goods("k1", CABLE, "10"), goods("k2", CHAIR, "10")], at)
    confirmed = replace(order, state="confirmed", number="A-1")
    more = with_quantity(with_quantity(confirmed, "k1", 20, at), "k2", 20, at)
    assert made(more) == [("P1", "S", 0, 2), ("P2", "R", -777, 0), ("P2", "R", -777, 0)]
    assert with_quantity(with_quantity(more, "k1", 10, at), "k2", 10, at) == confirmed


def test_what_other_orders_used_up_does_not_come_and_the_draft_says_so():
    at = world(replace(TENTH, max_uses=3))
    order = draft([goods("k1", CABLE, "10")], at)
    later = replace(at, purchases=replace(at.purchases, used={2: Used(3)}))
    assert [line.origin for line in changed_prices(order, later)] == ["P2"]
    assert made(reprice_all(order, later)) == []


def test_why_a_made_line_stands_there_names_its_promotion():
    at = world(GIFT, TENTH)
    order = draft([goods("k1", CABLE, "10"), goods("k2", CHAIR, "10")], at)
    told = {key: (line.name, line.rate_ppm, line.base_minor) for key, line in made_because(order, at).items()}
    assert told == {("P2", "reduced"): ("Tenth", 100_000, 7_770), ("P1", "standard"): ("Lamp for ten", 0, 0)}
    assert DraftPrices(order, at).explained(order.lines[-1]) is None


EDITS = st.lists(
    st.tuples(st.sampled_from(["k1", "k2", "k3", "k4"]), st.integers(0, 40)), min_size=1, max_size=8
)


@settings(max_examples=60)
@given(EDITS, st.sets(st.sampled_from([GIFT, TENTH, SET, BIG])))
def test_edits_one_by_one_are_the_whole_priced_anew(edits, promotions):
    at = world(*promotions)
    order = draft(
        [goods("k1", CHAIR), goods("k2", CABLE, "10"), goods("k3", LAMP, "3"), goods("k4", CHAIR, "2")], at
    )
    for key, count in edits:
        order = with_quantity(order, key, count, at)
        fresh = replace(at, rules=replace(at.rules))
        assert order == reprice_all(order, fresh)
