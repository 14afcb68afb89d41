"""Taxes by jurisdiction: who taxes a place, at which rate on a day, and why sometimes nobody does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.jurisdictions import (
    Certificate,
    Jurisdiction,
    Jurisdictions,
    StackedSale,
    Untaxed,
    jurisdictions,
    untaxed_of,
)
from app.domain.places import Place, PlaceRange, place_of_address
from app.domain.tax_parts import parts_of
from tests.helpers.jurisdictions import sample

DAY = date(2026, 3, 2)
CHICAGO = {"US-IL": 62_500, "US-IL-COOK": 17_500, "US-IL-CHI": 12_500, "US-IL-RTA": 10_000}
DALLAS = place_of_address("US", "75201", "Dallas")


@pytest.fixture(scope="module")
def known() -> Jurisdictions:
    return sample()


def sale(postcode: str, city: str = "", product_class: str = "standard", **more) -> StackedSale:
    return StackedSale(product_class, place_of_address("US", postcode, city), **more)


def reason_of(key):
    return untaxed_of(key.stack)


def parts(known, asked, day=DAY):
    key = known.answer(asked, day).key
    return {part.code: part.rate_ppm for part in parts_of(key.stack)}, key.rate_ppm


@pytest.mark.parametrize(
    ("postcode", "city", "stack", "total"),
    [
        ("10001", "New York", {"US-NY": 40_000, "US-NY-NYC": 45_000, "US-NY-MCTD": 3_750}, 88_750),
        ("10001-2345", "New York, NY", {"US-NY": 40_000, "US-NY-NYC": 45_000, "US-NY-MCTD": 3_750}, 88_750),
        ("NY 11215", "Brooklyn", {"US-NY": 40_000, "US-NY-NYC": 45_000, "US-NY-MCTD": 3_750}, 88_750),
        ("11215", "Elsewhere", {"US-NY": 40_000, "US-NY-MCTD": 3_750}, 43_750),
        ("12207", "Albany", {"US-NY": 40_000}, 40_000),
        ("90012", "Los Angeles", {"US-CA": 72_500, "US-CA-LA": 25_000}, 97_500),
        ("60606", "Chicago", CHICAGO, 102_500),
        ("75201", "Dallas", {"US-TX": 62_500, "US-TX-DAL": 10_000, "US-TX-DART": 10_000}, 82_500),
        ("06103", "Hartford", {"US-CT": 63_500}, 63_500),
    ],
)  # fmt: skip
def test_a_place_has_the_taxes_of_its_state_county_city_and_districts(known, postcode, city, stack, total):
    assert parts(known, sale(postcode, city)) == (stack, total)


@pytest.mark.parametrize(("day", "county"), [(date(2025, 3, 31), 22_500), (date(2025, 4, 1), 25_000)])
def test_both_days_of_a_rate_belong_to_it(known, day, county):
    assert parts(known, sale("90012"), day)[0]["US-CA-LA"] == county


def test_a_class_has_its_own_rate_or_is_not_taxed_by_some(known):
    assert parts(known, sale("60606", product_class="reduced"), date(2025, 6, 1)) == (
        {"US-IL": 10_000, "US-IL-RTA": 10_000},
        20_000,
    )


def test_freight_is_taxed_where_the_jurisdiction_says_so(known):
    assert parts(known, sale("75201", product_class="freight"))[1] == 82_500
    key = known.answer(sale("60606", product_class="freight"), DAY).key
    assert (key.category, key.rate_ppm, reason_of(key)) == ("E", 0, Untaxed("class", "US-IL"))


def test_within_a_state_that_taxes_by_origin_the_place_of_the_seller_counts(known):
    to_austin = sale("78701", "Austin", origin=DALLAS)
    assert set(parts(known, to_austin)[0]) == {"US-TX", "US-TX-DAL", "US-TX-DART"}
    from_elsewhere = sale("78701", "Austin", origin=place_of_address("US", "10001", "New York"))
    assert set(parts(known, from_elsewhere)[0]) == {"US-TX", "US-TX-AUS", "US-TX-CMTA"}


def test_a_state_where_the_firm_is_not_registered_has_no_tax_and_says_so(known):
    key = known.answer(sale("43215", "Columbus"), DAY).key
    assert (key.category, key.rate_ppm) == ("O", 0)
    assert reason_of(key) == Untaxed("unregistered", "US-OH")
    assert known.answer(sale("10001"), date(2019, 12, 31)).key.category == "O"  # before the first day


@pytest.mark.parametrize(
    ("states", "until", "category"),
    [
        (("NY",), date(2026, 12, 31), "E"),
        ((), None, "E"),
        (("NY",), DAY, "E"),
        (("NY",), date(2026, 3, 1), "S"),
        (("CA", "TX"), None, "S"),
    ],
)
def test_a_certificate_exempts_in_its_states_until_its_last_day(known, states, until, category):
    mine = Certificate("ST-120 4711", "US", states, None, until)
    key = known.answer(sale("10001", certificates=(mine,)), DAY).key
    assert key.category == category
    if category == "E":
        assert (key.rate_ppm, reason_of(key)) == (0, Untaxed("certificate", "US-NY", "ST-120 4711"))


@pytest.mark.parametrize("place", [("99501", "Anchorage"), ("", "New York"), ("10001", "Newark, NJ")])
def test_a_place_of_nobody_has_no_tax_and_a_reason_never_a_zero(known, place):
    answer = known.answer(sale(*place), DAY)
    assert (answer.key, answer.problem) == (None, "no_place")


def test_a_state_without_a_rate_and_a_hole_between_two_rates_have_no_answer(known):
    early = known.answer(sale("06103"), date(2023, 1, 1))
    assert early.key is not None
    holes = [
        replace(each, rates=(each.rates[0], replace(each.rates[1], valid_from=date(2025, 5, 1))))
        if each.code == "US-CA-LA"
        else each
        for each in known.every
    ]
    answer = jurisdictions(holes).answer(sale("90012"), date(2025, 4, 15))
    assert (answer.key, answer.problem, answer.who) == (None, "no_rate", "US-CA-LA")
    bare = [replace(each, rates=()) if each.code == "US-CT" else each for each in known.every]
    assert jurisdictions(bare).answer(sale("06103"), DAY).problem == "no_rate"


def test_a_district_that_ended_is_in_the_stack_no_more(known):
    ended = [
        replace(each, rates=(replace(each.rates[0], valid_until=date(2025, 12, 31)),))
        if each.code == "US-NY-MCTD"
        else each
        for each in known.every
    ]
    assert set(parts(jurisdictions(ended), sale("10001"))[0]) == {"US-NY", "US-NY-NYC"}


def test_another_stack_has_another_code_though_it_comes_to_the_same(known):
    swapped = [
        replace(
            each, rates=(replace(each.rates[0], rate_ppm={"US-TX-DAL": 20_000, "US-TX-DART": 0}[each.code]),)
        )
        if each.code in {"US-TX-DAL", "US-TX-DART"}
        else each
        for each in known.every
    ]
    one, other = (each.answer(sale("75201"), DAY).key for each in (known, jurisdictions(swapped)))
    assert one is not None
    assert other is not None
    assert one.rate_ppm == other.rate_ppm
    assert one.code != other.code
    assert max(map(len, (one.code, other.code))) <= 40


def test_the_order_in_which_jurisdictions_stand_changes_nothing(known):
    turned = jurisdictions(reversed(known.every))
    for postcode in ("10001", "60606", "75201", "90012"):
        assert turned.answer(sale(postcode), DAY) == known.answer(sale(postcode), DAY)


@pytest.mark.parametrize(
    ("first", "last", "city", "code", "fits"),
    [
        ("10001", "10282", "", "10282", True),
        ("10001", "10282", "", "10283", False),
        ("10001", "10282", "", "102821234", True),
        ("100011200", "100011299", "", "100011250", True),
        ("100011200", "100011299", "", "10001", False),
        ("10001", "10001", "New York", "10001", False),
        ("M5V", "M5V", "", "M5V2T6", True),
        ("10001", "10282", "", "", False),
    ],
)
def test_a_zip_code_lies_in_a_range(first, last, city, code, fits):
    assert (PlaceRange(first, last, city).narrowness_at(Place("US", code)) is not None) is fits


@pytest.mark.parametrize(
    ("written", "place"),
    [
        (("US", "10001-1234", "New York"), Place("US", "100011234", "new york")),
        (("US", "NY 10001", "New York"), Place("US", "10001", "new york", "NY")),
        (("us", " 75201 ", "Dallas, TX"), Place("US", "75201", "dallas", "TX")),
        (("DE", "D 20457", "Bad Ems"), Place("DE", "D20457", "bad ems")),
    ],
)
def test_an_address_says_its_place(written, place):
    assert place_of_address(*written) == place


ZIPS = st.integers(10_000, 10_999).map(str)
RANGES = st.tuples(ZIPS, ZIPS, st.sampled_from(["", "Here", "There"])).map(
    lambda each: PlaceRange(min(each[:2]), max(each[:2]), each[2])
)
AREAS = st.lists(
    st.tuples(st.sampled_from(["state", "county", "city", "district"]), st.lists(RANGES, max_size=3)),
    max_size=8,
)


@given(areas=AREAS, postcode=ZIPS, city=st.sampled_from(["", "Here", "Nowhere"]))
def test_the_shelf_finds_what_a_look_at_every_range_finds(areas, postcode, city):
    every = [
        Jurisdiction(f"J{number}", "", level, "US", "S", places=tuple(places))
        for number, (level, places) in enumerate(areas)
    ]
    place = place_of_address("US", postcode, city)
    fits = {
        each.code: max(found)
        for each in every
        if (found := [fit for span in each.places if (fit := span.narrowness_at(place)) is not None])
    }
    wanted = {each.code for each in every if each.level == "district" and each.code in fits}
    for level in ("state", "county", "city"):
        there = [each.code for each in every if each.level == level and each.code in fits]
        most = max((fits[code] for code in there), default=None)
        wanted |= {min(code for code in there if fits[code] == most)} if there else set()
    answered = {each.code for each in jurisdictions(every).at(place)}
    has_state = any(each.level == "state" and each.code in fits for each in every)
    assert answered == (wanted if has_state else set())
