"""A20: another card, address or day re-maps the taxes of all lines, and every net price stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.orders.draft import apply_edits, edit_header, edit_line, insert_line
from app.domain.orders.repricing import draft_totals, reprice_changed
from app.domain.orders.retaxing import changed_taxes, retax_all, taxes_beside
from app.domain.orders.steps import apply_step, take_taxes, undo_of
from app.domain.pricing import DiscountRule, SurchargeRule
from app.domain.tax_rules import DatedRate
from tests.unit.orders.world import CHAIR, LAMP, TAXES, TODAY, WIEN, context, draft, free, goods, rules_at

NO_ID = replace(WIEN, vat_id="")
RULES = replace(
    rules_at(1),
    discounts=(DiscountRule(1, "Bulk", 30_000, scope="order", least_minor=30_000),),
    surcharges=(SurchargeRule(2, "freight", "Freight", 990),),
)
KEYED = (
    goods("k1", CHAIR, "2"),
    goods("k2", LAMP, price_source="manual", list_price_micro=40_000_000),
    free("k3", "-5", kind="discount"),
    free("k4", "9", tax_class="reduced"),
)


def without_id(lines=KEYED):
    """An order of Wien while nobody knew its VAT id, with an order discount and freight that rules add."""
    world = context(NO_ID, rules=RULES)
    return draft(lines, world, customer_id=2, ship_country="AT")


def categories(order):
    return [line.tax_category for line in order.lines if line.has_amount]


def prices_of(order):
    return [(line.key, line.price_micro, line.discount_ppm, line.amount_minor) for line in order.lines]


WITH_ID = context(WIEN, rules=RULES)


def step_of(order):
    step = take_taxes(order, WITH_ID)
    assert step is not None
    return step


def test_one_key_takes_the_taxes_of_the_card_on_all_lines_at_their_prices():
    order = without_id()
    assert set(categories(order)) == {"S"}
    assert sum(line.is_made for line in order.lines) > 1
    after = apply_step(order, step_of(order), WITH_ID)
    assert set(categories(after)) == {"K"}
    assert prices_of(after) == prices_of(order)
    assert draft_totals(after).tax_minor == 0
    assert changed_taxes(after, WITH_ID) == ()
    assert take_taxes(after, WITH_ID) is None


def test_taking_the_taxes_can_be_undone():
    order = without_id()
    step = step_of(order)
    after = apply_step(order, step, WITH_ID)
    assert apply_step(after, undo_of(step), WITH_ID).lines == order.lines


@pytest.mark.parametrize(
    "edit",
    [
        lambda _order: insert_line(goods("k9", LAMP)),
        lambda order: edit_line(order.lines[0], quantity_micro=3_000_000),
        lambda order: edit_header(order, note="Ring twice"),
    ],
)
def test_after_the_next_edit_no_line_of_a_draft_has_another_tax_than_its_neighbour(edit):
    order = without_id()
    after = reprice_changed(order, apply_edits(order, [edit(order)]), WITH_ID)
    assert set(categories(after)) == {"K"}
    untouched = {line.key for line in order.lines if not line.is_made} - {"k1"}
    before = {line.key: line for line in order.lines}
    for line in after.lines:
        if line.key in untouched:
            known = before[line.key]
            assert (line.price_micro, line.amount_minor) == (known.price_micro, known.amount_minor)
    moved = taxes_beside(order, after)
    assert moved is not None
    assert (moved.count >= 3, moved.before_minor > 0, moved.after_minor) == (True, True, 0)


def test_nothing_is_told_where_the_clerk_chose_another_country():
    order = without_id()
    after = reprice_changed(
        order, apply_edits(order, [edit_header(order, ship_country="CH")]), context(NO_ID)
    )
    assert set(categories(after)) == {"G"}
    assert taxes_beside(order, after) is None


@pytest.mark.parametrize("state", ["confirmed", "quoted", "shipped"])
def test_what_was_agreed_keeps_its_taxes_when_something_else_is_amended(state):
    order = replace(without_id(), state=state)
    after = reprice_changed(order, apply_edits(order, [edit_header(order, note="x")]), WITH_ID)
    assert after.lines == order.lines


def test_an_order_kept_over_a_change_of_the_rate_keeps_its_net_prices_and_shows_the_new_tax():
    tax = TAXES.taxes["S"]
    later = TODAY + timedelta(days=30)
    rates = (*tax.rates, DatedRate(TODAY + timedelta(days=20), 210_000))
    world = context(taxes=replace(TAXES, taxes={**TAXES.taxes, "S": replace(tax, rates=rates)}))
    order = draft([goods("k1", CHAIR, "2"), free("k2", "10.50")], world)
    assert {line.tax_ppm for line in order.lines} == {190_000}
    then = replace(world, today=later)
    after = retax_all(order, then)
    assert {line.tax_ppm for line in after.lines} == {210_000}
    assert prices_of(after) == prices_of(order)
    net = draft_totals(order).net_minor
    assert (draft_totals(after).net_minor, draft_totals(after).tax_minor) == (net, (net * 21 + 50) // 100)
    assert after.order_date == later
    assert date(2026, 3, 2) == order.order_date
