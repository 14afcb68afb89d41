"""Which VAT id counts for the taxes, and when an order asks for its proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.check_settings import CheckChoice, CheckSettings
from app.domain.issues import Severity
from app.domain.order_checks import check_order
from app.domain.vat_checks import VatCheckInput, check_vat_check, counts_as_vat_id, is_stale
from tests.unit.orders.world import CHAIR, TODAY, WIEN, context, draft, goods

RIGHT = "ATU13585627"


@pytest.mark.parametrize(
    ("vat_id", "country", "result", "counts"),
    [
        (RIGHT, "AT", "", True),
        (RIGHT, "AT", "valid", True),
        (RIGHT, "AT", "invalid", False),
        ("ATU13585626", "AT", "", False),
        ("ATU1358562", "AT", "valid", False),
        ("DE136695976", "AT", "valid", True),
        ("NL123", "NL", "", False),
        ("", "AT", "", False),
        ("CHE-123.456.788 IVA", "CH", "", True),
        ("X1", "ZZ", "", True),
    ],
)
def test_a_vat_id_counts_if_its_form_is_right_and_nobody_was_told_that_it_is_not_valid(
    vat_id, country, result, counts
):
    assert counts_as_vat_id(vat_id, country, result) is counts


def order_for(customer, ship_to="AT"):
    world = context(customer)
    return draft([goods("k1", CHAIR)], world, customer_id=2, ship_country=ship_to), world


@pytest.mark.parametrize(
    ("customer", "category"),
    [
        (WIEN, "K"),
        (replace(WIEN, vat_result="", vat_checked_on=None), "K"),
        (replace(WIEN, vat_result="invalid"), "S"),
        (replace(WIEN, vat_id="ATU13585626"), "S"),
        (replace(WIEN, vat_id=""), "S"),
        (replace(WIEN, is_business=False), "S"),
    ],
)
def test_the_tax_follows_what_is_known_of_the_vat_id(customer, category):
    order, _world = order_for(customer)
    assert {line.tax_category for line in order.lines} == {category}


def told(order, world):
    return {issue.code: issue.severity for issue in check_order(order, world) if "vat" in issue.code}


@pytest.mark.parametrize(
    ("customer", "ship_to", "codes"),
    [
        (WIEN, "AT", set()),
        (replace(WIEN, vat_result="", vat_checked_on=None), "AT", {"order.vat_id_unproved"}),
        (replace(WIEN, vat_result="", vat_checked_on=None), "DE", set()),
        (replace(WIEN, vat_result="", vat_checked_on=None), "CH", set()),
        (replace(WIEN, vat_result="", vat_checked_on=None, is_business=False), "AT", set()),
        (replace(WIEN, vat_checked_on=TODAY - timedelta(days=364)), "AT", set()),
        (replace(WIEN, vat_checked_on=TODAY - timedelta(days=367)), "AT", {"order.vat_proof_old"}),
        (replace(WIEN, vat_result="invalid"), "AT", {"order.vat_id_invalid"}),
        (replace(WIEN, vat_result="invalid"), "DE", set()),
        (replace(WIEN, vat_id="ATU13585626"), "AT", {"order.vat_id_wrong"}),
    ],
)
def test_only_a_sale_that_rests_on_the_vat_id_asks_for_its_proof(customer, ship_to, codes):
    assert set(told(*order_for(customer, ship_to))) == codes


def test_the_firm_says_how_old_an_answer_may_be_and_how_heavy_it_weighs():
    order, world = order_for(replace(WIEN, vat_checked_on=TODAY - timedelta(days=100)))
    assert told(order, world) == {}
    strict = CheckChoice(severity=Severity.BLOCK, threshold=3)
    chosen = CheckSettings(choices={"order.vat_proof_old": strict})
    assert told(order, replace(world, checks=chosen)) == {"order.vat_proof_old": Severity.BLOCK}
    order, world = order_for(replace(WIEN, vat_result="", vat_checked_on=None))
    off = CheckSettings(choices={"order.vat_id_unproved": CheckChoice(is_on=False)})
    assert told(order, replace(world, checks=off)) == {}


@pytest.mark.parametrize(
    ("asked", "months", "today", "stale"),
    [
        (date(2025, 3, 2), 12, date(2026, 3, 2), False),
        (date(2025, 3, 1), 12, date(2026, 3, 2), True),
        (date(2025, 8, 31), 6, date(2026, 2, 28), False),
        (date(2025, 8, 31), 6, date(2026, 3, 1), True),
        (date(2024, 2, 29), 12, date(2025, 2, 28), False),
        (date(2025, 11, 15), 1, date(2025, 12, 15), False),
        (date(2025, 12, 15), 1, date(2026, 1, 16), True),
    ],
)
def test_an_answer_is_old_after_so_many_months(asked, months, today, stale):
    assert is_stale(asked, months, today) is stale


GOOD = VatCheckInput(RIGHT, TODAY, "valid", "anna", "WAPIAAAA1", "Wien", "Ring 2")


@pytest.mark.parametrize(
    ("changed", "code", "where"),
    [
        (replace(GOOD, vat_id=" "), "vat_check.vat_id_missing", "vat_id"),
        (replace(GOOD, day=None), "vat_check.day_missing", "day"),
        (replace(GOOD, day=TODAY + timedelta(days=1)), "vat_check.day_ahead", "day"),
        (replace(GOOD, result=""), "vat_check.result_missing", "result"),
        (replace(GOOD, vat_id="ATU13585626"), "vat_check.valid_but_wrong", "vat_id"),
        (replace(GOOD, asked_by=" "), "vat_check.asked_by_missing", "asked_by"),
        (replace(GOOD, address="x" * 201), "vat_check.too_long", "address"),
    ],
)
def test_what_is_wrong_with_a_check_is_told_at_its_field(changed, code, where):
    (issue,) = check_vat_check(changed, country="AT", today=TODAY)
    assert (issue.code, issue.where) == (code, where)


@pytest.mark.parametrize(
    "data", [GOOD, replace(GOOD, vat_id="ATU13585626", result="invalid"), replace(GOOD, reference="")]
)
def test_an_answer_is_noted_as_it_came(data):
    assert check_vat_check(data, country="AT", today=TODAY) == ()
