"""Plans of sheets as figures of a paper: each panel where it is sawn, with its size."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.papers import FigureShape, PaperFigure
from app.domain.workshop.sheets import Area, Laid, Layout, SheetPlan
from app.services.documents.figures import scaled_text

WIDTH = 4800
"""Of a figure, in tenths of a point: the text's width on A4."""

_SHEET, _PANEL, _LEFT_OVER = "#eef1f4", "#d9c7a7", "#ffffff"
_INK, _QUIET = "#1b2430", "#8a93a0"
_ROOM_FOR_WORDS = 500
"""Panels narrower than this carry no words, in tenths of a point."""


def sheet_figures(
    layout: Layout, title: str, language: str, names: dict[str, str]
) -> tuple[PaperFigure, ...]:
    """A figure for each sheet; `title` holds {number}, {count} and {used}; `names` are of the panels by key."""
    scale = WIDTH / layout.length
    count = len(layout.sheets)
    return tuple(
        PaperFigure(
            WIDTH,
            round(layout.width * scale),
            tuple(_shapes(plan, layout, scale, language, names)),
            title.format(
                number=number + 1,
                count=count,
                used=scaled_text(layout.used_ppm(number) // 1000, 1, language, fewest=1),
            ),
        )
        for number, plan in enumerate(layout.sheets)
    )


def _shapes(
    plan: SheetPlan, layout: Layout, scale: float, language: str, names: dict[str, str]
) -> Iterator[FigureShape]:
    yield _rectangle(Area(0, 0, layout.length, layout.width), layout, scale, _SHEET)
    for area in plan.left:
        yield _rectangle(area, layout, scale, _LEFT_OVER, _QUIET)
    for laid in plan.laid:
        yield _rectangle(laid.area, layout, scale, _PANEL, _INK)
        yield from _words(laid, layout, scale, language, names.get(laid.key, laid.key))


def _rectangle(area: Area, layout: Layout, scale: float, fill: str, stroke: str = _INK) -> FigureShape:
    """Sheets are drawn from below, papers from above."""
    left, right = round(area.x * scale), round((area.x + area.length) * scale)
    bottom = round((layout.width - area.y) * scale)
    top = round((layout.width - area.y - area.width) * scale)
    return FigureShape((left, top, right, top, right, bottom, left, bottom), fill, stroke)


def _words(laid: Laid, layout: Layout, scale: float, language: str, name: str) -> Iterator[FigureShape]:
    area = laid.area
    wide, high = area.length * scale, area.width * scale
    if max(wide, high) < _ROOM_FOR_WORDS or min(wide, high) < 90:
        return
    middle = round((area.x + area.length / 2) * scale)
    level = round((layout.width - area.y - area.width / 2) * scale)
    length, width = (area.width, area.length) if laid.is_turned else (area.length, area.width)
    size = f"{scaled_text(length, 1, language)} x {scaled_text(width, 1, language)}"
    turned = high > wide
    lines = [size] if min(wide, high) < 220 else [name, size]
    room = max(wide, high)
    for number, text in enumerate(lines):
        letters = max(40, min(80, round(room / max(len(text), 1) * 1.6)))
        shift = round((number - (len(lines) - 1) / 2) * 95) + 28
        place = (middle + shift, level) if turned else (middle, level + shift)
        yield FigureShape(place, stroke=_INK, text=text, size=letters, turned=turned)
