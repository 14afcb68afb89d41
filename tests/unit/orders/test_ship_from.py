"""An order is taxed from where it ships: the firm's country, or that of the warehouse that its head names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.order_checks import check_order
from app.domain.orders.draft import apply_edits, edit_header
from app.domain.orders.repricing import reprice_changed
from app.domain.orders.retaxing import changed_taxes, taxes_beside
from app.domain.places import Way, place_of_address
from app.domain.tax import TaxRule, TaxSubject, find_tax_code
from tests.helpers.jurisdictions import sample
from tests.unit.orders.check_cases import around
from tests.unit.orders.ship_cases import AUSTIN, BOTH, HAMBURG, PLACES, UNMAPPED, WIEN_DC, ZURICH, shipping
from tests.unit.orders.world import (
    ANNA,
    CABLE,
    CHAIR,
    NORD,
    SERVICE,
    TAXES,
    TODAY,
    WIEN,
    context,
    draft,
    goods,
)

LINES = (goods("k1", CHAIR), goods("k2", CABLE), goods("k3", SERVICE))


def world(customer=NORD, **values):
    return shipping(customer=customer, **values)


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


def codes(order, there, **values):
    return {issue.code: issue for issue in check_order(order, there, around(**values))}


def ways(issue):
    return [(remedy.command, remedy.params["name"]) for remedy in issue.remedies]


def test_goods_from_elsewhere_offer_the_warehouse_that_has_them_then_one_of_the_country_of_the_taxes():
    there = world()
    order = draft(LINES, there)
    abroad = (("k1", WIEN_DC), ("k2", ZURICH), ("k2", WIEN_DC))
    issue = codes(order, there, abroad=abroad)["order.ships_from_elsewhere"]
    assert (issue.params["lines"], issue.params["places"]) == ("10, 20", "Wien (AT), Zürich (CH)")
    assert ways(issue) == [("order.set_ships_from", "Wien"), ("order.set_ships_from", "Hamburg")]
    only_home = codes(order, there, abroad=(("k2", ZURICH),))["order.ships_from_elsewhere"]
    assert ways(only_home) == [("order.set_ships_from", "Hamburg")], "there is no VAT id of Switzerland"


def test_a_long_order_tells_the_first_of_its_lines():
    there = world()
    order = draft([goods(f"k{number}", CHAIR) for number in range(1, 12)], there)
    issue = codes(order, there, abroad=tuple((line.key, WIEN_DC) for line in order.lines))
    assert issue["order.ships_from_elsewhere"].params["lines"] == "10, 20, 30, 40, 50, 60, 70, 80 …"


@pytest.mark.parametrize(
    ("customer", "ship_to", "warehouse", "taxes", "told"),
    [
        (NORD, "DE", None, BOTH, set()),
        (NORD, "DE", HAMBURG, BOTH, set()),
        (WIEN, "AT", WIEN_DC, BOTH, set()),
        (WIEN, "AT", WIEN_DC, TAXES, {"order.no_vat_id_there"}),
        (WIEN, "AT", WIEN_DC, UNMAPPED.taxes, {"order.no_taxes_there"}),
        (
            NORD,
            "DE",
            WIEN_DC,
            UNMAPPED.taxes,
            set(),
        ),  # no tax at all: the same from every country of the Union
        (NORD, "CH", WIEN_DC, UNMAPPED.taxes, set()),
        (
            NORD,
            "DE",
            AUSTIN,
            replace(TAXES, jurisdictions=sample()),
            set(),
        ),  # states register, not the country
    ],
)
def test_a_country_that_ships_needs_an_id_and_taxes_of_its_own(customer, ship_to, warehouse, taxes, told):
    there = world(customer, taxes=taxes)
    order = draft(LINES, there, customer_id=customer.id, ship_country=ship_to, warehouse_id=warehouse)
    assert codes(order, there).keys() & {"order.no_vat_id_there", "order.no_taxes_there"} == told
