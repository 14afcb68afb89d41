"""Cards of the set-up: series, taxes, terms, warehouses, people, settings."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.rights import SYSTEM, Actor
from app.domain.tax import TaxRule
from app.messages import catalogue
from app.services import people, settings_store, setup
from app.services.history import read_history
from app.services.numbering import draw_number
from app.services.pricing import read_rules_version
from app.services.setup.taxes import check_tax
from tests.helpers.firm_facts import make_firm

SALES = Actor(name="sally", roles=frozenset({"sales"}))


@pytest.fixture(autouse=True)
def firm(work):
    make_firm(work)


def refused_codes(refused):
    codes = {issue.code for issue in refused.value.issues}
    assert codes <= catalogue().keys()
    return codes


def series_of(view, kind):
    return next(card for card in setup.read_series(view) if card.kind == kind)


def test_an_unused_series_may_start_anywhere_and_a_used_one_never_goes_back(work):
    with work.begin(actor=SYSTEM) as uow:
        card = series_of(uow, "invoice")
        data = setup.SeriesInput(prefix="R-", digits=4, next_number=500)
        version = setup.update_series(uow, card.id, data, version=card.version)
        assert draw_number(uow, "invoice", on=uow.today).number == "R-0500"
    for number, code in ((400, "series.number_back"), (600, "series.number_gap")):
        with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
            setup.update_series(uow, card.id, replace(data, next_number=number), version=version)
        assert refused_codes(refused) == {code}
    with work.reading(actor=SYSTEM) as view:
        now = series_of(view, "invoice")
        changes = {change.field: change.after for change in read_history(view, "series", card.id)[0].changes}
    assert (now.first_number, now.next_number) == (500, 501)
    assert changes == {"prefix": "R-", "digits": 4, "next_number": 500, "first_number": 500}


def test_two_series_never_print_the_same_number(work):
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        card = series_of(uow, "invoice")
        data = setup.SeriesInput(prefix="CN-", digits=0, next_number=1)
        setup.update_series(uow, card.id, data, version=card.version)
    assert refused_codes(refused) == {"series.prefix_taken", "series.digits_range"}


def test_a_shorter_prefix_that_would_print_old_numbers_again_is_refused(work):
    """R1 with one digit prints R11; R with two digits would print R11 as its eleventh."""
    with work.begin(actor=SYSTEM) as uow:
        card = series_of(uow, "order")
        data = setup.SeriesInput(prefix="R1", digits=1, next_number=1)
        version = setup.update_series(uow, card.id, data, version=card.version)
        assert draw_number(uow, "order", on=uow.today).number == "R11"
    for prefix in ("S-", "R"):  # by a detour, too
        data = replace(data, prefix=prefix, digits=2, next_number=2)
        if prefix == "S-":
            with work.begin(actor=SYSTEM) as uow:
                version = setup.update_series(uow, card.id, data, version=version)
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        setup.update_series(uow, card.id, data, version=version)
    assert refused_codes(refused) == {"series.number_twice"}


def test_a_card_that_is_saved_while_somebody_posts_takes_no_number_back(work):
    with work.reading(actor=SYSTEM) as view:
        card = series_of(view, "invoice")
    data = setup.SeriesInput(prefix="R-", digits=4, next_number=card.next_number)
    told: list[str] = []

    def save():
        try:
            with work.begin(actor=SYSTEM) as uow:
                setup.update_series(uow, card.id, data, version=card.version)
        except RefusedError as refused:
            told.extend(issue.code for issue in refused.issues)

    saving = threading.Thread(target=save)
    with work.begin(actor=SYSTEM) as uow:
        draw_number(uow, "invoice", on=uow.today)
        saving.start()
        saving.join(0.3)  # it waits for the number to be posted
        assert saving.is_alive()
    saving.join(60)
    with work.reading(actor=SYSTEM) as view:
        assert series_of(view, "invoice").next_number == card.next_number + 1
    assert told == ["series.number_back"]


def test_a_tax_gets_a_new_rate_from_a_day_on(work):
    with work.begin(actor=SYSTEM) as uow:
        card = next(each for each in setup.read_taxes(uow) if each.facts.code == "S")
        facts = card.facts
        data = setup.TaxInput(
            code="S",
            name=facts.name,
            category=facts.category,
            rates=(*facts.rates, setup.DatedRate(date(2027, 1, 1), 200_000)),
        )
        setup.update_tax(uow, facts.id, data, version=card.version)
    with work.reading(actor=SYSTEM) as view:
        tax = setup.read_tax_rules(view).taxes["S"]
    assert (tax.rate_on(date(2026, 12, 31)), tax.rate_on(date(2027, 1, 1))) == (190_000, 200_000)


def test_everything_wrong_with_a_tax_is_told_at_once(work):
    rates = (setup.DatedRate(date(2026, 1, 1), 70_000), setup.DatedRate(date(2026, 1, 1), 1_000_001))
    bad = setup.TaxInput(code="S", name="", category="G", rates=rates)
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        setup.create_tax(uow, bad)
    assert refused_codes(refused) == {
        "tax.code_taken",
        "tax.name_missing",
        "tax.exemption_missing",
        "tax.rate_not_zero",
        "tax.rate_range",
        "tax.day_twice",
    }


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("category", "code", "told"),
    [
        ("E", "vatex-eu-132", set()),
        ("E", "VATEX-EU-132-1A", set()),
        ("E", "", set()),
        ("O", "VATEX-EU-O", set()),
        ("E", "EU-132", {"tax.exemption_code_wrong"}),
        ("E", "VATEX-EU-IC", {"tax.exemption_code_other"}),
        ("K", "VATEX-EU-G", {"tax.exemption_code_other"}),
        ("S", "VATEX-EU-132", {"tax.exemption_code_other"}),
    ],
)
def test_the_code_of_an_exemption_is_one_of_the_list_and_of_its_category(category, code, told):
    rates = (setup.DatedRate(date(2026, 1, 1), 0),)
    data = setup.TaxInput(
        code="X", name="X", category=category, exemption_text="Why", exemption_code=code, rates=rates
    )
    assert {issue.code for issue in check_tax(data)} == told


def test_a_mapping_names_taxes_that_exist(work):
    rules = (TaxRule(None, None, None, None, "S"), TaxRule("books", None, None, None, "NONE"))
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        setup.replace_mapping(uow, rules)
    assert refused_codes(refused) == {"tax.code_unknown"}
    with work.begin(actor=SYSTEM) as uow:
        setup.replace_mapping(uow, rules[:1])
        assert setup.read_tax_rules(uow).rules == rules[:1]


def test_two_rows_of_the_mapping_about_the_same_sales_are_refused(work):
    one = TaxRule("books", "domestic", None, None, "S", "AT")
    rules = (
        one,
        replace(one, ship_from=None),
        replace(one, tax_code="R"),
        replace(one, product_class="x", tax_code=""),
    )
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        setup.replace_mapping(uow, rules)
    assert [(issue.code, issue.where) for issue in refused.value.issues] == [
        ("tax.rule_twice", "rules/2"),
        ("tax.code_of_rule_missing", "rules/3"),
    ]


def test_a_tax_that_sales_still_have_is_not_ended_and_one_that_ended_is_for_no_sale(work):
    with work.begin(actor=SYSTEM) as uow:
        setup.replace_mapping(uow, [TaxRule(None, None, None, None, "S")])
        cards = {card.facts.code: card for card in setup.read_taxes(uow)}

    def end(uow, code):
        facts = cards[code].facts
        fields = ("code", "name", "category", "exemption_text", "exemption_code", "rates")
        data = setup.TaxInput(**{name: getattr(facts, name) for name in fields}, active=False)
        setup.update_tax(uow, facts.id, data, version=cards[code].version)

    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        end(uow, "S")
    assert refused_codes(refused) == {"tax.still_mapped"}
    with work.begin(actor=SYSTEM) as uow:
        end(uow, "R")
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        setup.replace_mapping(uow, [TaxRule(None, None, None, None, "R")])
    assert refused_codes(refused) == {"tax.code_inactive"}


def test_a_mapping_that_somebody_else_replaced_is_not_written_over(work):
    one, other = TaxRule(None, None, None, None, "S"), TaxRule("books", None, None, None, "S")
    with work.begin(actor=SYSTEM) as uow:
        setup.replace_mapping(uow, [one], seen=setup.read_tax_rules(uow).rules)
    with pytest.raises(ConflictError), work.begin(actor=SYSTEM) as uow:
        setup.replace_mapping(uow, [other], seen=[other])
    with work.begin(actor=SYSTEM) as uow:
        setup.replace_mapping(uow, [one, other], seen=[one])
        assert setup.read_tax_rules(uow).rules == (one, other)


def test_a_term_is_made_changed_and_refused(work):
    with work.begin(actor=SYSTEM) as uow:
        id_ = setup.create_term(uow, setup.TermInput("60", "60 days", 60))
        setup.update_term(uow, id_, setup.TermInput("60", "60 days net", 60), version=1)
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        setup.create_term(uow, setup.TermInput("60", "", 400, extra_days=-1))
    assert refused_codes(refused) == {"term.code_taken", "term.name_missing", "term.days_range"}
    with work.reading(actor=SYSTEM) as view:
        (term,) = (card for card in setup.read_terms(view) if card.id == id_)
    assert (term.name, term.version, term.rule.days) == ("60 days net", 2, 60)


def test_a_warehouse_has_bins_and_a_code_of_its_own(work):
    with work.begin(actor=SYSTEM) as uow:
        id_ = setup.create_warehouse(uow, setup.WarehouseInput(code="SOUTH", name="South", country="DE"))
        setup.add_bins(uow, id_, ["A-2", "A-1", "A-1", " "])
        setup.add_bins(uow, id_, ["A-1", "B-1"])
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        setup.create_warehouse(uow, setup.WarehouseInput(code="SOUTH", name="", country="QQ"))
    assert refused_codes(refused) == {
        "warehouse.code_taken",
        "warehouse.name_missing",
        "warehouse.country_unknown",
    }
    with work.reading(actor=SYSTEM) as view:
        card = next(each for each in setup.read_warehouses(view) if each.facts.id == id_)
    assert [each.code for each in card.bins] == ["A-1", "A-2", "B-1"]


def test_the_firm_keeps_its_currency_and_its_story(work):
    with work.begin(actor=SYSTEM) as uow:
        card = setup.FirmCard(
            name="Büro Süd", country="DE", currency="EUR", iban="DE89 3704 0044 0532 0130 00"
        )
        assert setup.update_firm(uow, card, version=1) == 2
        firm = setup.read_firm(uow)
    assert firm is not None
    assert firm.iban == "DE89370400440532013000"
    with pytest.raises(RefusedError, match=r"firm\.currency_fixed"), work.begin(actor=SYSTEM) as uow:
        setup.update_firm(uow, replace(card, currency="CHF"), version=2)
    with pytest.raises(ConflictError), work.begin(actor=SYSTEM) as uow:
        setup.update_firm(uow, card, version=1)
    with work.reading(actor=SYSTEM) as view:
        changes = {change.field for change in read_history(view, "firm", 1)[0].changes}
    assert changes == {"name", "city", "iban"}


def test_only_owners_set_up(work):
    with pytest.raises(NotAllowedError), work.begin(actor=SALES) as uow:
        setup.create_term(uow, setup.TermInput("60", "60 days", 60))


def test_people_are_named_and_one_owner_stays(work):
    with work.begin(actor=SYSTEM) as uow:
        people.create_user(uow, people.UserInput(name="sally", roles=("sales",)))
        owner = next(user for user in people.read_users(uow) if user.name == "owner")
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        demoted = people.UserInput(name="Sally", email="x", roles=("sales", "king"))
        people.update_user(uow, owner.id, demoted, version=owner.version)
    assert refused_codes(refused) == {
        "user.name_taken",
        "user.email_wrong",
        "user.role_unknown",
        "user.last_owner",
    }
    with work.reading(actor=SYSTEM) as view:
        sally = people.read_actor(view, "sally")
        assert people.read_actor(view, "nobody") is None
    assert sally == Actor(name="sally", roles=frozenset({"sales"}))


def test_a_firm_setting_is_kept_and_a_wrong_one_refused(work):
    with work.begin(actor=SYSTEM) as uow:
        settings_store.write_firm_settings(uow, {"tax.country": "AT"})
        assert settings_store.read_firm_setting(uow, "tax.country") == "AT"
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        settings_store.write_firm_settings(uow, {"tax.country": 7})
    assert refused_codes(refused) == {"setting.value_wrong"}
    with work.reading(actor=SYSTEM) as view:
        assert settings_store.read_firm_settings(view)["tax.country"] == "AT"


def test_each_price_write_raises_the_version_once_even_from_two_desks(work):
    for wanted in (1, 2, 3):
        with work.begin(actor=SYSTEM) as uow:
            assert settings_store.bump_rules_version(uow) == wanted
    with work.reading(actor=SYSTEM) as view:
        assert read_rules_version(view) == 3
