"""What may go where, and how licences are drawn: the most exact rule speaks, and never more is taken than is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.export_control import (
    ExportFacts,
    ExportLicence,
    ExportRule,
    LicenceTerms,
    Need,
    Use,
    allot,
    check_rule,
    check_terms,
    is_commodity_code,
    is_eccn,
    rule_for,
    tidy_code,
    tidy_eccn,
)
from app.domain.money import Money
from app.domain.order_checks import check_order
from app.domain.order_checks.exports import licence_uses
from app.domain.products import ProductInput, check_product
from app.domain.units import Counted
from tests.unit.orders.check_cases import YESTERDAY, around
from tests.unit.orders.goods_cases import ENCRYPTION, NEEDS_ONE, PERMIT, controlled, exported, to_zurich
from tests.unit.orders.world import CHAIR, LAMP, PRODUCTS, TODAY, context, draft, goods

MICRO = 1_000_000


@pytest.mark.parametrize(
    ("eccn", "country", "ruling"),
    [
        ("5A002", "CH", "free"),
        ("5A002", "US", "licence"),
        ("5A003", "CH", "licence"),
        ("5D002", "CH", None),
        ("", "CH", None),
        ("", "KP", "prohibited"),
        ("5A002", "KP", "prohibited"),
        ("1A001", "KP", "prohibited"),
        ("5A002", "RU", "prohibited"),
    ],
)
def test_the_most_exact_rule_speaks(eccn, country, ruling):
    rules = (
        ExportRule("5A", "", "licence"),
        ExportRule("5A002", "CH", "free"),
        ExportRule("", "KP", "prohibited"),
        ExportRule("5A", "KP", "prohibited"),
        ExportRule("5A002", "RU", "licence"),
        ExportRule("5A002", "RU", "prohibited"),
    )
    found = rule_for(rules, eccn, country, TODAY)
    assert (found.ruling if found else None) == ruling
    assert rule_for(rules[::-1], eccn, country, TODAY) == found


def test_a_rule_holds_on_its_days_only():
    rule = ExportRule("5A", "CH", "licence", valid_from=TODAY, valid_until=TODAY)
    days = [TODAY + timedelta(days=n) for n in (-1, 0, 1)]
    assert [rule_for((rule,), "5A002", "CH", day) is not None for day in days] == [False, True, False]


def codes(order, world, near):
    return [issue.code for issue in check_order(order, world, near)]


def test_what_is_at_home_or_free_needs_nothing():
    assert codes(to_zurich(), controlled(), exported()) == []
    assert codes(to_zurich(), controlled(), exported(NEEDS_ONE, licences=(PERMIT,))) == []
    assert codes(to_zurich(), controlled(eccn=""), exported(NEEDS_ONE)) == []
    assert codes(draft([goods("k1", CHAIR)]), context(), around()) == []


@pytest.mark.parametrize(
    ("licence", "told"),
    [
        (PERMIT, []),
        (replace(PERMIT, eccns=("5D",)), ["export.licence_missing"]),
        (replace(PERMIT, eccns=("5",)), []),
        (replace(PERMIT, countries=("US",)), ["export.licence_missing"]),
        (replace(PERMIT, countries=()), []),
        (replace(PERMIT, customer_id=4), []),
        (replace(PERMIT, customer_id=5), ["export.licence_missing"]),
        (replace(PERMIT, valid_until=TODAY), []),
        (replace(PERMIT, valid_until=YESTERDAY), ["export.licence_over"]),
        (replace(PERMIT, left_micro=MICRO), []),
        (replace(PERMIT, left_micro=MICRO - 1), ["export.licence_short"]),
        (replace(PERMIT, left_micro=None, left_minor=34835), []),
        (replace(PERMIT, left_micro=None, left_minor=34834), ["export.licence_short"]),
    ],
)
def test_a_licence_has_to_fit_in_all(licence, told):
    assert codes(to_zurich(), controlled(), exported(NEEDS_ONE, licences=(licence,))) == told


def test_too_little_worth_is_told_as_money():
    poor = replace(PERMIT, left_minor=34834)
    (issue,) = check_order(to_zurich(), controlled(), exported(NEEDS_ONE, licences=(poor,)))
    assert (issue.params["left"], issue.params["needed"]) == (Money(34834, "EUR"), Money(34835, "EUR"))
    assert issue.remedies[0].params == {"page": "export_licence", "id": 7}


@pytest.mark.parametrize(
    ("pieces_left", "per_unit", "offered"),
    [(1, 1, 1), (0, 1, None), (4, 3, 1), (2, 3, None), (6, 3, 2)],
)
def test_what_a_licence_has_left_is_offered_as_the_quantity_and_never_more(pieces_left, per_unit, offered):
    order = to_zurich("10")
    (line,) = order.lines
    boxed = replace(line, factor_num=per_unit, base_micro=10 * per_unit * MICRO)
    short = replace(PERMIT, left_micro=pieces_left * MICRO)
    near = exported(NEEDS_ONE, licences=(short,))
    issues = check_order(replace(order, lines=(boxed,)), controlled(), near)
    (issue,) = (each for each in issues if each.code == "export.licence_short")
    first = issue.remedies[0]
    assert issue.remedies[-1].command == "setup.open"
    assert (first.params.get("quantity_micro") if len(issue.remedies) == 2 else None) == (
        None if offered is None else offered * MICRO
    )


def test_a_licence_counts_goods_and_not_the_tax_in_their_price():
    order = to_zurich("2")
    (line,) = order.lines
    taxed = replace(line, tax_code="S", tax_category="S", tax_ppm=190_000, amount_minor=119_00)
    gross = replace(order, lines=(taxed,), price_mode="gross")
    (use,) = licence_uses(gross, controlled(), exported(NEEDS_ONE, licences=(PERMIT,)))
    assert use.amount_minor == 100_00


def test_the_licence_that_ends_first_is_taken_first_and_a_line_is_not_split():
    later = replace(PERMIT, id=8, number="later", valid_until=date(2027, 1, 1))
    sooner = replace(PERMIT, id=9, number="sooner", valid_until=date(2026, 6, 1), left_micro=2 * MICRO)
    near = exported(NEEDS_ONE, licences=(PERMIT, later, sooner))
    assert [use.licence_id for use in licence_uses(to_zurich("2"), controlled(), near)] == [9]
    assert [use.licence_id for use in licence_uses(to_zurich("3"), controlled(), near)] == [8]


def test_two_lines_never_take_more_than_is_left_together():
    order = draft(
        [goods("k1", CHAIR, "3"), goods("k2", CHAIR, "3")], controlled(), customer_id=4, ship_country="CH"
    )
    near = exported(NEEDS_ONE, licences=(PERMIT,))
    (issue,) = [each for each in check_order(order, controlled(), near) if each.code.startswith("export")]
    assert issue.where == "lines/k2/quantity"
    assert issue.params["left"] == Counted(Decimal(2), "pc")
    assert [use.line_key for use in licence_uses(order, controlled(), near)] == ["k1"]


def test_what_a_confirmed_line_took_it_keeps_when_the_licence_has_ended():
    ended = replace(PERMIT, valid_until=YESTERDAY)
    own = (Use("k1", PERMIT.id, 2 * MICRO, 69_670),)
    near = around(export=ExportFacts("CH", (NEEDS_ONE,), (ended,), own))
    assert codes(to_zurich("2"), controlled(), near) == []
    assert licence_uses(to_zurich("1"), controlled(), near) == (Use("k1", PERMIT.id, MICRO, 34_835),)
    assert codes(to_zurich("3"), controlled(), near) == ["export.licence_over"]


def test_customs_notes_are_told_once_for_the_order_and_only_where_goods_leave_the_union():
    both = [goods("k1", CHAIR), goods("k2", LAMP)]
    world = controlled(commodity_code="", origin_country="")
    swiss = draft(both, world, customer_id=4, ship_country="CH")
    told = [(issue.code, issue.params["count"]) for issue in check_order(swiss, world, exported())]
    assert told == [("export.code_missing", 2), ("export.origin_missing", 2)]
    austrian = draft(both, world, customer_id=4, ship_country="AT")
    near = exported(country="AT")
    assert [code for code in codes(austrian, world, near) if code.startswith("export")] == []


@st.composite
def orders_and_licences(draw):
    needs = tuple(
        Need(
            f"k{n}",
            draw(st.sampled_from(["5A002", "5D002"])),
            draw(st.integers(1, 9)),
            draw(st.integers(0, 9)),
            TODAY,
        )
        for n in range(draw(st.integers(1, 6)))
    )
    limits = st.none() | st.integers(0, 12)
    licences = tuple(
        ExportLicence(n, str(n), draw(st.sampled_from([("5A",), ("5",), ("5D002",)])), left_micro=draw(limits),
                      left_minor=draw(limits))
        for n in range(draw(st.integers(0, 4)))
    )  # fmt: skip
    return needs, licences


@given(orders_and_licences())
def test_never_more_than_is_left_and_each_line_is_taken_or_told(world):
    needs, licences = world
    uses, lacks = allot(needs, ExportFacts("CH", (), licences), 1)
    assert {use.line_key for use in uses} | {lack.need.line_key for lack in lacks} == {
        need.line_key for need in needs
    }
    assert len(uses) + len(lacks) == len(needs)
    by_id = {licence.id: licence for licence in licences}
    for id_, group in groupby(sorted(uses, key=lambda use: use.licence_id), key=lambda use: use.licence_id):
        mine = list(group)
        licence = by_id[id_]
        assert licence.left_micro is None or sum(use.quantity_micro for use in mine) <= licence.left_micro
        assert licence.left_minor is None or sum(use.amount_minor for use in mine) <= licence.left_minor
    for lack in lacks:
        assert (lack.reason == "missing") is not any(
            each.is_about(lack.need.eccn, "CH", 1) for each in licences
        )


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("847130", True), ("8471 30 00", True), ("8471.30.00.10", True), ("84713", False), ("8471300", False),
     ("84713000100", False), ("84A130", False), ("٨٤٧١٣٠", False)],
)  # fmt: skip
def test_a_commodity_code_has_6_8_or_10_digits(text, is_one):
    assert is_commodity_code(tidy_code(text)) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("5A002", True),
        ("5a002.a.1", True),
        ("EAR99", True),
        ("5A02", False),
        ("A5002", False),
        ("5F002", False),
    ],
)
def test_an_eccn_is_written_as_in_the_lists(text, is_one):
    assert is_eccn(tidy_eccn(text)) is is_one


def test_what_is_wrong_with_article_rule_and_licence_is_told():
    wrong = ProductInput(sku="P", name="P", commodity_code="123", eccn="X")
    assert {issue.where for issue in check_product(wrong, frozenset({"standard"}))} == {
        "commodity_code",
        "eccn",
    }
    rule = ExportRule("5X", "XX", "perhaps", "S" * 201, TODAY, YESTERDAY)
    places = {issue.where for issue in check_rule(rule, ("CH",))}
    assert places == {"eccn", "country", "ruling", "source", "valid_until"}
    assert [issue.code for issue in check_rule(ExportRule("", "", "free"), ())] == ["export_rule.for_all"]
    assert check_rule(NEEDS_ONE, ()) == ()
    terms = LicenceTerms(
        " ", (), ("XX",), quantity_micro=-1, value_minor=5, valid_from=TODAY, valid_until=YESTERDAY
    )
    places = {issue.where for issue in check_terms(terms, ("CH",), used=(0, 6))}
    assert places == {"number", "eccns", "countries", "quantity_micro", "value_minor", "valid_until"}
    good = LicenceTerms("17", (ENCRYPTION,), ("CH",), quantity_micro=6, value_minor=6)
    assert check_terms(good, ("CH",), used=(6, 6)) == ()
    assert PRODUCTS[LAMP].eccn == ""
