"""What people click together of the models that ship can be drawn, cut, bought and sold, and all of it agrees."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction

import pytest

from app.domain.configuring.session import Session
from app.domain.configuring.views import State
from app.domain.product_models.results import Configuration
from app.domain.product_models.snapshots import configuration_key
from app.domain.scene.checking import outside, overlaps
from app.domain.scene.model import Scene
from app.domain.scene.quantities import METRE, SQUARE_METRE, covered
from app.domain.workshop.cut_list import BAR, SHEET, CutRow, areas, cut_list
from app.services.demo.components import components
from tests.unit.product_models.clicking import (
    MODELS,
    TODAY,
    click,
    clicked_again,
    evaluator,
    fields,
    flat,
    session_of,
    walk,
)
from tests.unit.product_models.direct import is_engine_valid

SKUS = {each.data.sku for each in components("en")}


def disagreements(name: str, session: Session) -> list[object]:
    """What of the configuration that stands could not be built, bought or sold, or is not told alike everywhere."""
    configuration = session.preview
    assert is_engine_valid(flat(name).model, flat(name).engine_configuration(configuration))
    scene = evaluator(name).scene(configuration)
    rows = cut_list([scene])
    bill = {line.article: line for line in evaluator(name).bom(configuration)}
    found: list[object] = [*overlaps(scene), *outside(scene), *wrong_thickness(scene)]
    found += [("cut", *told) for told in wrong_cuts(scene, rows)]
    found += [("bill", sku, bill.get(sku)) for sku in wrong_bill(name, configuration, scene, rows)]
    found += [sku for sku in bill if sku not in SKUS]
    shares = evaluator(name).prices(configuration, "LIST", TODAY)
    price = sum((share.amount for share in shares), Fraction(0))
    found += [("price", price)] if price <= 0 or price != session.view().price else []
    return found


def wrong_thickness(scene: Scene) -> Iterator[tuple[str, int]]:
    for part in scene.parts:
        material = scene.materials[part.material]
        if material.kind == SHEET and not part.article and min(part.solid.size) != material.thickness:
            yield part.key, min(part.solid.size)


def wrong_cuts(scene: Scene, rows: tuple[CutRow, ...]) -> Iterator[tuple[str, object, object]]:
    """Materials of which the cut list has other pieces or another area than the scene."""
    covers = covered(scene)
    pieces = {code: sum(row.count for row in rows if row.material == code) for code in covers}
    cut = areas(rows)
    for code, seen in covers.items():
        kind = scene.materials[code].kind
        if kind in {SHEET, BAR} and pieces[code] != seen.count:
            yield code, pieces[code], seen.count
        if kind == SHEET and cut[code] != seen.area:
            yield code, cut[code], seen.area


def from_the_cut_list(scene: Scene, rows: tuple[CutRow, ...]) -> Mapping[str, Fraction]:
    """Square metres of sheets, metres of bars and of edging by article, as the saw takes them."""
    found: dict[str, Fraction] = {}

    def take(article: str, amount: int, per: int) -> None:
        if article:
            found[article] = found.get(article, Fraction(0)) + Fraction(amount, per)

    for row in rows:
        material = scene.materials[row.material]
        if row.kind == SHEET:
            take(material.article, row.area, SQUARE_METRE)
        else:
            take(material.article, row.length * row.count, METRE)
        for article in (row.edging.low, row.edging.high):
            take(article, row.length * row.count, METRE)
        for article in (row.edging.start, row.edging.end):
            take(article, row.width * row.count, METRE)
    return found


def wrong_bill(
    name: str, configuration: Configuration, scene: Scene, rows: tuple[CutRow, ...]
) -> Iterator[str]:
    """Articles of which the bill of materials has another quantity than what is cut takes."""
    bill = {line.article: line.quantity for line in evaluator(name).bom(configuration)}
    for article, quantity in from_the_cut_list(scene, rows).items():
        if bill.get(article, Fraction(0)) != quantity:
            yield article


def check(name: str, configurations: int, seed: int) -> None:
    for session in walk(name, random.Random(seed), configurations):
        assert disagreements(name, session) == [], session.choices


@pytest.mark.parametrize("name", MODELS)
def test_what_is_clicked_together_is_drawn_cut_and_bought_alike(name):
    check(name, 20, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("name", MODELS)
def test_a_thousand_that_are_clicked_together_are_drawn_cut_and_bought_alike(name):
    check(name, 1000, seed=2)


def no_dead_end(name: str, clicks: int, seed: int) -> None:
    """After every click the configuration is whole, and what is shown as possible can be had."""
    source = random.Random(seed)
    session, made = session_of(name), 0
    while made < clicks:
        code = source.choice(fields(name))
        if not click(session, source, code):
            continue
        made += 1
        engine = flat(name).engine_configuration(session.preview)
        assert is_engine_valid(flat(name).model, engine), session.choices
        told = session.field(source.choice(fields(name)), priced=False)
        some = [each.code for each in told.options if each.state is State.OPEN] if told.is_asked else []
        if some:
            wanted = source.choice(some)
            session.choose(wanted)
            assert wanted in session.preview.options
            session.undo()
        if made % 25 == 0:
            session.clear_all()


@pytest.mark.parametrize("name", MODELS)
def test_random_clicks_on_a_shipped_model_never_end(name):
    no_dead_end(name, 25, seed=3)


@pytest.mark.soak
@pytest.mark.parametrize("name", MODELS)
def test_two_thousand_random_clicks_on_a_shipped_model_never_end(name):
    no_dead_end(name, 2000, seed=4)


@pytest.mark.parametrize("name", MODELS)
def test_the_same_choices_in_another_order_have_the_same_key(name):
    source = random.Random(5)
    for session in walk(name, source, 3, clicks=4):
        other = clicked_again(name, session, source)
        assert other.choices == session.choices
        assert other.preview == session.preview
        keys = {configuration_key(name, "hash", each.preview) for each in (session, other)}
        assert len(keys) == 1
