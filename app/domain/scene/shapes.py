"""Pictures as shapes of a paper's figure: whole tenths of a point, and few of them.

An edge that runs around a face is said with the face; grain is thinned out to so much as a small picture shows; of the
shadow's layers and outlines only those stay that are seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from app.domain.papers import FigureShape
from app.domain.scene.light import hex_of
from app.domain.scene.measuring import Measure
from app.domain.scene.picture import Fill, Lines, Mark, Place

INK = "#1a4f9c"
"""Of dimensions."""
_PAPER, _DARK = "#ffffff", "#000000"
_EDGE, _THIN, _FINE = 4, 5, 3
"""Weights of edges, of dimensions and of grain, in tenths of a point."""
_GRAIN_LINES = 160
"""Of a whole picture."""
_GRAIN_PLACES = 4
_DOT = 8
"""Tenths of a point: shorter sides of a face have no edge (see `drawing`)."""
_SMALLEST = 40
"""Twice the area, in square tenths of a point, below which a face is left out."""
_BANDS = 4
_NARROW = 45
"""Tenths of a point below which a round bar has one colour."""
_EVERY, _SHADE = 3, 5
"""One of so many layers of the shadow is drawn, with this opacity in percent."""

Spot: TypeAlias = tuple[int, int]
Ring: TypeAlias = tuple[Spot, ...]
Side: TypeAlias = tuple[Spot, Spot]


def mark_shapes(marks: Sequence[Mark]) -> Iterator[FigureShape]:
    """The marks of a picture in points, from the first painted to the last."""
    share = min(1.0, _GRAIN_LINES / max(1, sum(_line_count(mark) for mark in marks if _is_grain(mark))))
    waiting: list[Mark] = []
    for mark in marks:
        if waiting and waiting[0].part != mark.part:
            yield from _painted(waiting, None, share)
            waiting = []
        if isinstance(mark, Lines) and not _is_grain(mark):
            yield from _painted(waiting, mark, share)
            waiting = []
        else:
            waiting.append(mark)
    yield from _painted(waiting, None, share)


def shadow_shapes(layers: Sequence[Sequence[Sequence[Place]]]) -> Iterator[FigureShape]:
    """The shadow under a picture, its outlines the same way round, without those that lie within another."""
    for layer in layers[::_EVERY]:
        rings = _outermost(layer)
        if rings:
            yield _shape(rings, fill=_DARK, opacity=_SHADE)


def trimmed(shapes: Sequence[FigureShape], above: int = 0) -> tuple[tuple[FigureShape, ...], int]:
    """Shapes moved up so that the highest place is `above` below the top; and how far down they then reach."""
    levels = [y for shape in shapes for points in (shape.points, *shape.more) for y in points[1::2]]
    up = min(levels, default=0) - above
    return tuple(_moved(shape, up) for shape in shapes), max(levels, default=0) - up


def _moved(shape: FigureShape, up: int) -> FigureShape:
    rows = [
        tuple(number - up if at % 2 else number for at, number in enumerate(points))
        for points in (shape.points, *shape.more)
    ]
    return replace(shape, points=rows[0], more=tuple(rows[1:]))


def measure_shapes(measures: Iterable[Measure], text_size: float) -> Iterator[FigureShape]:
    """Dimensions: lines and arrows, and above all of them their texts of this size in points."""
    measures = tuple(measures)
    lines = [_ring(line) for measure in measures for line in measure.lines]
    arrows = [_turned(_ring(arrow)) for measure in measures for arrow in measure.arrows]
    if lines:
        yield _shape(lines, stroke=INK, weight=_THIN)
    if arrows:
        yield _shape(arrows, fill=INK)
    for measure in measures:
        (x, y), (wide, tall) = measure.label.middle, measure.label.size
        left, right, top, bottom = x - wide / 2, x + wide / 2, y - tall / 2, y + tall / 2
        yield _shape([_ring(((left, top), (right, top), (right, bottom), (left, bottom)))], fill=_PAPER)
        at = _spot((x, y + text_size * 0.35))
        yield FigureShape(at, stroke=INK, text=measure.label.text, size=round(text_size * 10))


# faces and their edges


def _painted(marks: list[Mark], edges: Lines | None, share: float) -> Iterator[FigureShape]:
    """Faces with the edges that run around them, the other edges above."""
    drawn = dict.fromkeys(_sides(edges)) if edges is not None else {}
    pen = hex_of(edges.colour) if edges is not None else ""
    around: set[Side] = set()
    for mark in marks:
        if isinstance(mark, Lines):
            yield from _grain(mark, share)
            continue
        rings = [ring for ring in map(_plain, mark.rings) if len(ring) > 2]
        if not rings or abs(_doubled(rings[0])) < _SMALLEST:
            continue
        sides = {_side(*pair) for ring in rings for pair in _around(ring) if _reach(*pair) > _DOT}
        has_edges = bool(drawn) and all(side in drawn for side in sides)
        around |= sides if has_edges else set()
        yield from _face(mark, rings, pen if has_edges else "")
    rest = [side for side in drawn if side not in around]
    if rest:
        yield _shape(_chains(rest), stroke=pen, weight=_EDGE)


def _face(fill: Fill, rings: list[Ring], pen: str) -> Iterator[FigureShape]:
    outer, *openings = rings
    rings = [_turned(outer), *(_turned(ring)[::-1] for ring in openings)]
    opacity = round(fill.colour[3] / 2.55)
    if fill.shade is not None and _doubled(outer) and _width(fill) > _NARROW:
        yield _shape(rings, fill=hex_of(fill.colour), opacity=opacity)
        yield from _bands(fill)
        if pen:
            yield _shape([(*outer, outer[0])], stroke=pen, weight=_EDGE)
        return
    yield _shape(rings, fill=hex_of(fill.colour), stroke=pen, weight=_EDGE if pen else 5, opacity=opacity)


def _width(fill: Fill) -> float:
    assert fill.shade is not None, "only round bars are asked"
    (x, y), (far_x, far_y) = fill.shade.start, fill.shade.end
    return (abs(far_x - x) + abs(far_y - y)) * 10


def _bands(fill: Fill) -> Iterator[FigureShape]:
    """The facets of a round bar, some of them together: its outline goes along their near ends and back at the far."""
    assert fill.shade is not None, "only round bars are asked"
    ring, stops = fill.rings[0], fill.shade.stops
    count = len(ring) // 2 - 1
    step = -(-count // _BANDS)
    for first in range(0, count, step):
        last = min(first + step, count)
        near, far = ring[first : last + 1], ring[len(ring) - 1 - last : len(ring) - first]
        colour = stops[min((first + last) // 2, len(stops) - 1)][1]
        yield _shape([_turned(_plain((*near, *far)))], fill=hex_of(colour))


def _grain(lines: Lines, share: float) -> Iterator[FigureShape]:
    rows = [_thinned(chain) for chain in _chains(_pairs(lines))]
    kept = [row for row in rows[: round(len(rows) * share + 0.4)] if row[0] != row[-1]]
    if kept:
        opacity = round(lines.colour[3] / 2.55)
        yield _shape(kept, stroke=hex_of(lines.colour), weight=_FINE, opacity=opacity)


def _thinned(row: Ring) -> Ring:
    if len(row) <= _GRAIN_PLACES:
        return row
    step = (len(row) - 1) / (_GRAIN_PLACES - 1)
    return tuple(row[round(step * number)] for number in range(_GRAIN_PLACES))


def _is_grain(mark: Mark) -> bool:
    """Grain is laid on faintly, edges are not."""
    return isinstance(mark, Lines) and mark.colour[3] < 255


def _line_count(mark: Mark) -> int:
    assert isinstance(mark, Lines), "only lines are counted"
    rows = mark.rows
    return 1 + int((np.abs(rows[1:, :2] - rows[:-1, 2:]).max(axis=1) > 1e-6).sum()) if len(rows) else 0


# rows of places


def _pairs(lines: Lines) -> list[Side]:
    rows: list[list[int]] = np.rint(lines.rows * 10).astype(int).tolist()
    return [((a, b), (c, d)) for a, b, c, d in rows]


def _sides(lines: Lines) -> Iterator[Side]:
    return (_side(start, end) for start, end in _pairs(lines) if start != end)


def _side(start: Spot, end: Spot) -> Side:
    return (start, end) if start <= end else (end, start)


def _chains(sides: Iterable[Side]) -> list[Ring]:
    """Lines that go on from one another as one."""
    found: list[list[Spot]] = []
    for start, end in sides:
        if found and found[-1][-1] == start:
            found[-1].append(end)
        else:
            found.append([start, end])
    return [tuple(row) for row in found]


def _around(ring: Ring) -> Iterator[Side]:
    return pairwise((*ring, ring[0]))


def _reach(start: Spot, end: Spot) -> int:
    return max(abs(start[0] - end[0]), abs(start[1] - end[1]))


def _spot(place: Place) -> Spot:
    return round(place[0] * 10), round(place[1] * 10)


def _ring(places: Iterable[Place]) -> Ring:
    return tuple(_spot(place) for place in places)


def _plain(places: Iterable[Place]) -> Ring:
    """Without places that are the same as the one before."""
    ring = _ring(places)
    return tuple(spot for at, spot in enumerate(ring) if spot != ring[at - 1])


def _doubled(ring: Ring) -> int:
    """Twice the area, its sign by the way round."""
    return sum(a[0] * b[1] - a[1] * b[0] for a, b in _around(ring))


def _turned(ring: Ring) -> Ring:
    """The same way round as all others."""
    return ring if _doubled(ring) >= 0 else ring[::-1]


def _outermost(layer: Sequence[Sequence[Place]]) -> list[Ring]:
    """The convex outlines that lie within no other."""
    rings = sorted((_turned(_plain(ring)) for ring in layer if len(ring) > 2), key=_doubled, reverse=True)
    places = [np.array(ring) for ring in rings]
    hidden = [False] * len(rings)
    for number, ring in enumerate(places):
        if hidden[number] or number + 1 == len(rings):
            continue
        rest = np.concatenate(places[number + 1 :])
        starts = np.cumsum([0, *(len(each) for each in places[number + 1 : -1])])
        way = np.roll(ring, -1, axis=0) - ring
        beside = way[:, None, 0] * (rest[None, :, 1] - ring[:, None, 1])
        ahead = way[:, None, 1] * (rest[None, :, 0] - ring[:, None, 0])
        inside = np.logical_and.reduceat((beside >= ahead).all(axis=0), starts)
        for at in np.flatnonzero(inside).tolist():
            hidden[number + 1 + at] = True
    return [ring for ring, is_hidden in zip(rings, hidden, strict=True) if not is_hidden]


def _shape(
    rings: Sequence[Ring], *, fill: str = "", stroke: str = "", weight: int = 5, opacity: int = 100
) -> FigureShape:
    points, *more = (tuple(number for spot in ring for number in spot) for ring in rings)
    return FigureShape(points, fill, stroke, weight, tuple(more), opacity)
