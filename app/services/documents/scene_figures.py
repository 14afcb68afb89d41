"""The pictures of a configured product as figures of papers: in perspective, pulled apart, as elevations to scale."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, pi, sin

from app.domain.papers import FigureShape, PaperFigure
from app.domain.scene.callouts import Callout, Kind, callouts_of, kinds_of
from app.domain.scene.camera import lens_of
from app.domain.scene.drawing import draw
from app.domain.scene.elevations import VIEWS, sheet_of
from app.domain.scene.looking import Looking, length_text, lens_for
from app.domain.scene.measuring import Lettering, measures_of
from app.domain.scene.model import Scene
from app.domain.scene.picture import Style
from app.domain.scene.shadow import shadow_layers
from app.domain.scene.shapes import mark_shapes, measure_shapes, shadow_shapes, trimmed
from app.domain.scene.standing import Pose, stand
from app.services.documents.fonts import REGULAR, ensure_fonts
from app.services.documents.text import clean_text, fit_size, text_width

WIDTH = 479.0
"""Of a figure, in points: the text's width on A4, so that what is to scale stays so."""
POINT_MM = 25.4 / 72
_HEIGHT, _TALL, _TALLEST = 285.0, 400.0, 620.0
"""In points: two pictures to a page; the parts above their legend; elevations on a page of their own."""
_STYLE = Style("lines", grain_lines=12)
_FLAT = Style("none")
_TEXT = 7.5
_MARGIN, _STEP, _ROUND = 12.0, 15.0, 6.2
"""Of the numbers: from the edge, from one to the next, their radius; in points."""
_INK, _QUIET, _PAPER = "#1b2430", "#66707e", "#ffffff"
_ROW, _INDENT, _GUTTER = 11.0, 17.0, 14.0


def _label_size(text: str) -> tuple[float, float]:
    """The size of a dimension's plate in points."""
    return text_width(text, REGULAR, _TEXT) + 6, _TEXT + 3


_LETTERING = Lettering(_label_size, 0.6)


def perspective_figure(scene: Scene, title: str = "") -> PaperFigure:
    """The product as it stands, with its shadow and dimensions; two of them fit on a page."""
    ensure_fonts()
    looking, size = Looking(), (WIDTH, _HEIGHT)
    standing = stand(scene, looking.pose)
    lens = lens_for(looking, standing, size, margin=20)
    shapes = (
        *shadow_shapes(shadow_layers(standing, lens)),
        *mark_shapes(draw(standing, lens, _STYLE).marks),
        *measure_shapes(measures_of(scene.dimensions, lens, _LETTERING, size), _TEXT),
    )
    return _figure(shapes, _HEIGHT, title)


def elevations_figure(
    scene: Scene, title: str, views: tuple[str, ...] = VIEWS, height: float = _TALLEST
) -> PaperFigure:
    """Views to scale with dimensions; `title` holds {scale}, the number in "1 : 20"."""
    ensure_fonts()
    standing = stand(scene)
    sheet = sheet_of(standing, (WIDTH, height), POINT_MM, _LETTERING, views)
    shapes: list[FigureShape] = []
    for each in sheet.elevations:
        shapes += mark_shapes(draw(standing, each.lens, _FLAT).marks)
        shapes += measure_shapes(each.measures, _TEXT)
    moved, reach = trimmed(shapes, above=40)
    return _figure(moved, reach / 10 + 6, title.format(scale=sheet.scale))


def exploded_figure(scene: Scene, title: str) -> PaperFigure:
    """The parts pulled apart, a number on each kind of them, and below what the numbers mean."""
    ensure_fonts()
    kinds = kinds_of(scene)
    rows = -(-len(kinds) // 2)
    height = max(_TALL - max(0.0, rows * _ROW - 200), 280.0)
    size = (WIDTH, height)
    looking = Looking(pose=Pose(exploded=1))
    standing = stand(scene, looking.pose)
    lens = lens_of(looking.camera, standing.corners, size, 34)
    marks = draw(standing, lens, _STYLE).marks
    callouts = callouts_of(kinds, marks, size, _MARGIN, _STEP)
    shapes = (
        *mark_shapes(marks),
        *_halo(callouts),
        *(shape for callout in callouts for shape in _pointer(callout)),
        *(shape for callout in callouts for shape in _badge(callout.number, callout.at)),
    )
    shapes, reach = trimmed(shapes, above=40)
    below = reach / 10 + 14
    return _figure((*shapes, *_legend(scene, kinds, below)), below + rows * _ROW + 4, title)


def _figure(shapes: tuple[FigureShape, ...], height: float, title: str) -> PaperFigure:
    return PaperFigure(round(WIDTH * 10), round(height * 10), shapes, title)


# numbers and what they mean


def _halo(callouts: tuple[Callout, ...]) -> Iterator[FigureShape]:
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


def _legend(scene: Scene, kinds: tuple[Kind, ...], top: float) -> Iterator[FigureShape]:
    """In two columns: the number, how many there are of what, its size, its material."""
    rows, wide = -(-len(kinds) // 2), (WIDTH - _GUTTER) / 2
    for place, kind in enumerate(kinds):
        column, row = divmod(place, rows)
        left, base = column * (wide + _GUTTER), top + row * _ROW + 8
        yield from _badge(kind.number, (left + 6, base - 2.6), 5.0)
        size = " x ".join(length_text(side) for side in kind.size)
        material = scene.materials.get(kind.material)
        name = clean_text(f"{len(kind.parts)} x {kind.name}")
        rest = clean_text(" · ".join(filter(None, (size, material.name if material else ""))))
        yield from _row(name, rest, left + _INDENT, base, wide - _INDENT)


def _row(name: str, rest: str, left: float, base: float, room: float) -> Iterator[FigureShape]:
    """A name, and the rest at the right of the column; smaller letters where both are too long."""
    size = fit_size(f"{name}   {rest}", room, size=_TEXT)
    at = _tenths(left), _tenths(base)
    yield FigureShape(at, stroke=_INK, text=name, size=_tenths(size), anchor="start")
    at = _tenths(left + room), _tenths(base)
    yield FigureShape(at, stroke=_QUIET, text=rest, size=_tenths(size), anchor="end")


def _disc(x: float, y: float, radius: float, corners: int) -> tuple[int, ...]:
    ways = (2 * pi * corner / corners for corner in range(corners))
    return tuple(n for way in ways for n in (_tenths(x + radius * cos(way)), _tenths(y + radius * sin(way))))


def _tenths(points: float) -> int:
    return round(points * 10)
