"""An empty firm is set up with everything that shipping and invoicing need."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.domain.errors import RefusedError
from app.domain.pages import PageRequest
from app.domain.rights import SYSTEM
from app.domain.tax import TaxSubject
from app.i18n import LANGUAGES, current_language, speaking
from app.services import parties, people, setup
from app.services.seeds import reworded


def german_firm(**changes):
    values = {
        "name": "Büro Nord GmbH",
        "street": "Hafenstr. 1",
        "postcode": "20457",
        "city": "Hamburg",
        "country": "DE",
        "vat_id": "DE136695976",
        "currency": "EUR",
        "warehouse_code": "HH",
        "warehouse_name": "Hamburg",
    }
    return setup.FirmInput(**{**values, **changes})


@pytest.fixture
def firm(work):
    with work.begin(actor=SYSTEM) as uow:
        setup.create_firm(uow, german_firm())
    with work.reading(actor=SYSTEM) as view:
        return setup.read_firm(view)


def test_an_empty_database_has_no_firm(work):
    with work.reading(actor=SYSTEM) as view:
        assert setup.read_firm(view) is None


def test_a_new_firm_has_a_warehouse_series_terms_and_a_first_user(work, firm):
    assert (firm.id, firm.name, firm.version) == (1, "Büro Nord GmbH", 1)
    with work.reading(actor=SYSTEM) as view:
        warehouses = setup.read_warehouses(view)
        series = {card.kind: card for card in setup.read_series(view)}
        terms = {card.code for card in setup.read_terms(view)}
        owner = people.read_actor(view, "owner")
    assert [card.facts.code for card in warehouses] == ["HH"]
    assert warehouses[0].facts.id == firm.default_warehouse_id
    assert series["order"].sample == "SO-000001"
    assert series["invoice"].gapless
    assert not series["imported"].gapless
    assert {"immediate", "14days", "30days", "30eom", "eom10"} <= terms
    assert owner is not None
    assert owner.can("setup.edit")


def test_a_second_firm_is_refused(work, firm):
    with pytest.raises(RefusedError, match=r"firm\.exists"), work.begin(actor=SYSTEM) as uow:
        setup.create_firm(uow, german_firm(name="Other"))


def test_everything_wrong_with_a_firm_is_told_at_once(work):
    bad = german_firm(name=" ", country="XX", currency="Taler", iban="DE00", warehouse_code="a b")
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        setup.create_firm(uow, bad)
    codes = {issue.code for issue in refused.value.issues}
    assert codes >= {
        "firm.name_missing",
        "firm.country_unknown",
        "firm.currency_unknown",
        "firm.iban_wrong",
        "warehouse.code_wrong",
    }
    with work.reading(actor=SYSTEM) as view:
        assert setup.read_firm(view) is None
        assert setup.read_warehouses(view) == ()


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("tax_class", "ship_to", "business", "has_vat_id", "category", "ppm"),
    [
        ("standard", "DE", True, True, "S", 190_000),
        ("reduced", "DE", False, False, "S", 70_000),
        ("standard", "FR", True, True, "K", 0),
        ("service", "FR", True, True, "AE", 0),
        ("standard", "FR", True, False, "S", 190_000),
        ("reduced", "FR", False, False, "S", 70_000),
        ("standard", "CH", True, True, "G", 0),
        ("reduced", "US", False, False, "G", 0),
        ("exempt", "DE", False, False, "E", 0),
        ("exempt", "FR", True, True, "E", 0),
        ("exempt", "US", True, False, "E", 0),
        ("outside", "DE", True, True, "O", 0),
        ("outside", "FR", True, True, "O", 0),
        ("outside", "CH", False, False, "O", 0),
    ],
)
def test_the_tax_follows_place_and_buyer(work, firm, tax_class, ship_to, business, has_vat_id, category, ppm):
    with work.reading(actor=SYSTEM) as view:
        rules = setup.read_tax_rules(view)
    subject = TaxSubject(
        product_class=tax_class, ship_from="DE", ship_to=ship_to, business=business, has_vat_id=has_vat_id
    )
    key = rules.find(subject, date(2026, 3, 2))
    assert key is not None
    assert (key.category, key.rate_ppm) == (category, ppm)
    assert bool(rules.exemption_text(key.code)) == (category != "S")


def test_the_rate_is_the_one_of_the_day(work, firm):
    with work.reading(actor=SYSTEM) as view:
        tax = setup.read_tax_rules(view).taxes["S"]
    assert [tax.rate_on(date(2020, month, 15)) for month in (6, 7, 12)] == [190_000, 160_000, 160_000]
    assert tax.rate_on(date(2021, 1, 1)) == 190_000
    assert tax.rate_on(date(1990, 1, 1)) is None


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("country", ["FR", "NL", "BE", "AT", "IT", "ES", "PL", "GB", "CH", "IE", "DK", "SE"])
def test_a_firm_of_each_country_has_a_domestic_rate(work, country):
    with work.begin(actor=SYSTEM) as uow:
        setup.create_firm(uow, german_firm(country=country, vat_id=""))
        rules = setup.read_tax_rules(uow)
    for tax_class in ("standard", "reduced", "zero", "service"):
        subject = TaxSubject(
            product_class=tax_class, ship_from=country, ship_to=country, business=True, has_vat_id=True
        )
        assert rules.find(subject, date(2026, 3, 2)) is not None


@pytest.fixture
def german(work):
    with work.begin(actor=SYSTEM) as uow:
        setup.create_firm(uow, german_firm(language="de"))
    return work


def test_a_german_firm_is_given_german_words(german):
    with german.reading(actor=SYSTEM) as view:
        terms = {card.code: card.name for card in setup.read_terms(view)}
        taxes = {card.facts.code: card.facts for card in setup.read_taxes(view)}
        samples = {card.kind: card.sample for card in setup.read_series(view)}
        (owner,) = people.read_users(view)
        customers = parties.read_customers_page(view, PageRequest()).rows
    assert terms == {
        "immediate": "Sofort zahlbar",
        "14days": "14 Tage netto",
        "30days": "30 Tage netto",
        "30eom": "30 Tage, Monatsende",
        "eom10": "Monatsende + 10 Tage",
    }
    assert (owner.name, owner.full_name) == ("inhaber", "Inhaber")
    assert (samples["order"], samples["invoice"], samples["customer"]) == (
        "AU-000001",
        "RE-000001",
        "K-000001",
    )
    assert taxes["S"].name == "Regelsatz"
    assert taxes["K"].exemption_text == "Steuerfreie innergemeinschaftliche Lieferung."
    assert [row.name for row in customers] == ["Barverkauf"]


def test_the_language_of_a_firm_stays_inside_its_making(german):
    assert current_language() == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_prefixes_of_a_new_firm_differ_in_every_language(work, language):
    with work.begin(actor=SYSTEM) as uow:
        setup.create_firm(uow, german_firm(language=language))
    with work.reading(actor=SYSTEM) as view:
        prefixes = [card.prefix for card in setup.read_series(view)]
    assert len(set(prefixes)) == len(prefixes)
    assert all(re.fullmatch(r"([A-Z]+-)?", prefix) for prefix in prefixes)


@pytest.mark.parametrize(
    ("kept", "language", "said"),
    [
        ("30 Tage netto", "en", "30 days net"),
        ("30 days net", "de", "30 Tage netto"),
        ("30 Tage netto", "de", "30 Tage netto"),
        ("30 days net", "en", "30 days net"),
        ("Zahlbar wie besprochen", "en", "Zahlbar wie besprochen"),
        ("Export", "de", "Export"),
        ("", "de", ""),
    ],
)
def test_a_text_that_the_firm_was_given_is_said_in_the_readers_language(kept, language, said):
    with speaking(language):
        assert reworded(kept) == said
