"""Kits on a draft: their parts beneath them, whose amounts are the kit's to the cent, whatever is keyed (A36)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.kits import (
    BY_COST,
    FIXED,
    OF_KIT,
    SUM,
    Kit,
    KitInput,
    KitPart,
    KitPartInput,
    check_kit,
    check_part,
    split_price,
)
from app.domain.money import MICRO
from app.domain.order_checks import check_order
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import (
    KIT,
    Draft,
    Line,
    apply_edits,
    delete_line,
    edit_header,
    edit_line,
    insert_line,
)
from app.domain.orders.keying import copy_line, move_line, product_values
from app.domain.orders.making import made_because
from app.domain.orders.repricing import (
    DraftPrices,
    changed_prices,
    draft_totals,
    reprice_all,
    reprice_changed,
    sums_hold,
)
from app.domain.orders.steps import PriceStep, apply_step, take_prices, undo_of
from app.domain.orders.whole import amounts_of
from app.domain.pricing import DiscountRule
from app.messages import text_of_issue
from tests.unit.orders.kit_world import OWN_PRICE, SET, WORLD, kit_line, order, world
from tests.unit.orders.world import (
    CABLE,
    CHAIR,
    LAMP,
    PRODUCTS,
    SERVICE,
    TODAY,
    WIEN,
    draft,
    goods,
    micro,
)


def kit_of(made: Draft) -> Line:
    found = made.line("k1")
    assert found is not None
    return found


def taken(made: Draft, within: OrderContext) -> PriceStep:
    step = take_prices(made, within)
    assert step is not None
    return step


def parts_of(made, key="k1"):
    return [line for line in made.lines if line.kit_key == key]


def told(made, key="k1"):
    return [
        (line.sku, Decimal(line.quantity_micro) / MICRO, line.amount_minor) for line in parts_of(made, key)
    ]


def test_the_parts_stand_beneath_the_kit_and_share_its_price_to_the_cent():
    made = order(kit_line("k1", "1"), goods("k2", LAMP))
    assert [line.key for line in made.lines] == ["k1", "~k1.1", "~k1.2", "~k1.3", "~k1.4", "k2"]
    # list prices: 2 x 348.35, 49.90, 1.5 x 7.77, 0.5 x 85: together 800.755 for 700
    assert told(made) == [
        ("CH-1", 2, 60904),
        ("LA-1", 1, 4362),
        ("CA-1", Decimal("1.5"), 1019),
        ("SV-1", Decimal("0.5"), 3715),
    ]
    kit = kit_of(made)
    assert (kit.kind, kit.amount_minor, kit.has_amount) == (KIT, 70000, False)
    assert draft_totals(made).net_minor == 70000 + 4990
    assert sums_hold(made)


def test_each_part_has_the_tax_of_its_own_class_or_that_of_the_kit():
    rates = {line.sku: line.tax_ppm for line in parts_of(order(kit_line("k1")))}
    assert rates == {"CH-1": 190_000, "LA-1": 190_000, "CA-1": 70_000, "SV-1": 190_000}
    as_kit = world(replace(OWN_PRICE, tax=OF_KIT))
    assert {line.tax_ppm for line in parts_of(order(kit_line("k1", within=as_kit), within=as_kit))} == {
        190_000
    }


@pytest.mark.parametrize(
    ("kit", "shares"),
    [
        (replace(OWN_PRICE, split=FIXED), [35000, 21000, 14000, 0]),
        (replace(OWN_PRICE, split=BY_COST), [70000, 0, 0, 0]),  # of the others nobody knows the cost
        (
            replace(OWN_PRICE, split=FIXED, parts=(KitPart(CHAIR, MICRO), KitPart(LAMP, 2 * MICRO))),
            [23333, 46667],
        ),
    ],
)
def test_the_split_is_by_what_the_card_says(kit, shares):
    there = world(kit)
    assert [
        line.amount_minor for line in parts_of(order(kit_line("k1", within=there), within=there))
    ] == shares


def test_a_kit_may_cost_the_sum_of_its_parts_less_a_percent():
    there = world(replace(OWN_PRICE, price=SUM, less_ppm=100_000), price="")
    kit = kit_of(order(kit_line("k1", "2", within=there), within=there))
    # 2 x 348.35 + 49.90 + 1.5 x 7.77 + 0.5 x 85 = 800.755; less 10 % 720.6795
    assert (kit.list_price_micro, kit.discount_ppm, kit.price_micro) == (
        micro("800.755"),
        100_000,
        micro("720.6795"),
    )
    assert kit.amount_minor == 144136
    more = kit_of(order(kit_line("k1", "6", within=there), within=there))  # 12 chairs: 330 each
    assert more.list_price_micro == micro("800.755") - 2 * micro("18.35")
    dozens = order(kit_line("k1", "1", "dz", within=there), within=there)
    assert kit_of(dozens).list_price_micro == 12 * micro("764.055")  # 20 lamps are not reached, 24 chairs are
    assert sums_hold(dozens)


def test_the_waterfall_of_such_a_kit_says_what_its_parts_come_to():
    there = world(replace(OWN_PRICE, price=SUM, less_ppm=100_000), price="")
    made = order(kit_line("k1", within=there), within=there)
    result = DraftPrices(made, there).explained(made.lines[0])
    assert result is not None
    steps = result.steps
    assert [(step.code, step.after_micro) for step in steps] == [
        ("kit_sum", micro("800.755")), ("kit_less", micro("720.6795")), ("net", micro("720.6795")),
    ]  # fmt: skip


def test_a_part_without_a_price_leaves_such_a_kit_without_one():
    there = world(replace(OWN_PRICE, price=SUM), price="")
    rows = {id_: row for id_, row in there.rules.rows.items() if id_ != LAMP}
    there = replace(there, rules=replace(there.rules, rows=rows))
    kit = kit_of(order(kit_line("k1", within=there), within=there))
    assert (kit.list_price_micro, kit.amount_minor) == (None, 0)


# as it is keyed


def edited(before, *edits, within=WORLD):
    return reprice_changed(before, apply_edits(before, edits), within)


def test_the_parts_follow_quantity_break_and_typed_price():
    made = order(kit_line("k1", "1"))
    five = edited(made, edit_line(kit_of(made), quantity_micro=micro("5")))
    assert (kit_of(five).amount_minor, sum(line.amount_minor for line in parts_of(five))) == (
        325000,
        325000,
    )
    assert [line.quantity_micro for line in parts_of(five)] == [
        micro("10"),
        micro("5"),
        micro("7.5"),
        micro("2.5"),
    ]
    typed = edited(
        five,
        edit_line(
            kit_of(five), price_source="manual", list_price_micro=micro("99.99"), discount_source="manual"
        ),
    )
    assert draft_totals(typed).net_minor == 49995
    assert parts_of(typed)[0].price_source == "kit"


def test_an_article_in_its_place_takes_the_parts_away_and_an_undo_brings_them_back():
    made = order(kit_line("k1"), goods("k2", LAMP))
    step = (edit_line(kit_of(made), **product_values(PRODUCTS[CHAIR])),)
    after = apply_step(made, step, WORLD)
    assert [line.key for line in after.lines] == ["k1", "k2"]
    assert apply_step(after, undo_of(step), WORLD) == made
    gone = (delete_line(kit_of(made)),)
    assert [line.key for line in apply_step(made, gone, WORLD).lines] == ["k2"]
    assert apply_step(apply_step(made, gone, WORLD), undo_of(gone), WORLD) == made


def test_a_kit_moves_and_is_copied_with_its_parts():
    made = order(kit_line("k1"), goods("k2", LAMP), goods("k3", CHAIR))
    down = edited(made, *move_line(made, "k1", 1))
    assert [line.key for line in down.lines] == ["k2", "k1", "~k1.1", "~k1.2", "~k1.3", "~k1.4", "k3"]
    assert move_line(made, "~k1.1", 1) == ()
    copied = edited(made, copy_line(made, kit_of(made), "k9"))
    assert told(copied, "k9") == told(copied, "k1")
    assert [line.key for line in copied.keyed_lines] == ["k1", "k9", "k2", "k3"]


def test_the_same_kit_twice_is_two_kits():
    made = order(kit_line("k1", "1"), kit_line("k2", "2"))
    assert [len(parts_of(made, key)) for key in ("k1", "k2")] == [4, 4]
    assert len({line.key for line in made.lines}) == 10


def test_the_country_changes_the_taxes_of_the_parts():
    made = order(kit_line("k1"))
    abroad = edited(made, edit_header(made, ship_country="AT"), within=replace(WORLD, customer=WIEN))
    assert {line.tax_category for line in parts_of(abroad)} == {"K"}
    assert draft_totals(abroad).net_minor == 70000


def test_new_prices_are_taken_as_a_step_that_an_undo_takes_back():
    made = order(kit_line("k1"))
    dearer = world(price="770", percent_more=10, version=2)
    assert [line.key for line in changed_prices(made, dearer)] == ["k1"]
    step = taken(made, dearer)
    after = apply_step(made, step, dearer)
    assert draft_totals(after).net_minor == 77000
    assert replace(apply_step(after, undo_of(step), dearer), rules_version=1) == made


def test_other_prices_of_parts_alone_move_nothing_behind_the_clerks_back():
    made = order(kit_line("k1"), goods("k2", SERVICE))
    dearer = world(percent_more=50, version=2)
    after = edited(made, edit_line(made.lines[-1], quantity_micro=micro("2")), within=dearer)
    assert parts_of(after) == parts_of(made)


def test_parts_count_for_the_order_but_no_promotion_or_discount_is_taken_off_them_twice():
    made = order(kit_line("k1"))
    assert [(each.amount_minor, each.is_typed) for each in amounts_of(made, WORLD)] == [
        (60904, True), (4362, True), (1019, True), (3715, True),
    ]  # fmt: skip
    rule = DiscountRule(7, "Ten", 100_000, scope="order")
    there = replace(WORLD, rules=replace(WORLD.rules, discounts=(rule,)))
    off = reprice_all(made, there)
    assert draft_totals(off).net_minor == 63000
    assert sum(line.amount_minor for line in parts_of(off)) == 70000
    assert made_because(off, there)


# its checks


def codes(made, within=WORLD):
    return {issue.code for issue in check_order(made, within)}


def test_a_kit_made_of_something_else_by_now_is_told_until_the_parts_are_taken_anew():
    made = order(kit_line("k1"))
    assert not codes(made) & {
        "line.kit_changed",
        "line.kit_without_parts",
        "line.no_tax",
        "line.cost_unknown",
    }
    other = world(Kit((KitPart(LAMP, MICRO),)))
    (issue,) = [each for each in check_order(made, other) if each.code == "line.kit_changed"]
    assert (issue.where, issue.remedies[0].command, issue.params["line"]) == (
        "lines/k1/sku",
        "order.reprice",
        10,
    )
    anew = apply_step(made, taken(made, other), other)
    assert told(anew) == [("LA-1", 1, 70000)]
    assert "line.kit_changed" not in codes(anew, other)
    assert "line.kit_changed" not in codes(replace(made, number="SO-1", state="confirmed"), other)


def test_a_kit_without_parts_is_not_sold_for_nothing():
    made = order(kit_line("k1"))
    bare = replace(made, lines=made.lines[:1])
    assert "line.kit_without_parts" in codes(bare)


def test_prices_of_a_kit_are_checked_on_its_own_line():
    made = order(kit_line("k1", price_source="manual", discount_source="manual", list_price_micro=0))
    found = [(each.code, each.where) for each in check_order(made, WORLD) if "price" in each.code]
    assert found == [("line.price_zero", "lines/k1/price")]
    cheap = world(Kit((KitPart(CHAIR, MICRO),)), price="150")
    low = order(kit_line("k1", within=cheap), within=cheap)
    assert [each.where for each in check_order(low, cheap) if each.code == "line.below_cost"] == [
        "lines/k1/price"
    ]


# as it was confirmed


def test_a_later_change_of_the_card_leaves_a_confirmed_order_alone():
    made = replace(order(kit_line("k1", "2")), number="SO-1", state="confirmed")
    other = world(Kit((KitPart(LAMP, MICRO),)))
    twice = edited(made, edit_line(kit_of(made), quantity_micro=micro("4")), within=other)
    assert [(line.sku, line.quantity_micro) for line in parts_of(twice)] == [
        ("CH-1", micro("8")), ("LA-1", micro("4")), ("CA-1", micro("6")), ("SV-1", micro("2")),
    ]  # fmt: skip
    assert draft_totals(twice).net_minor == 2 * draft_totals(made).net_minor
    assert (
        edited(twice, edit_line(kit_of(twice), quantity_micro=micro("2")), within=other).lines == made.lines
    )


# whatever it is

_PRICE = st.integers(0, 10**6).map(lambda cents: cents * 10_000)


@settings(deadline=None)
@given(
    price=_PRICE,
    quantity=st.integers(1, 5000),
    parts=st.lists(
        st.tuples(st.sampled_from([CHAIR, LAMP, CABLE, SERVICE]), st.integers(1, 900), st.integers(0, 9)),
        min_size=1, max_size=8,
    ),
    split=st.sampled_from(["list", "cost", "fixed"]),
    gross=st.sampled_from(["net", "gross"]),
)  # fmt: skip
def test_the_shares_are_the_kits_amount_whatever_is_keyed(price, quantity, parts, split, gross):
    kit = Kit(tuple(KitPart(id_, count * 10_000, share) for id_, count, share in parts), split=split)
    there = world(kit)
    line = kit_line(
        "k1", within=there, quantity_micro=quantity * MICRO, price_source="manual", list_price_micro=price,
        discount_source="manual",
    )  # fmt: skip
    made = reprice_all(replace(draft([], there), lines=(line,), price_mode=gross), there)
    shares = [each.amount_minor for each in parts_of(made)]
    assert sum(shares) == kit_of(made).amount_minor == price * quantity // 10_000
    assert min(shares) >= 0
    assert sums_hold(made)
    assert reprice_all(made, there) == made


@given(
    st.integers(0, 10**9),
    st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 10**9)), min_size=1, max_size=12),
)
def test_a_split_is_exact_and_fair(amount, pairs):
    weights, quantities = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    shares = split_price(amount, weights, quantities)
    assert sum(shares) == amount
    used = weights if any(weights) else quantities if any(quantities) else [1] * len(pairs)
    assert all(
        abs(share * sum(used) - amount * each) < sum(used) for share, each in zip(shares, used, strict=True)
    )


# as keyed on the card

GOOD = KitPartInput(CHAIR)


@pytest.mark.parametrize(
    ("values", "code", "where"),
    [
        ({"part_id": 0}, "kit.part_missing", "part"),
        ({"part_id": SET}, "kit.part_itself", "part"),
        ({"quantity_micro": 0}, "kit.quantity_range", "quantity_micro"),
        ({"share": -1}, "kit.share_range", "share"),
        ({"valid_from": TODAY, "valid_until": TODAY.replace(day=1)}, "kit.days_backwards", "valid_until"),
        ({"part_id": LAMP, "valid_from": TODAY}, "kit.part_twice", "valid_from"),
    ],
)
def test_what_is_wrong_with_a_part_is_told_at_its_cell(values, code, where):
    (found,) = check_part(replace(GOOD, **values), SET, (KitPartInput(LAMP, valid_until=TODAY),))
    assert (found.code, found.where) == (code, where)
    assert "{" not in text_of_issue(found)


def test_a_part_may_be_another_number_of_pieces_from_a_day_on():
    before = KitPartInput(CHAIR, valid_until=TODAY.replace(day=1))
    assert check_part(replace(GOOD, valid_from=TODAY), SET, (before,)) == ()
    (many,) = check_part(GOOD, SET, tuple(KitPartInput(number) for number in range(100, 140)))
    assert many.code == "kit.too_many"


def test_a_kit_as_keyed_is_of_the_known_kinds():
    assert check_kit(KitInput()) == ()
    wrong = check_kit(KitInput("half", MICRO + 1, "none", "both"))
    assert [each.code for each in wrong] == ["kit.choice_unknown"] * 3 + ["kit.less_range"]


def test_a_new_line_before_a_kit_leaves_its_parts_with_it():
    made = order(goods("k1", LAMP), kit_line("k2"), goods("k3", LAMP))
    more = edited(made, insert_line(goods("k4", CHAIR, position=1500)))
    assert [line.key for line in more.lines][:3] == ["k1", "k4", "k2"]
