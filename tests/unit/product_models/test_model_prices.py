"""Prices and days of a configured product: what its options and rows add."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.results import PriceShare
from tests.unit.product_models.small_models import cabinet, chosen, desk, lead, modules, price

DAY = date(2026, 11, 23)


def shares(definition, configuration, price_list="", on=DAY, language="en"):
    return Evaluator(definition, language).prices(configuration, price_list, on)


def test_options_and_rows_add_to_the_price_with_their_names_and_costs():
    rows = (
        price("base", "310"),
        price("size", "80 * width / 1000", "width > 1600", "50", discountable=False, currency="CHF"),
    )
    found = shares(
        desk(prices=rows, currency="EUR"),
        chosen("top.oak", "extras.cable", "extras.lamp", width=1800),
        language="de",
    )
    assert found == (
        PriceShare("top.oak", "top (de): oak (de)", Fraction(120), True, Fraction(70), "EUR"),
        PriceShare("extras.lamp", "extras (de): lamp (de)", Fraction(35), True, None, "EUR"),
        PriceShare("extras.cable", "extras (de): cable (de)", Fraction(25, 2), True, None, "EUR"),
        PriceShare("base", "base", Fraction(310), True, None, "EUR"),
        PriceShare("size", "size", Fraction(144), False, Fraction(50), "CHF"),
    )


def test_a_row_counts_for_its_list_and_between_its_days():
    rows = (
        price("all", "1"),
        price("export", "2", price_list="EXPORT"),
        price("later", "3", valid_from=date(2026, 12, 1)),
        price("once", "4", valid_to=DAY),
    )

    def codes(price_list, on):
        return [each.code for each in shares(desk(prices=rows), chosen(width=1200), price_list, on)]

    assert codes("", DAY) == ["all", "once"]
    assert codes("EXPORT", date(2026, 12, 1)) == ["all", "export", "later"]


def test_each_module_adds_its_own_with_its_path():
    definition = cabinet(
        prices=(price("body", "100"),), module={"prices": (price("metre", "width / 10", "front != open"),)}
    )
    found = shares(definition, modules(("doors", 400), ("open", 600), ("doors", 500)))
    assert [(each.code, each.amount) for each in found] == [
        ("body", 100),
        ("modules.1/front.doors", 60),
        ("modules.1/metre", 40),
        ("modules.3/front.doors", 60),
        ("modules.3/metre", 50),
    ]


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        (chosen("top.white", width=1200), 8),
        (chosen("top.white", "colour.red", width=1200), 11),
        (chosen("top.white", "extras.cable", width=2000), 13),
        (chosen("top.oak", width=1200), 8),
    ],
)
def test_the_longest_days_count_and_others_are_added(configuration, expected):
    rows = (
        lead("make", days=8),
        lead("wide", "width > 1600", days=12, adds=1),
        lead("paint", "colour = red", adds=3),
    )
    assert Evaluator(desk(lead=rows)).lead_days(configuration) == expected


def test_without_rows_nothing_takes_days():
    assert Evaluator(desk()).lead_days(chosen("top.white")) == 0
