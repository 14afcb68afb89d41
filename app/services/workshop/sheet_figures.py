"""Plans of sheets as figures of a paper: each panel where it is sawn, with its number and size.

Sheets that are cut alike are one figure: twenty equal cabinets ask for twenty equal sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.papers import FigureShape, PaperFigure
from app.domain.rounding import divide_half_up
from app.domain.workshop.sheets import Area, Laid, Layout, SheetPlan
from app.services.documents.figures import scaled_text, size_text
from app.services.workshop.words import workshop_word

WIDTH = 4150
"""Of a figure, in tenths of a point: two plans of usual sheets stand on a page of A4."""

_SHEET, _PANEL, _LEFT_OVER = "#eef1f4", "#d9c7a7", "#ffffff"
_INK, _QUIET = "#1b2430", "#8a93a0"
_LEAST, _MOST = 50, 80
"""Sizes of letters, in tenths of a point; what were smaller is not written."""
_LINE = 95


class PanelName(NamedTuple):
    """What a panel is called: its number in the cut list and its name."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class _Alike:
    """Sheets that are cut in the same way: the first of them, and how many."""

    plan: SheetPlan
    used_ppm: int
    count: int


def sheet_figures(
    layout: Layout, material: str, language: str, names: Mapping[str, PanelName]
) -> tuple[PaperFigure, ...]:
    """A figure for all sheets that are cut alike; `names` are of the panels by key."""
    scale = WIDTH / layout.length
    found: list[PaperFigure] = []
    before = 0
    for alike in _alike(layout, names):
        title = workshop_word("sheet" if alike.count == 1 else "sheets", language).format(
            material=material,
            size=size_text((layout.length, layout.width), language),
            number=before + 1,
            last=before + alike.count,
            same=alike.count,
            count=len(layout.sheets),
            used=scaled_text(divide_half_up(alike.used_ppm, 1000), 1, language, fewest=1),
        )
        shapes = tuple(_shapes(alike.plan, layout, scale, language, names))
        found.append(PaperFigure(WIDTH, round(layout.width * scale), shapes, title))
        before += alike.count
    return tuple(found)


def _alike(layout: Layout, names: Mapping[str, PanelName]) -> Sequence[_Alike]:
    groups: dict[tuple[tuple[PanelName | str, Area, bool], ...], list[int]] = {}
    for number, plan in enumerate(layout.sheets):
        cut = tuple((names.get(laid.key, laid.key), laid.area, laid.is_turned) for laid in plan.laid)
        groups.setdefault(cut, []).append(number)
    return [
        _Alike(layout.sheets[numbers[0]], layout.used_ppm(numbers[0]), len(numbers))
        for numbers in groups.values()
    ]


def _shapes(
    plan: SheetPlan, layout: Layout, scale: float, language: str, names: Mapping[str, PanelName]
) -> Iterator[FigureShape]:
    yield _rectangle(Area(0, 0, layout.length, layout.width), layout, scale, _SHEET)
    for area in plan.left:
        yield _rectangle(area, layout, scale, _LEFT_OVER, _QUIET)
    for laid in plan.laid:
        yield _rectangle(laid.area, layout, scale, _PANEL, _INK)
        yield from _words(laid, layout, scale, language, names.get(laid.key, PanelName("", laid.key)))


def _rectangle(area: Area, layout: Layout, scale: float, fill: str, stroke: str = _INK) -> FigureShape:
    """Sheets are drawn from below, papers from above."""
    left, right = round(area.x * scale), round((area.x + area.length) * scale)
    bottom = round((layout.width - area.y) * scale)
    top = round((layout.width - area.y - area.width) * scale)
    return FigureShape((left, top, right, top, right, bottom, left, bottom), fill, stroke)


def _words(laid: Laid, layout: Layout, scale: float, language: str, name: PanelName) -> Iterator[FigureShape]:
    area = laid.area
    wide, high = area.length * scale, area.width * scale
    turned = high > wide
    middle = round((area.x + area.length / 2) * scale)
    level = round((layout.width - area.y - area.width / 2) * scale)
    lines = _lines(laid, language, name, room=max(wide, high), across=min(wide, high))
    for number, (text, letters) in enumerate(lines):
        shift = round((number - (len(lines) - 1) / 2) * _LINE) + round(letters * 0.35)
        place = (middle + shift, level) if turned else (middle, level + shift)
        yield FigureShape(place, stroke=_INK, text=text, size=letters, turned=turned)


def _lines(
    laid: Laid, language: str, name: PanelName, *, room: float, across: float
) -> Sequence[tuple[str, int]]:
    """What is written on a panel, the most that can be read: number, name and size in two lines or in one, or less."""
    area = laid.area
    sides = (area.width, area.length) if laid.is_turned else (area.length, area.width)
    size = size_text(sides, language)
    whole = f"{name.number}  {name.name}".strip()
    wanted: list[tuple[str, ...]] = [(whole, size), (name.number, size)] if across >= 2 * _LINE + 20 else []
    wanted += [(f"{whole}  {size}",), (f"{name.number}  {size}".strip(),), (size,), (name.number,)]
    for texts in wanted:
        sizes = [min(_MOST, int(room / max(len(text), 1) * 1.6)) for text in texts]
        if all(texts) and min(sizes) >= _LEAST and across >= max(sizes):
            return list(zip(texts, sizes, strict=True))
    return ()
