"""A licence counts worth in its own currency: an order in another one by the rate that it keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.exchange import read_exchange_text
from app.domain.export_control import ExportFacts, Need, Use, allot
from app.domain.money import Money
from app.domain.order_checks import check_order, exports
from app.domain.order_checks.exports import licence_uses
from tests.unit.orders.check_cases import around
from tests.unit.orders.goods_cases import ENCRYPTION, NEEDS_ONE, PERMIT, controlled, exported, to_zurich
from tests.unit.orders.world import TODAY

FRANCS = read_exchange_text("CHF 0.95 EUR 2026-02-27 ecb")
DOLLARS = read_exchange_text("USD 1.05 EUR 2026-02-27 ecb")
YEN = read_exchange_text("JPY 160 EUR 2026-02-27 ecb")
VALUE = replace(PERMIT, left_micro=None, left_minor=1_000_000)
IN_FRANCS = replace(VALUE, currency="CHF", exchange=FRANCS)
IN_DOLLARS = replace(VALUE, currency="USD", exchange=DOLLARS)
IN_YEN = replace(VALUE, currency="JPY", exchange=YEN)


def need(minor, exchange, key="k1"):
    return Need(key, ENCRYPTION, 1, minor, TODAY, exchange)


def taken(licence, minor, exchange):
    uses, _lacks = allot([need(minor, exchange)], ExportFacts("CH", (), (licence,)), 4)
    return uses[0].amount_minor


@pytest.mark.parametrize(
    ("licence", "exchange", "worth"),
    [
        (VALUE, None, 95000),
        (VALUE, FRANCS, 100000),
        (IN_FRANCS, FRANCS, 95000),
        (IN_FRANCS, None, 90250),
        (IN_DOLLARS, FRANCS, 105000),
        (IN_DOLLARS, None, 99750),
        (IN_DOLLARS, DOLLARS, 95000),
        (IN_YEN, FRANCS, 160000),
    ],
)
def test_950_of_an_order_are_worth_this_on_the_licence(licence, exchange, worth):
    assert taken(licence, 95000, exchange) == worth


@pytest.mark.parametrize(("left", "is_enough"), [(100000, True), (99999, False)])
def test_a_licence_in_euros_is_left_to_the_cent_of_an_order_in_francs(left, is_enough):
    facts = ExportFacts("CH", (), (replace(VALUE, left_minor=left),))
    uses, lacks = allot([need(95000, FRANCS)], facts, 4)
    assert (len(uses), [lack.reason for lack in lacks]) == ((1, []) if is_enough else (0, ["short"]))


def test_a_licence_whose_rate_nobody_knows_is_told_only_where_its_value_is_limited():
    unrated = replace(IN_DOLLARS, exchange=None)
    _uses, lacks = allot([need(95000, FRANCS)], ExportFacts("CH", (), (unrated,)), 4)
    assert [(lack.reason, lack.licence) for lack in lacks] == [("unrated", unrated)]
    assert taken(replace(unrated, left_minor=None), 95000, FRANCS) == 0
    other = replace(VALUE, id=8, number="euros")
    uses, lacks = allot([need(95000, FRANCS)], ExportFacts("CH", (), (unrated, other)), 4)
    assert ([use.licence_id for use in uses], lacks) == ([8], ())


def test_what_a_line_took_it_keeps_although_its_rate_is_gone():
    own = (Use("k1", PERMIT.id, 1, 105_000),)
    facts = ExportFacts("CH", (), (replace(IN_DOLLARS, exchange=None, active=False),), own)
    assert allot([need(95000, FRANCS)], facts, 4) == (own, ())
    assert [lack.reason for lack in allot([need(95000, FRANCS, "k2")], facts, 4)[1]] == ["missing"]


def test_too_little_is_told_in_the_currency_of_the_licence():
    poor = exported(NEEDS_ONE, licences=(replace(IN_DOLLARS, left_minor=100),))
    order = to_zurich()
    (issue,) = check_order(order, controlled(), poor)
    assert DOLLARS is not None
    worth = licence_uses(order, controlled(), exported(NEEDS_ONE, licences=(IN_DOLLARS,)))[0].amount_minor
    assert worth == DOLLARS.from_home(order.lines[0].amount_minor)
    assert (issue.params["left"], issue.params["needed"]) == (Money(100, "USD"), Money(worth, "USD"))


def test_the_shares_of_an_order_are_worked_out_once_for_all_its_checks(monkeypatch):
    calls = []

    def counted(*args):
        calls.append(args)
        return allot(*args)

    monkeypatch.setattr(exports, "allot", counted)
    near = around(export=ExportFacts("CH", (NEEDS_ONE,), (replace(PERMIT, valid_until=date(2020, 1, 1)),)))
    assert [issue.code for issue in check_order(to_zurich(), controlled(), near)] == ["export.licence_over"]
    assert len(calls) == 1
