"""What of a scene cannot be built is found: solids in one another, and parts outside of the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.scene.checking import Overlap, outside, overlaps
from app.domain.scene.model import (
    Box,
    CutOut,
    Cylinder,
    Material,
    Part,
    Profile,
    Scene,
    SlantedLeg,
    Vector,
)
from app.domain.scene.quantities import Covered, Use, covered, edge_length, uses_of

OUTER = Vector(1000, 1000, 1000)
WOOD = Material("wood", "Wood", "sheet", "SHEET")


def part(key, at, solid, **rest):
    return Part(key, key, key, solid, Vector(*at), "wood", **rest)


def box(key, at, size, **rest):
    cuts = rest.pop("cut_outs", ())
    return part(key, at, Box(Vector(*size), cuts), **rest)


def scene(*parts):
    return Scene(tuple(parts), {"wood": WOOD}, OUTER)


BOARD = box("board", (0, 0, 500), (1000, 1000, 20))


def depths(*parts):
    return [(each.one, each.other, each.depth) for each in overlaps(scene(*parts))]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (box("post", (100, 100, 0), (50, 50, 500)), []),
        (box("post", (100, 100, 0), (50, 50, 501)), []),  # what rounding makes of nothing
        (box("post", (100, 100, 0), (50, 50, 510)), [("board", "post", 10)]),
        (box("post", (100, 100, 0), (50, 50, 800)), [("board", "post", 20)]),
        (box("post", (980, 100, 505), (50, 50, 10)), [("board", "post", 10)]),
        (box("rail", (0, 1000, 505), (1000, 50, 10)), []),
        (part("leg", (100, 100, 400), Profile(Vector(50, 50, 110))), [("board", "leg", 10)]),
    ],
)
def test_what_reaches_into_another_is_told_with_how_far(other, expected):
    assert depths(BOARD, other) == expected
    assert (
        depths(other, BOARD) == [(two, one, depth) for one, two, depth in expected]
        or depths(other, BOARD) == expected
    )


def test_a_joint_lets_a_part_reach_in_so_far():
    def post(height, **rest):
        return box("post", (100, 100, 0), (50, 50, height), **rest)

    assert depths(BOARD, post(508, joins=("board",), joint=8)) == []
    assert depths(box("board", BOARD.at, BOARD.solid.size, joins=("post",), joint=8), post(508)) == []
    assert overlaps(scene(BOARD, post(515, joins=("board",), joint=8))) == (Overlap("board", "post", 15, 8),)
    assert len(depths(BOARD, post(508, joins=("shelf",), joint=8))) == 1


@pytest.mark.parametrize(
    ("cut_outs", "other", "fits"),
    [
        ((CutOut((100, 100), (60, 60)),), box("post", (105, 100, 0), (50, 60, 900)), True),
        ((CutOut((100, 100), (60, 60)),), box("post", (105, 100, 0), (60, 60, 900)), False),
        ((CutOut((100, 100), (30, 60)), CutOut((125, 90), (40, 80))), box("post", (105, 100, 0), (60, 60, 900)), True),
        ((CutOut((200, 200), radius=50),), box("post", (170, 170, 0), (60, 60, 900)), True),
        ((CutOut((200, 200), radius=50),), box("post", (160, 160, 0), (80, 80, 900)), False),
        ((CutOut((200, 200), radius=50),), part("rod", (150, 150, 0), Cylinder(Vector(100, 100, 900))), True),
        ((CutOut((200, 200), radius=50),), part("rod", (152, 150, 0), Cylinder(Vector(100, 100, 900))), False),
        ((CutOut((200, 200), radius=50),), part("rod", (152, 150, 0), Cylinder(Vector(96, 96, 900))), True),
    ],
)  # fmt: skip
def test_what_goes_through_an_opening_reaches_into_nothing(cut_outs, other, fits):
    assert (depths(box("board", (0, 0, 500), (1000, 1000, 20), cut_outs=cut_outs), other) == []) is fits


BOXES = st.builds(
    lambda at, size: (at, size),
    st.tuples(*[st.integers(0, 30)] * 3),
    st.tuples(*[st.integers(2, 12)] * 3),
)


@given(st.lists(BOXES, max_size=12))
def test_all_pairs_are_found_that_a_plain_loop_finds(boxes):
    parts = [box(str(number), at, size) for number, (at, size) in enumerate(boxes)]
    expected = set()
    for number, one in enumerate(parts):
        for other in parts[:number]:
            shared = [
                min(a + m, b + n) - max(a, b)
                for a, b, m, n in zip(one.at, other.at, one.solid.size, other.solid.size, strict=True)
            ]
            if min(shared) > 1:
                expected.add(frozenset((one.key, other.key)))
    assert {frozenset((each.one, each.other)) for each in overlaps(scene(*parts))} == expected


@pytest.mark.parametrize(
    ("found", "is_outside"),
    [
        (BOARD, False),
        (box("it", (0, 0, 990), (1000, 1000, 11)), False),
        (box("it", (0, 0, 990), (1000, 1000, 12)), True),
        (box("it", (-2, 0, 0), (10, 10, 10)), True),
        (part("it", (960, 0, 0), SlantedLeg(Vector(30, 30, 700), (10, 0))), False),
        (part("it", (960, 0, 0), SlantedLeg(Vector(30, 30, 700), (20, 0))), True),
        (part("it", (10, 10, 0), SlantedLeg(Vector(30, 30, 700), (0, -20))), True),
    ],
)
def test_what_stands_out_of_the_whole_is_told(found, is_outside):
    assert outside(scene(found)) == ((found.key,) if is_outside else ())


def test_an_empty_scene_has_nothing_to_tell():
    assert overlaps(scene()) == ()
    assert outside(scene()) == ()


@pytest.mark.parametrize(
    ("side", "length"),
    [("front", 1000), ("back", 1000), ("left", 600), ("right", 600), ("top", 0), ("bottom", 0)],
)
def test_an_edge_is_as_long_as_its_side(side, length):
    assert edge_length(Vector(1000, 600, 20), side) == length


@pytest.mark.parametrize(
    ("material", "rest", "uses"),
    [
        (WOOD, {"edges": {"left": "EDGE"}}, [Use("SHEET", 600_000, 10**8), Use("EDGE", 600, 10**4)]),
        (WOOD, {"article": "BOUGHT"}, [Use("BOUGHT", 1, 1)]),
        (Material("bar", "Bar", "bar", "BAR"), {}, [Use("BAR", 1000, 10**4)]),
        (Material("foot", "Foot", "piece", "FOOT"), {}, [Use("FOOT", 1, 1)]),
        (Material("air", "Air", "sheet"), {}, []),
    ],
)
def test_a_part_takes_what_it_is_made_of(material, rest, uses):
    assert list(uses_of(box("it", (0, 0, 0), (1000, 600, 20), **rest), material)) == uses


def test_what_is_bought_covers_no_sheet():
    bought = box("lamp", (0, 0, 0), (1, 2, 3), article="LAMP")
    assert covered(scene(BOARD, BOARD, bought)) == {"wood": Covered(2, 2_000_000)}
