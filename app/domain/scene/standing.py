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

from app.domain.scene.grain import surfaces_of
from app.domain.scene.joining import joined
from app.domain.scene.merging import Row, rows_of
from app.domain.scene.model import Motion, Part, Scene, SlantedLeg, Solid, Vector
from app.domain.scene.ordering import Hulls, hulls_of
from app.domain.scene.piercing import Bodies, bodies_of
from app.domain.scene.solids import Flags, Mesh, Points, face_points, mesh_of, opening_axis, quads_of

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
        rows = []
        for part, solid, (turn, way) in zip(self.scene.parts, self.solids, self.moves, strict=True):
            frames = surfaces_of(solid, part.grain)[0]
            frames = frames.copy() if turn is STILL else frames @ turn.T
            frames[:, 2] += way
            rows.append(frames)
        return np.concatenate(rows)

    @cached_property
    def has_frame(self) -> Flags:
        """By face, whether grain runs along it."""
        pairs = zip(self.solids, self.scene.parts, strict=True)
        return np.concatenate([surfaces_of(solid, part.grain)[1] for solid, part in pairs])

    @cached_property
    def edges(self) -> tuple[npt.NDArray[np.intp], Flags, Flags, npt.NDArray[np.intp]]:
        """All edges: points and faces (e, 4); whether a round side goes on over them; within an opening; starts.

        `starts` is by part its first edge, with one more at the end.
        """
        counts = [len(mesh.edges) for mesh in self.meshes]
        shifts = np.column_stack((self.first_point[:-1],) * 2 + (self.first_face[:-1],) * 2)
        rows = np.concatenate([mesh.edges for mesh in self.meshes]) + np.repeat(shifts, counts, axis=0)
        smooth = np.concatenate([mesh.smooth_edges for mesh in self.meshes])
        within = np.concatenate([(mesh.edges[:, 2:] < mesh.walls).all(axis=1) for mesh in self.meshes])
        return rows, smooth, within, _starts(counts)

    @cached_property
    def is_wall(self) -> Flags:
        """By face, whether it lies inside an opening."""
        return np.concatenate([np.arange(len(mesh.faces)) < mesh.walls for mesh in self.meshes])

    @cached_property
    def _quads(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        rows = [quads_of(mesh) for mesh in self.meshes]
        points = [found + start for (found, _), start in zip(rows, self.first_point, strict=False)]
        faces = [found + start for (_, found), start in zip(rows, self.first_face, strict=False)]
        parts = np.repeat(np.arange(len(rows)), [len(found) for found, _ in rows])
        return np.concatenate(points), np.concatenate(faces), parts

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
    pairs = list(zip(meshes, moves, strict=True))
    points = np.concatenate([_turned(mesh.points, turn) + way for mesh, (turn, way) in pairs])
    normals = np.concatenate([_turned(mesh.normals, turn) for mesh, (turn, _) in pairs])
    first_point = _starts([len(mesh.points) for mesh in meshes])
    first_face = _starts([len(mesh.faces) for mesh in meshes])
    on_face = np.concatenate([face_points(mesh) for mesh in meshes])
    on_face += np.repeat(first_point[:-1], np.diff(first_face))
    offsets = np.einsum("ij,ij->i", normals, points[on_face])
    bodies = _bodies(solids, meshes, moves)
    hulls = hulls_of(bodies.middles, bodies.halves)
    return Standing(
        scene, meshes, points, first_point, normals, offsets, first_face, solids, moves, bodies, hulls
    )


def _turned(rows: Points, turn: Points) -> Points:
    return rows if turn is STILL else rows @ turn.T


def cuboid_corners(low: Points, high: Points) -> Points:
    """The eight corners between two, (8, 3)."""
    bits = np.array([[n >> axis & 1 for axis in range(3)] for n in range(8)])
    return np.where(bits == 1, high, low).astype(float)


def _starts(counts: list[int]) -> npt.NDArray[np.intp]:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.intp)


def _away(part: Part, carrying: Part, pose: Pose) -> tuple[float, float, float]:
    """Something that differs between parts that no longer stand together."""
    x, y, z = (pose.exploded * way for way in part.explode)
    return (x, y + (1 + crc32(carrying.key.encode()) if carrying.opens and pose.opened else 0), z)


def _moves(scene: Scene, places: list[Vector], carrying: list[Part], pose: Pose) -> tuple[Move, ...]:
    rows = []
    for part, place, carrier in zip(scene.parts, places, carrying, strict=True):
        turn, way = _motion(carrier, pose.opened)
        at = np.array(place, dtype=float)
        away = pose.exploded * np.array(part.explode, dtype=float)
        rows.append((turn, (at if turn is STILL else turn @ at) + way + away))
    return tuple(rows)


def _motion(part: Part, opened: float) -> Move:
    """The turn and the way of what opens so."""
    if part.opens is None or not opened:
        return STILL, np.zeros(3)
    if part.opens.kind == "slide":
        return STILL, np.array([0.0, -part.opens.by * opened, 0.0])
    turn = _hinge_turn(part.opens, opened)
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
    halves = np.array([_half_edges(solid) for solid in solids])
    middles = np.array([_middle(solid) for solid in solids])
    turns = np.array([turn for turn, _ in moves])
    ways = np.array([way for _, way in moves])
    axes = [opening_axis(solid) if mesh.walls else None for solid, mesh in zip(solids, meshes, strict=True)]
    return bodies_of(
        np.einsum("bij,bj->bi", turns, middles) + ways, np.einsum("bij,bej->bei", turns, halves), axes
    )


def _half_edges(solid: Solid) -> Points:
    edges = np.diag(np.array(solid.size, dtype=float) / 2)
    if isinstance(solid, SlantedLeg):
        edges[2, :2] = -solid.slant[0] / 2, -solid.slant[1] / 2
    return edges


def _middle(solid: Solid) -> tuple[float, float, float]:
    x, y, z = solid.size
    aside = solid.slant if isinstance(solid, SlantedLeg) else (0, 0)
    return (x + aside[0]) / 2, (y + aside[1]) / 2, z / 2
