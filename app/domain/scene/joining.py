"""Parts that reach into others: what is hidden in a joint is not drawn, so that no two solids fill the same room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.scene.model import Box, Part, Scene, Solid, Vector

Placed = tuple[Solid, Vector]
"""A solid and its lower corner."""


def joined(scene: Scene, away: Sequence[tuple[float, float, float]]) -> tuple[Placed, ...]:
    """By part the solid that is left outside of what it joins, and where its corner is.

    `away` is how far each part has moved from its place: a panel that was pulled out of its groove is whole.
    """
    numbers = {part.key: number for number, part in enumerate(scene.parts)}
    return tuple(
        _left_of(part, [scene.parts[n] for n in _still_joined(part, number, numbers, away)])
        for number, part in enumerate(scene.parts)
    )


def _still_joined(
    part: Part, number: int, numbers: Mapping[str, int], away: Sequence[tuple[float, float, float]]
) -> list[int]:
    if not part.joins:
        return []
    others = (numbers[key] for key in part.joins if key in numbers)
    return [other for other in others if away[other] == away[number]]


def _left_of(part: Part, others: list[Part]) -> Placed:
    """The part's box without what lies in the others; other solids and boxes with openings stay whole."""
    if not others or not isinstance(part.solid, Box) or part.solid.cut_outs:
        return part.solid, part.at
    low, high = list(part.at), [at + side for at, side in zip(part.at, part.solid.size, strict=True)]
    for other in others:
        _cut_back(low, high, other, part.joint)
    size = Vector(*(b - a for a, b in zip(low, high, strict=True)))
    return (Box(size), Vector(*low)) if min(size) > 0 else (part.solid, part.at)


def _cut_back(low: list[int], high: list[int], other: Part, joint: int) -> None:
    """Draw the box back to the side of the other into which it reaches least."""
    ends = [at + side for at, side in zip(other.at, other.solid.size, strict=True)]
    reaches = [
        (reach, axis, is_low)
        for axis in range(3)
        for reach, is_low in ((ends[axis] - low[axis], True), (high[axis] - other.at[axis], False))
    ]
    reach, axis, is_low = min(reaches)
    if not 0 < reach <= joint:
        return
    if is_low:
        low[axis] += reach
    else:
        high[axis] -= reach
