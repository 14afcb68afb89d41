"""Figures of papers as vectors on the page."""

from __future__ import annotations

from collections.abc import Iterable

from reportlab.lib.colors import HexColor

from app.domain.papers import FigureShape, PaperFigure
from app.services.documents.flow import BODY_BOTTOM, FOLLOWING_TOP, Flow
from app.services.documents.fonts import BOLD, REGULAR
from app.services.documents.pen import INK, LEFT, PAGE_HEIGHT, RIGHT, Pen, TextStyle
from app.services.documents.text import clean_text, text_width

_TITLE = TextStyle(BOLD, 10, INK)
_TITLE_HEIGHT = 18.0
_GAP = 10.0


def place_figures(flow: Flow, figures: Iterable[PaperFigure]) -> None:
    """Place each figure whole, below the others."""
    for figure in figures:
        _place(flow, figure)


def _place(flow: Flow, figure: PaperFigure) -> None:
    title = _TITLE_HEIGHT if figure.title else 0.0
    most = BODY_BOTTOM - FOLLOWING_TOP - title
    scale = min(1.0, (RIGHT - LEFT) * 10 / figure.width, most * 10 / figure.height)
    flow.skip(_GAP)

    def draw(pen: Pen, y: float) -> None:
        pen.fitted(LEFT, y + 11, clean_text(figure.title), _TITLE, width=RIGHT - LEFT, align="left")
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
    path.moveTo(shape.points[0], -shape.points[1])
    for x, y in zip(shape.points[2::2], shape.points[3::2], strict=True):
        path.lineTo(x, -y)
    if shape.fill:
        path.close()
        canvas.setFillColor(HexColor(shape.fill))
    if shape.stroke:
        canvas.setStrokeColor(HexColor(shape.stroke))
        canvas.setLineWidth(shape.weight)
    canvas.drawPath(path, stroke=int(bool(shape.stroke)), fill=int(bool(shape.fill)))


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
