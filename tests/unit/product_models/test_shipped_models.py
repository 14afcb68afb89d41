"""The three models that ship with the program: sound, wholly possible, and what is drawn can be built and bought."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from app.domain.configurator.compiling import CompiledModel
from app.domain.product_models.definition import ComponentDef
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import Flat, flatten
from app.domain.product_models.linting import lint
from app.domain.product_models.reading import read_model
from app.domain.product_models.reading.definition import ModelRead
from app.domain.product_models.results import Configuration
from app.domain.scene.checking import outside, overlaps
from app.domain.scene.model import Scene
from app.services.demo.components import components, model_files
from tests.unit.product_models.sampling import Sampler

TODAY = date(2026, 11, 23)
MODELS = ("desk", "wardrobe", "server")


@cache
def read(name: str) -> ModelRead:
    return read_model(model_files(name))


@cache
def flat(name: str) -> Flat:
    return flatten(read(name).definition, TODAY)


def drawn(name: str, count: int, seed: int = 1) -> Iterator[Configuration]:
    sampler = Sampler(flat(name), random.Random(seed))
    return (flat(name).configuration(sampler.draw()) for _ in range(count))


def whole(name: str) -> tuple[ComponentDef, ...]:
    definition = read(name).definition
    return (definition.product, *definition.components)


@pytest.mark.parametrize("name", MODELS)
def test_a_shipped_model_is_as_large_as_life(name):
    parts = whole(name)
    assert sum(len(each.groups) + len(each.numbers) for each in parts) >= 15
    assert sum(len(each.rules) + sum(len(table.rows) for table in each.tables) for each in parts) >= 40
    assert all(set(rule.message) == {"en", "de"} for each in parts for rule in each.rules)
    assert all(set(table.message) == {"en", "de"} for each in parts for table in each.tables)


def anywhere(code: str) -> str:
    """A code without the place of its sub-product: six cards leave no room for a wide one in the sixth place."""
    return re.sub(r"\.\d+/", "/", code)


@pytest.mark.parametrize("name", MODELS)
def test_every_option_and_the_ends_of_every_number_are_possible(name):
    compiled = CompiledModel(flat(name).model)
    possible = compiled.possibilities({})
    assert possible is not None
    alive = {anywhere(code) for code, at in compiled.places.items() if possible.can_hold[at]}
    assert {anywhere(code) for code in compiled.places} - alive == set()
    for number in flat(name).model.numbers:
        values = [value for run in possible.numbers[number.code] for value in run]
        ends = number.values[0], number.values[-1]
        assert (values[0], values[-1]) == ends, number.code


@pytest.mark.parametrize("name", MODELS)
def test_nothing_in_a_shipped_model_contradicts_or_repeats_itself(name):
    found = lint(read(name).definition, TODAY, read(name).places)
    assert found == ()


def wrong_of(name: str, configuration: Configuration, evaluator: Evaluator) -> list[object]:
    """What of a configuration could not be built, bought or sold."""
    scene = evaluator.scene(configuration)
    found: list[object] = [*overlaps(scene), *outside(scene)]
    bom = {line.article: line.quantity for line in evaluator.bom(configuration)}
    found += [sku for sku in bom if sku not in SKUS]
    found += [sku for sku, area in sheets(scene).items() if bom.get(sku) != area]
    prices = evaluator.prices(configuration, "LIST", TODAY)
    found += [] if sum(share.amount for share in prices) > 0 else ["price"]
    found += (
        [] if evaluator.lead_days(configuration) > 0 and evaluator.operations(configuration) else ["work"]
    )
    return found


SKUS = {each.data.sku for each in components("en")}


def sheets(scene: Scene) -> dict[str, Fraction]:
    """Square metres of boards by article, from the parts themselves."""
    found: dict[str, Fraction] = {}
    for part in scene.parts:
        material = scene.materials[part.material]
        if material.kind == "sheet" and not part.article:
            size = sorted(part.solid.size)
            assert size[0] == material.thickness, f"{part.key} is not as thick as its board"
            area = Fraction(size[1] * size[2], 10_000**2)
            found[material.article] = found.get(material.article, Fraction(0)) + area
    return found


def check(name: str, count: int, seed: int) -> None:
    evaluator = Evaluator(read(name).definition)
    for configuration in drawn(name, count, seed):
        assert wrong_of(name, configuration, evaluator) == [], configuration


@pytest.mark.parametrize("name", MODELS)
def test_whatever_is_configured_can_be_built_bought_and_sold(name):
    check(name, 34, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("name", MODELS)
def test_a_thousand_configurations_of_each_can_be_built_bought_and_sold(name):
    check(name, 1000, seed=2)
