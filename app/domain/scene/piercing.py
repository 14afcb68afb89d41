"""Parts that go through the openings of others: painted in pieces, before and behind the opening's rim.

A board with an opening is two bodies: the walls of its openings, which lie behind what stands in them, and its outside.
What reaches through is cut at the board's two faces into up to three pieces, of which the one within comes between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.domain.scene.ordering import TOUCHING
from app.domain.scene.solids import Points

Side = Literal["all", "walls", "outside"]
Plane = tuple[tuple[float, float, float], float]
"""A plane's way and its offset; what lies above it is kept."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is painted in one go.

    Args:
        part: its number.
        side: of a pierced board: the walls of its openings, or its outside.
        planes: the piece above all of these.
    """

    part: int
    side: Side = "all"
    planes: tuple[Plane, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """All that is painted, the cuboids about them, and pairs of which the first is painted before the second."""

    rows: tuple[Body, ...]
    middles: Points
    halves: Points
    before: tuple[tuple[int, int], ...]


def bodies_of(middles: Points, halves: Points, axes: Sequence[int | None]) -> Bodies:
    """The bodies of parts, from the cuboids about them.

    Args:
        middles: by part (parts, 3).
        halves: by part half its edges (parts, 3, 3).
        axes: by part the number of the edge along which its openings run; None for a part without.
    """
    pairs = _piercings(middles, halves, axes)
    rows = [Body(number) for number in range(len(middles))]
    if not pairs:
        return Bodies(tuple(rows), middles, halves, ())
    return _cut(rows, middles, halves, axes, pairs)


def _piercings(middles: Points, halves: Points, axes: Sequence[int | None]) -> list[tuple[int, int]]:
    """Boards with openings, and the parts whose cuboid reaches into theirs."""
    reach = np.abs(halves).sum(axis=1)
    low, high = middles - reach + TOUCHING, middles + reach - TOUCHING
    found = []
    for board, axis in enumerate(axes):
        if axis is not None:
            meets = ((low < high[board]) & (low[board] < high)).all(axis=1)
            found += [(board, other) for other in np.flatnonzero(meets).tolist() if other != board]
    return found


def _cut(
    rows: list[Body],
    middles: Points,
    halves: Points,
    axes: Sequence[int | None],
    pairs: list[tuple[int, int]],
) -> Bodies:
    cuboids = [(middles[n], halves[n]) for n in range(len(rows))]
    before: list[tuple[int, int]] = []
    for board in dict.fromkeys(board for board, _ in pairs):
        rows[board] = Body(board, "outside")
        walls = len(rows)
        rows.append(Body(board, "walls"))
        cuboids.append(cuboids[board])
        before.append((walls, board))
        axis = axes[board]
        assert axis is not None
        for other in (other for of, other in pairs if of == board):
            for number in [n for n, row in enumerate(rows) if row.part == other and row.side == "all"]:
                _pierce(rows, cuboids, before, number, (board, walls), axis)
    return Bodies(
        tuple(rows),
        np.array([middle for middle, _ in cuboids]),
        np.array([half for _, half in cuboids]),
        tuple(before),
    )


def _pierce(
    rows: list[Body],
    cuboids: list[tuple[Points, Points]],
    before: list[tuple[int, int]],
    number: int,
    board: tuple[int, int],
    axis: int,
) -> None:
    """Cut a body at the two faces of a board; the piece within keeps the number."""
    middle, halves = cuboids[board[0]]
    way = halves[axis] / np.linalg.norm(halves[axis])
    reach = float(way @ halves[axis])
    for sign in (1.0, -1.0):
        level = float(sign * way @ middle) + reach
        pieces = _split(cuboids[number], sign * way, level)
        if pieces is None:
            continue
        above, below = pieces
        if below is None:
            return  # nothing of it is within
        plane = (_row(sign * way), level)
        if above is not None:
            row = rows[number]
            rows.append(Body(row.part, "all", (*row.planes, plane)))
            cuboids.append(above)
            rows[number] = Body(row.part, "all", (*row.planes, (_row(-sign * way), -level)))
            cuboids[number] = below
    before += [(board[1], number), (number, board[0])]


def _split(
    cuboid: tuple[Points, Points], way: Points, level: float
) -> tuple[tuple[Points, Points] | None, tuple[Points, Points] | None] | None:
    """What of a cuboid is above and what below a plane; None where no edge runs along its way."""
    middle, halves = cuboid
    along = [
        edge
        for edge in range(3)
        if abs(float(halves[edge] @ way)) > 0.999 * float(np.linalg.norm(halves[edge]))
    ]
    if not along:
        return None
    edge = along[0]
    reach = float(np.linalg.norm(halves[edge]))
    at = float(middle @ way)
    if at - reach >= level - TOUCHING:
        return cuboid, None
    if at + reach <= level + TOUCHING:
        return None, cuboid
    return _piece(cuboid, edge, way, level, at + reach), _piece(cuboid, edge, way, at - reach, level)


def _piece(
    cuboid: tuple[Points, Points], edge: int, way: Points, low: float, high: float
) -> tuple[Points, Points]:
    middle, halves = cuboid
    cut = halves.copy()
    cut[edge] = way * ((high - low) / 2)
    return middle + way * ((low + high) / 2 - float(middle @ way)), cut


def _row(way: Points) -> tuple[float, float, float]:
    return (float(way[0]), float(way[1]), float(way[2]))
