"""Numbers on an assembly drawing, and the legend below that says what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, pi, sin
from typing import NamedTuple

from app.domain.papers import FigureShape
from app.domain.scene.callouts import Callout
from app.services.documents.fonts import REGULAR
from app.services.documents.text import fit_size, text_width

_ROUND = 6.2
"""The radius of a number's circle, in points."""
_INK, _QUIET, _PAPER = "#1b2430", "#66707e", "#ffffff"
_INDENT, _GUTTER = 17.0, 14.0
_SIZE, _LEAST = 7.5, 6.6
"""Of the legend's letters: where they would be smaller than the least, a row takes two lines."""
_LINE, _GAP = 9.0, 2.0


class Named(NamedTuple):
    """A number, what it stands for, and more of it."""

    number: int
    name: str
    rest: str


def callout_shapes(callouts: Sequence[Callout]) -> Iterator[FigureShape]:
    """The numbers with their lines, which are seen on dark parts too."""
    yield from _halo(callouts)
    for callout in callouts:
        yield from _pointer(callout)
    for callout in callouts:
        yield from _badge(callout.number, callout.at)


def legend_shapes(rows: Sequence[Named], width: float) -> tuple[tuple[FigureShape, ...], float]:
    """The rows in two columns from the top, and how tall they are in points."""
    room = (width - _GUTTER) / 2 - _INDENT
    heights = [(1 if _fits(row, room) else 2) * _LINE + _GAP for row in rows]
    half, shapes, tallest = sum(heights) / 2, list[FigureShape](), 0.0
    left = top = 0.0
    for row, height in zip(rows, heights, strict=True):
        shapes += _row(row, left, top, room)
        top += height
        tallest = max(tallest, top)
        if not left and top >= half:
            left, top = (width + _GUTTER) / 2, 0.0
    return tuple(shapes), tallest


def _fits(row: Named, room: float) -> bool:
    return text_width(f"{row.name}   {row.rest}", REGULAR, _LEAST) <= room


def _row(row: Named, left: float, top: float, room: float) -> Iterator[FigureShape]:
    """A name, and at the right of the column the rest; below the name where they do not stand side by side."""
    base = top + 8
    yield from _badge(row.number, (left + 6, base - 2.6), 5.0)
    both = f"{row.name}   {row.rest}"
    lines = (both, both) if _fits(row, room) else (row.name, row.rest)
    sizes = [fit_size(line, room, size=_SIZE) for line in lines]
    at = _tenths(left + _INDENT), _tenths(base)
    yield FigureShape(at, stroke=_INK, text=row.name, size=_tenths(sizes[0]), anchor="start")
    at = _tenths(left + _INDENT + room), _tenths(base if _fits(row, room) else base + _LINE)
    yield FigureShape(at, stroke=_QUIET, text=row.rest, size=_tenths(sizes[1]), anchor="end")


def _halo(callouts: Sequence[Callout]) -> Iterator[FigureShape]:
    """Light around the lines, so that they are seen on dark parts."""
    lines = tuple(_line(each) for each in callouts)
    if lines:
        yield FigureShape(lines[0], stroke=_PAPER, weight=14, more=lines[1:], opacity=60)


def _line(callout: Callout) -> tuple[int, ...]:
    return tuple(_tenths(number) for place in (callout.at, callout.on) for number in place)


def _pointer(callout: Callout) -> Iterator[FigureShape]:
    """From the number to the part, which a dot touches."""
    on_x, on_y = callout.on
    yield FigureShape(_line(callout), stroke=_INK, weight=4)
    yield FigureShape(_disc(on_x, on_y, 1.3, 8), _INK, _PAPER, 3)


def _badge(number: int, at: tuple[float, float], radius: float = _ROUND) -> Iterator[FigureShape]:
    x, y = at
    yield FigureShape(_disc(x, y, radius, 20), _PAPER, _INK, 6)
    size = radius * (1.2 if number < 100 else 0.9)
    yield FigureShape(
        (_tenths(x), _tenths(y + size * 0.36)), stroke=_INK, text=str(number), size=_tenths(size)
    )


def _disc(x: float, y: float, radius: float, corners: int) -> tuple[int, ...]:
    ways = (2 * pi * corner / corners for corner in range(corners))
    return tuple(n for way in ways for n in (_tenths(x + radius * cos(way)), _tenths(y + radius * sin(way))))


def _tenths(points: float) -> int:
    return round(points * 10)
