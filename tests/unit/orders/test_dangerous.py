"""Dangerous goods go only with who takes them; small packings travel under easier rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dangerous import Carrier, Hazard, first_for_all, tidy_un_number
from app.domain.order_checks import check_order
from app.domain.products import ProductInput, check_product
from tests.unit.orders.check_cases import one
from tests.unit.orders.goods_cases import LIMITED, PAINT, POST, TANK, TANKER, dangerous
from tests.unit.orders.world import CHAIR, LAMP, PRODUCTS, context, draft, goods


def told(order, world):
    return [(issue.code, issue.remedies[0]) for issue in check_order(order, world)]


@pytest.mark.parametrize(
    ("hazard", "carrier", "codes"),
    [
        (PAINT, "POST", ["goods.carrier_refuses"]),
        (PAINT, "LQ", []),
        (PAINT, "ADR", []),
        (TANK, "LQ", ["goods.carrier_refuses", "goods.limited_exceeded"]),
        (TANK, "ADR", []),
        (TANK, "", ["goods.carrier_missing", "goods.limited_exceeded"]),
        (PAINT, "gone", ["goods.carrier_missing"]),
        (replace(PAINT, limited_amount=0), "LQ", ["goods.carrier_refuses"]),
        (replace(PAINT, inner_amount=0), "LQ", ["goods.carrier_refuses"]),
        (replace(PAINT, inner_amount=5000), "LQ", []),
        (replace(PAINT, inner_amount=5001), "LQ", ["goods.carrier_refuses", "goods.limited_exceeded"]),
    ],
)
def test_who_may_carry_what(hazard, carrier, codes):
    assert [code for code, _remedy in told(one(carrier=carrier), dangerous(hazard))] == codes


def test_the_way_out_is_the_first_carrier_who_takes_all_of_it():
    ((_code, remedy),) = told(one(carrier="POST"), dangerous())
    assert (remedy.command, dict(remedy.params)) == (
        "order.set_carrier",
        {"carrier": "LQ", "name": "Limited Express"},
    )
    both = dangerous(PAINT)
    acid = Hazard(un_number="1789", hazard_class="8", shipping_name="HYDROCHLORIC ACID")
    both = replace(both, products={**both.products, LAMP: replace(PRODUCTS[LAMP], hazard=acid)})
    order = draft([goods("k1", CHAIR), goods("k2", LAMP)], carrier="POST")
    assert {remedy.params["carrier"] for _code, remedy in told(order, both)} == {"ADR"}


def test_where_nobody_takes_it_the_carriers_are_opened():
    ((_code, remedy),) = told(one(carrier="POST"), dangerous(PAINT, POST, replace(TANKER, active=False)))
    assert (remedy.command, remedy.params["page"]) == ("setup.open", "carrier")


def test_harmless_goods_go_with_anybody_and_dangerous_ones_not_ordered_either():
    assert told(one(carrier="POST"), context()) == []
    assert [code for code, _ in told(draft([goods("k1", LAMP)], carrier="POST"), dangerous())] == []


@pytest.mark.parametrize(
    ("classes", "hazard_class", "taken"),
    [
        (("2",), "2.1", True), (("2.1",), "2", False), (("2.1",), "2.2", False), (("*",), "7", True), ((), "3", False),
        (("3", "8"), "8", True), (("1.4S",), "1.4", False), (("6",), "6.1", True),
    ],
)  # fmt: skip
def test_a_class_stands_for_its_divisions(classes, hazard_class, taken):
    assert Carrier(code="A", name="A", classes=classes).takes_class(hazard_class) is taken


@given(st.permutations([POST, LIMITED, TANKER]), st.sampled_from([PAINT, TANK]))
def test_whoever_is_offered_may_carry_it(carriers, hazard):
    found = first_for_all(carriers, [hazard])
    assert found is not None
    assert found.may_carry(hazard)


def test_a_paper_says_number_name_class_and_group_in_this_order():
    assert PAINT.statement == "UN 1263 PAINT, 3, III"
    assert Hazard(un_number="3480", hazard_class="9", shipping_name="LITHIUM ION BATTERIES").statement == (
        "UN 3480 LITHIUM ION BATTERIES, 9"
    )


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ({"un_number": "1263", "hazard_class": "3", "shipping_name": "PAINT"}, set()),
        ({"un_number": "126", "hazard_class": "3", "shipping_name": "PAINT"}, {"un_number"}),
        ({"un_number": "1263"}, {"hazard_class", "shipping_name"}),
        ({"hazard_class": "3"}, {"un_number"}),
        ({"un_number": "1263", "hazard_class": "0", "shipping_name": "X"}, {"hazard_class"}),
        (
            {"un_number": "1263", "hazard_class": "1.4S", "shipping_name": "X", "packing_group": "IV"},
            {"packing_group"},
        ),
        (
            {"un_number": "1263", "hazard_class": "3", "shipping_name": "X", "inner_amount": -1},
            {"inner_amount"},
        ),
        ({"un_number": "1263", "hazard_class": "3", "shipping_name": "X" * 201}, {"shipping_name"}),
    ],
)
def test_what_is_keyed_of_a_danger_is_checked(values, places):
    data = ProductInput(sku="P", name="P", **values)
    assert {issue.where for issue in check_product(data, frozenset({"standard"}))} == places


def test_a_un_number_is_tidied():
    assert [tidy_un_number(text) for text in ("UN 1263", "un1263", " 1263 ", "")] == [
        "1263",
        "1263",
        "1263",
        "",
    ]
