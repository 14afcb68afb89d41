"""A rule means the same to those who reckon prices and sizes as to those who flatten it for the engine."""

from itertools import islice

import pytest

from app.domain.product_models.closures import Context, compiled
from app.domain.product_models.functions import FUNCTIONS
from app.domain.product_models.scopes import Model
from tests.unit.product_models.direct import configurations, flat_codes, worth
from tests.unit.product_models.test_flattening import INNER, RULES, WHENS, small

EVERY = 7
"""Of the configurations each seventh: the rules are many."""


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_the_whole_has_one_meaning(rule):
    definition = small(rule).definition
    model = Model(definition)
    says = definition.product.rules[0].says
    run = compiled(says, Context(model.product, "rules.R1", FUNCTIONS)).run
    for chosen in islice(configurations(definition), 0, None, EVERY):
        assert bool(run(model.scope_of(flat_codes(chosen)))) == bool(worth(says, chosen))


@pytest.mark.parametrize("inner", [*INNER, *WHENS[1:]])
def test_a_rule_of_a_sub_product_has_one_meaning(inner):
    definition = small(inner=inner).definition
    model = Model(definition)
    says = definition.components[0].rules[0].says
    run = compiled(says, Context(model.slots["modules"], "rules.M1", FUNCTIONS)).run
    for chosen in islice(configurations(definition), 0, None, EVERY):
        scope = model.scope_of(flat_codes(chosen))
        for one, other in zip(scope.slots["modules"], chosen.slots["modules"], strict=True):
            assert bool(run(one)) == bool(worth(says, other))
