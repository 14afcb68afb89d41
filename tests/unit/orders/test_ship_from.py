"""An order is taxed from where it ships: the firm's country, or that of the warehouse that its head names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.orders.draft import apply_edits, edit_header
from app.domain.orders.repricing import reprice_changed
from app.domain.orders.retaxing import changed_taxes, taxes_beside
from app.domain.places import Way, place_of_address
from app.domain.routing.facts import ShipPlace
from app.domain.tax import TaxRule, TaxSubject, find_tax_code
from app.domain.tax_rules import TaxRules
from tests.helpers.jurisdictions import sample
from tests.unit.orders.world import (
    ANNA,
    CABLE,
    CHAIR,
    NORD,
    SERVICE,
    TAXES,
    TODAY,
    WIEN,
    _tax,
    context,
    draft,
    goods,
)

HAMBURG, WIEN_DC, ZURICH, AUSTIN = 1, 2, 3, 4
AUSTRIAN = (
    TaxRule(None, "domestic", None, None, "S-AT", "AT"),
    TaxRule("reduced", "domestic", None, None, "R-AT", "AT"),
    TaxRule(None, "eu", None, None, "S-AT", "AT"),
    TaxRule(None, "eu", True, True, "K", "AT"),
)
BOTH = TaxRules(
    (*TAXES.rules, *AUSTRIAN),
    {**TAXES.taxes, "S-AT": _tax(7, "S-AT", "S", 20), "R-AT": _tax(8, "R-AT", "S", 10)},
    TAXES.eu_countries,
)
PLACES = {
    HAMBURG: ShipPlace(HAMBURG, "HAM", "Hamburg", place_of_address("DE", "20457", "Hamburg")),
    WIEN_DC: ShipPlace(WIEN_DC, "VIE", "Wien", place_of_address("AT", "1100", "Wien")),
    ZURICH: ShipPlace(ZURICH, "ZRH", "Zürich", place_of_address("CH", "8000", "Zürich"), active=False),
    AUSTIN: ShipPlace(AUSTIN, "AUS", "Austin", place_of_address("US", "78701", "Austin")),
}
LINES = (goods("k1", CHAIR), goods("k2", CABLE), goods("k3", SERVICE))


def world(customer=NORD, **values):
    return context(customer, taxes=BOTH, warehouses=PLACES, **values)


def taxes_of(order):
    return [line.tax_code for line in order.lines]


@pytest.mark.parametrize(
    ("customer", "ship_to", "warehouse", "codes"),
    [
        (WIEN, "AT", None, ["K", "K", "K"]),  # from Germany: an intra-Community supply
        (WIEN, "AT", HAMBURG, ["K", "K", "K"]),
        (WIEN, "AT", WIEN_DC, ["S-AT", "R-AT", "S-AT"]),  # at home in Austria, services with it
        (NORD, "DE", WIEN_DC, ["K", "K", "K"]),
        (ANNA, "AT", None, ["S", "R", "S"]),
        (ANNA, "AT", WIEN_DC, ["S-AT", "R-AT", "S-AT"]),
        (ANNA, "DE", WIEN_DC, ["S-AT", "S-AT", "S-AT"]),
        (NORD, "DE", ZURICH, ["G", "G", "G"]),
        (NORD, "CH", ZURICH, ["S", "R", "S"]),  # no row names Switzerland: those for any country speak
    ],
)
def test_the_warehouse_of_the_head_decides_from_where_an_order_is_taxed(customer, ship_to, warehouse, codes):
    order = draft(
        LINES, world(customer), customer_id=customer.id, ship_country=ship_to, warehouse_id=warehouse
    )
    assert taxes_of(order) == codes


def test_another_warehouse_maps_the_taxes_anew_and_leaves_the_prices():
    there = world(WIEN)
    before = draft(LINES, there, customer_id=WIEN.id, ship_country="AT")
    after = reprice_changed(before, apply_edits(before, [edit_header(before, warehouse_id=WIEN_DC)]), there)
    assert (taxes_of(before), taxes_of(after)) == (["K", "K", "K"], ["S-AT", "R-AT", "S-AT"])
    assert [line.price_micro for line in after.lines] == [line.price_micro for line in before.lines]
    assert not changed_taxes(after, there)
    assert taxes_beside(before, after) is None, "who keys it sees it: nothing is told of what he asked for"
    back = reprice_changed(after, apply_edits(after, [edit_header(after, warehouse_id=None)]), there)
    assert back.lines == before.lines


def test_another_warehouse_of_the_same_country_is_no_other_ground_for_taxes():
    there = world()
    first = replace(draft(LINES, there).header, warehouse_id=HAMBURG)
    assert not there.is_taxed_elsewhere(draft(LINES, there).header, first)
    assert there.is_taxed_elsewhere(first, replace(first, warehouse_id=WIEN_DC))


@pytest.mark.parametrize("of_any", [None, "domestic"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_row_that_names_the_country_goes_before_rows_that_say_more_of_the_rest(of_any, is_first):
    general = TaxRule("standard", of_any, True, True, "S")
    named = TaxRule(None, None, None, None, "S-AT", "AT")
    rules = (general, named) if is_first else (named, general)
    asked = TaxSubject("standard", "AT", "AT", business=True, has_vat_id=True)
    assert find_tax_code(asked, rules, TAXES.eu_countries) == "S-AT"
    assert find_tax_code(replace(asked, ship_from="DE", ship_to="DE"), rules, TAXES.eu_countries) == "S"


def test_within_a_state_that_taxes_by_origin_the_warehouse_is_the_origin():
    texan = context(taxes=replace(TAXES, jurisdictions=sample()), warehouses=PLACES)
    to = {"ship_country": "US", "ship_postcode": "75201", "ship_city": "Dallas"}
    routed, from_austin = (
        draft([goods("k1", CHAIR)], texan, **to, warehouse_id=each) for each in (None, AUSTIN)
    )
    assert "US-TX-DAL" in routed.lines[0].tax_stack
    assert "US-TX-DAL" not in from_austin.lines[0].tax_stack
    assert from_austin.lines[0].tax_stack.startswith("US-TX=62500")
    assert texan.is_taxed_elsewhere(routed.header, from_austin.header)


def test_the_way_falls_back_to_the_firm():
    firm = place_of_address("DE", "20457", "Hamburg")
    there = world(origin=firm)
    order = draft(LINES, there)
    assert there.way_of(order.header) == Way(firm, order.header.place)
    assert there.way_of(replace(order.header, warehouse_id=WIEN_DC)).origin == PLACES[WIEN_DC].place
    assert "standard" in there.tax_classes(there.way_of(order.header), on=TODAY)
