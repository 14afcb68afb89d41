"""A hundred thousand clicks at random, each on what the engine calls possible: no dead end (`make soak`)."""

import pytest

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.uvl import read_uvl
from bench.product_models import clicks, furniture
from tests.helpers.shared import SHARED

pytestmark = pytest.mark.soak


def test_a_hundred_thousand_clicks_on_a_range_of_furniture_have_no_dead_end():
    assert len(clicks(CompiledModel(furniture(4)), 100_000, seed=4)) == 100_000


def test_ten_thousand_clicks_on_a_real_model_have_no_dead_end():
    model = read_uvl((SHARED / "product-models" / "uclibc.uvl").read_text(encoding="utf-8"), "uclibc")
    assert len(clicks(CompiledModel(model), 10_000, seed=5)) == 10_000
