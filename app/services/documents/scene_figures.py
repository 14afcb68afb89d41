"""The pictures of a configured product as figures of papers: in perspective, pulled apart, as elevations to scale."""

from __future__ import annotations

from app.domain.papers import FigureShape, PaperFigure
from app.domain.scene.callouts import callouts_of
from app.domain.scene.camera import lens_of
from app.domain.scene.drawing import draw
from app.domain.scene.elevations import VIEWS, sheet_of
from app.domain.scene.kinds import Kind, kinds_of
from app.domain.scene.looking import Looking, lens_for
from app.domain.scene.measuring import Lettering, measures_of
from app.domain.scene.model import Scene
from app.domain.scene.picture import Style
from app.domain.scene.shadow import shadow_layers
from app.domain.scene.shapes import mark_shapes, measure_shapes, shadow_shapes, trimmed
from app.domain.scene.standing import Pose, stand
from app.i18n import speech
from app.services.documents.callout_drawing import Named, callout_shapes, legend_shapes
from app.services.documents.figures import size_text
from app.services.documents.fonts import REGULAR, ensure_fonts
from app.services.documents.text import clean_text, text_width

WIDTH = 479.0
"""Of a figure, in points: the text's width on A4, so that what is to scale stays so."""
POINT_MM = 25.4 / 72
_HEIGHT, _TALL, _LOWEST, _TALLEST = 285.0, 400.0, 270.0, 620.0
"""In points: two pictures to a page; the parts above their legend, and above a long one; a page of its own."""
_STYLE = Style("lines", grain_lines=12)
_FLAT = Style("none")
_TEXT, _SMALL = 7.5, 7.0
"""Sizes of dimensions: in a picture, and in elevations, which stand to scale the larger for it."""
_MARGIN, _STEP = 12.0, 15.0
"""Of the numbers: from the edge, from one to the next; in points."""


def _lettering(size: float, language: str = "en") -> Lettering:
    """The size of a dimension's plate in points."""
    return Lettering(
        lambda text: (text_width(text, REGULAR, size) + 6, size + 3), 0.6, speech(language).decimal
    )


def perspective_figure(scene: Scene, title: str = "") -> PaperFigure:
    """The product as it stands, with its shadow and dimensions; two of them fit on a page."""
    ensure_fonts()
    looking, size = Looking(), (WIDTH, _HEIGHT)
    standing = stand(scene, looking.pose)
    lens = lens_for(looking, standing, size, margin=20)
    shapes = (
        *shadow_shapes(shadow_layers(standing, lens)),
        *mark_shapes(draw(standing, lens, _STYLE).marks),
        *measure_shapes(measures_of(scene.dimensions, lens, _lettering(_TEXT), size), _TEXT),
    )
    return _figure(shapes, _HEIGHT, title)


def elevations_figure(
    scene: Scene, title: str, views: tuple[str, ...] = VIEWS, height: float = _TALLEST, language: str = "en"
) -> PaperFigure:
    """Views to scale with dimensions; `title` holds {scale}, the number in "1 : 20"."""
    ensure_fonts()
    standing = stand(scene)
    sheet = sheet_of(standing, (WIDTH, height), POINT_MM, _lettering(_SMALL, language), views)
    shapes: list[FigureShape] = []
    for each in sheet.elevations:
        shapes += mark_shapes(draw(standing, each.lens, _FLAT).marks)
        shapes += measure_shapes(each.measures, _SMALL)
    moved, reach = trimmed(shapes, above=40)
    return _figure(moved, reach / 10 + 6, title.format(scale=sheet.scale))


def exploded_figure(scene: Scene, title: str, language: str = "en") -> PaperFigure:
    """The parts pulled apart, a number on each kind of them, and below what the numbers mean."""
    ensure_fonts()
    kinds = kinds_of(scene)
    legend, below = legend_shapes([_named(scene, kind, language) for kind in kinds], WIDTH)
    size = (WIDTH, min(_TALL, max(_TALLEST - below, _LOWEST)))
    looking = Looking(pose=Pose(exploded=1))
    standing = stand(scene, looking.pose)
    lens = lens_of(looking.camera, standing.corners, size, 34)
    marks = draw(standing, lens, _STYLE).marks
    callouts = callouts_of(kinds, marks, size, _MARGIN, _STEP)
    shapes, reach = trimmed((*mark_shapes(marks), *callout_shapes(callouts)), above=40)
    legend, end = trimmed(legend, above=reach + 120)
    return _figure((*shapes, *legend), end / 10 + 4, title)


def _named(scene: Scene, kind: Kind, language: str) -> Named:
    """How many there are of what; its size and its material."""
    size = size_text(kind.size, language)
    material = scene.materials.get(kind.material)
    rest = " · ".join(filter(None, (size, material.name if material else "")))
    return Named(kind.number, clean_text(f"{len(kind.parts)} x {kind.name}"), clean_text(rest))


def _figure(shapes: tuple[FigureShape, ...], height: float, title: str) -> PaperFigure:
    return PaperFigure(round(WIDTH * 10), round(height * 10), shapes, title)
