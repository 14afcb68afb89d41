"""Addresses, days and quantities that are wrong, and those beside them that just are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.order_checks import check_order
from app.domain.order_checks.surroundings import ShipTo
from app.domain.units import Counted
from app.services.countries import ship_to_of
from tests.unit.orders.check_cases import (
    AUSTRIAN,
    GERMANY,
    HOLIDAY,
    SATURDAY,
    TOMORROW,
    around,
    customer,
    one,
    with_on,
)
from tests.unit.orders.world import CHAIR, LAMP, MICRO, NORD, SERVICE, TODAY, WIEN, context, draft, goods


def codes(order, world=None, near=None):
    return [issue.code for issue in check_order(order, world or context(), near or around())]


def remedy_of(order, world=None, near=None):
    (issue,) = check_order(order, world or context(), near or around())
    return issue.remedies[0]


@pytest.mark.parametrize(
    ("country", "postcode", "told"),
    [
        ("DE", "20457", []),
        ("DE", "2045", ["order.postcode_wrong"]),
        ("DE", "D-20457", []),
        ("DE", "A-1010", ["order.postcode_elsewhere"]),
        ("AT", "1010", []),
        ("AT", "20457", ["order.postcode_wrong"]),
        ("NL", "1011 ab", []),
        ("NL", "1011", ["order.postcode_wrong"]),
        ("GB", "SW1A 1AA", []),
        ("GB", "12345", ["order.postcode_wrong"]),
        ("US", "90210-1234", []),
        ("US", "NY 10001", []),
        ("US", "ny 1000", ["order.postcode_wrong"]),
        ("DE", "NY 20457", ["order.postcode_wrong"]),
        ("IE", "", []),
        ("AE", "whatever", []),
    ],
)
def test_a_postcode_is_written_as_in_its_country(country, postcode, told):
    world = context(customer=replace(NORD, is_business=False))
    order = draft([goods("k1", SERVICE)], world, ship_country=country, ship_postcode=postcode)
    assert codes(order, world, around(ship_to=ship_to_of(country, 2026))) == told


def test_a_country_that_does_not_exist_has_no_format():
    assert ship_to_of("XX", 2026) == ShipTo(is_known=False)
    assert ship_to_of("", 2026) == ShipTo()
    assert ship_to_of("DE", 2026).is_known


@pytest.mark.parametrize(
    ("world", "ship_to", "told"),
    [
        (AUSTRIAN, "AT", ["order.no_vat_id"]),
        (AUSTRIAN, "DE", []),
        (AUSTRIAN, "US", []),
        (context(WIEN), "AT", []),
        (context(replace(WIEN, vat_id="", is_business=False)), "AT", []),
        (customer(vat_id="DE 136 695 976"), "DE", []),
        (customer(vat_id="EL094259216", country="GR"), "DE", []),
    ],
)
def test_only_a_business_of_another_member_state_owes_a_vat_id(world, ship_to, told):
    order = draft([goods("k1", CHAIR)], world, ship_country=ship_to)
    assert [code for code in codes(order, world) if not code.startswith("export.")] == told


def test_a_working_day_is_offered_for_a_closed_one():
    monday = SATURDAY + timedelta(days=2)
    assert remedy_of(one(requested_date=SATURDAY)).params == {"date": monday}
    there = around(ship_to=GERMANY)
    assert remedy_of(one(requested_date=HOLIDAY), near=there).params == {"date": date(2026, 3, 5)}
    both = around(ship_to=GERMANY, holidays=frozenset({HOLIDAY}))
    assert codes(one(requested_date=HOLIDAY), near=both) == ["order.date_closed_here"], "told once"
    assert codes(one(requested_date=TODAY)) == []


def test_today_holds_until_the_cutoff():
    assert codes(one(requested_date=TODAY), near=around(first_leaves=TODAY)) == []
    assert codes(one(requested_date=TOMORROW), near=around(first_leaves=TOMORROW)) == []
    assert codes(one(requested_date=TODAY), near=around(first_leaves=TOMORROW)) == ["order.after_cutoff"]


def test_exactly_a_year_ahead_is_not_too_far():
    assert codes(one(requested_date=TODAY + timedelta(days=365))) == []
    near = with_on("order.date_far", threshold=30)
    assert codes(one(requested_date=TODAY + timedelta(days=31)), near) == ["order.date_far"]


def test_whole_packs_are_offered_and_the_maximum_itself_is_sold():
    lamps = draft([goods("k1", LAMP, "12")])
    assert remedy_of(lamps, with_on("line.broken_pack")).params["quantity"] == Counted(Decimal(20), "pc")
    assert codes(draft([goods("k1", LAMP, "20")]), with_on("line.broken_pack")) == []
    chairs = draft([goods("k1", CHAIR, "8")])
    assert codes(chairs, with_on("line.quantity_above_maximum", threshold=8 * MICRO)) == []


def test_an_order_of_exactly_the_minimum_value_is_taken():
    assert codes(one(), with_on("order.below_minimum_value", threshold=34835)) == []


def test_only_where_each_address_has_a_postcode_one_is_asked_for():
    for country, told in (("DE", ["order.postcode_missing"]), ("IE", []), ("AE", [])):
        order = one(ship_country=country, ship_postcode="")
        found = codes(order, near=around(ship_to=ship_to_of(country, 2026)))
        assert [code for code in found if "postcode" in code] == told
    order = draft([goods("k1", SERVICE)], ship_postcode="")
    assert codes(order, near=around(ship_to=GERMANY)) == []


def test_papers_go_to_a_person_where_the_firm_itself_has_no_address():
    assert codes(one(), customer(email="")) == ["order.no_email"]
    assert codes(one(contact_email="iris@nord.example"), customer(email="")) == []
    assert codes(one(), customer(email="", has_paper_contact=True)) == []


def test_a_unit_that_the_card_has_otherwise_is_taken_as_it_is_today():
    gone = draft([goods("k1", LAMP, "2", unit="pk", factor_num=12)])
    remedy = remedy_of(gone)
    assert (remedy.command, remedy.params["unit"], remedy.params["factor_num"]) == (
        "order.set_unit",
        "pk",
        10,
    )
    assert remedy.params["quantity_micro"] == 2 * MICRO
    unknown = draft([goods("k1", CHAIR, "3", unit="dz", factor_num=12)], context())
    unknown = replace(unknown, lines=(replace(unknown.lines[0], unit="crate"),))
    remedy = remedy_of(unknown)
    assert (remedy.params["unit"], remedy.params["quantity_micro"]) == ("pc", 36 * MICRO)
    assert codes(draft([goods("k1", LAMP, "2", unit="pk")])) == []


def test_a_complete_delivery_says_what_it_waits_for():
    both = [goods("k1", CHAIR), goods("k2", LAMP)]
    complete = draft(both, delivery_wish="complete")
    two_days = around(leaves=(("k1", TODAY), ("k2", TOMORROW)))
    assert codes(complete, near=two_days) == ["order.waits_for_all"]
    assert codes(draft(both), near=two_days) == []
    assert codes(complete, near=around(leaves=(("k1", TODAY), ("k2", TODAY)))) == []
    never = around(leaves=(("k1", TODAY),), short_lines=("k2",))
    (told, *_) = [each for each in check_order(complete, context(), never) if each.code.startswith("order.")]
    assert (told.params["line"], told.params["date"]) == (20, TODAY)
    assert told.remedies[0].params == {"wish": "partial"}
    nothing = around(short_lines=("k1", "k2"))
    assert codes(complete, near=nothing) == ["line.no_supply", "line.no_supply"]


def test_a_typed_price_is_told_where_the_firm_wants_it():
    typed = draft([goods("k1", CHAIR, price_source="manual", list_price_micro=300_000_000)])
    assert codes(typed) == []
    assert codes(typed, with_on("line.price_typed")) == ["line.price_typed"]
    assert codes(one(), with_on("line.price_typed")) == []
