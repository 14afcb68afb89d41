"""What is found out for many parts at once, or taken over from the scene before, is what one would find anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.scene.drawing import draw
from app.domain.scene.light import outermost, outlines_of
from app.domain.scene.looking import Looking, lens_for
from app.domain.scene.model import Box, Cylinder, Profile, SlantedLeg, Vector
from app.domain.scene.ordering import hulls_of
from app.domain.scene.picture import Lines
from app.domain.scene.solids import mesh_of
from app.domain.scene.standing import Pose, is_same_shape, stand
from tests.helpers import scenes

SIZE = (900.0, 640.0)


def clad_in(scene, material):
    """All of it in one material."""
    return replace(scene, parts=tuple(replace(part, material=material) for part in scene.parts))


def pictures_are_the_same(one, other):
    assert len(one.marks) == len(other.marks)
    for a, b in zip(one.marks, other.marks, strict=True):
        if isinstance(a, Lines):
            assert (a.rows == b.rows).all()
            assert (a.part, a.colour, a.width) == (b.part, b.colour, b.width)
        else:
            assert a == b


@pytest.mark.parametrize("pose", [Pose(), Pose(opened=1), Pose(exploded=1)])
def test_another_material_is_painted_as_if_it_had_been_there_from_the_first(pose):
    oak, walnut = clad_in(scenes.cabinet(2), "oak"), clad_in(scenes.cabinet(2), "walnut")
    before = stand(oak, pose)
    lens = lens_for(Looking(pose=pose), before, SIZE)
    draw(before, lens)  # all that is kept is found out
    pictures_are_the_same(draw(before.clad(walnut), lens), draw(stand(walnut, pose), lens))


def test_glass_in_place_of_wood_is_another_shape_because_it_throws_no_shadow():
    oak = scenes.cabinet(2)
    assert is_same_shape(oak, replace(oak, parts=tuple(oak.parts)))
    assert not is_same_shape(clad_in(oak, "oak"), clad_in(oak, "glass"))
    assert not is_same_shape(oak, scenes.cabinet(2, height=2100))


SIZES = st.tuples(*[st.integers(10, 9000)] * 3).map(lambda size: Vector(*size))
SOLIDS = st.one_of(
    st.builds(Box, SIZES),
    st.builds(Cylinder, SIZES),
    st.builds(Profile, SIZES),
    st.builds(SlantedLeg, SIZES, st.tuples(*[st.integers(-500, 500)] * 2)),
)


@settings(max_examples=30)
@given(SOLIDS)
def test_every_side_looks_away_from_the_middle_with_length_one(solid):
    mesh = mesh_of(solid)
    assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1)
    outer = mesh.pattern.is_flat
    away = mesh.points[mesh.pattern.face_points] - mesh.points.mean(axis=0)
    assert ((mesh.normals * away).sum(axis=1)[outer] > 0).all()


BODIES = st.lists(st.tuples(*[st.integers(0, 60)] * 3, *[st.integers(1, 20)] * 3), min_size=2, max_size=9)


@settings(max_examples=30)
@given(BODIES)
def test_bodies_square_to_one_another_are_parted_as_a_hair_turned_ones(rows):
    rows = np.array(rows, dtype=float) * 100
    middles, halves = rows[:, :3], np.eye(3) * rows[:, None, 3:]
    square = hulls_of(middles, halves)
    turn = np.eye(3)
    turn[:2, :2] = [[np.cos(1e-9), -np.sin(1e-9)], [np.sin(1e-9), np.cos(1e-9)]]
    turned = hulls_of(middles @ turn.T, halves @ turn.T)
    assert (square.parts == turned.parts).all()


def area(ring):
    ends = np.roll(ring, -1, axis=0)
    return float((ring[:, 0] * ends[:, 1] - ring[:, 1] * ends[:, 0]).sum()) / 2


@settings(max_examples=30)
@given(st.lists(st.tuples(*[st.integers(-50, 50)] * 2), min_size=3, max_size=3))
def test_the_outline_of_a_cuboid_in_a_plane_is_as_large_as_its_sides_together(edges):
    halves = np.array([edges], dtype=float)
    (ring,) = outlines_of(np.zeros((1, 2)), halves)
    sides = [np.linalg.det(2 * halves[0][[a, b]]) for a, b in ((0, 1), (0, 2), (1, 2))]
    assert area(ring) == pytest.approx(sum(map(abs, sides)), abs=1e-6)


def test_shadows_within_a_larger_one_are_left_out_and_of_two_alike_one_stays():
    halves = np.array([[[50, 0], [0, 50], [0, 0]], [[10, 0], [0, 10], [0, 0]], [[50, 0], [0, 50], [0, 0]]])
    rings = outlines_of(np.array([[0, 0], [20, 20], [0, 0]]), halves)
    assert [area(ring) for ring in outermost(rings)] == [10_000]
    beside = outlines_of(np.array([[0, 0], [45, 20], [200, 0]]), halves)
    assert len(outermost(beside)) == 3
