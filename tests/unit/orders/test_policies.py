"""The firm's own rules: all that a rule names must hold, and then its own text and weight are told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.issues import Severity
from app.domain.order_checks import check_order
from app.domain.order_policies import Policy, check_policy
from tests.unit.orders.check_cases import NO_ISLANDS, TRADE_ONLY, under
from tests.unit.orders.world import ANNA, CHAIR, LAMP, NORD, context, draft, goods

BLOCK, WARN = Severity.BLOCK, Severity.WARN


def rule(**conditions):
    return Policy(text="As the firm said", severity=WARN, **conditions)


def told(policy, order=None, customer=NORD):
    world = replace(under(policy), customer=customer)
    order = order or draft([goods("k1", CHAIR), goods("k2", LAMP)], world)
    return [(issue.code, issue.where) for issue in check_order(order, world)]


@pytest.mark.parametrize(
    ("conditions", "where"),
    [
        ({"countries": ("AT", "DE")}, "header/ship_to"),
        ({"countries": ("AT",)}, None),
        ({"postcodes": ("204 57",)}, "header/ship_to"),
        ({"postcodes": ("27498", "204")}, "header/ship_to"),
        ({"postcodes": ("457",)}, None),
        ({"customers": ("c1",)}, "header/customer"),
        ({"customers": ("C11",)}, None),
        ({"buyer": "business"}, "header/customer"),
        ({"buyer": "consumer"}, None),
        ({"from_minor": 39825}, "lines"),
        ({"from_minor": 39826}, None),
        ({"below_minor": 39826}, "lines"),
        ({"below_minor": 39825}, None),
        ({"countries": ("DE",), "buyer": "consumer"}, None),
        ({"countries": ("DE",), "from_minor": 1}, "header/ship_to"),
        ({"families": ("Seating",)}, "lines/k1/sku"),
        ({"families": ("seating", "light"), "skus": ("la-1",)}, "lines/k2/sku"),
        ({"skus": ("LA-1",), "countries": ("AT",)}, None),
        ({"units": ("pieces",), "skus": ("la-1",), "postcodes": ("204",)}, "lines/k2/sku"),
        ({"units": ("pal",), "postcodes": ("204",)}, None),
    ],
)
def test_a_rule_is_told_where_all_its_conditions_hold(conditions, where):
    code = "line.policy" if where and where.startswith("lines/") else "order.policy"
    assert told(rule(**conditions)) == ([(code, where)] if where else [])


@pytest.mark.parametrize(
    ("conditions", "ways"),
    [
        ({"below_minor": 39826, "countries": ("DE",)}, ["remedy.add_more", "remedy.enter_address"]),
        ({"below_minor": 39826}, ["remedy.add_more"]),
        ({"from_minor": 39825}, ["remedy.type_quantity"]),
        ({"from_minor": 1, "customers": ("c1",)}, ["remedy.type_quantity", "remedy.choose_customer"]),
        ({"buyer": "business"}, ["remedy.choose_customer"]),
    ],
)
def test_a_rule_about_the_sum_leads_to_the_lines_first(conditions, ways):
    world = under(rule(**conditions))
    order = draft([goods("k1", CHAIR), goods("k2", LAMP)], world)
    (issue,) = check_order(order, replace(world, customer=NORD))
    assert [way.code for way in issue.remedies] == ways


def test_two_lines_of_a_family_are_told_each_and_nothing_of_a_rule_that_is_off():
    both = rule(families=("seating", "light"))
    assert [where for _code, where in told(both)] == ["lines/k1/sku", "lines/k2/sku"]
    assert told(replace(both, is_on=False)) == []
    assert told(both, draft([])) == [("order.no_lines", "lines")]


def test_a_rule_weighs_what_the_firm_said():
    blocked = replace(TRADE_ONLY, severity=BLOCK, buyer="consumer")
    world = replace(under(blocked, NO_ISLANDS), customer=ANNA)
    issues = check_order(draft([goods("k1", CHAIR)], world, ship_country="AT"), world)
    assert [(issue.code, issue.severity) for issue in issues] == [
        ("line.policy", BLOCK),
        ("order.policy", Severity.APPROVE),
    ]
    assert check_order(draft([goods("k1", CHAIR)]), context()) == ()


@given(st.permutations([NO_ISLANDS, TRADE_ONLY, rule(countries=("DE",))]))
def test_the_order_of_the_rules_only_orders_what_is_told(policies):
    world = under(*policies)
    issues = check_order(draft([goods("k1", CHAIR)], world), world)
    assert {(issue.code, issue.where) for issue in issues} == {
        ("order.policy", "header/ship_to"),
        ("line.policy", "lines/k1/sku"),
    }
    assert len(issues) == 3


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"text": " "}, "policy.text_missing", "text"),
        ({"text": "x" * 201}, "policy.too_long", "text"),
        ({"countries": ("XX",)}, "policy.country_unknown", "countries"),
        ({"countries": ()}, "policy.condition_missing", "families"),
        ({"buyer": "anybody"}, "policy.buyer_unknown", "buyer"),
        ({"from_minor": -1}, "policy.amount_negative", "from_minor"),
        ({"from_minor": 5, "below_minor": 5}, "policy.amounts_cross", "below_minor"),
        ({"postcodes": tuple("12345678" for _ in range(60))}, "policy.too_long", "postcodes"),
    ],
)
def test_a_rule_that_says_nothing_or_never_holds_is_refused(changes, code, where):
    policy = replace(rule(countries=("DE",)), **changes)
    issues = check_policy(policy, severity="warn", countries={"DE", "AT"})
    assert (code, where) in [(issue.code, issue.where) for issue in issues]
    assert check_policy(rule(countries=("DE",)), severity="warn", countries={"DE"}) == ()
    heavy = check_policy(rule(countries=("DE",)), severity="heavy", countries={"DE"})
    assert [issue.code for issue in heavy] == ["policy.severity_unknown"]
