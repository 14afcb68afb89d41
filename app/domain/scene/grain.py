"""Grain and brush lines of a solid's faces: the same part has the same lines in every picture."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np

from app.domain.scene.model import Solid
from app.domain.scene.patterns import Face
from app.domain.scene.solids import Mesh, Points, mesh_of

SPACING = {"wood": 75.0, "metal": 60.0}
"""By texture: tenths of a millimetre from line to line where a face fills the picture."""
_BEND = 2600.0
_SWING = 45.0


class FaceGrain(NamedTuple):
    """The lines of one face; the first of them already spread over all of it.

    Args:
        lines: (lines, points, 3), in the part's own places.
        across: the way from line to line, of length 1.
        width: how wide the face is that way.
    """

    lines: Points
    across: Points
    width: float


@lru_cache(maxsize=4096)
def grain_of(solid: Solid, grain: str, texture: str, seed: int, most: int) -> tuple[FaceGrain | None, ...]:
    """By face of the solid's mesh its lines, `most` at the most; None for walls, round sides and end grain."""
    mesh = mesh_of(solid)
    along = np.eye(3)["xyz".index(grain)]
    return tuple(
        _face_grain(mesh, number, face, along, texture, seed + number, most)
        for number, face in enumerate(mesh.faces)
    )


def seed_of(key: str) -> int:
    """A number that stands for a part."""
    return crc32(key.encode())


def _face_grain(
    mesh: Mesh, number: int, face: Face, along: Points, texture: str, seed: int, most: int
) -> FaceGrain | None:
    normal = mesh.normals[number]
    if face.is_wall or face.is_smooth or abs(float(normal @ along)) > 0.7 or texture not in SPACING:
        return None
    along = along - normal * (normal @ along)
    along = along / np.linalg.norm(along)
    across = np.cross(normal, along)
    origin = mesh.points[face.rings[0][0]]
    rings = [(mesh.points[list(ring)] - origin) @ np.column_stack((along, across)) for ring in face.rings]
    low, high = float(rings[0][:, 1].min()), float(rings[0][:, 1].max())
    chances = np.random.Generator(np.random.PCG64(seed))
    wave = None if texture == "metal" or len(rings) > 1 else _wave(chances, low, high)
    rows = [
        _bent(start, end, level, wave)
        for level in _levels(low, high, SPACING[texture], most, chances)
        for start, end in _spans(rings, level)
    ]
    if not rows:
        return None
    flat = np.array(rows)
    lines = origin + flat[..., :1] * along + flat[..., 1:] * across
    return FaceGrain(lines, across, high - low)


def _levels(low: float, high: float, spacing: float, most: int, chances: np.random.Generator) -> list[float]:
    """Where lines lie across a face, in an order that spreads them evenly at any number (van der Corput)."""
    count = min(int((high - low) / spacing), most)
    if count < 1:
        return []
    size = 1 << max(count - 1, 1).bit_length()
    bits = size.bit_length() - 1
    turned = (int(f"{n:0{bits}b}"[::-1], 2) for n in range(size))
    order = [n for n in turned if n < count]
    jitter = chances.uniform(-0.42, 0.42, count)
    step = (high - low) / count
    return [low + (n + 0.5 + float(jitter[n])) * step for n in order]


def _spans(rings: list[Points], level: float) -> list[tuple[float, float]]:
    """Where a straight line across the face is inside its outline and outside its openings."""
    hits: list[float] = []
    for ring in rings:
        ends = np.roll(ring, -1, axis=0)
        crossed = (ring[:, 1] <= level) != (ends[:, 1] <= level)
        a, b = ring[crossed], ends[crossed]
        hits += (a[:, 0] + (level - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])).tolist()
    hits.sort()
    return list(zip(hits[::2], hits[1::2], strict=False))


class _Wave(NamedTuple):
    low: float
    high: float
    swing: float
    phase: float
    length: float

    def shift(self, along: Points, level: float) -> Points:
        """How far a line is aside; lines near the edges are straight, and neighbours swing together."""
        edge = min(level - self.low, self.high - level) / (4 * self.swing)
        strength = self.swing * min(max(edge, 0.0), 1.0)
        turn = 2 * math.pi * along / self.length + self.phase + level / 1400
        return np.asarray(strength * (0.7 * np.sin(turn) + 0.3 * np.sin(2.3 * turn + self.phase)))


def _wave(chances: np.random.Generator, low: float, high: float) -> _Wave:
    swing = min(_SWING, (high - low) / 16)
    return _Wave(
        low, high, max(swing, 1e-3), float(chances.uniform(0, 6.28)), float(chances.uniform(7000, 12000))
    )


def _bent(start: float, end: float, level: float, wave: _Wave | None) -> Points:
    """A line as a row of places (along, across)."""
    pieces = 1 if wave is None else _PIECES
    along = np.linspace(start, end, pieces + 1)
    aside = np.full(pieces + 1, level) if wave is None else level + wave.shift(along, level)
    return np.column_stack((along, aside))


_PIECES = 6
