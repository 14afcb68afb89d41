"""A discount of a configured line stays the percent that was keyed, whatever part of the price it reaches."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calendar import ONE_DAY
from app.domain.money import MICRO, discounted_price
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, apply_edits, edit_header, edit_line
from app.domain.orders.own_prices import LinePricing
from app.domain.orders.repricing import changed_prices, reprice_all, reprice_changed, sums_hold
from app.domain.pricing import ListFacts, PriceRow
from tests.unit.orders.configured_world import (
    DESK,
    FRAME,
    LIT,
    OAK,
    ONE,
    PLAIN,
    STRIP,
    WORLD,
    configured,
    desk_line,
    order,
)
from tests.unit.orders.world import micro

TWELVE: dict[str, Any] = {"discount_source": "manual", "discount_ppm": 120_000}
TEN: dict[str, Any] = {"discount_source": "manual", "discount_ppm": 100_000}
OFTEN = ListFacts(7, "often", "Often", "general", priority=3)


def with_breaks() -> OrderContext:
    """The article in a list with a break at five: there it costs more before anything is chosen."""
    rows = (PriceRow(70, 7, 0, micro("300")), PriceRow(71, 7, micro("5"), micro("250")))
    rules = WORLD.rules
    lists = {**rules.lists, 7: OFTEN}
    return replace(WORLD, rules=replace(rules, lists=lists, rows={**rules.rows, DESK: rows}))


def edited(before: Draft, within: OrderContext = WORLD, **values: Any) -> Draft:
    return reprice_changed(before, apply_edits(before, [edit_line(before.lines[0], **values)]), within)


def money(draft: Draft) -> tuple[int | None, ...]:
    line = draft.lines[0]
    return line.discount_ppm, line.discount_on_micro, line.price_micro, line.amount_minor


def test_twelve_percent_stay_twelve_percent_and_the_net_price_can_be_reckoned_after():
    keyed = edited(order(desk_line(quantity="7", configuration=LIT)), **TWELVE)
    line = keyed.lines[0]
    assert (line.discount_ppm, line.discount_on_micro) == (120_000, 640_333_333)
    assert line.price_micro == 720_333_333 - 76_840_000
    assert line.amount_minor == 450_445
    assert sums_hold(keyed)


def test_a_typed_discount_reaches_the_same_whether_it_is_keyed_before_or_after_it_is_configured():
    keyed_first = edited(ONE, **TEN)
    lit = edited(keyed_first, configuration=LIT)
    after = edited(order(desk_line(configuration=LIT)), **TEN)
    assert lit.lines == after.lines
    assert sums_hold(lit)
    assert edited(lit, configuration="").lines[0].discount_on_micro is None, "not configured, no part"
    plain = edited(lit, configuration=PLAIN)
    assert (plain.lines[0].discount_ppm, plain.lines[0].amount_minor) == (100_000, 57_630)


def test_a_break_that_is_passed_finds_the_percent_that_was_keyed():
    within = with_breaks()
    keyed = edited(order(desk_line(configuration=LIT), within=within), within, **TWELVE)
    assert money(keyed) == (120_000, 940_333_333, 907_493_333, 90_749)
    many = edited(keyed, within, quantity_micro=micro("5"))
    assert money(many) == (120_000, 890_333_333, 863_493_333, 431_747)
    assert edited(many, within, quantity_micro=MICRO).lines == keyed.lines


BACK = replace(STRIP, code="back", names=(("en", "Old desk taken back"),), amount=Fraction(-80))
TINY = replace(FRAME, amount=Fraction(2))
ODD = {"back": (FRAME, OAK, BACK), "tiny": (TINY, *[STRIP] * 5), "full": (TINY, BACK), "closed": (STRIP,)}


def odd_world() -> OrderContext:
    found = {key: configured(key, *shares) for key, shares in ODD.items()}
    known = with_breaks()
    return replace(known, configurations={**known.configurations, **found})


def test_what_is_taken_off_the_price_leaves_nothing_at_the_least():
    within = replace(WORLD, configurations={**WORLD.configurations, "back": configured("back", *ODD["back"])})
    line = edited(order(desk_line(configuration="back"), within=within), within, **TEN).lines[0]
    assert (line.list_price_micro, line.discount_on_micro) == (560_333_333, 640_333_333)
    assert line.price_micro == 496_300_000, "10 % off the desk; what was taken back stays whole"
    assert discounted_price(560, MICRO, 640) == 0
    assert discounted_price(0, MICRO, 0) == discounted_price(-5, 0, -5) + 5 == 0


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["", PLAIN, LIT, *ODD]).map(lambda key: {"configuration": key}),
            st.sampled_from(["1", "5", "7", "2.5"]).map(lambda text: {"quantity_micro": micro(text)}),
            st.sampled_from([("pc", 1), ("dz", 12)]).map(
                lambda each: {"unit": each[0], "factor_num": each[1]}
            ),
            st.sampled_from(["", "USD 1.0837 EUR 2026-03-02 typed"]).map(lambda each: {"exchange": each}),
        ),
        max_size=6,
    ),
    st.sampled_from([120_000, 1_000_000, 333_333, 25_000]),
)
def test_however_one_comes_to_a_line_it_costs_what_it_costs_when_it_is_keyed_so_at_once(steps, ppm):
    within = odd_world()
    found = edited(
        order(desk_line(configuration=LIT), within=within), within, **{**TWELVE, "discount_ppm": ppm}
    )
    for step in steps:
        name = next(iter(step))
        edit = edit_header(found, **step) if name == "exchange" else edit_line(found.lines[0], **step)
        found = reprice_changed(found, apply_edits(found, [edit]), within)
    line = found.lines[0]
    assert line.discount_ppm == ppm
    assert sums_hold(found)
    fresh = desk_line(
        configuration=line.configuration, quantity_micro=line.quantity_micro, unit=line.unit,
        factor_num=line.factor_num, discount_source="manual", discount_ppm=ppm,
    )  # fmt: skip
    at_once = order(replace(fresh, text=line.text), within=within, exchange=found.header.exchange)
    assert at_once.lines == found.lines
    assert reprice_all(found, within).lines == found.lines
    assert changed_prices(found, within) == ()


def test_a_rules_discount_says_its_own_percent():
    within = replace(WORLD, customer=replace(WORLD.customer, discount_ppm=120_000))  # type: ignore[type-var]
    line = order(desk_line(configuration=LIT), within=within).lines[0]
    assert (line.discount_source, line.discount_ppm, line.discount_on_micro) == ("auto", 120_000, 640_333_333)
    assert line.price_micro == 643_493_333


# Lines of programs before version 0052


def older(ppm: int = 106_673, key: str = LIT, within: OrderContext = WORLD, quantity: str = "1") -> Draft:
    """An order whose line has 12 % as that which they came to of the whole price."""
    found = order(desk_line(configuration=key, quantity=quantity), within=within)
    line = found.lines[0]
    net = discounted_price(line.list_price_micro or 0, ppm)
    amount = net * line.quantity_micro // MICRO // 10_000
    kept = replace(line, discount_source="manual", discount_ppm=ppm, price_micro=net, amount_minor=amount)
    return replace(found, lines=(kept,))


def test_an_older_line_stands_as_it_is():
    before = older()
    assert sums_hold(before)
    assert changed_prices(before, WORLD) == ()
    assert reprice_all(before, WORLD).lines == before.lines
    within = with_breaks()
    many = edited(older(within=within), within, quantity_micro=micro("5"))
    assert money(many)[:2] == (106_673, None), "of all of it, also at another break"
    assert sums_hold(many)


def test_what_is_keyed_on_it_anew_counts_as_it_is_keyed():
    assert edited(older(), **TWELVE).lines == edited(order(desk_line(configuration=LIT)), **TWELVE).lines


def test_an_older_line_that_is_configured_otherwise_has_the_percent_that_was_keyed():
    plain = edited(older(), configuration=PLAIN)
    assert money(plain) == (120_000, 640_333_333, 563_493_333, 56_349)
    assert edited(older(), configuration="").lines[0].discount_ppm == 120_000


def test_while_it_is_configured_the_percent_that_was_keyed_counts():
    before = older()
    piece = LinePricing(before.lines[0], before, WORLD).piece(MICRO, ())
    assert piece is not None
    shares = ((FRAME.amount, True, ""), (STRIP.amount, False, ""))
    assert piece.priced(shares).result.net_micro == micro("608")


@pytest.mark.parametrize(("key", "ppm"), [("back", 114_277), ("tiny", 995), ("full", 0)])
def test_what_was_keyed_on_it_is_found_again_whatever_part_of_the_price_it_reached(key, ppm):
    within = replace(WORLD, configurations={**WORLD.configurations, key: configured(key, *ODD[key])})
    before = older(ppm, key, within) if ppm else order(desk_line(configuration=key), within=within)
    kept = edited(before, within, configuration=PLAIN).lines[0].discount_ppm
    assert kept == {"back": 100_000, "tiny": 200_000, "full": 0}[key]


def test_prices_of_another_day_start_from_the_percent_that_was_keyed():
    within = with_breaks()
    later = within.today + ONE_DAY
    rows = (*within.rules.rows[DESK], PriceRow(72, 7, 0, micro("320"), valid_from=later))
    rules = replace(within.rules, rows={**within.rules.rows, DESK: rows})
    within = replace(within, rules=rules)
    keyed = edited(order(desk_line(configuration=LIT), within=within), within, **TWELVE)
    assert money(keyed)[:2] == (120_000, 940_333_333)
    assert money(reprice_all(keyed, replace(within, today=later)))[:2] == (120_000, 960_333_333)
