"""How the faces and edges of a solid hang together, whatever its size: found out once for all of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.intp]


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


@dataclass(frozen=True, eq=False)
class Pattern:
    """The faces of a surface, those inside openings first, with all that follows from them alone."""

    faces: tuple[Face, ...]

    @cached_property
    def walls(self) -> int:
        """How many of the faces lie inside openings."""
        return sum(face.is_wall for face in self.faces)

    @cached_property
    def edges(self) -> Numbers:
        """Where two faces meet: from point, to point, face, face, (edges, 4)."""
        first: dict[tuple[int, int], int] = {}
        rows: list[tuple[int, int, int, int]] = []
        for number, face in enumerate(self.faces):
            for ring in face.rings:
                for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
                    other = first.pop((end, start), None)
                    if other is None:
                        first[start, end] = number
                    else:
                        rows.append((start, end, other, number))
        return np.array(rows, dtype=np.intp).reshape(-1, 4)

    @cached_property
    def smooth_edges(self) -> npt.NDArray[np.bool_]:
        """By edge, whether a round side goes on over it."""
        smooth = np.array([face.is_smooth for face in self.faces])
        return np.asarray(smooth[self.edges[:, 2]] & smooth[self.edges[:, 3]])

    @cached_property
    def edges_within(self) -> npt.NDArray[np.bool_]:
        """By edge, whether it lies inside an opening."""
        return np.asarray((self.edges[:, 2:] < self.walls).all(axis=1))

    @cached_property
    def is_flat(self) -> npt.NDArray[np.bool_]:
        """By face, whether it is an outer side and none of a round one."""
        return np.array([not (face.is_wall or face.is_smooth) for face in self.faces])

    @cached_property
    def is_wall(self) -> npt.NDArray[np.bool_]:
        """By face, whether it lies inside an opening."""
        return np.arange(len(self.faces)) < self.walls

    @cached_property
    def face_points(self) -> Numbers:
        """A point of each face."""
        return np.array([face.rings[0][0] for face in self.faces], dtype=np.intp)

    @cached_property
    def quad_faces(self) -> Numbers:
        """The outer faces with four corners and no opening."""
        plain = [len(face.rings) == 1 and len(face.rings[0]) == 4 for face in self.faces]
        return np.flatnonzero(self.is_flat & plain).astype(np.intp)

    @cached_property
    def quads(self) -> Numbers:
        """Their points, (n, 4)."""
        rows = [self.faces[number].rings[0] for number in self.quad_faces.tolist()]
        return np.array(rows, dtype=np.intp).reshape(-1, 4)

    def normals(self, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The way each face looks where the corners are there, (faces, 3), by the area that its outline spans."""
        starts, ends, firsts = self.around
        a, b = points[starts], points[ends]
        crossed = a[:, [1, 2, 0]] * b[:, [2, 0, 1]] - a[:, [2, 0, 1]] * b[:, [1, 2, 0]]
        found = np.add.reduceat(crossed, firsts)
        return np.asarray(found / np.sqrt((found * found).sum(axis=1))[:, None])

    @cached_property
    def far_points(self) -> Numbers:
        """Of each face the point that is opposite of its first."""
        rings = [face.rings[0] for face in self.faces]
        return np.array([ring[len(ring) // 2] for ring in rings], dtype=np.intp)

    @cached_property
    def around(self) -> tuple[Numbers, Numbers, Numbers]:
        """Along all outlines: from point, to point; and where each face's begins."""
        rings = [face.rings[0] for face in self.faces]
        starts = [number for ring in rings for number in ring]
        ends = [number for ring in rings for number in (*ring[1:], ring[0])]
        firsts = [0, *accumulate(len(ring) for ring in rings[:-1])]
        return np.array(starts, np.intp), np.array(ends, np.intp), np.array(firsts, np.intp)


@lru_cache(maxsize=512)
def prism_pattern(corners: tuple[int, ...], *, is_round: bool, is_mirrored: bool) -> Pattern:
    """Of an outline and openings with so many corners, drawn out along an axis; the far end's points come second.

    `is_mirrored` where the two axes of the outline and the one along which it is drawn out are left-handed.
    """
    faces = _prism_faces(corners, is_round=is_round)
    if is_mirrored:
        faces = tuple(face._replace(rings=tuple(ring[::-1] for ring in face.rings)) for face in faces)
    return Pattern(faces)


def _prism_faces(corners: tuple[int, ...], *, is_round: bool) -> tuple[Face, ...]:
    """Walls of the openings, then the outer sides, then the two ends."""
    count = sum(corners)
    numbers = [tuple(range(first, end)) for first, end in pairwise((0, *accumulate(corners)))]
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
