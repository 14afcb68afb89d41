"""Surfaces of solids: closed, looking outwards, as large as the solid."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.scene.gltf import surface_triangles
from app.domain.scene.model import Box, CutOut, Cylinder, Profile, SlantedLeg, Vector
from app.domain.scene.solids import mesh_of
from app.domain.scene.triangles import triangles_of

BOARD = Vector(8000, 4000, 250)
SOLIDS = {
    "box": (Box(Vector(100, 200, 300)), 100 * 200 * 300),
    "board with a square opening": (
        Box(BOARD, (CutOut((1000, 500), (600, 400)),)),
        (8000 * 4000 - 600 * 400) * 250,
    ),
    "upright board with two openings": (
        Box(Vector(8000, 190, 4000), (CutOut((500, 500), (600, 400)), CutOut((4000, 2000), (600, 400)))),
        (8000 * 4000 - 2 * 600 * 400) * 190,
    ),
    "board with a round opening": (
        Box(BOARD, (CutOut((4000, 2000), radius=300),)),
        (8000 * 4000 - 24 / 2 * 300**2 * np.sin(2 * np.pi / 24)) * 250,
    ),
    "hollow bar": (Profile(Vector(600, 600, 7000), 20), (600 * 600 - 560 * 560) * 7000),
    "round bar": (Cylinder(Vector(100, 100, 2000)), 32 / 2 * 50**2 * np.sin(2 * np.pi / 32) * 2000),
    "lying round bar": (Cylinder(Vector(100, 2000, 100)), 32 / 2 * 50**2 * np.sin(2 * np.pi / 32) * 2000),
    "slanted leg": (SlantedLeg(Vector(500, 500, 7000), (300, -200)), 500 * 500 * 7000),
}


@pytest.mark.parametrize(("solid", "volume"), SOLIDS.values(), ids=SOLIDS)
def test_a_surface_holds_what_the_solid_holds(solid, volume):
    points, _, indices = surface_triangles(mesh_of(solid))
    corners = points[np.array(indices).reshape(-1, 3)] * 10_000
    held = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6
    assert held == pytest.approx(volume, rel=1e-9)


@pytest.mark.parametrize(("solid", "volume"), SOLIDS.values(), ids=SOLIDS)
def test_every_edge_of_a_surface_joins_two_faces(solid, volume):
    mesh = mesh_of(solid)
    sides = sum(len(ring) for face in mesh.faces for ring in face.rings)
    assert 2 * len(mesh.edges) == sides


def test_an_opening_that_reaches_over_the_board_ends_at_its_edge():
    mesh = mesh_of(Box(BOARD, (CutOut((7500, -300), (2000, 800)),)))
    assert mesh.points.min() >= 0
    assert (mesh.points.max(axis=0) <= BOARD).all()


def ring(x, y, size, corners):
    return [
        (x + size * np.cos(2 * np.pi * n / corners), y + size * np.sin(2 * np.pi * n / corners))
        for n in range(corners)
    ]


def area(places):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(places, [*places[1:], places[0]], strict=True)) / 2


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(3, 12)),
        max_size=8,
        unique_by=lambda r: r[:2],
    )
)
def test_triangles_fill_an_outline_but_not_its_openings(holes):
    rings = [[(0.0, 0.0), (60.0, 0.0), (60.0, 40.0), (0.0, 40.0)]]
    rings += [ring(5 + 10 * x, 5 + 10 * y, 3.5, corners) for x, y, corners in holes]
    points = [place for each in rings for place in each]
    starts = np.cumsum([0, *map(len, rings)])
    numbers = tuple(tuple(range(a, b)) for a, b in pairwise(starts))
    found = triangles_of(points, numbers)
    covered = sum(area([points[n] for n in each]) for each in found)
    assert covered == pytest.approx(area(rings[0]) - sum(area(each) for each in rings[1:]))
