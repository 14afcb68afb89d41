"""The scene of a configured product: its parts where they belong, named, joined, edged and opening."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.domain.errors import RefusedError
from app.domain.product_models.evaluating import Evaluator
from app.domain.scene.checking import outside, overlaps
from app.domain.scene.model import (
    Box,
    CutOut,
    Cylinder,
    Dimension,
    Motion,
    Profile,
    SlantedLeg,
    Vector,
)
from app.messages import text_of_error
from tests.unit.product_models.small_models import (
    cabinet,
    chosen,
    cut_out,
    desk,
    full_cabinet,
    modules,
    operation,
    part,
    price,
    several,
    values,
)

DESK = chosen("top.oak", width=1600, depth=800)
THREE = modules(("doors", 400), ("open", 600), ("doors", 400))


def scene_of(*parts, **rest):
    return Evaluator(desk(parts=parts, **rest)).scene(DESK)


def only(*parts, **rest):
    (found,) = scene_of(*parts, **rest).parts
    return found


def test_a_part_is_what_its_row_says():
    found = only(
        part("top", "material_of(top)", ("width", "depth", "25"), ("0", "-0.05", "725"),
             edges={"front": "EDGE"}, opens=("top", "width / 20"), explode=("0", "0", "300"), asks="top", grain="y",
             cut_outs=(cut_out((100, 50), size=(60, "0.25")), cut_out((300, 80), radius="30"))),
    )  # fmt: skip
    assert (found.key, found.code, found.name) == ("top.0", "top", "Top")
    assert found.solid == Box(
        Vector(16000, 8000, 250), (CutOut((1000, 500), (600, 3)), CutOut((3000, 800), radius=300))
    )
    assert (found.at, found.explode) == (Vector(0, -1, 7250), Vector(0, 0, 3000))
    assert (found.material, found.grain, found.opens) == ("oak25", "y", Motion("top", 80))
    assert (dict(found.edges), found.asks, found.article) == ({"front": "EDGE"}, "top", "")


def test_an_opening_of_no_size_is_none():
    openings = (
        cut_out((100, 50), size=(60, "if(width > 2000, 60, 0)")), cut_out((9, 9), radius="if(width > 2000, 30, 0)"),
    )  # fmt: skip
    found = only(part("top", "material_of(top)", ("width", "depth", "25"), cut_outs=openings))
    assert found.solid == Box(Vector(16000, 8000, 250))


@pytest.mark.parametrize(
    ("width", "edges"), [(1600, {"front": "EDGE-2", "back": "PLAIN"}), (1200, {"back": "PLAIN"})]
)
def test_an_edging_may_follow_from_the_configuration(width, edges):
    rows = {
        "parts": (part("top", "'oak25'", (900, 600, 25), edges={"front": "lip", "back": "PLAIN"}),),
        "values": values(lip="if(width > 1400, 'EDGE-2', '')"),
    }
    evaluator = Evaluator(desk(**rows))
    (found,) = evaluator.scene(chosen("top.oak", width=width, depth=800)).parts
    assert dict(found.edges) == edges


@pytest.mark.parametrize(
    ("shape", "solid"),
    [
        ("cylinder", Cylinder(Vector(300, 300, 7000))),
        ("profile", Profile(Vector(300, 300, 7000))),
        ("leg", SlantedLeg(Vector(300, 300, 7000), (400, 0))),
    ],
)
def test_a_part_has_the_shape_of_its_row(shape, solid):
    slant = {"slant": ("40", "0")} if shape == "leg" else {}
    found = only(part("leg", "'steel'", (30, 30, 700), shape=shape, article="'LEG-70'", **slant))
    assert (found.solid, found.grain, found.article) == (solid, "z", "LEG-70")


def test_edging_may_be_named_by_a_value():
    edging = values(edge="if(top = oak, 'EDGE-OAK', 'EDGE-WHITE')", bare="if(width > 1200, '', 'EDGE')")
    row = part("top", "oak25", (100, 50, 25), edges={"front": "edge", "left": "bare", "top": "bare"})
    assert only(row, values=edging).edges == {"front": "EDGE-OAK"}


def test_a_drawer_slides_by_tenths():
    assert only(part("drawer", "white19", (400, 300, 19), opens=("slide", "250"))).opens == Motion(
        "slide", 2500
    )


def test_a_row_repeats_its_part_and_may_have_none():
    row = part("board", "white19", ("100 + i", 10, 10), ("i * 200", 0, 0), repeat="width / 400")
    found = scene_of(row, part("lamp", "steel", (1, 1, 1), when="extras.lamp")).parts
    assert [(each.key, each.at.x, each.solid.size.x) for each in found] == [
        ("board.0", 0, 1000), ("board.1", 2000, 1010), ("board.2", 4000, 1020), ("board.3", 6000, 1030),
    ]  # fmt: skip


def test_materials_are_named_in_the_language_and_measured_in_tenths():
    definition = desk(parts=(part("top", "oak25", (1, 1, 1)),))
    oak = Evaluator(definition, "de").scene(DESK).materials["oak25"]
    assert (oak.name, oak.thickness, oak.sheet, oak.has_grain) == ("oak25 (de)", 250, (28000, 20700), True)


def test_the_outer_size_has_its_dimensions():
    scene = scene_of(part("top", "oak25", (100, 50, 25)), outer=several("width", "depth", 750))
    assert scene.outer == Vector(16000, 8000, 7500)
    assert scene.dimensions == (
        Dimension(Vector(0, 0, 0), Vector(16000, 0, 0), Vector(0, -1333, 0)),
        Dimension(Vector(16000, 0, 0), Vector(16000, 8000, 0), Vector(1333, 0, 0)),
        Dimension(Vector(0, 0, 0), Vector(0, 0, 7500), Vector(-1333, 0, 0)),
    )


def test_without_an_outer_size_the_parts_tell_it():
    assert scene_of(part("top", "oak25", (100, 50, 25), (10, 0, 700))).outer == Vector(1100, 500, 7250)
    assert scene_of().outer == Vector(0, 0, 0)


def test_modules_stand_beside_one_another():
    scene = Evaluator(full_cabinet()).scene(THREE)
    doors = {each.key: (each.at, each.solid.size.x) for each in scene.parts if each.code == "door"}
    assert doors == {
        "modules.1/door.0": (Vector(210, 0, 1020), 3770),
        "modules.3/door.0": (Vector(10210, 0, 1020), 3960),
    }
    assert {each.key: each.asks for each in scene.parts if each.code in {"shelf", "side"}} == {
        "side.0": "body",
        "side.1": "body",
        "modules.1/shelf.0": "modules.1/front",
        "modules.2/shelf.0": "modules.2/front",
        "modules.2/shelf.1": "modules.2/front",
        "modules.3/shelf.0": "modules.3/front",
    }
    assert len({each.key for each in scene.parts}) == len(scene.parts)


def test_parts_join_those_of_their_own_the_whole_and_the_modules():
    thin = ("10", "10", "10")
    definition = cabinet(
        parts=(
            part("side", "white19", thin, repeat="2", joins=("side", "shelf")),
            part("plinth", "white19", thin, joins=("side",)),
        ),
        module={
            "parts": (
                part("shelf", "white19", thin, joins=("side", "rod"), joint="8"),
                part("rod", "steel", thin, repeat="2"),
            )
        },
    )
    found = {
        each.key: each for each in Evaluator(definition).scene(modules(("doors", 400), ("open", 400))).parts
    }
    assert found["side.0"].joins == ("side.1", "modules.1/shelf.0", "modules.2/shelf.0")
    assert found["plinth.0"].joins == ("side.0", "side.1")
    assert found["modules.2/shelf.0"].joins == ("side.0", "side.1", "modules.2/rod.0", "modules.2/rod.1")
    assert found["modules.2/shelf.0"].joint == 80


def test_prices_and_work_count_parts_of_the_whole_and_of_a_module():
    oak = "part_count('oak25') + part_area('oak25') / 1000"
    definition = full_cabinet(
        prices=(price("all", oak),), operations=(operation("cut", "2 * part_count(steel)"),)
    )
    module = replace(definition.components[0], prices=(price("own", oak),))
    definition = replace(definition, components=(module,))
    shares = {each.code: each.amount for each in Evaluator(definition).prices(THREE, "", date(2026, 11, 23))}
    areas = {
        "modules.1/own": (2, Fraction(381 * 560 + 377 * 1896, 10**6)),
        "modules.2/own": (2, Fraction(2 * 581 * 560, 10**6)),
    }
    for code, (count, area) in areas.items():
        assert shares[code] == count + area / 1000
    assert shares["all"] - sum(shares[f"modules.{index}/own"] for index in (1, 2, 3)) == (
        3 + Fraction(2 * 600 * 2000 + 600 * 1416, 10**9)
    )
    assert [each.minutes for each in Evaluator(definition).operations(THREE)] == [6]


def test_what_does_not_change_stays_the_same_object():
    evaluator = Evaluator(full_cabinet())
    before = {each.key: each for each in evaluator.scene(THREE).parts}
    after = evaluator.scene(modules(("doors", 400), ("open", 600), ("open", 400))).parts
    new = [each.key for each in after if each is not before.get(each.key)]
    assert new == ["modules.3/shelf.0", "modules.3/shelf.1"]


def test_the_cabinet_can_be_built():
    scene = Evaluator(full_cabinet()).scene(THREE)
    assert overlaps(scene) == ()
    assert outside(scene) == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (part("it", "'pine'", (1, 1, 1)), "evaluate.unknown_material"),
        (part("it", "width", (1, 1, 1)), "evaluate.needs_word"),
        (part("it", "oak25", ("part_count('oak25')", 1, 1)), "evaluate.parts_within"),
        (part("it", "oak25", ("counted", 1, 1)), "evaluate.parts_within"),
        (part("it", "oak25", ("width - 1600", 1, 1)), "evaluate.size"),
        (part("it", "oak25", ("0.04", 1, 1)), "evaluate.size"),
        (part("it", "oak25", ("1", 1, 1), repeat="0.5"), "evaluate.repeat"),
        (part("it", "oak25", ("1", 1, 1), repeat="-1"), "evaluate.repeat"),
        (part("it", "oak25", ("1", 1, 1), repeat="1000000"), "evaluate.repeat"),
        (part("it", "oak25", (100, 100, 25), edges={"top": "EDGE"}), "evaluate.edge_side"),
        (part("it", "oak25", (1, 1, 1), when="i = 0"), "evaluate.unknown_name"),
        (part("it", "oak25", (1, 1, 1), repeat="i + 1"), "evaluate.unknown_name"),
        (part("it", "oak25", (1, 1, 1), (0, "-1000001", 0)), "evaluate.too_far"),
        (part("it", "oak25", (1, "width * width * 1000", 1)), "evaluate.too_far"),
    ],
)
def test_a_part_that_cannot_be_is_refused_by_its_row(row, code):
    with pytest.raises(RefusedError) as raised:
        scene_of(row, values=values(counted="part_area('oak25')"))
    assert (raised.value.code, raised.value.params["row"]) == (code, "parts.it")
    assert text_of_error(raised.value).startswith("parts.it: ")


def test_more_parts_than_can_be_drawn_are_refused():
    rows = [part(f"dot{at}", "steel", (1, 1, 1), repeat="2000") for at in range(3)]
    with pytest.raises(RefusedError) as raised:
        scene_of(*rows)
    assert text_of_error(raised.value) == (
        "The product has 6000 parts, more than the 5000 that can be drawn. Let rows repeat fewer of them."
    )


def test_the_outer_size_does_not_count_parts():
    with pytest.raises(RefusedError, match=r"evaluate\.parts_within"):
        scene_of(outer=several("part_count('oak25')", 1, 1))
