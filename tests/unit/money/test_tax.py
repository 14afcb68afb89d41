"""Totals of a document by tax rate, and which tax applies (A1-A7, A20)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import discounted_price, line_amount, micro_of
from app.domain.tax import (
    PriceMode,
    TaxedAmount,
    TaxKey,
    TaxRounding,
    TaxRule,
    TaxSubject,
    document_totals,
    find_tax_code,
    place_of,
    tax_in_gross,
    tax_on_net,
)
from app.domain.tax_rules import DatedRate, TaxFacts, TaxRules


def key(percent: str, category: str = "S") -> TaxKey:
    return TaxKey(category, int(Decimal(percent) * 10_000), f"{category}{percent}")


def line(quantity: str, price: str, percent: str, discount: str = "0") -> TaxedAmount:
    net = discounted_price(micro_of(Decimal(price)), int(Decimal(discount) * 10_000))
    amount = line_amount(quantity_micro=micro_of(Decimal(quantity)), price_micro=net, per=1, currency="EUR")
    return TaxedAmount(amount, key(percent))


def sums(*amounts: TaxedAmount, mode: PriceMode = PriceMode.NET) -> tuple[int, int, int]:
    totals = document_totals(amounts, mode)
    return totals.net_minor, totals.tax_minor, totals.gross_minor


def minors(percent: str, *amounts: int) -> list[TaxedAmount]:
    return [TaxedAmount(amount, key(percent)) for amount in amounts]


def test_the_line_net_is_rounded_before_the_tax_of_its_rate():
    assert sums(line("16", "348.35", "22", "4")) == (535066, 117715, 652781)


def test_discount_lines_join_the_group_of_their_rate():
    totals = document_totals(minors("8.5", 59889, 32984, -5989, -3298))
    assert totals.tax_minor == 7105
    assert len(totals.groups) == 1


@pytest.mark.parametrize(
    ("percent", "amounts", "by_group", "by_line"),
    [
        ("8.5", (59889, 32984, -5989, -3298), 7105, 7106),
        ("19", (1003, 1003, 1003), 572, 573),
        ("19", (1013, 1013, 1013), 577, 576),
        ("7", (50, 50, 50, 50), 14, 16),
        ("7", (-50, -50, -50, -50), -14, -16),
        ("19", (10000, 2500), 2375, 2375),
        ("0", (333, 334), 0, 0),
    ],
)
def test_a_firm_may_round_the_tax_of_each_line(percent, amounts, by_group, by_line):
    """A2: 71.06 where each line is rounded by itself."""
    assert document_totals(minors(percent, *amounts)).tax_minor == by_group
    totals = document_totals(minors(percent, *amounts), rounding=TaxRounding.LINE)
    assert (totals.tax_minor, totals.net_minor) == (by_line, sum(amounts))


@pytest.mark.parametrize(
    ("base", "percent", "tax"), [(15445, "10", 1545), (-15445, "10", -1545), (15455, "10", 1546)]
)
def test_half_a_cent_of_tax_goes_up_not_to_the_even_cent(base, percent, tax):
    assert tax_on_net(base, key(percent).rate_ppm) == tax


def test_the_net_of_a_document_is_the_sum_of_the_lines_shown():
    lines = [line("2", "6.99", "19")] * 6 + [line("2", "-2.097", "19")] * 6
    assert [item.amount_minor for item in lines[::6]] == [1398, -419]
    assert sums(*lines) == (5874, 1116, 6990)


def test_a_gross_priced_document_keeps_its_gross():
    amount = line("3", "19.99", "19")
    assert sums(amount, mode=PriceMode.GROSS) == (5039, 958, 5997)


@pytest.mark.parametrize(
    ("gross", "percent", "tax"),
    [(11900, "19", 1900), (10700, "7", 700), (100, "19", 16), (1, "19", 0), (9999, "5.5", 521), (0, "19", 0)],
)
def test_the_tax_in_a_gross_amount(gross, percent, tax):
    assert tax_in_gross(gross, key(percent).rate_ppm) == tax


def test_part_invoices_compute_their_own_tax_and_sum_to_the_net():
    order = document_totals(minors("19", 1003, 1003, 1003))
    parts = [document_totals(minors("19", 1003)) for _ in range(3)]
    assert order.tax_minor == 572
    assert [part.tax_minor for part in parts] == [191, 191, 191]
    assert sum(part.net_minor for part in parts) == order.net_minor


def test_rates_of_one_document_are_groups_of_their_own():
    totals = document_totals([*minors("19", 10000), *minors("7", 5000), *minors("0", 300)])
    found = {group.key.rate_ppm: (group.base_minor, group.tax_minor) for group in totals.groups}
    assert found == {190_000: (10000, 1900), 70_000: (5000, 350), 0: (300, 0)}
    assert (totals.net_minor, totals.tax_minor, totals.gross_minor) == (15300, 2250, 17550)


def test_a_document_without_lines_is_zero():
    assert sums() == (0, 0, 0)


KEYS = st.sampled_from([key(percent) for percent in ("0", "5.5", "7", "8.1", "19", "22", "25.5")])
AMOUNTS = st.lists(st.builds(TaxedAmount, st.integers(-(10**9), 10**9), KEYS), max_size=30)
MODES = st.sampled_from(PriceMode)
ROUNDINGS = st.sampled_from(TaxRounding)


@given(AMOUNTS, MODES, ROUNDINGS)
def test_totals_are_the_sums_of_their_groups(amounts, mode, rounding):
    totals = document_totals(amounts, mode, rounding)
    assert totals.net_minor == sum(group.base_minor for group in totals.groups)
    assert totals.tax_minor == sum(group.tax_minor for group in totals.groups)
    assert totals.gross_minor == totals.net_minor + totals.tax_minor
    keyed = sum(amount.amount_minor for amount in amounts)
    assert keyed == (totals.gross_minor if mode is PriceMode.GROSS else totals.net_minor)


@given(AMOUNTS, MODES, ROUNDINGS)
def test_a_credit_of_everything_mirrors_its_invoice(amounts, mode, rounding):
    invoice = document_totals(amounts, mode, rounding)
    credit = document_totals([TaxedAmount(-a.amount_minor, a.key) for a in amounts], mode, rounding)
    mine = (invoice.net_minor, invoice.tax_minor, invoice.gross_minor)
    assert (credit.net_minor, credit.tax_minor, credit.gross_minor) == tuple(-value for value in mine)


@given(AMOUNTS, MODES, ROUNDINGS)
def test_the_order_of_the_lines_does_not_matter(amounts, mode, rounding):
    assert document_totals(amounts, mode, rounding) == document_totals(reversed(amounts), mode, rounding)


@given(AMOUNTS, MODES)
def test_rounded_by_line_a_document_is_the_sum_of_its_lines_as_documents(amounts, mode):
    whole = document_totals(amounts, mode, TaxRounding.LINE)
    parts = [document_totals([amount], mode) for amount in amounts]
    assert whole.tax_minor == sum(part.tax_minor for part in parts)
    assert whole.gross_minor == sum(part.gross_minor for part in parts)


@given(st.integers(-(10**9), 10**9), KEYS)
def test_gross_mode_never_changes_the_gross_and_its_tax_is_within_half_a_cent(gross, group_key):
    totals = document_totals([TaxedAmount(gross, group_key)], PriceMode.GROSS)
    assert totals.gross_minor == gross
    exact = Decimal(gross) * group_key.rate_ppm / (1_000_000 + group_key.rate_ppm)
    assert abs(totals.tax_minor - exact) <= Decimal("0.5")


EU = frozenset({"DE", "AT", "FR", "NL"})
RULES = (
    TaxRule(None, "domestic", None, None, "S"),
    TaxRule("reduced", "domestic", None, None, "R"),
    TaxRule(None, "eu", None, None, "S"),
    TaxRule("reduced", "eu", None, None, "R"),
    TaxRule(None, "eu", True, True, "K"),
    TaxRule("service", "eu", True, True, "AE"),
    TaxRule(None, "export", None, None, "G"),
)


@pytest.mark.parametrize(
    ("product_class", "ship_to", "business", "vat_id", "code"),
    [
        ("standard", "DE", True, True, "S"),
        ("reduced", "DE", False, False, "R"),
        ("standard", "AT", True, True, "K"),
        ("reduced", "FR", True, True, "K"),
        ("service", "NL", True, True, "AE"),
        ("standard", "AT", True, False, "S"),  # a business without a VAT id pays like a consumer
        ("reduced", "AT", False, False, "R"),
        ("standard", "AT", False, True, "S"),
        ("standard", "CH", True, True, "G"),
        ("reduced", "US", False, False, "G"),
    ],
)
def test_the_tax_follows_class_place_and_buyer(product_class, ship_to, business, vat_id, code):
    subject = TaxSubject(product_class, "DE", ship_to, business, vat_id)
    assert find_tax_code(subject, RULES, EU) == code


def test_a_line_that_the_mapping_does_not_know_has_no_tax():
    subject = TaxSubject("standard", "DE", "CH", business=True, has_vat_id=False)
    assert find_tax_code(subject, RULES[:4], EU) is None


@pytest.mark.parametrize(
    ("ship_from", "ship_to", "place"),
    [
        ("DE", "DE", "domestic"),
        ("DE", "AT", "eu"),
        ("DE", "CH", "export"),
        ("CH", "DE", "export"),
        ("CH", "CH", "domestic"),
    ],
)
def test_the_place_is_seen_from_the_country_that_ships(ship_from, ship_to, place):
    assert place_of(ship_from, ship_to, EU) == place


def test_the_rate_is_the_one_of_the_day():
    rates = (
        DatedRate(date(2007, 1, 1), 190_000),
        DatedRate(date(2020, 7, 1), 160_000),
        DatedRate(date(2021, 1, 1), 190_000),
    )
    tax = TaxFacts(1, "S", "Standard rate", "S", "", active=True, rates=rates)
    rules = TaxRules(RULES, {"S": tax}, EU)
    subject = TaxSubject("standard", "DE", "DE", business=True, has_vat_id=True)
    days = {
        date(2020, 6, 30): 190_000,
        date(2020, 7, 1): 160_000,
        date(2020, 12, 31): 160_000,
        date(2021, 1, 1): 190_000,
    }
    for day, ppm in days.items():
        assert rules.find(subject, day) == TaxKey("S", ppm, "S")
    assert rules.find(subject, date(2006, 12, 31)) is None
