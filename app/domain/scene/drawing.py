"""From parts that stand to the marks of a picture."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.domain.scene.camera import Lens
from app.domain.scene.covering import FEW, Covers
from app.domain.scene.light import shaded
from app.domain.scene.merging import JOINT, Row
from app.domain.scene.ordering import hiding, overlapping, painting_order
from app.domain.scene.part_drawing import PartDrawing
from app.domain.scene.picture import PLAIN, Fill, Mark, Picture, Style
from app.domain.scene.seeing import Seeing
from app.domain.scene.solids import Points
from app.domain.scene.standing import Standing

_THIN_JOINT, _JOINT_SHADE = 1.2, 0.42
"""Pixels below which a joint between fronts is painted and not seen through, and how bright it is."""


def draw(standing: Standing, lens: Lens, style: Style = PLAIN) -> Picture:
    """What is seen of the parts through the lens."""
    return Picture(tuple(_Drawing(Seeing(standing, lens, style)).marks()))


class _Drawing:
    def __init__(self, seeing: Seeing) -> None:
        self._seeing, self._standing, self._lens = seeing, seeing.standing, seeing.lens
        self._joints: dict[int, list[Row]] = {}

    def marks(self) -> Iterator[Mark]:
        for number in self.order():
            body = self._standing.bodies.rows[number]
            for row in self._joints.pop(body.part, ()):
                yield self._joint(body.part, row)
            yield from PartDrawing(self._seeing, body).marks()

    def _joint(self, part: int, row: Row) -> Fill:
        """What shows between fronts when nothing behind them is painted."""
        places = self._lens.project(row.corners)[:, :2].tolist()
        colour = shaded(self._seeing.looks[part][0], _JOINT_SHADE)
        return Fill(part, (tuple((x, y) for x, y in places),), colour)

    def order(self) -> list[int]:
        """The bodies that are painted, the first below."""
        bodies, hulls, lens = self._standing.bodies, self._standing.hulls, self._lens
        count = len(hulls.points)
        seen = lens.project(hulls.points.reshape(-1, 3)).reshape(count, 8, 3)
        heights = lens.heights(hulls.normals.reshape(-1, 3), hulls.offsets.reshape(-1)).reshape(count, 6)
        hides = hiding(hulls, heights) & overlapping(seen)
        for first, then in bodies.before:
            hides[first, then], hides[then, first] = False, True
        order = painting_order(hides, seen[:, :, 2].mean(axis=1))
        return order if count <= FEW else self._uncovered(order, seen[:, :, :2])

    def _uncovered(self, order: list[int], seen: Points) -> list[int]:
        """The bodies of which something is seen; faces that are covered count as not seen from here on."""
        standing, seeing = self._standing, self._seeing
        part_of = np.array([body.part for body in standing.bodies.rows])
        ranks = np.empty(len(order), dtype=np.intp)
        ranks[order] = np.arange(len(order))
        part_ranks = np.full(len(standing.meshes), len(order), dtype=np.intp)
        np.minimum.at(part_ranks, part_of, ranks)
        glass = np.array([texture == "glass" for _, texture in seeing.looks])
        wanted = seeing.seen[standing.quad_faces]
        faces, parts = standing.quad_faces[wanted], standing.quad_parts[wanted]
        quads = seeing.places[standing.quads[wanted]]
        opaque = ~glass[parts]
        rows = standing.rows if self._lens.scale * JOINT < _THIN_JOINT else ()
        joined = self._lens.project(np.array([row.corners for row in rows]).reshape(-1, 3))[:, :2]
        first = [min(row.parts, key=lambda part: part_ranks[part]) for row in rows]
        covers = Covers(
            np.concatenate((joined.reshape(-1, 4, 2), quads[opaque])),
            np.concatenate((part_ranks[first], part_ranks[parts[opaque]])),
        )
        hidden = covers.hide(seen, ranks)
        seeing.seen[faces[covers.hide(quads, part_ranks[parts])]] = False
        for number in sorted(covers.used):
            if number < len(rows):
                self._joints.setdefault(first[number], []).append(rows[number])
        return [number for number in order if not hidden[number]]
