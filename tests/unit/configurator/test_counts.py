"""As many configurations as there are: by brute force of small models, as published of a real one."""

import pytest
from hypothesis import given, settings

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.xcsp import read_xcsp
from tests.helpers.model_counting import count_configurations
from tests.helpers.shared import SHARED
from tests.unit.configurator.brute_force import configurations, models

RENAULT = SHARED / "product-models" / "renault-medium.xml"


@given(models())
@settings(max_examples=40, deadline=None)
def test_the_clauses_of_a_model_have_as_many_configurations_as_it_has(model):
    assert count_configurations(CompiledModel(model)) == len(list(configurations(model)))


@pytest.mark.skipif(not RENAULT.is_file(), reason="the shared models are not here")
def test_the_middle_one_of_renaults_models_has_as_many_configurations_as_was_published():
    model = read_xcsp(RENAULT.read_text(encoding="utf-8"), "renault")

    assert count_configurations(CompiledModel(model)) == 278_744
