"""The faces and edges of a solid, from its lower corner, in tenths of a millimetre."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from app.domain.scene.model import Box, CutOut, Cylinder, Profile, SlantedLeg, Solid, Vector
from app.domain.scene.patterns import Face, Pattern, prism_pattern

Points: TypeAlias = npt.NDArray[np.float64]
"""Rows of x, y, z (or of x, y on paper)."""
Flags: TypeAlias = npt.NDArray[np.bool_]
Ring: TypeAlias = tuple[tuple[float, float], ...]
"""A closed outline in a plane, against the clock."""

ROUND_FACETS = 32
_HOLE_FACETS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A solid's surface.

    Args:
        points: where its corners are, (n, 3).
        normals: the way each side looks, (faces, 3), of length 1.
        pattern: its faces and edges, the same for all solids of a kind.
    """

    points: Points
    normals: Points
    pattern: Pattern

    @property
    def faces(self) -> tuple[Face, ...]:
        """Its sides; those inside openings come first."""
        return self.pattern.faces

    @property
    def edges(self) -> npt.NDArray[np.intp]:
        """From point, to point, and the two faces that meet there, (m, 4)."""
        return self.pattern.edges

    @property
    def walls(self) -> int:
        """How many of the faces lie inside openings."""
        return self.pattern.walls


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


def crossed(rows: Points, others: Points) -> Points:
    """The cross products of rows (..., 3); a fifth of what `numpy.cross` takes for few of them."""
    first, then = [1, 2, 0], [2, 0, 1]
    return np.asarray(rows[..., first] * others[..., then] - rows[..., then] * others[..., first])


def opening_axis(solid: Solid) -> int:
    """The axis along which openings go through a solid."""
    return _longest(solid.size) if isinstance(solid, Cylinder | Profile) else _thinnest(solid.size)


def plane_axes(axis: int) -> tuple[int, int]:
    """The two other axes, the first of x, y, z first."""
    return ((1, 2), (0, 2), (0, 1))[axis]


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
    points = _prism_points(rings, axis, length)
    corners = tuple(map(len, rings))
    pattern = prism_pattern(corners, is_round=is_round, is_mirrored=axis == 1)  # x, z, y is left-handed
    normals = pattern.normals(points) if is_round else _square_normals(corners, axis)
    return Mesh(points, normals, pattern)


def _prism_points(rings: tuple[Ring, ...], axis: int, length: float) -> Points:
    flat = [point for ring in rings for point in ring]
    a, b = plane_axes(axis)
    points = np.zeros((2, len(flat), 3))
    points[:, :, [a, b]] = flat
    points[1, :, axis] = length
    return points.reshape(-1, 3)


@lru_cache(maxsize=512)
def _square_normals(corners: tuple[int, ...], axis: int) -> Points:
    """The ways that sides look around rectangles and circles of so many corners: the same at every size."""
    rings = tuple(_UNIT if count == 4 else _circle((0.0, 0.0), (1.0, 1.0), count) for count in corners)
    pattern = prism_pattern(corners, is_round=False, is_mirrored=axis == 1)
    return pattern.normals(_prism_points(rings, axis, 1.0))


_UNIT: Ring = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def _sheared(mesh: Mesh, slant: tuple[int, int], height: int) -> Mesh:
    """The foot is moved aside, the head stays."""
    points = mesh.points.copy()
    share = 1 - points[:, 2] / height
    points[:, 0] += slant[0] * share
    points[:, 1] += slant[1] * share
    return Mesh(points, mesh.pattern.normals(points), mesh.pattern)
