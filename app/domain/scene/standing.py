"""Where the parts of a scene stand: pulled apart, with doors and drawers open, fixed things going along."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

from app.domain.scene.joining import joined
from app.domain.scene.merging import Row, rows_of
from app.domain.scene.model import Motion, Part, Scene, SlantedLeg, Solid, Vector
from app.domain.scene.ordering import Hulls, hulls_of
from app.domain.scene.piercing import Bodies, bodies_of
from app.domain.scene.solids import Flags, Mesh, Points, crossed, mesh_of, opening_axis

_FAST = 5
"""Tenths of a millimetre that a handle may stand off its door and still go along."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a scene is shown: `exploded` and `opened` run from 0 to 1."""

    exploded: float = 0.0
    opened: float = 0.0


CLOSED = Pose()
Move: TypeAlias = tuple[Points, Points]
STILL: Points = np.eye(3)
_AXES = {"x": 0, "y": 1, "z": 2}
_END_GRAIN = 0.71
"""The share of the grain's way that goes into a face from which on it is cut across: nothing runs along it."""
"""The turn of what has not turned."""


@dataclass(frozen=True, eq=False)
class Standing:
    """All parts as they stand, in rows that numpy takes at once.

    Args:
        scene: what stands here.
        meshes: by part.
        points: corners of all parts, (n, 3).
        first_point: by part, its first corner; one more at the end.
        normals: by face, which way it looks, (f, 3).
        offsets: by face, how far its plane is from the origin along its normal.
        first_face: by part, its first face; one more at the end.
        face_points: by face, the first point of its outline.
        solids: by part its solid, without what is hidden in a joint.
        moves: by part, the turn (3, 3) and the way that take its own places to those in space.
        bodies: what is painted in one go: a part, or a piece of one that goes through an opening.
        hulls: by body, the cuboid about it, turned along with it.
    """

    scene: Scene
    meshes: tuple[Mesh, ...]
    points: Points
    first_point: npt.NDArray[np.intp]
    normals: Points
    offsets: Points
    first_face: npt.NDArray[np.intp]
    face_points: npt.NDArray[np.intp]
    solids: tuple[Solid, ...]
    moves: tuple[Move, ...]
    bodies: Bodies
    hulls: Hulls

    @cached_property
    def corners(self) -> Points:
        """The eight corners of the cuboid about all parts as they stand."""
        return cuboid_corners(self.points.min(axis=0), self.points.max(axis=0))

    @cached_property
    def frames(self) -> Points:
        """By face the frame of what lies on it: along the grain, across, and where it begins, (f, 3, 3)."""
        along = self._grains - self.normals * self._lengths_off[:, None]
        along /= np.maximum(np.sqrt((along * along).sum(axis=1)), 1e-9)[:, None]
        return np.stack((along, crossed(self.normals, along), self.points[self.face_points]), axis=1)

    @cached_property
    def has_frame(self) -> Flags:
        """By face, whether grain runs along it."""
        is_flat = np.concatenate([mesh.pattern.is_flat for mesh in self.meshes])
        return np.asarray(is_flat & (np.abs(self._lengths_off) < _END_GRAIN))

    @cached_property
    def far_points(self) -> npt.NDArray[np.intp]:
        """By face, the point of its outline that is opposite of the first."""
        points = np.concatenate([mesh.pattern.far_points for mesh in self.meshes])
        return points + np.repeat(self.first_point[:-1], np.diff(self.first_face))

    @cached_property
    def around(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Along the outlines of all faces: from point, to point; and where each face's begins."""
        rows = [mesh.pattern.around for mesh in self.meshes]
        counts = [len(starts) for starts, _, _ in rows]
        points = np.repeat(self.first_point[:-1], counts)
        firsts = np.repeat(_starts(counts)[:-1], np.diff(self.first_face))
        return (
            np.concatenate([starts for starts, _, _ in rows]) + points,
            np.concatenate([ends for _, ends, _ in rows]) + points,
            np.concatenate([each for _, _, each in rows]) + firsts,
        )

    @cached_property
    def _grains(self) -> Points:
        """By face, which way the grain of its part runs."""
        ways = [
            turn[:, _AXES[part.grain]] for part, (turn, _) in zip(self.scene.parts, self.moves, strict=True)
        ]
        return np.repeat(np.array(ways), np.diff(self.first_face), axis=0)

    @cached_property
    def _lengths_off(self) -> Points:
        """By face, how much of its grain goes into it: 1 for end grain, 0 where all runs along it."""
        return np.asarray((self.normals * self._grains).sum(axis=1))

    @cached_property
    def edges(self) -> tuple[npt.NDArray[np.intp], Flags, Flags, npt.NDArray[np.intp]]:
        """All edges: points and faces (e, 4); whether a round side goes on over them; within an opening; starts.

        `starts` is by part its first edge, with one more at the end.
        """
        patterns = [mesh.pattern for mesh in self.meshes]
        counts = [len(pattern.edges) for pattern in patterns]
        shifts = np.column_stack((self.first_point[:-1],) * 2 + (self.first_face[:-1],) * 2)
        rows = np.concatenate([pattern.edges for pattern in patterns]) + np.repeat(shifts, counts, axis=0)
        smooth = np.concatenate([pattern.smooth_edges for pattern in patterns])
        within = np.concatenate([pattern.edges_within for pattern in patterns])
        return rows, smooth, within, _starts(counts)

    @cached_property
    def is_wall(self) -> Flags:
        """By face, whether it lies inside an opening."""
        return np.concatenate([mesh.pattern.is_wall for mesh in self.meshes])

    @cached_property
    def _quads(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        patterns = [mesh.pattern for mesh in self.meshes]
        counts = [len(pattern.quad_faces) for pattern in patterns]
        parts = np.repeat(np.arange(len(patterns)), counts)
        points = np.concatenate([pattern.quads for pattern in patterns])
        faces = np.concatenate([pattern.quad_faces for pattern in patterns])
        return points + self.first_point[parts][:, None], faces + self.first_face[parts], parts

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Doors and fronts that stand in one plane with narrow joints between them."""
        glass = {each.code for each in self.scene.materials.values() if each.texture == "glass"}
        opaque = np.array([part.material not in glass for part in self.scene.parts])[self.quad_parts]
        faces = self.quad_faces[opaque]
        return rows_of(self.points[self.quads[opaque]], self.normals[faces], self.quad_parts[opaque])

    @property
    def quads(self) -> npt.NDArray[np.intp]:
        """Plain faces that may cover what is behind them: their points, (q, 4)."""
        return self._quads[0]

    @property
    def quad_faces(self) -> npt.NDArray[np.intp]:
        """Which faces they are."""
        return self._quads[1]

    @property
    def quad_parts(self) -> npt.NDArray[np.intp]:
        """Whose they are."""
        return self._quads[2]


def stand(scene: Scene, pose: Pose = CLOSED) -> Standing:
    """The parts where the pose puts them. A scene has at least one part."""
    carried = carriers(scene) if pose.opened else {}
    carrying = [scene.parts[carried.get(number, number)] for number in range(len(scene.parts))]
    placed = joined(scene, [_away(part, by, pose) for part, by in zip(scene.parts, carrying, strict=True)])
    solids = tuple(solid for solid, _ in placed)
    meshes = tuple(mesh_of(solid) for solid in solids)
    moves = _moves(scene, [at for _, at in placed], carrying, pose)
    first_point = _starts([len(mesh.points) for mesh in meshes])
    first_face = _starts([len(mesh.faces) for mesh in meshes])
    points = _turned([mesh.points for mesh in meshes], first_point, moves)
    points += np.repeat(np.array([way for _, way in moves]), np.diff(first_point), axis=0)
    normals = _turned([mesh.normals for mesh in meshes], first_face, moves)
    face_points = np.concatenate([mesh.pattern.face_points for mesh in meshes])
    face_points = face_points + np.repeat(first_point[:-1], np.diff(first_face))
    offsets = (normals * points[face_points]).sum(axis=1)
    bodies = _bodies(solids, meshes, moves)
    hulls = hulls_of(bodies.middles, bodies.halves)
    places = (points, first_point, normals, offsets, first_face, face_points)
    return Standing(scene, meshes, *places, solids, moves, bodies, hulls)


def _turned(rows: list[Points], starts: npt.NDArray[np.intp], moves: tuple[Move, ...]) -> Points:
    """By part its rows, turned as it is; of all parts together."""
    found = np.concatenate(rows)
    for number, (turn, _) in enumerate(moves):
        if turn is not STILL:
            part = slice(starts[number], starts[number + 1])
            found[part] = found[part] @ turn.T
    return found


def cuboid_corners(low: Points, high: Points) -> Points:
    """The eight corners between two, (8, 3)."""
    bits = np.array([[n >> axis & 1 for axis in range(3)] for n in range(8)])
    return np.where(bits == 1, high, low).astype(float)


def _starts(counts: list[int]) -> npt.NDArray[np.intp]:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.intp)


def _away(part: Part, carrying: Part, pose: Pose) -> tuple[float, float, float]:
    """Something that differs between parts that no longer stand together."""
    if pose == CLOSED:
        return (0.0, 0.0, 0.0)
    x, y, z = (pose.exploded * way for way in part.explode)
    return (x, y + (1 + crc32(carrying.key.encode()) if carrying.opens and pose.opened else 0), z)


def _moves(scene: Scene, places: list[Vector], carrying: list[Part], pose: Pose) -> tuple[Move, ...]:
    at = np.array(places, dtype=float)
    away = pose.exploded * np.array([part.explode for part in scene.parts], dtype=float)
    turns = [STILL] * len(carrying)
    for number, carrier in enumerate(carrying):
        if carrier.opens is not None and pose.opened:
            turns[number], way = _motion(carrier, carrier.opens, pose.opened)
            at[number] = turns[number] @ at[number] + way
    return tuple(zip(turns, at + away, strict=True))


def _motion(part: Part, motion: Motion, opened: float) -> Move:
    """The turn and the way of what opens so."""
    if motion.kind == "slide":
        return STILL, np.array([0.0, -motion.by * opened, 0.0])
    turn = _hinge_turn(motion, opened)
    pivot = _hinge(part)
    return turn, pivot - turn @ pivot


def _hinge(part: Part) -> Points:
    """A place of the edge about which a door turns: at its front, so that it never turns into its neighbour."""
    low, high = np.array(part.at, dtype=float), np.add(part.at, part.solid.size).astype(float)
    kind = part.opens.kind if part.opens else ""
    right, top = kind == "right", kind == "top"
    return np.array([high[0] if right else low[0], low[1], high[2] if top else low[2]])


def _hinge_turn(motion: Motion, opened: float) -> Points:
    angle = math.radians(motion.by) * opened
    sign = -1 if motion.kind in ("left", "top") else 1
    cosine, sine = math.cos(angle), sign * math.sin(angle)
    if motion.kind in ("left", "right"):
        return np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    return np.array([[1, 0, 0], [0, cosine, -sine], [0, sine, cosine]])


def carriers(scene: Scene) -> Mapping[int, int]:
    """Parts that are fixed to the front of one that opens, and go along: handles on doors and drawers."""
    opening = [number for number, part in enumerate(scene.parts) if part.opens]
    found: dict[int, int] = {}
    for number, part in enumerate(scene.parts):
        if part.opens is None:
            for other in opening:
                if _is_fixed_to(part, scene.parts[other]):
                    found[number] = other
                    break
    return found


def _is_fixed_to(part: Part, door: Part) -> bool:
    behind = part.at.y + part.solid.size.y
    return abs(behind - door.at.y) <= _FAST and all(
        door.at[axis] <= part.at[axis]
        and part.at[axis] + part.solid.size[axis] <= door.at[axis] + door.solid.size[axis]
        for axis in (0, 2)
    )


def _bodies(solids: tuple[Solid, ...], meshes: tuple[Mesh, ...], moves: tuple[Move, ...]) -> Bodies:
    """The cuboids about the parts; that of a slanted leg is slanted too."""
    sizes = np.array([solid.size for solid in solids], dtype=float)
    middles, halves = sizes / 2, np.eye(3) * (sizes / 2)[:, None]
    for number, solid in enumerate(solids):
        if isinstance(solid, SlantedLeg):
            aside = np.array(solid.slant) / 2
            middles[number, :2] += aside
            halves[number, 2, :2] = -aside
    ways = np.array([way for _, way in moves])
    if any(turn is not STILL for turn, _ in moves):
        turns = np.array([turn for turn, _ in moves])
        middles = np.einsum("bij,bj->bi", turns, middles)
        halves = np.einsum("bij,bej->bei", turns, halves)
    axes = [opening_axis(solid) if mesh.walls else None for solid, mesh in zip(solids, meshes, strict=True)]
    return bodies_of(middles + ways, halves, axes)
