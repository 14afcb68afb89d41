"""The cut list: which panels and bars have to be cut, from the same parts that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.scene.model import Box, CutOut, Part, Scene

SHEET, BAR = "sheet", "bar"
_AXES = "xyz"
_SIDES = {"x": ("left", "right"), "y": ("front", "back"), "z": ("bottom", "top")}


@dataclass(frozen=True, slots=True)
class Edging:
    """The SKU on each side of a panel, "" for a bare one; `start` and `end` close its length, the others its width.

    `low` and `high` run along the length; `low` is the side of the smaller coordinate.
    """

    low: str = ""
    high: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class CutRow:
    """Equal parts to cut; lengths are tenths of a millimetre.

    Args:
        name: what people read.
        material: code of the material.
        kind: `SHEET`, or `BAR`, where `width` and `thickness` are its section.
        length: along the grain, or the longest side where there is none.
        has_grain: whether the length must lie along the grain of the sheet.
        cut_outs: openings, by the part's corner: along the length, then the width.
        keys: of the parts of the scene, as many as there are pieces.
    """

    name: str
    material: str
    kind: str
    length: int
    width: int
    thickness: int
    has_grain: bool
    edging: Edging
    cut_outs: tuple[CutOut, ...]
    keys: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many pieces."""
        return len(self.keys)

    @property
    def area(self) -> int:
        """Of all pieces, in square tenths of a millimetre."""
        return self.length * self.width * self.count


def cut_list(scenes: Iterable[Scene]) -> tuple[CutRow, ...]:
    """What has to be cut for these products, equal parts as one row; by material, the largest first.

    Parts that are bought as they are, or of a material that is bought by the piece, are not cut.
    """
    found: dict[CutRow, list[str]] = {}
    for scene in scenes:
        for part in scene.parts:
            material = scene.materials[part.material]
            if material.kind in {SHEET, BAR} and not part.article:
                row = _row(part, material.kind, has_grain=material.has_grain)
                found.setdefault(row, []).append(part.key)
    rows = [_with_keys(row, keys) for row, keys in found.items()]
    return tuple(sorted(rows, key=lambda row: (row.material, -row.length * row.width, row.name, row.keys)))


def areas(rows: Iterable[CutRow]) -> Mapping[str, int]:
    """By material of sheets what all pieces cover, in square tenths of a millimetre."""
    found: dict[str, int] = {}
    for row in rows:
        if row.kind == SHEET:
            found[row.material] = found.get(row.material, 0) + row.area
    return found


def _with_keys(row: CutRow, keys: list[str]) -> CutRow:
    return CutRow(
        row.name, row.material, row.kind, row.length, row.width, row.thickness, row.has_grain, row.edging,
        row.cut_outs, tuple(keys),
    )  # fmt: skip


def _row(part: Part, kind: str, *, has_grain: bool) -> CutRow:
    sizes = dict(zip(_AXES, part.solid.size, strict=True))
    thin = min(_AXES, key=lambda axis: sizes[axis])
    plane = [axis for axis in _AXES if axis != thin]
    along = part.grain if has_grain and part.grain in plane else max(plane, key=lambda axis: sizes[axis])
    if kind == BAR:
        along = max(_AXES, key=lambda axis: sizes[axis])
        plane = [along, *sorted((axis for axis in _AXES if axis != along), key=lambda axis: -sizes[axis])[:1]]
        thin = next(axis for axis in _AXES if axis not in plane)
    across = next(axis for axis in plane if axis != along)
    turned = along != plane[0]
    return CutRow(
        part.name, part.material, kind, sizes[along], sizes[across], sizes[thin], has_grain,
        _edging(part.edges, along, across), _openings(part, turned=turned), (),
    )  # fmt: skip


def _edging(edges: Mapping[str, str], along: str, across: str) -> Edging:
    low, high = _SIDES[across]
    start, end = _SIDES[along]
    return Edging(edges.get(low, ""), edges.get(high, ""), edges.get(start, ""), edges.get(end, ""))


def _openings(part: Part, *, turned: bool) -> tuple[CutOut, ...]:
    if not isinstance(part.solid, Box) or not turned:
        return part.solid.cut_outs if isinstance(part.solid, Box) else ()
    return tuple(CutOut(each.at[::-1], each.size[::-1], each.radius) for each in part.solid.cut_outs)
