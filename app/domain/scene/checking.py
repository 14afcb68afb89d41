"""What of a scene cannot be built: solids that reach into one another, and parts that stand out of the whole.

Boxes are exact, with their openings; of the other solids the cuboid counts in which they lie.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import starmap
from typing import NamedTuple, TypeAlias

import numpy as np

from app.domain.scene.model import Box, CutOut, Cylinder, Part, Scene, SlantedLeg
from app.domain.scene.quantities import longest_axis, thinnest_axis

ROUNDED = 1
"""Tenths that two solids may seem to share: corner and size of each are rounded for themselves."""

_Rectangle: TypeAlias = tuple[int, int, int, int]
"""Left, low, right, high."""


class Overlap(NamedTuple):
    """Two parts, by their keys, of which one reaches `depth` tenths into the other, and how far it may."""

    one: str
    other: str
    depth: int
    allowed: int


def overlaps(scene: Scene) -> tuple[Overlap, ...]:
    """Parts that reach into one another, or farther than their joint lets them; none where it can be built."""
    meetings = starmap(_overlap, _near(scene.parts))
    return tuple([each for each in meetings if each.depth > each.allowed + ROUNDED])


def outside(scene: Scene) -> tuple[str, ...]:
    """Keys of the parts that do not lie within the outer size."""
    return tuple([part.key for part in scene.parts if not _is_inside(part, scene)])


def _is_inside(part: Part, scene: Scene) -> bool:
    moved = (*part.solid.slant, 0) if isinstance(part.solid, SlantedLeg) else (0, 0, 0)
    return all(
        start + min(aside, 0) >= -ROUNDED and start + size + max(aside, 0) <= outer + ROUNDED
        for start, size, aside, outer in zip(part.at, part.solid.size, moved, scene.outer, strict=True)
    )


def _near(parts: tuple[Part, ...]) -> Iterator[tuple[Part, Part]]:
    """Pairs whose cuboids share more than a face."""
    if not parts:
        return
    start = np.array([part.at for part in parts])
    end = start + np.array([part.solid.size for part in parts])
    order = np.argsort(start[:, 0], kind="stable")
    start, end = start[order], end[order]
    last = np.searchsorted(start[:, 0], end[:, 0])
    for at in range(len(parts)):
        others = slice(at + 1, last[at])
        meet = np.all((start[others, 1:] < end[at, 1:]) & (end[others, 1:] > start[at, 1:]), axis=1)
        for other in np.flatnonzero(meet):
            yield parts[order[at]], parts[order[at + 1 + other]]


def _overlap(one: Part, other: Part) -> Overlap:
    joints = [part.joint for part, mate in ((one, other), (other, one)) if mate.key in part.joins]
    return Overlap(one.key, other.key, _depth(one, other), max(joints, default=0))


def _depth(one: Part, other: Part) -> int:
    """The least side of the cuboid that both share; 0 where one goes through an opening of the other."""
    if _is_in_opening(one, other) or _is_in_opening(other, one):
        return 0
    return min(
        min(a + m, b + n) - max(a, b)
        for a, b, m, n in zip(one.at, other.at, one.solid.size, other.solid.size, strict=True)
    )


def _is_in_opening(board: Part, through: Part) -> bool:
    """Whether what the other part shares with the board's cuboid lies in openings of the board altogether."""
    solid = board.solid
    if not isinstance(solid, Box) or not solid.cut_outs:
        return False
    thin = thinnest_axis(solid.size)
    shared = _shared(board, through, thin)
    rests = [shared]
    for cut in solid.cut_outs:
        if cut.radius:
            if _is_round_fit(cut, board, through, thin):
                return True
            rests = [rest for rest in rests if not _is_in_circle(rest, cut)]
        else:
            opening = (*cut.at, cut.at[0] + cut.size[0], cut.at[1] + cut.size[1])
            rests = [left for rest in rests for left in _without(rest, opening)]
    return not rests


def _shared(board: Part, through: Part, thin: int) -> _Rectangle:
    """What the two cuboids share, in the board's plane, from its corner."""
    a, b = (axis for axis in range(3) if axis != thin)
    starts = [max(board.at[axis], through.at[axis]) - board.at[axis] for axis in (a, b)]
    ends = [
        min(board.at[axis] + board.solid.size[axis], through.at[axis] + through.solid.size[axis])
        - board.at[axis]
        for axis in (a, b)
    ]
    return (starts[0], starts[1], ends[0], ends[1])


def _without(rectangle: _Rectangle, opening: _Rectangle) -> list[_Rectangle]:
    """What of a rectangle lies beside an opening, as up to four rectangles."""
    left, low, right, high = rectangle
    from_left, from_low = max(left, opening[0]), max(low, opening[1])
    to_right, to_high = min(right, opening[2]), min(high, opening[3])
    if from_left >= to_right or from_low >= to_high:
        return [rectangle]
    pieces = [
        (left, low, from_left, high),
        (to_right, low, right, high),
        (from_left, low, to_right, from_low),
        (from_left, to_high, to_right, high),
    ]
    return [piece for piece in pieces if piece[0] < piece[2] and piece[1] < piece[3]]


def _is_in_circle(rectangle: _Rectangle, cut: CutOut) -> bool:
    left, low, right, high = rectangle
    corners = ((x - cut.at[0], y - cut.at[1]) for x in (left, right) for y in (low, high))
    return all(x * x + y * y <= cut.radius**2 for x, y in corners)


def _is_round_fit(cut: CutOut, board: Part, through: Part, thin: int) -> bool:
    """Whether a round bar goes through a round opening, square to the board."""
    size = through.solid.size
    if not isinstance(through.solid, Cylinder) or longest_axis(size) != thin:
        return False
    a, b = (axis for axis in range(3) if axis != thin)
    away = [
        2 * (through.at[axis] - board.at[axis]) + size[axis] for axis in (a, b)
    ]  # doubled: middles lie between
    x, y = (away[at] - 2 * cut.at[at] for at in range(2))
    room = 2 * cut.radius - max(size[a], size[b])
    return room >= 0 and x * x + y * y <= room * room
