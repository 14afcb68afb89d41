"""Jurisdictions, their rates and postal codes, and exemptions: kept, changed, taken out, and refused with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.jurisdiction_inputs import CertificateInput, JurisdictionInput, PlaceInput, RateInput
from app.domain.rights import SYSTEM, Actor
from app.services.history import read_history
from app.services.jurisdictions import tables
from app.services.products.cards import read_tax_classes
from app.services.setup.taxes import read_tax_rules
from tests.helpers.firm_facts import make_customers, make_firm
from tests.helpers.jurisdictions import record_sample

CLERK = Actor("anna", frozenset({"sales"}))
OREGON = JurisdictionInput("us-or", " Oregon ", "state", "us", "or", registered_from=date(2024, 1, 1))
COUNTY = JurisdictionInput("US-OR-MULT", "Multnomah", "county", "US", "OR")
DAY = date(2024, 1, 1)


@pytest.fixture
def firm(work):
    make_firm(work)
    make_customers(work, "Nord")
    written(work, record_sample)
    return work


def written(work, call, actor=SYSTEM):
    with work.begin(actor=actor) as uow:
        return call(uow)


def seen(work, call):
    with work.reading(actor=SYSTEM) as view:
        return call(view)


def refused(work, call):
    with pytest.raises(RefusedError) as error:
        written(work, call)
    return {issue.code.removeprefix("jurisdiction.") for issue in error.value.issues}


def card(work, read, code):
    return next(each for each in seen(work, read) if each.data.code == code)


def test_a_state_is_recorded_changed_and_taken_out_with_its_history(firm):
    id_ = written(firm, lambda uow: tables.JURISDICTIONS.create(uow, OREGON))
    found = card(firm, tables.read_cards, "US-OR")
    assert (found.data.name, found.data.country, found.data.state, found.version) == ("Oregon", "US", "OR", 1)
    changed = replace(found.data, registered_until=date(2025, 12, 31))
    assert written(firm, lambda uow: tables.JURISDICTIONS.update(uow, id_, changed, version=1)) == 2
    with pytest.raises(ConflictError):
        written(firm, lambda uow: tables.JURISDICTIONS.update(uow, id_, changed, version=1))
    written(firm, lambda uow: tables.JURISDICTIONS.remove(uow, id_))
    assert "US-OR" not in {each.data.code for each in seen(firm, tables.read_cards)}
    acts = seen(firm, lambda view: read_history(view, tables.KIND, id_))
    assert [[change.field for change in act.changes] for act in acts[1:2]] == [["registered_until"]]
    with pytest.raises(NotFoundError):
        written(firm, lambda uow: tables.JURISDICTIONS.remove(uow, id_))


def test_below_a_state_nothing_of_a_state_is_kept(firm):
    written(firm, lambda uow: tables.JURISDICTIONS.create(uow, OREGON))
    odd = replace(COUNTY, by_origin=True, registered_from=DAY, registration="X")
    written(firm, lambda uow: tables.JURISDICTIONS.create(uow, odd))
    assert card(firm, tables.read_cards, "US-OR-MULT").data == COUNTY


@pytest.mark.rows_on_sqlite(but=3)
@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (replace(OREGON, code="US-NY"), {"code_taken"}),
        (replace(OREGON, state="NY"), {"state_taken"}),
        (COUNTY, {"state_unknown"}),
        (replace(OREGON, code="US OR"), {"code_wrong"}),
        (replace(OREGON, code="x" * 41), {"code_wrong"}),
        (replace(OREGON, name=" "), {"name_missing"}),
        (replace(OREGON, name="n" * 201), {"too_long"}),
        (replace(OREGON, level="moon"), {"level_unknown", "state_unknown"}),
        (replace(OREGON, country="XX"), {"country_unknown"}),
        (replace(OREGON, state=""), {"state_missing"}),
        (replace(OREGON, registered_until=date(2023, 1, 1)), {"days_backwards"}),
        (replace(OREGON, registered_from=None, registered_until=DAY), {"registered_from_missing"}),
    ],
)
def test_what_no_jurisdiction_can_be_is_refused(firm, data, codes):
    assert refused(firm, lambda uow: tables.JURISDICTIONS.create(uow, data)) == codes


@pytest.mark.rows_on_sqlite(but=3)
@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (RateInput("US-NY", "", 1, date(2005, 6, 1)), {"rate_taken"}),
        (RateInput("US-XX", "", 1, DAY), {"unknown"}),
        (RateInput("US-NY", "", 1, None), {"valid_from_missing"}),
        (RateInput("US-NY", "c" * 41, 1, DAY), {"too_long"}),
        (RateInput("US-NY", "", 1_000_001, DAY), {"rate_range"}),
        (RateInput("US-NY", "", -1, DAY), {"rate_range"}),
        (RateInput("US-NY", "", 1, DAY, date(2023, 1, 1)), {"days_backwards"}),
    ],
)
def test_what_no_rate_can_be_is_refused(firm, data, codes):
    assert refused(firm, lambda uow: tables.RATES.create(uow, data)) == codes


@pytest.mark.rows_on_sqlite(but=2)
@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (PlaceInput("US-NY", "10001", "14975"), {"place_taken"}),
        (PlaceInput("US-XX", "10001"), {"unknown"}),
        (PlaceInput("US-NY", " - "), {"postcode_missing"}),
        (PlaceInput("US-NY", "1" * 41), {"too_long"}),
        (PlaceInput("US-NY", "10001", "10001-1234"), {"postcode_lengths"}),
        (PlaceInput("US-NY", "10002", "10001"), {"postcodes_backwards"}),
        (PlaceInput("US-NY", "10001", city="x" * 201), {"too_long"}),
    ],
)
def test_what_no_place_can_be_is_refused(firm, data, codes):
    assert refused(firm, lambda uow: tables.PLACES.create(uow, data)) == codes


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"customer": "4711"}, {"customer_unknown"}),
        ({"number": " "}, {"number_missing"}),
        ({"number": "n" * 41}, {"too_long"}),
        ({"country": "XX"}, {"country_unknown"}),
        ({"states": "NY," * 80}, {"too_long"}),
        ({"states": "NY, NX"}, {"state_unknown"}),
        ({"valid_from": DAY, "valid_until": date(2023, 1, 1)}, {"days_backwards"}),
    ],
)
def test_what_no_certificate_can_be_is_refused(firm, values, codes):
    data = replace(CertificateInput(_number(firm), "ST-120", "US", "NY"), **values)
    assert refused(firm, lambda uow: tables.CERTIFICATES.create(uow, data)) == codes


def _number(work):
    import sqlalchemy as sa

    from db.schema.parties import Customer

    return seen(work, lambda view: view.db.execute(sa.select(Customer.number)).scalars().first())


def test_a_certificate_is_kept_for_its_customer(firm):
    data = CertificateInput(_number(firm), " ST-120 ", "us", "ny,ct", None, date(2026, 12, 31))
    id_ = written(firm, lambda uow: tables.CERTIFICATES.create(uow, data))
    (found,) = seen(firm, tables.read_certificates)
    assert (found.data.number, found.data.country, found.data.states) == ("ST-120", "US", "NY, CT")
    written(firm, lambda uow: tables.CERTIFICATES.remove(uow, id_))
    assert seen(firm, tables.read_certificates) == ()


def test_a_certificate_may_name_no_state_or_come_before_all_states(firm):
    data = CertificateInput(_number(firm), "ST-120", "US", "")
    assert written(firm, lambda uow: tables.CERTIFICATES.create(uow, data))
    elsewhere = replace(data, country="CA", states="ON")
    assert written(firm, lambda uow: tables.CERTIFICATES.create(uow, elsewhere)), "no state of it is recorded"


def test_a_jurisdiction_goes_after_its_rows_and_a_state_after_what_lies_in_it(firm):
    state = card(firm, tables.read_cards, "US-NY")
    assert refused(firm, lambda uow: tables.JURISDICTIONS.remove(uow, state.id)) == {"has_rows", "has_parts"}


def test_postal_codes_are_kept_without_blanks_and_hyphens(firm):
    written(firm, lambda uow: tables.PLACES.create(uow, PlaceInput("us-ct", " 06001-1200 ", "06001-1299")))
    place = next(each.data for each in seen(firm, tables.read_places) if each.data.first.startswith("060011"))
    assert (place.code, place.first, place.last) == ("US-CT", "060011200", "060011299")


def test_what_is_kept_of_the_set_up_is_read_anew_after_each_change(firm):
    before = seen(firm, lambda view: read_tax_rules(view).jurisdictions)
    rate = card(firm, tables.read_rates, "US-CT")
    other = replace(rate.data, rate_ppm=70_000)
    written(firm, lambda uow: tables.RATES.update(uow, rate.id, other, version=rate.version))
    after = seen(firm, lambda view: read_tax_rules(view).jurisdictions)
    assert before != after
    place = next(each for each in seen(firm, tables.read_places) if each.data.code == "US-CT")
    written(firm, lambda uow: tables.PLACES.remove(uow, place.id))
    assert seen(firm, lambda view: read_tax_rules(view).jurisdictions) != after


def test_gaps_double_days_and_double_places_are_told(firm):
    for since, until in ((date(2030, 1, 1), date(2030, 6, 30)), (date(2030, 6, 1), None)):
        data = RateInput("US-CT", "service", 1, since, until)
        written(firm, lambda uow, each=data: tables.RATES.create(uow, each))
    cards = seen(firm, tables.read_rates)
    (note,) = tables.notes_of_rates(cards).values()
    assert (note.kind, note.first, note.last) == ("overlap", date(2030, 6, 1), date(2030, 6, 30))
    written(firm, lambda uow: tables.PLACES.create(uow, PlaceInput("US-IL", "06001", "06928")))
    places = seen(firm, tables.read_places)
    notes = seen(firm, lambda view: tables.read_place_notes(view, places))
    assert sorted(notes.values()) == ["US-CT", "US-IL"]


def test_classes_that_jurisdictions_name_can_be_chosen(firm):
    written(firm, lambda uow: tables.RATES.create(uow, RateInput("US-NY", "clothing", 0, DAY)))
    assert {"clothing", "freight", "standard"} <= set(seen(firm, read_tax_classes))


def test_a_firm_without_jurisdictions_has_no_class_for_freight(work):
    make_firm(work)
    assert "freight" not in seen(work, read_tax_classes)


def test_only_who_may_change_the_set_up_does(firm):
    with pytest.raises(NotAllowedError):
        written(firm, lambda uow: tables.JURISDICTIONS.create(uow, OREGON), CLERK)
    with pytest.raises(NotAllowedError):
        written(firm, lambda uow: tables.RATES.remove(uow, 1), CLERK)
