"""Prices, taxes and sums of a draft follow what was keyed, and nothing else (A15-A17, A20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.orders.draft import apply_edits, edit_header, edit_line
from app.domain.orders.repricing import (
    DraftPrices,
    changed_prices,
    draft_totals,
    reprice_all,
    reprice_changed,
    sums_hold,
)
from tests.unit.orders.world import (
    ANNA,
    CABLE,
    CHAIR,
    LAMP,
    NORD,
    SERVICE,
    TODAY,
    WIEN,
    context,
    draft,
    free,
    goods,
    micro,
    rules_at,
)


def edited(before, *edits, world=None):
    return reprice_changed(before, apply_edits(before, edits), world or context())


def test_a_line_is_priced_taxed_and_summed():
    order = draft([goods("k1", CHAIR, "2"), goods("k2", CABLE, "1.5"), free("k3", "9.90", kind="charge")])
    assert [line.amount_minor for line in order.lines] == [69670, 1166, 990]
    assert [line.tax_ppm for line in order.lines] == [190_000, 70_000, 190_000]
    totals = draft_totals(order)
    assert (totals.net_minor, totals.tax_minor, totals.gross_minor) == (71826, 13507, 85333)


def test_a_dozen_meets_the_break_of_twelve_pieces():
    line = draft([goods("k1", CHAIR, "1", "dz")]).lines[0]
    assert (line.base_micro, line.price_micro, line.amount_minor) == (micro("12"), micro("3960"), 396000)


def test_another_quantity_keeps_the_price_that_was_told_and_new_ones_are_offered():
    before = draft([goods("k1", CHAIR), goods("k2", LAMP)])
    dearer = context(rules=rules_at(2, percent_more=10))
    after = edited(before, edit_line(before.lines[0], quantity_micro=micro("2")), world=dearer)
    assert (after.lines[0].price_micro, after.lines[0].amount_minor) == (micro("348.35"), 69670)
    assert after.lines[1] == before.lines[1]
    assert [line.key for line in changed_prices(after, dearer)] == ["k1", "k2"]
    assert sums_hold(after)


def test_a_quantity_that_passes_a_break_takes_todays_price():
    before = draft([goods("k1", CHAIR)])
    dearer = context(rules=rules_at(2, percent_more=10))
    after = edited(before, edit_line(before.lines[0], quantity_micro=micro("12")), world=dearer)
    assert after.lines[0].price_micro == reprice_all(after, dearer).lines[0].price_micro
    assert after.lines[0].price_micro == micro("363")


@pytest.mark.parametrize(
    "values",
    [{"text": "Chair with arms"}, {"requested_date": TODAY + timedelta(days=9)}, {"tax_class": "reduced"}],
)
def test_words_days_and_taxes_of_a_line_never_change_its_price(values):
    before = draft([goods("k1", CHAIR, "2")])
    dearer = context(rules=rules_at(2, percent_more=10))
    after = edited(before, edit_line(before.lines[0], **values), world=dearer)
    assert (after.lines[0].price_micro, after.lines[0].amount_minor) == (micro("348.35"), 69670)
    assert (after.lines[0].tax_ppm == 70_000) is ("tax_class" in values)


def test_another_country_maps_the_taxes_of_all_lines_and_no_price():
    before = draft([goods("k1", CHAIR, "2"), free("k2", "-20", kind="discount")])
    dearer = context(rules=rules_at(2, percent_more=10))
    after = edited(before, edit_header(before, ship_country="CH"), world=dearer)
    assert [line.tax_code for line in after.lines] == ["G", "G"]
    assert [line.amount_minor for line in after.lines] == [line.amount_minor for line in before.lines]


def test_moving_or_renaming_the_order_prices_nothing_again():
    before = draft([goods("k1", CHAIR)])
    dearer = context(rules=rules_at(2, percent_more=10))
    moved = edited(
        before, edit_line(before.lines[0], position=5), edit_header(before, note="x"), world=dearer
    )
    assert moved.lines[0].price_micro == before.lines[0].price_micro


def test_new_prices_are_taken_only_when_asked():
    before = draft(
        [goods("k1", CHAIR), goods("k2", LAMP, price_source="manual", list_price_micro=micro("44"))]
    )
    dearer = context(rules=rules_at(2, percent_more=10))
    assert [line.key for line in changed_prices(before, dearer)] == ["k1"]
    after = reprice_all(before, dearer)
    assert [line.price_micro for line in after.lines] == [micro("383.185"), micro("44")]
    assert after.rules_version == 2


def test_a_typed_price_equal_to_the_list_is_still_typed():
    before = draft([goods("k1", CHAIR)])
    typed = edited(
        before, edit_line(before.lines[0], price_source="manual", list_price_micro=micro("348.35"))
    )
    dearer = reprice_all(typed, context(rules=rules_at(2, percent_more=10)))
    assert (dearer.lines[0].price_source, dearer.lines[0].price_micro) == ("manual", micro("348.35"))
    grown = edited(typed, edit_line(typed.lines[0], quantity_micro=micro("12")))
    assert grown.lines[0].price_micro == micro("348.35")


def test_an_emptied_price_goes_back_to_the_rules():
    before = draft([goods("k1", CHAIR, price_source="manual", list_price_micro=micro("300"))])
    after = edited(before, edit_line(before.lines[0], price_source="auto"))
    assert after.lines[0].price_micro == micro("348.35")


def test_a_typed_discount_stays_while_the_quantity_changes():
    before = draft([goods("k1", CHAIR, discount_source="manual", discount_ppm=100_000)])
    after = edited(before, edit_line(before.lines[0], quantity_micro=micro("12")))
    assert (before.lines[0].price_micro, after.lines[0].price_micro) == (micro("313.515"), micro("297"))


ALL_KINDS = [
    goods("k1", CHAIR, "2"), goods("k2", CABLE, "10"), goods("k3", SERVICE, "1.5"), free("k4", "9.90", kind="charge"),
    free("k5", "-20", kind="discount"), free("k6", "3"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("customer", "country", "codes"),
    [
        (WIEN, "AT", ["K"] * 6),
        (ANNA, "AT", ["S", "R", "S", "S", "S", "S"]),
        (NORD, "CH", ["G"] * 6),
        (NORD, "DE", ["S", "R", "S", "S", "S", "S"]),
        (replace(WIEN, vat_id=""), "AT", ["S", "R", "S", "S", "S", "S"]),
    ],
)
def test_another_buyer_or_country_maps_the_tax_of_every_line_and_keeps_net_prices(customer, country, codes):
    before = draft(ALL_KINDS)
    edit = edit_header(before, customer_id=customer.id, ship_country=country)
    after = edited(before, edit, world=context(customer))
    assert [line.tax_code for line in after.lines] == codes
    assert [line.amount_minor for line in after.lines] == [line.amount_minor for line in before.lines]
    if set(codes) <= {"K", "G"}:
        assert draft_totals(after).gross_minor == draft_totals(before).net_minor


def test_another_customer_gets_its_own_prices_except_where_one_was_typed():
    before = draft(
        [goods("k1", CHAIR), goods("k2", LAMP, price_source="manual", list_price_micro=micro("44"))]
    )
    wien = replace(WIEN, discount_ppm=100_000)
    after = edited(before, edit_header(before, customer_id=2), world=context(wien))
    assert [line.price_micro for line in after.lines] == [micro("313.515"), micro("44")]


def test_a_line_without_a_tax_has_none_rather_than_a_guess():
    lonely = context(taxes=replace(context().taxes, rules=()))
    assert draft([goods("k1", CHAIR)], lonely).lines[0].tax_code == ""


def test_notes_and_sections_carry_no_money():
    order = draft([free("k1", "5", kind="note"), free("k2", "5", kind="section"), goods("k3", LAMP)])
    assert draft_totals(order).net_minor == 4990


def test_the_waterfall_of_a_line_ends_at_its_price():
    order = draft([goods("k1", CHAIR, "12"), free("k2", "5")])
    result = DraftPrices(order, context()).explained(order.lines[0])
    assert result is not None
    assert result.steps[-1].after_micro == order.lines[0].price_micro
    assert DraftPrices(order, context()).explained(order.lines[1]) is None


def test_yesterdays_prices_are_compared_with_todays():
    order = draft([goods("k1", CHAIR)])
    tomorrow = TODAY + timedelta(days=1)
    ended = {1: tuple(replace(row, valid_to=TODAY) for row in rules_at(1).rows[1])}
    later = context(today=tomorrow, rules=replace(rules_at(1), rows=ended))
    assert changed_prices(order, context()) == ()
    assert changed_prices(order, later) == order.lines
    again = reprice_all(order, later)
    assert again.order_date == tomorrow
    assert [line.list_price_micro for line in again.lines] == [None]


@pytest.mark.parametrize("field", ["amount_minor", "price_micro", "base_micro"])
def test_a_line_that_does_not_multiply_is_found(field):
    order = draft([goods("k1", CHAIR, "2"), free("k2", "5", kind="note")])
    line = replace(order.lines[0], **{field: getattr(order.lines[0], field) + 1})
    assert sums_hold(order)
    assert not sums_hold(replace(order, lines=(line, order.lines[1])))
