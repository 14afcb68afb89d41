"""Where the parts of a scene stand: pulled apart, with doors and drawers open, fixed things going along."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from app.domain.scene.model import Motion, Part, Scene, SlantedLeg
from app.domain.scene.ordering import Hulls, hulls_of
from app.domain.scene.solids import Mesh, Points, mesh_of

_FAST = 5
"""Tenths of a millimetre that a handle may stand off its door and still go along."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a scene is shown: `exploded` and `opened` run from 0 to 1."""

    exploded: float = 0.0
    opened: float = 0.0


CLOSED = Pose()


@dataclass(frozen=True, slots=True, eq=False)
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
        moves: by part, the turn (3, 3) and the way that take its own places to those in space.
        hulls: by part, the cuboid about it, turned along with it.
    """

    scene: Scene
    meshes: tuple[Mesh, ...]
    points: Points
    first_point: npt.NDArray[np.intp]
    normals: Points
    offsets: Points
    first_face: npt.NDArray[np.intp]
    moves: tuple[tuple[Points, Points], ...]
    hulls: Hulls

    @property
    def corners(self) -> Points:
        """The eight corners of the cuboid about all parts as they stand."""
        return cuboid_corners(self.points.min(axis=0), self.points.max(axis=0))


def stand(scene: Scene, pose: Pose = CLOSED) -> Standing:
    """The parts where the pose puts them. A scene has at least one part."""
    meshes = tuple(mesh_of(part.solid) for part in scene.parts)
    moves = _moves(scene, pose)
    placed = [mesh.points @ turn.T + way for mesh, (turn, way) in zip(meshes, moves, strict=True)]
    points = np.concatenate(placed)
    first_point = _starts([len(mesh.points) for mesh in meshes])
    first_face = _starts([len(mesh.faces) for mesh in meshes])
    normals = np.concatenate([mesh.normals @ turn.T for mesh, (turn, _) in zip(meshes, moves, strict=True)])
    on_face = np.concatenate(
        [_face_points(mesh) + start for mesh, start in zip(meshes, first_point, strict=False)]
    )
    offsets = np.einsum("ij,ij->i", normals, points[on_face])
    hulls = _hulls(scene, meshes, moves)
    return Standing(scene, meshes, points, first_point, normals, offsets, first_face, moves, hulls)


def cuboid_corners(low: Points, high: Points) -> Points:
    """The eight corners between two, (8, 3)."""
    bits = np.array([[n >> axis & 1 for axis in range(3)] for n in range(8)])
    return np.where(bits == 1, high, low).astype(float)


def _starts(counts: list[int]) -> npt.NDArray[np.intp]:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.intp)


@lru_cache(maxsize=4096)
def _face_points(mesh: Mesh) -> npt.NDArray[np.intp]:
    """A point of each face."""
    return np.array([face.rings[0][0] for face in mesh.faces], dtype=np.intp)


def _moves(scene: Scene, pose: Pose) -> tuple[tuple[Points, Points], ...]:
    carried = carriers(scene) if pose.opened else {}
    rows = []
    for number, part in enumerate(scene.parts):
        carrier = scene.parts[carried[number]] if number in carried else part
        turn, way = _motion(carrier, pose.opened)
        at = np.array(part.at, dtype=float)
        rows.append((turn, turn @ at + way + pose.exploded * np.array(part.explode, dtype=float)))
    return tuple(rows)


def _motion(part: Part, opened: float) -> tuple[Points, Points]:
    """The turn and the way of what opens so."""
    still = np.eye(3), np.zeros(3)
    if part.opens is None or not opened:
        return still
    if part.opens.kind == "slide":
        return still[0], np.array([0.0, -part.opens.by * opened, 0.0])
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


_WAYS = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], dtype=float)
_BITS = np.array([[n >> axis & 1 for axis in range(3)] for n in range(8)], dtype=float)


def _hulls(scene: Scene, meshes: tuple[Mesh, ...], moves: tuple[tuple[Points, Points], ...]) -> Hulls:
    """Cuboids; a slanted leg is its own hull."""
    corners = np.array([part.solid.size for part in scene.parts], dtype=float)[:, None, :] * _BITS
    ways = np.repeat(_WAYS[None], len(meshes), axis=0)
    for number, part in enumerate(scene.parts):
        if isinstance(part.solid, SlantedLeg):
            corners[number] = meshes[number].points
            ways[number] = meshes[number].normals
    turns = np.array([turn for turn, _ in moves])
    ways = np.einsum("bij,bfj->bfi", turns, ways)
    return hulls_of(
        np.einsum("bij,bpj->bpi", turns, corners) + np.array([way for _, way in moves])[:, None], ways
    )
