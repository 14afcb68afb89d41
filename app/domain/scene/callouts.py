"""Numbers beside a picture, each with a line to a part of its kind: for assembly drawings."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from app.domain.scene.kinds import Kind
from app.domain.scene.light import Colour
from app.domain.scene.picture import Fill, Mark, Place, is_inside


class Callout(NamedTuple):
    """A kind's number at a place beside the picture, and the place on the part that it is of."""

    number: int
    at: Place
    on: Place


def callouts_of(
    kinds: Sequence[Kind], marks: Sequence[Mark], size: tuple[float, float], margin: float, step: float
) -> tuple[Callout, ...]:
    """A number for each kind of which something is seen, in columns at both sides of the picture.

    Args:
        kinds: of the scene that is drawn.
        marks: the picture's.
        size: of the picture.
        margin: from its sides to the middle of the columns.
        step: from number to number in a column, at least where they fit.
    """
    seen = _Seen(marks)
    spots = [(kind.number, spot) for kind in kinds if (spot := seen.spot_of(kind)) is not None]
    spots.sort(key=lambda row: row[1][0])
    half = _half(
        [x for _, (x, _) in spots], size[0] / 2, most=max(int(size[1] / step), (len(spots) + 1) // 2)
    )
    columns = ((margin, spots[:half]), (size[0] - margin, spots[half:]))
    return tuple(each for x, column in columns for each in _column(x, column, size[1], step))


def _half(rows: Sequence[float], middle: float, most: int) -> int:
    """How many stand at the left: those left of the middle, but neither column has more than `most`."""
    return min(max(bisect(rows, middle), len(rows) - most), most)


def _column(x: float, spots: list[tuple[int, Place]], height: float, step: float) -> Iterator[Callout]:
    """As near to the height of their parts as the others let them."""
    spots = sorted(spots, key=lambda row: row[1][1])
    if not spots:
        return
    gap = min(step, height / len(spots))
    heights: list[float] = []
    for _, (_, y) in spots:
        heights.append(max(y, heights[-1] + gap if heights else gap / 2))
    low = height - gap / 2
    for at in range(len(heights) - 1, -1, -1):
        heights[at] = min(heights[at], low)
        low = heights[at] - gap
    for (number, on), y in zip(spots, heights, strict=True):
        yield Callout(number, (x, y), on)


class _Seen:
    """Where on a picture a part is seen."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._fills = [mark for mark in marks if isinstance(mark, Fill)]
        rings = [np.array(fill.rings[0]) for fill in self._fills]
        self._low = np.array([ring.min(axis=0) for ring in rings]).reshape(-1, 2)
        self._high = np.array([ring.max(axis=0) for ring in rings]).reshape(-1, 2)
        spans = self._high - self._low
        self._sizes: list[float] = (spans[:, 0] * spans[:, 1]).tolist()
        self._of: dict[int, list[int]] = {}
        for number, fill in enumerate(self._fills):
            self._of.setdefault(fill.part, []).append(number)

    def spot_of(self, kind: Kind) -> Place | None:
        """A place at which one of the kind's parts is seen: on the largest face that shows one."""
        faces = [face for part in kind.parts for face in self._of.get(part, ())]
        for face in sorted(faces, key=lambda face: -self._sizes[face]):
            for spot in _spots(self._fills[face]):
                if self._is_seen(face, spot):
                    return spot
        return None

    def _is_seen(self, face: int, spot: Place) -> bool:
        if not is_inside(self._fills[face].rings, *spot):
            return False
        above = np.flatnonzero(((self._low <= spot) & (self._high >= spot)).all(axis=1))
        later = (self._fills[other] for other in above.tolist() if other > face)
        return not any(_is_opaque(other.colour) and is_inside(other.rings, *spot) for other in later)


def _is_opaque(colour: Colour) -> bool:
    return colour[3] == 255


def _spots(fill: Fill) -> Iterator[Place]:
    """Places on a face: its middle, then some on the way to its corners."""
    ring = fill.rings[0]
    x, y = (sum(place[axis] for place in ring) / len(ring) for axis in (0, 1))
    yield (x, y)
    for share in (0.5, 0.85):
        for corner in ring:
            yield (x + (corner[0] - x) * share, y + (corner[1] - y) * share)
