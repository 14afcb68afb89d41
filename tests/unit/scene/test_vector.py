"""Scenes for papers, browsers and other programs: SVG in perspective and to scale, glTF read back."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from app.domain.scene.elevations import sheet_of
from app.domain.scene.gltf import glb_of
from app.domain.scene.measuring import Lettering
from app.domain.scene.standing import stand
from app.domain.scene.svg import A3_LANDSCAPE_MM, PIXEL_MM, elevations_svg, perspective_svg
from tests.helpers import scenes

SVG = "{http://www.w3.org/2000/svg}"
LETTERING = Lettering(lambda text: (7.0 * len(text), 17.0))


def read_svg(svg):
    return ET.fromstring(svg)  # noqa: S314 - our own


def texts(svg):
    return [each.text for each in read_svg(svg).iter(f"{SVG}text")]


def test_the_perspective_names_its_parts_and_measures_the_product():
    svg = perspective_svg(scenes.desk())
    parts = {each.get("data-part") for each in read_svg(svg).iter(f"{SVG}g")}
    assert {"top", "leg.0", "front.2"} <= parts
    assert texts(svg) == ["1600 mm", "800 mm", "745 mm"]


def test_elevations_stand_on_one_sheet_with_their_scale():
    svg = elevations_svg(scenes.desk())
    root = read_svg(svg)
    assert (root.get("width"), root.get("height")) == ("420mm", "297mm")
    assert [each.get("id") for each in root.iter(f"{SVG}g") if each.get("id")] == ["front", "left", "top"]
    assert sorted(texts(svg)) == sorted(
        ["1600 mm", "745 mm", "800 mm", "745 mm", "1600 mm", "800 mm", "1 : 10"]
    )


def test_modules_side_by_side_are_measured_as_a_chain_on_one_level():
    scene = scenes.cabinet(8)
    size = A3_LANDSCAPE_MM[0] / PIXEL_MM, A3_LANDSCAPE_MM[1] / PIXEL_MM
    front, _, top = sheet_of(stand(scene), size, PIXEL_MM, LETTERING).elevations
    wanted = ["400"] * 3 + ["500"] * 5 + ["3700 mm", "2200 mm"]
    assert [each.label.text for each in front.measures] == wanted
    levels = [round(each.lines[0][0][1]) for each in front.measures]
    assert len(set(levels[:8])) == 1
    assert levels[8] > levels[0]
    labels = [each.label for each in front.measures]
    assert not any(one.meets(other, 0) for at, one in enumerate(labels) for other in labels[:at])
    assert [each.label.text for each in top.measures] == ["3700 mm", "580 mm"]


def test_cards_in_their_slots_are_no_chain():
    texts_shown = texts(elevations_svg(scenes.rack()))
    assert all(text.endswith(" mm") for text in texts_shown if not text.startswith("1 :"))


@pytest.mark.parametrize(
    "scene", [scenes.desk(), scenes.cabinet(4), scenes.rack()], ids=["desk", "cabinet", "rack"]
)
def test_elevations_are_to_scale_and_within_the_paper(scene):
    size = A3_LANDSCAPE_MM[0] / PIXEL_MM, A3_LANDSCAPE_MM[1] / PIXEL_MM
    standing = stand(scene)
    sheet = sheet_of(standing, size, PIXEL_MM, LETTERING)
    wide = scene.outer.x / 10 / sheet.scale / PIXEL_MM
    front, left, top = sheet.elevations
    for each in (front, top):
        ends = each.lens.project(np.array([[0.0, 0, 0], [scene.outer.x, 0, 0]]))
        assert ends[1, 0] - ends[0, 0] == pytest.approx(wide)
        assert ends[0, 0] == pytest.approx(front.lens.project(np.zeros((1, 3)))[0, 0])  # one below the other
    level = [each.lens.project(np.zeros((1, 3)))[0, 1] for each in (front, left)]
    assert level[0] == pytest.approx(level[1])  # side by side
    for each in sheet.elevations:
        places = each.lens.project(standing.corners)
        assert (places[:, :2] >= 0).all()
        assert (places[:, :2] <= size).all()


def read_glb(data):
    """The document and its numbers, as the specification says they are packed."""
    magic, version, length = struct.unpack_from("<4sII", data)
    assert (magic, version, length) == (b"glTF", 2, len(data))
    size, kind = struct.unpack_from("<I4s", data, 12)
    assert (kind, size % 4) == (b"JSON", 0)
    numbers_size, numbers_kind = struct.unpack_from("<I4s", data, 20 + size)
    assert (numbers_kind, numbers_size % 4) == (b"BIN\0", 0)
    return json.loads(data[20 : 20 + size]), data[28 + size :]


def rows_of(document, numbers, accessor):
    found = document["accessors"][accessor]
    view = document["bufferViews"][found["bufferView"]]
    kind, count = {5126: ("<f4", 3), 5125: ("<u4", 1)}[found["componentType"]]
    values = np.frombuffer(numbers, kind, found["count"] * count, view["byteOffset"])
    return values.reshape(-1, count)


def places_of(document, numbers):
    """By part the places of its corners in the product, in metres."""
    found = {}
    for node in document["nodes"]:
        if "mesh" in node:
            primitive = document["meshes"][node["mesh"]]["primitives"][0]
            places = rows_of(document, numbers, primitive["attributes"]["POSITION"])
            indices = rows_of(document, numbers, primitive["indices"])
            assert indices.max() < len(places)
            found[node["name"]] = places + np.array(node["translation"])
    return found


@pytest.mark.parametrize(
    "scene", [scenes.desk(), scenes.cabinet(4), scenes.rack()], ids=["desk", "cabinet", "rack"]
)
def test_gltf_has_every_part_where_it_stands_in_metres_with_y_up(scene):
    places = places_of(*read_glb(glb_of(scene)))
    assert set(places) == {part.key for part in scene.parts}
    for part in scene.parts:
        low, high = places[part.key].min(axis=0), places[part.key].max(axis=0)
        ends = [(at / 1e4, (at + side) / 1e4) for at, side in zip(part.at, part.solid.size, strict=True)]
        expected = [ends[0], ends[2], (-ends[1][1], -ends[1][0])]
        assert np.array(expected) == pytest.approx(np.column_stack((low, high)), abs=2e-4)


def test_gltf_groups_parts_by_their_keys_and_shares_equal_meshes():
    scene = scenes.cabinet(4)
    document, _ = read_glb(glb_of(scene))
    nodes = document["nodes"]
    modules = [nodes[number] for number in nodes[0]["children"] if "children" in nodes[number]]
    assert [each["name"] for each in modules] == [f"modules.{n}" for n in range(1, 5)]
    keys = {nodes[number]["name"] for number in modules[0]["children"]}
    assert keys == {part.key for part in scene.parts if part.key.startswith("modules.1/")}
    assert len(document["meshes"]) < len(scene.parts)


def test_gltf_materials_have_their_colour_as_light_and_glass_lets_it_through():
    document, _ = read_glb(glb_of(scenes.rack()))
    materials = {each["name"]: each for each in document["materials"]}
    grey = materials["grey"]["pbrMetallicRoughness"]["baseColorFactor"]
    assert grey == pytest.approx([0.5647, 0.5711, 0.5333, 1], abs=1e-3)  # #c6c7c1
    assert set(materials) == {part.material for part in scenes.rack().parts}
    assert materials["glass"]["alphaMode"] == "BLEND"
    assert materials["steel"]["pbrMetallicRoughness"]["metallicFactor"] > 0
