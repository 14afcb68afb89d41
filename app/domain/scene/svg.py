"""Scenes as SVG: in perspective, and as elevations to scale with dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from app.domain.scene.drawing import draw
from app.domain.scene.elevations import VIEWS, sheet_of
from app.domain.scene.light import Colour, hex_of
from app.domain.scene.looking import Looking, dimensions_for, lens_for
from app.domain.scene.measuring import Lettering, Measure, measures_of
from app.domain.scene.model import Scene
from app.domain.scene.picture import Fill, Lines, Mark, Place, Shade, Style
from app.domain.scene.shadow import SHADOW_OPACITY, shadow_layers
from app.domain.scene.standing import stand

PIXEL_MM = 25.4 / 96
"""A pixel of CSS."""
A3_LANDSCAPE_MM = (420.0, 297.0)
_INK = "#1a4f9c"
_FONT = "Inter, Helvetica, Arial, sans-serif"
_FONT_PIXELS = 12
_LETTER = 6.9
"""About how wide a letter is."""
_LINES = Style("lines")


def _label_size(text: str) -> tuple[float, float]:
    """About the size of a dimension's plate."""
    return _LETTER * len(text) + 8, _FONT_PIXELS + 5


def perspective_svg(
    scene: Scene, looking: Looking | None = None, size: tuple[int, int] = (900, 640), decimal: str = "."
) -> str:
    """The product as it is looked at, with its shadow and dimensions."""
    looking = looking or Looking()
    standing = stand(scene, looking.pose)
    lens = lens_for(looking, standing, size)
    writer = _Writer(scene)
    body = [*writer.shadow(shadow_layers(standing, lens)), *writer.marks(draw(standing, lens, _LINES).marks)]
    lettering = Lettering(_label_size, decimal=decimal)
    body += writer.measures(measures_of(dimensions_for(looking, standing), lens, lettering, size))
    return writer.document(body, size, (f"{size[0]}", f"{size[1]}"))


def elevations_svg(
    scene: Scene,
    paper_mm: tuple[float, float] = A3_LANDSCAPE_MM,
    views: tuple[str, ...] = VIEWS,
    decimal: str = ".",
) -> str:
    """Views to scale on paper of this size, each a group named by its view; the scale stands in the lower corner."""
    standing = stand(scene)
    size = paper_mm[0] / PIXEL_MM, paper_mm[1] / PIXEL_MM
    sheet = sheet_of(standing, size, PIXEL_MM, Lettering(_label_size, decimal=decimal), views)
    writer = _Writer(scene)
    body = []
    for each in sheet.elevations:
        body.append(f'<g id="{each.view}">')
        body += writer.marks(draw(standing, each.lens, _LINES).marks)
        body += writer.measures(each.measures)
        body.append("</g>")
    place = (size[0] - 40, size[1] - 24)
    body.append(_text(f"1 : {sheet.scale}", place, "end"))
    return writer.document(body, size, (f"{paper_mm[0]:g}mm", f"{paper_mm[1]:g}mm"))


class _Writer:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._shades: list[str] = []

    def document(self, body: list[str], size: tuple[float, float], shown: tuple[str, str]) -> str:
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{shown[0]}" height="{shown[1]}" '
            f'viewBox="0 0 {size[0]:.2f} {size[1]:.2f}" font-family="{_FONT}" font-size="{_FONT_PIXELS}">'
        )
        shades = ["<defs>", *self._shades, "</defs>"] if self._shades else []
        return "\n".join((head, *shades, *body, "</svg>", ""))

    def shadow(self, layers: tuple[tuple[tuple[Place, ...], ...], ...]) -> Iterator[str]:
        for layer in layers:
            yield f'<path d="{"".join(map(_ring, layer))}" fill="#000" fill-opacity="{SHADOW_OPACITY}"/>'

    def marks(self, marks: tuple[Mark, ...]) -> Iterator[str]:
        """One group a part (or a piece of it), with its name as the title."""
        for number, group in groupby(marks, key=lambda mark: mark.part):
            part = self._scene.parts[number]
            yield f'<g data-part="{escape(part.key)}"><title>{escape(part.name)}</title>'
            for mark in group:
                yield self._fill(mark) if isinstance(mark, Fill) else _lines(mark)
            yield "</g>"

    def _fill(self, fill: Fill) -> str:
        paint = self._shade(fill.shade) if fill.shade else _paint("fill", fill.colour)
        rule = ' fill-rule="evenodd"' if len(fill.rings) > 1 else ""
        return f'<path d="{"".join(map(_ring, fill.rings))}" {paint}{rule}/>'

    def _shade(self, shade: Shade) -> str:
        name = f"shade{len(self._shades)}"
        (x1, y1), (x2, y2) = shade.start, shade.end
        stops = "".join(
            f'<stop offset="{at:.3f}" stop-color="{hex_of(colour)}" stop-opacity="{colour[3] / 255:.3g}"/>'
            for at, colour in shade.stops
        )
        self._shades.append(
            f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" '
            f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}">{stops}</linearGradient>'
        )
        return f'fill="url(#{name})"'

    def measures(self, measures: tuple[Measure, ...]) -> Iterator[str]:
        for measure in measures:
            path = "".join(f"M{a[0]:.2f} {a[1]:.2f}L{b[0]:.2f} {b[1]:.2f}" for a, b in measure.lines)
            yield f'<path d="{path}" stroke="{_INK}" stroke-width="1" fill="none"/>'
            yield f'<path d="{"".join(map(_ring, measure.arrows))}" fill="{_INK}"/>'
        for measure in measures:
            wide, tall = measure.label.size
            x, y = measure.label.middle
            yield (
                f'<rect x="{x - wide / 2:.2f}" y="{y - tall / 2:.2f}" width="{wide:.2f}" height="{tall:.2f}" '
                f'rx="3" fill="#fff"/>'
            )
            yield _text(measure.label.text, (x, y + _FONT_PIXELS * 0.36), "middle")


def _lines(lines: Lines) -> str:
    path = "".join(f"M{a:.2f} {b:.2f}L{c:.2f} {d:.2f}" for a, b, c, d in lines.rows.tolist())
    return f'<path d="{path}" {_paint("stroke", lines.colour)} stroke-width="{lines.width:g}" fill="none"/>'


def _ring(ring: tuple[Place, ...]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in ring) + "Z"


def _paint(what: str, colour: Colour) -> str:
    opacity = f' {what}-opacity="{colour[3] / 255:.3g}"' if colour[3] < 255 else ""
    return f'{what}="{hex_of(colour)}"{opacity}'


def _text(text: str, place: Place, anchor: str) -> str:
    return f'<text x="{place[0]:.2f}" y="{place[1]:.2f}" text-anchor="{anchor}" fill="{_INK}">{escape(text)}</text>'
