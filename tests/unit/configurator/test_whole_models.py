"""Whole models, our own range of furniture and real ones: the same answers as asking a solver for every option."""

import pytest

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.uvl import read_uvl
from bench.configurator import differences
from bench.plain_solver import PlainSolver
from bench.product_models import clicks, furniture
from tests.helpers.shared import SHARED

MODELS = SHARED / "product-models"


def wrong_answers(model, count, every):
    """Of some of so many clicks on a model; all of them are made, since each teaches the engine."""
    asked = clicks(CompiledModel(model), count, seed=3)
    compiled, plain = CompiledModel(model), PlainSolver(model)
    answers = [compiled.possibilities(choices) for choices in asked]
    pairs = (
        (mine, plain.possibilities(one)) for mine, one in zip(answers[::every], asked[::every], strict=True)
    )
    return sum(differences(mine, theirs) for mine, theirs in pairs)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_range_of_furniture_is_answered_exactly(seed):
    assert wrong_answers(furniture(seed), 120, every=3) == 0


@pytest.mark.skipif(not MODELS.is_dir(), reason="the shared models are not here")
@pytest.mark.parametrize(("name", "options"), [("berkeleydb", 76), ("axtls", 96), ("uclibc", 313)])
def test_a_real_model_is_answered_exactly(name, options):
    model = read_uvl((MODELS / f"{name}.uvl").read_text(encoding="utf-8"), name)
    assert sum(len(group.options) for group in model.groups) == options
    assert wrong_answers(model, 200, every=10) == 0
