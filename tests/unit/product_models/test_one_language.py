"""Prices, sizes and conditions of rows mean by an expression what rules mean by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.expressions import parse
from tests.unit.product_models.direct import configurations, flat_codes, worth
from tests.unit.product_models.small_models import price
from tests.unit.product_models.test_flattening import INNER, RULES, grown, small, truths

TODAY = date(2026, 11, 23)
SMALL = small().definition
SOME = [(each, flat_codes(each)) for each in configurations(SMALL)][::7]


def differing(rule, inner="true"):
    """Configurations in which a price row's condition says another thing than the expression itself."""
    module = replace(SMALL.components[0], prices=(price("inner", "1", inner),))
    product = replace(SMALL.product, prices=(price("rule", "1", rule),))
    evaluator = Evaluator(replace(SMALL, product=product, components=(module,)))
    for chosen, plain in SOME:
        found = {each.code for each in evaluator.prices(plain, "", TODAY)}
        expected = {"rule"} if worth(parse(rule), chosen) else set()
        for index, each in enumerate(chosen.slots["modules"], 1):
            if worth(parse(inner), each):
                expected.add(f"modules.{index}/inner")
        if found != expected:
            yield plain


@pytest.mark.parametrize("rule", RULES)
def test_a_condition_of_the_whole_means_what_the_rule_means(rule):
    assert list(differing(rule)) == []


@pytest.mark.parametrize("inner", INNER)
def test_a_condition_of_a_sub_product_means_what_the_rule_means(inner):
    assert list(differing("true", inner)) == []


@settings(max_examples=40, deadline=None)
@given(st.recursive(truths, grown, max_leaves=6))
def test_any_condition_means_what_the_rule_means(rule):
    assert list(differing(rule)) == []
