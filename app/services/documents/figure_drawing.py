"""Figures of papers as vectors on the page."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import Color, HexColor

from app.domain.papers import FigureShape, PaperFigure
from app.services.documents.flow import BODY_BOTTOM, FOLLOWING_TOP, Flow
from app.services.documents.fonts import BOLD, REGULAR
from app.services.documents.pen import INK, LEFT, PAGE_HEIGHT, RIGHT, Pen, TextStyle
from app.services.documents.text import clean_text, text_width, wrap_text

_TITLE = TextStyle(BOLD, 10, INK)
_TITLE_LINE, _TITLE_GAP = 12.5, 5.5
_GAP = 10.0
_NON_ZERO = 1
"""ReportLab's fill mode in which outlines that turn the other way are openings."""
_OPAQUE = 100


def place_figures(
    flow: Flow, figures: Sequence[PaperFigure], *, least: float = 1.0, keep_below: float = 0.0
) -> None:
    """Place each figure whole, below the others; as small as `least` of its size where it fits on the page then.

    What is drawn to scale has a `least` of 1. `keep_below`: points that what follows the last one needs on its page.
    """
    for figure in figures:
        _place(flow, figure, least, keep_below if figure is figures[-1] else 0.0)


def _place(flow: Flow, figure: PaperFigure, least: float, keep_below: float) -> None:
    lines = wrap_text(figure.title, RIGHT - LEFT, font=_TITLE.font, size=_TITLE.size)
    title = len(lines) * _TITLE_LINE + _TITLE_GAP if lines else 0.0
    most = BODY_BOTTOM - FOLLOWING_TOP - title
    scale = min(1.0, (RIGHT - LEFT) * 10 / figure.width, most * 10 / figure.height)
    flow.skip(_GAP)
    fitting = (flow.room() - title - keep_below) * 10 / figure.height
    if least * scale <= fitting < scale:
        scale = fitting

    def draw(pen: Pen, y: float) -> None:
        for number, line in enumerate(lines):
            pen.text(LEFT, y + 11 + number * _TITLE_LINE, line, _TITLE)
        _draw(pen, figure, y + title, scale)

    flow.add(title + figure.height / 10 * scale, draw)


def _draw(pen: Pen, figure: PaperFigure, top: float, scale: float) -> None:
    canvas = pen.canvas
    canvas.saveState()
    canvas.translate(LEFT, PAGE_HEIGHT - top)
    canvas.scale(scale / 10, scale / 10)
    canvas.setLineJoin(1)
    for shape in figure.shapes:
        if shape.text:
            _write(pen, shape)
        else:
            _outline(pen, shape)
    canvas.restoreState()


def _outline(pen: Pen, shape: FigureShape) -> None:
    canvas = pen.canvas
    path = canvas.beginPath()
    for points in (shape.points, *shape.more):
        path.moveTo(points[0], -points[1])
        for x, y in zip(points[2::2], points[3::2], strict=True):
            path.lineTo(x, -y)
        if shape.fill:
            path.close()
    if shape.fill:
        canvas.setFillColor(_colour(shape.fill, shape.opacity))
    if shape.stroke:
        canvas.setStrokeColor(_colour(shape.stroke, shape.opacity))
        canvas.setLineWidth(shape.weight)
    canvas.drawPath(path, stroke=int(bool(shape.stroke)), fill=int(bool(shape.fill)), fillMode=_NON_ZERO)


def _colour(text: str, opacity: int) -> Color:
    plain = HexColor(text)
    return plain if opacity == _OPAQUE else Color(plain.red, plain.green, plain.blue, alpha=opacity / _OPAQUE)


def _write(pen: Pen, shape: FigureShape) -> None:
    canvas = pen.canvas
    text = clean_text(shape.text)
    canvas.saveState()
    canvas.translate(shape.points[0], -shape.points[1])
    if shape.turned:
        canvas.rotate(90)
    canvas.setFont(REGULAR, shape.size)
    canvas.setFillColor(HexColor(shape.stroke or "#1b2430"))
    width = text_width(text, REGULAR, shape.size)
    start = {"start": 0.0, "middle": -width / 2, "end": -width}[shape.anchor]
    canvas.drawString(start, 0, text)
    canvas.restoreState()
