"""The faces and edges of a solid, from its lower corner, in tenths of a millimetre."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from app.domain.scene.model import Box, CutOut, Cylinder, Profile, SlantedLeg, Solid, Vector

Points: TypeAlias = npt.NDArray[np.float64]
"""Rows of x, y, z (or of x, y on paper)."""
Flags: TypeAlias = npt.NDArray[np.bool_]
Ring: TypeAlias = tuple[tuple[float, float], ...]
"""A closed outline in a plane, against the clock."""

ROUND_FACETS = 32
_HOLE_FACETS = 24


class Face(NamedTuple):
    """A flat side: its outline and the outlines of its openings, as numbers of points.

    Args:
        rings: the outline first, against the clock seen from outside.
        is_wall: it lies inside an opening.
        is_smooth: it is one of many that stand for a round side.
    """

    rings: tuple[tuple[int, ...], ...]
    is_wall: bool = False
    is_smooth: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A solid's surface.

    Args:
        points: where its corners are, (n, 3).
        faces: its sides; those inside openings come first.
        normals: the way each side looks, (faces, 3), of length 1.
        edges: from point, to point, and the two faces that meet there, (m, 4).
        smooth_edges: by edge, whether a round side goes on over it.
        walls: how many of the faces lie inside openings.
    """

    points: Points
    faces: tuple[Face, ...]
    normals: Points
    edges: npt.NDArray[np.intp]
    smooth_edges: Flags
    walls: int


@lru_cache(maxsize=4096)
def mesh_of(solid: Solid) -> Mesh:
    """The surface of a solid; kept, because most parts of a product stay as they are from click to click."""
    if isinstance(solid, Cylinder):
        axis = _longest(solid.size)
        return _prism(_ellipse(solid.size, axis), (), axis, solid.size[axis], is_round=True)
    if isinstance(solid, Profile):
        axis = _longest(solid.size)
        hollow = _inset(solid.size, axis, solid.wall)
        return _prism(_rectangle(solid.size, axis), hollow, axis, solid.size[axis])
    if isinstance(solid, SlantedLeg):
        upright = _prism(_rectangle(solid.size, 2), (), 2, solid.size.z)
        return _sheared(upright, solid.slant, solid.size.z)
    axis = _thinnest(solid.size)
    openings = tuple(filter(None, (_opening(solid, axis, each) for each in solid.cut_outs)))
    return _prism(_rectangle(solid.size, axis), openings, axis, solid.size[axis])


@lru_cache(maxsize=4096)
def face_points(mesh: Mesh) -> npt.NDArray[np.intp]:
    """A point of each face."""
    return np.array([face.rings[0][0] for face in mesh.faces], dtype=np.intp)


@lru_cache(maxsize=4096)
def quads_of(mesh: Mesh) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The points (n, 4) and the numbers (n,) of outer faces with four corners and no opening."""
    wanted = [
        number
        for number, face in enumerate(mesh.faces)
        if len(face.rings) == 1 and len(face.rings[0]) == 4 and not (face.is_wall or face.is_smooth)
    ]
    points = [mesh.faces[number].rings[0] for number in wanted]
    return np.array(points, dtype=np.intp).reshape(-1, 4), np.array(wanted, dtype=np.intp)


def opening_axis(solid: Solid) -> int:
    """The axis along which openings go through a solid."""
    return _longest(solid.size) if isinstance(solid, Cylinder | Profile) else _thinnest(solid.size)


def plane_axes(axis: int) -> tuple[int, int]:
    """The two other axes, the first of x, y, z first."""
    return ((1, 2), (0, 2), (0, 1))[axis]


def normals_of(points: Points, faces: tuple[Face, ...]) -> Points:
    """The way each face looks, (faces, 3), by the area that its outline spans."""
    rows = []
    for face in faces:
        ring = points[list(face.rings[0])]
        ring = ring - ring[0]
        rows.append(np.cross(ring[:-1], ring[1:]).sum(axis=0))
    found = np.array(rows)
    return np.asarray(found / np.linalg.norm(found, axis=1)[:, None])


def edges_of(faces: tuple[Face, ...]) -> npt.NDArray[np.intp]:
    """Where two faces meet: from point, to point, face, face."""
    first: dict[tuple[int, int], int] = {}
    rows: list[tuple[int, int, int, int]] = []
    for number, face in enumerate(faces):
        for ring in face.rings:
            for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
                other = first.pop((end, start), None)
                if other is None:
                    first[start, end] = number
                else:
                    rows.append((start, end, other, number))
    return np.array(rows, dtype=np.intp).reshape(-1, 4)


def _longest(size: Vector) -> int:
    return max(range(3), key=lambda axis: size[axis])


def _thinnest(size: Vector) -> int:
    return min(range(3), key=lambda axis: size[axis])


def _rectangle(size: Vector, axis: int, inset: float = 0) -> Ring:
    a, b = plane_axes(axis)
    left, low, right, high = inset, inset, size[a] - inset, size[b] - inset
    return ((left, low), (right, low), (right, high), (left, high))


def _inset(size: Vector, axis: int, wall: int) -> tuple[Ring, ...]:
    a, b = plane_axes(axis)
    has_room = 0 < 2 * wall < min(size[a], size[b])
    return (_rectangle(size, axis, wall),) if has_room else ()


def _ellipse(size: Vector, axis: int) -> Ring:
    a, b = plane_axes(axis)
    return _circle((size[a] / 2, size[b] / 2), (size[a] / 2, size[b] / 2), ROUND_FACETS)


def _circle(middle: tuple[float, float], radius: tuple[float, float], facets: int) -> Ring:
    turns = (2 * math.pi * (step + 0.5) / facets for step in range(facets))
    return tuple(
        (middle[0] + radius[0] * math.cos(turn), middle[1] + radius[1] * math.sin(turn)) for turn in turns
    )


def _opening(solid: Box, axis: int, cut: CutOut) -> Ring:
    """The outline of an opening, kept within the board; empty where it misses it."""
    a, b = plane_axes(axis)
    if cut.radius > 0:
        return _circle(cut.at, (cut.radius, cut.radius), _HOLE_FACETS)
    left, low = max(cut.at[0], 0), max(cut.at[1], 0)
    right, high = min(cut.at[0] + cut.size[0], solid.size[a]), min(cut.at[1] + cut.size[1], solid.size[b])
    if left >= right or low >= high:
        return ()
    return ((left, low), (right, low), (right, high), (left, high))


def _prism(
    outline: Ring, openings: tuple[Ring, ...], axis: int, length: float, *, is_round: bool = False
) -> Mesh:
    """An outline drawn out along an axis, with openings all through."""
    rings = (outline, *openings)
    a, b = plane_axes(axis)
    flat = [point for ring in rings for point in ring]
    points = np.zeros((2 * len(flat), 3))
    points[:, a] = [point[0] for point in flat] * 2
    points[:, b] = [point[1] for point in flat] * 2
    points[len(flat) :, axis] = length
    faces = _prism_faces(rings, len(flat), is_round=is_round)
    if axis == 1:  # x, z, y is a left-handed system
        faces = tuple(face._replace(rings=tuple(ring[::-1] for ring in face.rings)) for face in faces)
    return _meshed(points, faces)


def _prism_faces(rings: tuple[Ring, ...], count: int, *, is_round: bool) -> tuple[Face, ...]:
    """Walls of the openings, then the outer sides, then the two ends; points `count` further are at the far end."""
    numbers: list[tuple[int, ...]] = []
    for ring in rings:
        first = numbers[-1][-1] + 1 if numbers else 0
        numbers.append(tuple(range(first, first + len(ring))))
    outer, inner = numbers[0], numbers[1:]
    walls = [
        Face(((end, start, start + count, end + count),), is_wall=True, is_smooth=len(ring) > 4)
        for ring in inner
        for start, end in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    sides = [
        Face(((start, end, end + count, start + count),), is_smooth=is_round)
        for start, end in zip(outer, outer[1:] + outer[:1], strict=True)
    ]
    near = Face((outer[::-1], *inner))
    far = Face(
        (tuple(n + count for n in outer), *(tuple(n + count for n in reversed(ring)) for ring in inner))
    )
    return (*walls, *sides, near, far)


def _sheared(mesh: Mesh, slant: tuple[int, int], height: int) -> Mesh:
    """The foot is moved aside, the head stays."""
    points = mesh.points.copy()
    share = 1 - points[:, 2] / height
    points[:, 0] += slant[0] * share
    points[:, 1] += slant[1] * share
    return _meshed(points, mesh.faces)


def _meshed(points: Points, faces: tuple[Face, ...]) -> Mesh:
    edges = edges_of(faces)
    smooth = np.array([face.is_smooth for face in faces])
    walls = sum(face.is_wall for face in faces)
    return Mesh(
        points, faces, normals_of(points, faces), edges, smooth[edges[:, 2]] & smooth[edges[:, 3]], walls
    )
