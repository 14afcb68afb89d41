"""Outlines of panels as DXF, for saws and routers: a file with all of them side by side, in millimetres.

ezdxf is loaded when it is asked for: it takes a third of a second.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.domain.workshop.cut_list import SHEET, CutRow

if TYPE_CHECKING:
    from ezdxf.layouts.layout import Modelspace

_GAP = 200.0
_TEXT, _LETTER = 25.0, 22.0
"""The height of texts, and the room that a letter takes: texts of narrow panels do not run into each other."""

OUTLINE, OPENING, LETTERS = "OUTLINE", "OPENING", "TEXT"
"""Layers: what is sawn, what is routed through, and what is only read."""


def panels_dxf(rows: Sequence[CutRow], numbers: Sequence[str] = ()) -> bytes:
    """The panels of a cut list from left to right, each once, with how many there are of it, as DXF R2010.

    Args:
        rows: of the cut list.
        numbers: of its rows, written with them; none: without.
    """
    from ezdxf.filemanagement import new  # noqa: PLC0415

    drawing = new("R2010", units=4)  # millimetres
    for name, colour in ((OUTLINE, 7), (OPENING, 1), (LETTERS, 8)):
        drawing.layers.add(name, color=colour)
    space = drawing.modelspace()
    left = 0.0
    for row, number in zip(rows, numbers or [""] * len(rows), strict=True):
        if row.kind == SHEET:
            said = _said(row, number)
            _draw_panel(space, row, left, said)
            left += max(row.length / 10, len(said) * _LETTER) + _GAP
    out = io.StringIO()
    drawing.write(out)
    return out.getvalue().encode("utf-8")


def _said(row: CutRow, number: str) -> str:
    sizes = " x ".join(f"{each / 10:g}" for each in (row.length, row.width, row.thickness))
    return f"{number}  {row.count} x {row.name}  {row.material}  {sizes}".strip()


def _draw_panel(space: Modelspace, row: CutRow, left: float, said: str) -> None:
    length, width = row.length / 10, row.width / 10
    _rectangle(space, OUTLINE, (left, 0.0), (length, width))
    for opening in row.cut_outs:
        x, y = left + opening.at[0] / 10, opening.at[1] / 10
        if opening.radius:
            space.add_circle((x, y), opening.radius / 10, dxfattribs={"layer": OPENING})
        else:
            _rectangle(space, OPENING, (x, y), (opening.size[0] / 10, opening.size[1] / 10))
    place = (left, -2 * _TEXT)
    space.add_text(said, height=_TEXT, dxfattribs={"layer": LETTERS, "insert": place})


def _rectangle(space: Modelspace, layer: str, at: tuple[float, float], size: tuple[float, float]) -> None:
    (x, y), (length, width) = at, size
    corners = [(x, y), (x + length, y), (x + length, y + width), (x, y + width)]
    space.add_lwpolyline(corners, close=True, dxfattribs={"layer": layer})
