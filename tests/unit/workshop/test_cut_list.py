"""The cut list is the scene's panels and bars: equal ones in a row, along the grain, with edges and openings."""

from app.domain.scene.model import Box, CutOut, Material, Part, Profile, Scene, Vector
from app.domain.workshop.cut_list import Edging, areas, cut_list

OAK = Material("oak19", "Oak 19", "sheet", "SHEET-OAK", 190, has_grain=True)
WHITE = Material("white", "White 19", "sheet", "SHEET-W", 190)
STEEL = Material("steel", "Steel", "bar", "BAR-30")
KNOB = Material("knob", "Knob", "piece", "KNOB")
MATERIALS = {each.code: each for each in (OAK, WHITE, STEEL, KNOB)}


def scene(*parts: Part) -> Scene:
    return Scene(parts, MATERIALS, Vector(20000, 8000, 7500))


def part(key, size, material="white", **more) -> Part:
    return Part(
        key, key.split(".")[0], "Panel", more.pop("solid", Box(size)), Vector(0, 0, 0), material, **more
    )


def test_equal_panels_are_one_row_of_all_products():
    side = Vector(190, 5000, 7000)

    rows = cut_list([scene(part("side.0", side), part("side.1", side)), scene(part("side.0", side))])

    (row,) = rows
    assert (row.count, row.length, row.width, row.thickness) == (3, 7000, 5000, 190)
    assert areas(rows) == {"white": 3 * 7000 * 5000}


def test_the_length_of_what_has_grain_lies_along_it_though_it_is_shorter():
    (row,) = cut_list([scene(part("side", Vector(190, 5000, 7000), "oak19", grain="y"))])

    assert (row.length, row.width, row.has_grain) == (5000, 7000, True)


def test_edges_go_with_their_sides():
    edges = {"front": "E-2", "top": "E-1"}

    upright, level = cut_list(
        [
            scene(
                part("side", Vector(190, 5000, 7000), edges=edges),
                part("shelf", Vector(6000, 5000, 190), edges={"front": "E-2", "left": "E-1"}),
            )
        ]
    )

    assert upright.edging == Edging(low="E-2", end="E-1")  # front along the length, top across it
    assert level.edging == Edging(low="E-2", start="E-1")


def test_openings_are_measured_along_the_length_first():
    opening = CutOut((100, 200), (60, 80))
    sizes = Vector(5000, 8000, 250)

    (row,) = cut_list([scene(part("top", sizes, solid=Box(sizes, (opening,))))])

    assert row.length == 8000
    assert row.cut_outs == (CutOut((200, 100), (80, 60)),)


def test_bars_are_cut_to_length_and_pieces_are_not_cut():
    bar = Vector(300, 600, 7000)

    (row,) = cut_list([scene(part("leg", bar, "steel", solid=Profile(bar)), part("knob", bar, "knob"))])

    assert (row.kind, row.length, row.width, row.thickness) == ("bar", 7000, 600, 300)
    assert areas([row]) == {}
