"""Elevations to scale: front, left side and plan on one sheet, with dimensions outside the drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from app.domain.scene.camera import PRESETS, Lens, lens_of
from app.domain.scene.measuring import Lettering, Measure, measures_of
from app.domain.scene.model import HERE, Dimension, Scene, Vector
from app.domain.scene.solids import Points
from app.domain.scene.standing import Standing

SCALES = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 100)
"""1 : so many (ISO 5455, with steps between 10 and 50, else a cabinet has a corner of the page only)."""
VIEWS = ("front", "left", "top")
_AXES = {"front": (0, 2), "left": (1, 2), "top": (0, 1)}
"""By view the axes of space that run across and up on the paper."""
_BESIDE = 8.0
"""Units of paper from the drawing to the text of the first dimension."""


_TOUCHING = 10
"""Tenths of a millimetre between neighbours in a chain."""


class _Length(NamedTuple):
    """From where to where something is measured along an axis."""

    axis: int
    start: int
    end: int
    is_in_chain: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Elevation:
    """One view on the sheet: its name, the lens that puts it there, its dimensions."""

    view: str
    lens: Lens
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Elevations on paper.

    Args:
        size: of the paper, in its units.
        scale: 1 : so many.
        elevations: the front view, at its right the view from the left (first angle, ISO 128), below the plan.
    """

    size: tuple[float, float]
    scale: int
    elevations: tuple[Elevation, ...]


def sheet_of(
    standing: Standing,
    size: tuple[float, float],
    unit_mm: float,
    lettering: Lettering,
    views: tuple[str, ...] = VIEWS,
) -> Sheet:
    """The views on paper of this size (in units of `unit_mm` millimetres), in the largest scale that fits."""
    gap = lettering.size_of("0000 mm")[0] / 2 + _BESIDE
    layouts = (_Layout(standing, views, 0.1 / unit_mm / scale, gap) for scale in SCALES)
    scale, layout = next(
        (pair for pair in zip(SCALES, layouts, strict=True) if pair[1].fits(size)),
        (SCALES[-1], _Layout(standing, views, 0.1 / unit_mm / SCALES[-1], gap)),
    )
    elevations = (layout.elevation(view, place, lettering) for view, place in layout.places(size).items())
    return Sheet(size, scale, tuple(elevations))


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """Views at so many units of paper by tenth of a millimetre, with so many from dimension line to line."""

    standing: Standing
    views: tuple[str, ...]
    by_tenth: float
    gap: float

    def spans(self, view: str) -> tuple[float, float]:
        low, high = self.standing.corners.min(axis=0), self.standing.corners.max(axis=0)
        across, up = _AXES[view]
        return float(high[across] - low[across]) * self.by_tenth, float(high[up] - low[up]) * self.by_tenth

    def margins(self, view: str) -> tuple[float, float]:
        """The room for a view's dimensions, at its left and below."""
        across, up = _AXES[view]
        levels = _levels(self.standing.scene, view)
        return self.gap * (len(levels[up]) + 1), self.gap * (len(levels[across]) + 0.5)

    def columns(self) -> list[float]:
        """How wide the column of the front and the plan is, and that of the side."""
        return [sum(each) for each in self._largest((("front", "top"), ("left",)), 0)]

    def rows(self) -> list[tuple[float, float]]:
        """How tall the row of the front and the side is, and that of the plan: the views, and below them."""
        return self._largest((("front", "left"), ("top",)), 1)

    def _largest(self, groups: tuple[tuple[str, ...], ...], axis: int) -> list[tuple[float, float]]:
        """By group the largest view and the largest margin."""
        shown = ([view for view in group if view in self.views] for group in groups)
        return [
            (max(self.spans(view)[axis] for view in group), max(self.margins(view)[axis] for view in group))
            for group in shown
            if group
        ]

    def total(self) -> tuple[float, float]:
        """The room of all views."""
        columns, rows = self.columns(), [sum(row) for row in self.rows()]
        return sum(columns) + self.gap * (len(columns) - 1), sum(rows) + self.gap * (len(rows) - 1)

    def fits(self, size: tuple[float, float]) -> bool:
        """Whether the paper is large enough."""
        wide, tall = self.total()
        return wide <= size[0] and tall <= size[1]

    def places(self, size: tuple[float, float]) -> dict[str, tuple[float, float]]:
        """By view where its middle lies: aligned with one another, all in the middle of the paper."""
        columns, rows = self.columns(), self.rows()
        total = self.total()
        right = (size[0] - total[0]) / 2 + columns[0]
        top = (size[1] - total[1]) / 2
        found = {}
        for view in self.views:
            wide, tall = self.spans(view)
            is_second, is_below = view == "left" and len(columns) > 1, view == "top" and len(rows) > 1
            x = right + (self.gap + columns[1] if is_second else 0)
            bottom = top + (sum(rows[0]) + self.gap + rows[1][0] if is_below else rows[0][0])
            found[view] = (x - wide / 2, bottom - tall / 2)
        return found

    def elevation(self, view: str, middle: tuple[float, float], lettering: Lettering) -> Elevation:
        """A view with its middle there."""
        lens = lens_of(PRESETS[view], self.standing.corners, (100.0, 100.0))
        lens = replace(lens, scale=self.by_tenth, middle=middle)
        away = self.gap / self.by_tenth
        dimensions = _dimensions(self.standing.scene, view, self.standing.corners, away)
        return Elevation(view, lens, measures_of(dimensions, lens, lettering))


def _levels(scene: Scene, view: str) -> dict[int, list[list[_Length]]]:
    """By axis of a view what is measured along it, the short ones first: on each level what stands side by side."""
    found: dict[int, list[list[_Length]]] = {axis: [] for axis in _AXES[view]}
    for length in sorted(_lengths(scene, view), key=lambda row: (row.end - row.start, row)):
        level = found[length.axis]
        if not level or any(length.start < other.end and other.start < length.end for other in level[-1]):
            level.append([])
        level[-1].append(length)
    return found


def _lengths(scene: Scene, view: str) -> set[_Length]:
    """What is measured in a view: the outer size, the scene's own, and in front modules side by side."""
    rows = {_Length(axis, 0, scene.outer[axis]) for axis in _AXES[view]}
    for each in scene.dimensions:
        axes = [axis for axis in range(3) if each.start[axis] != each.end[axis]]
        if len(axes) == 1 and axes[0] in _AXES[view]:
            low, high = sorted((each.start[axes[0]], each.end[axes[0]]))
            rows.add(_Length(axes[0], low, high))
    if view == "front":
        known = {row[:3] for row in rows}
        rows |= {row for row in _chain(scene) if row[:3] not in known}
    return rows


def _chain(scene: Scene) -> list[_Length]:
    """The widths of modules that stand side by side without gaps; none of cards in their slots."""
    found: dict[str, tuple[int, int]] = {}
    for part in scene.parts:
        module = part.key.partition("/")[0]
        if module != part.key:
            low, high = found.get(module, (part.at.x, part.at.x))
            found[module] = min(low, part.at.x), max(high, part.at.x + part.solid.size.x)
    rows = sorted(found.values())
    if len(rows) < 2 or any(abs(one[1] - other[0]) > _TOUCHING for one, other in pairwise(rows)):
        return []
    return [_Length(0, low, high, is_in_chain=True) for low, high in rows]


def _dimensions(scene: Scene, view: str, corners: Points, gap: float) -> tuple[Dimension, ...]:
    """The lengths as dimensions, below the view and at its left on paper."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    across, up = _AXES[view]
    found = []
    for axis, levels in _levels(scene, view).items():
        side = up if axis == across else across
        # On the picture from the left the front is at the right: its dimensions stand at the back, which is left.
        is_far = view == "left" and side == 1
        at = [0, 0, 0]
        at[side] = round(float(high[side] if is_far else low[side]))
        for level, lengths in enumerate(levels, 1):
            away = round(gap * level)
            offset = HERE._replace(**{"xyz"[side]: away if is_far else -away})
            for length in lengths:
                foot = Vector(*(length.start if n == axis else at[n] for n in range(3)))
                head = Vector(*(length.end if n == axis else at[n] for n in range(3)))
                found.append(Dimension(foot, head, offset, length.is_in_chain))
    return tuple(found)
