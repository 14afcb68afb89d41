"""Prices, sizes and conditions of rows mean by an expression what rules mean by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.expressions import parse
from app.domain.product_models.functions import FUNCTIONS
from app.domain.product_models.reading import kinds, read_definition
from app.domain.scene.checking import outside, overlaps
from tests.unit.product_models.direct import configurations, flat_codes, worth
from tests.unit.product_models.small_models import chosen, price
from tests.unit.product_models.test_documented import example
from tests.unit.product_models.test_flattening import INNER, RULES, grown, small, truths

TODAY = date(2026, 11, 23)
SMALL = small().definition
SOME = [(each, flat_codes(each)) for each in configurations(SMALL)][::7]


def differing(rule, inner="true"):
    """Configurations in which a price row's condition says another thing than the expression itself."""
    module = replace(SMALL.components[0], prices=(price("inner", "1", inner),))
    product = replace(SMALL.product, prices=(price("rule", "1", rule),))
    evaluator = Evaluator(replace(SMALL, product=product, components=(module,)))
    for whole, plain in SOME:
        found = {each.code for each in evaluator.prices(plain, "", TODAY)}
        expected = {"rule"} if worth(parse(rule), whole) else set()
        for index, each in enumerate(whole.slots["modules"], 1):
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


def test_what_the_reader_lets_pass_can_be_evaluated():
    assert set(FUNCTIONS) == set(kinds.FUNCTIONS)


def test_the_example_of_the_reference_comes_to_something():
    evaluator = Evaluator(read_definition(example()))
    drawers = {"drawers.count": 2, "drawers.1/width": 400, "drawers.2/width": 350}
    fronts = ("drawers.1/front.oak", "drawers.2/front.white")
    desk = chosen("top.oak", "frame.lifting", *fronts, width=1650, depth=800, lift=400, **drawers)
    prices = {each.code: each.amount for each in evaluator.prices(desk, "EXPORT", TODAY)}
    assert prices == {"top.oak": 120, "frame.lifting": 240, "base": 310, "top": 260, "special": 80}
    assert evaluator.lead_days(desk) == 11
    assert evaluator.line_text(desk) == "Desk 1650 x 800 mm, Oak"
    bill = {each.article: each.quantity for each in evaluator.bom(desk)}
    assert bill["SCR-6"] == 8
    assert bill["LEG-70"] == 4
    assert evaluator.operations(desk)[0].minutes == 8
    scene = evaluator.scene(desk)
    assert (outside(scene), overlaps(scene)) == ((), ())
