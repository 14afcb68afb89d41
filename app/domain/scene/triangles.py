"""Flat outlines with openings as triangles (ears cut off one by one, openings first joined to the outline)."""

from __future__ import annotations

from typing import TypeAlias

Place: TypeAlias = tuple[float, float]


def triangles_of(points: list[Place], rings: tuple[tuple[int, ...], ...]) -> list[tuple[int, int, int]]:
    """Triangles against the clock, as numbers of points.

    Args:
        points: places in the plane.
        rings: the outline first, then openings; in any direction. Openings lie within the outline and do not meet.
    """
    outline = _turned(points, rings[0], against=True)
    openings = [_turned(points, ring, against=False) for ring in rings[1:]]
    for opening in sorted(openings, key=lambda ring: -max(points[n][0] for n in ring)):
        outline = _joined(points, outline, opening)
    return _ears(points, outline)


def _turned(points: list[Place], ring: tuple[int, ...], *, against: bool) -> list[int]:
    area = sum(
        points[a][0] * points[b][1] - points[b][0] * points[a][1]
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
    )
    return list(ring) if (area > 0) == against else list(reversed(ring))


def _joined(points: list[Place], outline: list[int], opening: list[int]) -> list[int]:
    """The outline led along a bridge around the opening: from its rightmost corner to a corner that it sees."""
    start = max(range(len(opening)), key=lambda at: points[opening[at]])
    opening = opening[start:] + opening[:start]
    here = points[opening[0]]
    rightwards = [at for at in range(len(outline)) if points[outline[at]][0] > here[0]]
    for at in sorted(rightwards, key=lambda at: _squared(here, points[outline[at]])):
        if _opens_to(points, outline, at, here) and not _is_blocked(
            points, outline, here, points[outline[at]]
        ):
            return [*outline[: at + 1], *opening, opening[0], *outline[at:]]
    return outline


def _is_blocked(points: list[Place], outline: list[int], here: Place, there: Place) -> bool:
    """Whether the outline crosses the way between two places, or has a corner on it."""
    places = [points[number] for number in outline]
    edges = zip(places, places[1:] + places[:1], strict=True)
    if any(_crosses(here, there, a, b) for a, b in edges if there not in (a, b)):
        return True
    return any(_is_between(here, place, there) for place in places if place not in (here, there))


def _is_between(a: Place, b: Place, c: Place) -> bool:
    along = (b[0] - a[0]) * (c[0] - a[0]) + (b[1] - a[1]) * (c[1] - a[1])
    return abs(_side(a, b, c)) < 1e-9 and 0 < along < _squared(a, c)


def _opens_to(points: list[Place], outline: list[int], at: int, place: Place) -> bool:
    """Whether a place lies inside the angle of an outline's corner."""
    before, corner = points[outline[at - 1]], points[outline[at]]
    after = points[outline[(at + 1) % len(outline)]]
    left_of_first, left_of_next = _side(before, corner, place) > 0, _side(corner, after, place) > 0
    if _side(before, corner, after) > 0:
        return left_of_first and left_of_next
    return left_of_first or left_of_next


def _ears(points: list[Place], ring: list[int]) -> list[tuple[int, int, int]]:
    ring, found = list(ring), []
    while len(ring) > 3:
        ears = (at for free in (-1e-9, 1e-9) for at in range(len(ring)) if _is_ear(points, ring, at, free))
        ear = next(ears, 0)  # where there is none, only slivers without an area are left
        found.append((ring[ear - 1], ring[ear], ring[(ear + 1) % len(ring)]))
        del ring[ear]
    found.append((ring[0], ring[1], ring[2]))
    return [each for each in found if _side(*(points[n] for n in each)) > 1e-9]


def _is_ear(points: list[Place], ring: list[int], at: int, free: float) -> bool:
    """Whether a corner can be cut off; with `free` below 0 not if another corner even touches the cut."""
    a, b, c = (points[ring[n % len(ring)]] for n in (at - 1, at, at + 1))
    if _side(a, b, c) <= 1e-9:
        return False
    return not any(
        place not in (a, b, c) and min(_side(a, b, place), _side(b, c, place), _side(c, a, place)) >= free
        for place in (points[number] for number in ring)
    )


def _side(a: Place, b: Place, c: Place) -> float:
    """Twice the area of a triangle: positive where it runs against the clock."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _crosses(a: Place, b: Place, c: Place, d: Place) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _squared(a: Place, b: Place) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
