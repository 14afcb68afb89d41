"""Steps of keying that can be taken back, taking new prices among them (A15, A17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.domain.orders.draft import apply_edits, edit_header, edit_line
from app.domain.orders.repricing import changed_prices, reprice_changed, sums_hold
from app.domain.orders.steps import (
    PriceStep,
    apply_step,
    keyed_part,
    price_step_between,
    take_prices,
    undo_of,
)
from tests.unit.orders.world import CHAIR, LAMP, TODAY, context, draft, goods, micro, rules_at

ORDER = draft([goods("k1", CHAIR, "2"), goods("k2", LAMP, "3")])
DEARER = context(rules=rules_at(2, percent_more=10), today=TODAY + timedelta(days=1))


def taken(order=ORDER):
    step = take_prices(order, DEARER)
    assert step is not None
    return step


def edited(order, *edits):
    return reprice_changed(order, apply_edits(order, edits), DEARER)


def test_new_prices_are_taken_given_back_and_taken_again():
    step = taken()
    dearer = apply_step(ORDER, step, DEARER)
    assert (dearer.order_date, dearer.rules_version) == (DEARER.today, 2)
    assert dearer.lines[0].price_micro * 10 == ORDER.lines[0].price_micro * 11
    given_back = apply_step(dearer, undo_of(step), DEARER)
    assert given_back == ORDER
    assert len(changed_prices(given_back, DEARER)) == 2, "the new prices are offered again"
    assert apply_step(given_back, step, DEARER) == dearer


def test_prices_that_stand_already_are_no_step():
    assert take_prices(ORDER, context()) is None


def test_a_line_changed_elsewhere_since_is_derived_when_the_prices_go_back():
    step = taken()
    dearer = apply_step(ORDER, step, DEARER)
    theirs = edited(dearer, edit_line(dearer.lines[0], quantity_micro=micro("5")))
    back = apply_step(theirs, undo_of(step), DEARER)
    assert sums_hold(back)
    assert back.lines[0].quantity_micro == micro("5")
    assert back.lines[0].price_micro == theirs.lines[0].price_micro
    assert back.lines[1] == ORDER.lines[1]


def test_a_line_keyed_elsewhere_since_stays_and_one_that_is_gone_stays_gone():
    step = taken()
    dearer = apply_step(ORDER, step, DEARER)
    theirs = replace(dearer, lines=(dearer.lines[1], draft([goods("k9", CHAIR)], DEARER).lines[0]))
    back = apply_step(theirs, undo_of(step), DEARER)
    assert [line.key for line in back.lines] == ["k2", "k9"]
    assert back.lines[0] == ORDER.lines[1]
    assert sums_hold(back)


def test_edits_are_steps_too():
    step = (edit_line(ORDER.lines[0], quantity_micro=micro("4")),)
    assert keyed_part(ORDER, step).lines[0].amount_minor == ORDER.lines[0].amount_minor
    after = apply_step(ORDER, step, context())
    assert after.lines[0].amount_minor != ORDER.lines[0].amount_minor
    assert apply_step(after, undo_of(step), context()) == ORDER


def test_between_two_states_taken_prices_are_told_from_keyed_ones():
    keyed = edited(
        ORDER, edit_header(ORDER, note="by hand"), edit_line(ORDER.lines[0], quantity_micro=micro("9"))
    )
    assert price_step_between(ORDER, keyed) is None
    dearer = apply_step(ORDER, taken(), DEARER)
    assert price_step_between(ORDER, dearer) == PriceStep(ORDER, dearer)
    both = edited(dearer, edit_line(dearer.lines[0], quantity_micro=micro("9")))
    found = price_step_between(ORDER, both)
    assert found is not None
    merged = apply_step(replace(ORDER, header=replace(ORDER.header, note="theirs")), found, DEARER)
    assert merged.header.note == "theirs"
    assert merged.lines[1] == both.lines[1]
    assert sums_hold(merged)


def test_a_typed_price_given_back_to_the_rules_comes_back_by_undo():
    typed = draft([goods("k1", CHAIR, "10", price_source="manual", list_price_micro=micro("40"))])
    steps = (
        edit_line(typed.lines[0], price_source="auto", discount_source="auto"),
        edit_line(typed.lines[0], discount_source="auto", discount_ppm=0),
    )
    for edit in steps:
        after = apply_step(typed, (edit,), context())
        assert apply_step(after, undo_of((edit,)), context()) == typed


YEN = "JPY 162.31 EUR 2026-02-27 typed"


def test_another_currency_taken_back_gives_back_the_cents_that_were_typed_off_the_order():
    today = context()
    typed = [edit_header(ORDER, order_discount="6667minor")]
    order = reprice_changed(ORDER, apply_edits(ORDER, typed), today)
    step = (edit_header(order, exchange=YEN),)
    abroad = apply_step(order, step, today)
    assert (abroad.currency, abroad.header.order_discount) == ("JPY", "67minor")
    assert apply_step(abroad, undo_of(step), today) == order
    assert apply_step(order, step, today) == abroad, "and made again"
