"""The picture of a configured product on paper, as vectors: in perspective, and as elevations to scale."""

from __future__ import annotations

from typing import NamedTuple

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from app.domain.scene.drawing import draw
from app.domain.scene.elevations import VIEWS, sheet_of
from app.domain.scene.light import Colour
from app.domain.scene.looking import Looking, lens_for
from app.domain.scene.measuring import Lettering, Measure, measures_of
from app.domain.scene.model import Scene
from app.domain.scene.picture import Fill, Lines, Mark, Place, Style
from app.domain.scene.shadow import SHADOW_OPACITY, shadow_layers
from app.domain.scene.standing import stand
from app.services.documents.fonts import REGULAR, ensure_fonts
from app.services.documents.text import text_width

_EVEN_ODD, _NON_ZERO = 0, 1  # ReportLab's fill modes
POINT_MM = 25.4 / 72
_STYLE = Style("lines")
_INK = HexColor("#1a4f9c")
_PAPER = HexColor("#ffffff")
_SHADE = Color(0, 0, 0, alpha=SHADOW_OPACITY)
_TEXT_SIZE = 7.5
_THIN = 0.6
"""Lines of a pixel on screen are so many points wide on paper."""


def _label_size(text: str) -> tuple[float, float]:
    """The size of a dimension's plate in points."""
    return text_width(text, REGULAR, _TEXT_SIZE) + 6, _TEXT_SIZE + 3


_LETTERING = Lettering(_label_size, 0.6)


class Frame(NamedTuple):
    """A rectangle of the page in points: its left edge, its top edge (from below, as ReportLab counts), its size."""

    left: float
    top: float
    width: float
    height: float


def draw_scene(canvas: Canvas, scene: Scene, frame: Frame, looking: Looking | None = None) -> None:
    """Draw the product as large as fits into the frame, with its shadow and dimensions."""
    ensure_fonts()
    looking = looking or Looking()
    standing = stand(scene, looking.pose)
    size = (frame.width, frame.height)
    lens = lens_for(looking, standing, size, margin=min(size) * 0.07)
    brush = _Brush(canvas, frame)
    canvas.saveState()
    brush.shadow(shadow_layers(standing, lens))
    brush.marks(draw(standing, lens, _STYLE).marks)
    if looking.shows_dimensions:
        brush.measures(measures_of(scene.dimensions, lens, _LETTERING, size))
    canvas.restoreState()


def draw_elevations(canvas: Canvas, scene: Scene, frame: Frame, views: tuple[str, ...] = VIEWS) -> int:
    """Draw the views with dimensions to scale into the frame; gives the scale, 1 : so many."""
    ensure_fonts()
    standing = stand(scene)
    sheet = sheet_of(standing, (frame.width, frame.height), POINT_MM, _LETTERING, views)
    brush = _Brush(canvas, frame)
    canvas.saveState()
    for each in sheet.elevations:
        brush.marks(draw(standing, each.lens, _STYLE).marks)
        brush.measures(each.measures)
    canvas.restoreState()
    return sheet.scale


class _Brush:
    """Puts marks, counted from the frame's top left corner downwards, on the page."""

    def __init__(self, canvas: Canvas, frame: Frame) -> None:
        self._canvas, self._frame = canvas, frame

    def shadow(self, layers: tuple[tuple[tuple[Place, ...], ...], ...]) -> None:
        for layer in layers:
            self._canvas.setFillColor(_SHADE)
            self._canvas.drawPath(self._path(layer), stroke=0, fill=1, fillMode=_NON_ZERO)

    def marks(self, marks: tuple[Mark, ...]) -> None:
        for mark in marks:
            if isinstance(mark, Lines):
                self._lines(mark)
            else:
                self._fill(mark)

    def measures(self, measures: tuple[Measure, ...]) -> None:
        canvas = self._canvas
        canvas.setStrokeColor(_INK)
        canvas.setLineWidth(_THIN)
        for measure in measures:
            canvas.lines([(*self._place(a), *self._place(b)) for a, b in measure.lines])
            canvas.setFillColor(_INK)
            canvas.drawPath(self._path(measure.arrows), stroke=0, fill=1, fillMode=_NON_ZERO)
        for measure in measures:
            (x, y), (wide, tall) = self._place(measure.label.middle), measure.label.size
            canvas.setFillColor(_PAPER)
            canvas.roundRect(x - wide / 2, y - tall / 2, wide, tall, 1.5, stroke=0, fill=1)
            canvas.setFillColor(_INK)
            canvas.setFont(REGULAR, _TEXT_SIZE)
            canvas.drawCentredString(x, y - _TEXT_SIZE * 0.35, measure.label.text)

    def _fill(self, fill: Fill) -> None:
        path = self._path(fill.rings)
        self._canvas.setFillColor(_colour(fill.colour))
        self._canvas.drawPath(path, stroke=0, fill=1, fillMode=_EVEN_ODD)
        if fill.shade is None:
            return
        self._canvas.saveState()
        self._canvas.clipPath(self._path(fill.rings), stroke=0, fill=0)
        stops = dict(fill.shade.stops)  # a position is said once
        self._canvas.linearGradient(
            *self._place(fill.shade.start),
            *self._place(fill.shade.end),
            [_colour(colour) for colour in stops.values()],
            list(stops),
        )
        self._canvas.restoreState()

    def _lines(self, lines: Lines) -> None:
        self._canvas.setStrokeColor(_colour(lines.colour))
        self._canvas.setLineWidth(lines.width * _THIN)
        path = self._canvas.beginPath()
        for a, b, c, d in lines.rows.tolist():
            path.moveTo(*self._place((a, b)))
            path.lineTo(*self._place((c, d)))
        self._canvas.drawPath(path, stroke=1, fill=0)

    def _path(self, rings: tuple[tuple[Place, ...], ...]) -> PDFPathObject:
        path = self._canvas.beginPath()
        for ring in rings:
            if ring:
                path.moveTo(*self._place(ring[0]))
                for place in ring[1:]:
                    path.lineTo(*self._place(place))
                path.close()
        return path

    def _place(self, place: Place) -> Place:
        return self._frame.left + place[0], self._frame.top - place[1]


def _colour(colour: Colour) -> Color:
    red, green, blue, opacity = colour
    return Color(red / 255, green / 255, blue / 255, alpha=opacity / 255)
