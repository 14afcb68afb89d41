"""A scene as flat marks in painting order: the same for the screen, papers and SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from app.domain.scene.camera import Lens
from app.domain.scene.grain import FaceGrain, grain_of, seed_of
from app.domain.scene.light import Colour, brightness, is_dark, mixed, read_colour, shaded
from app.domain.scene.ordering import hiding, overlapping, painting_order
from app.domain.scene.solids import Flags, Points
from app.domain.scene.standing import Standing

Place: TypeAlias = tuple[float, float]
_GAP = {"wood": 3.1, "metal": 2.6}
"""By texture: pixels from line to line."""
_GLASS = 78


class Fill(NamedTuple):
    """A face: its outline first, then its openings (filled by the even-odd rule).

    Args:
        part: its number in the scene.
        is_facet: it is part of a round side: no gap may show beside its neighbours.
    """

    part: int
    rings: tuple[tuple[Place, ...], ...]
    colour: Colour
    is_facet: bool = False


class Lines(NamedTuple):
    """Straight lines of one colour and width (pixels), rows of x, y, x, y."""

    part: int
    rows: Points
    colour: Colour
    width: float


Mark: TypeAlias = Fill | Lines


@dataclass(frozen=True, slots=True)
class Style:
    """What is drawn beside the faces.

    Args:
        has_grain: with grain and brush lines.
        chosen, hovered: keys of parts that stand out; "" for none.
        accent: the colour in which they do.
    """

    has_grain: bool = True
    chosen: str = ""
    hovered: str = ""
    accent: tuple[int, int, int] = (26, 102, 214)


PLAIN = Style()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What is seen: marks from the first painted to the last."""

    marks: tuple[Mark, ...]

    def part_at(self, x: float, y: float) -> int | None:
        """The number of the part that is seen at a place of the picture."""
        for mark in reversed(self.marks):
            if isinstance(mark, Fill) and _is_inside(mark.rings, x, y):
                return mark.part
        return None


def draw(standing: Standing, lens: Lens, style: Style = PLAIN) -> Picture:
    """What is seen of the parts through the lens."""
    return Picture(tuple(_Drawing(standing, lens, style).marks()))


class _Drawing:
    def __init__(self, standing: Standing, lens: Lens, style: Style) -> None:
        self._standing, self._lens, self._style = standing, lens, style
        self._places = lens.project(standing.points)[:, :2]
        heights = lens.heights(standing.normals, standing.offsets)
        self._seen = heights > 1e-6
        self._bright = brightness(standing.normals)
        self._accent = style.accent

    def marks(self) -> Iterator[Mark]:
        for part in self._order():
            yield from self._part(part)

    def _order(self) -> list[int]:
        hulls, lens = self._standing.hulls, self._lens
        count = len(hulls.points)
        seen = lens.project(hulls.points.reshape(-1, 3)).reshape(count, 8, 3)
        heights = lens.heights(hulls.normals.reshape(-1, 3), hulls.offsets.reshape(-1)).reshape(count, 6)
        return painting_order(hiding(hulls, heights) & overlapping(seen), seen[:, :, 2].mean(axis=1))

    def _part(self, number: int) -> Iterator[Mark]:
        standing = self._standing
        mesh, first = standing.meshes[number], int(standing.first_face[number])
        part = standing.scene.parts[number]
        seen = self._seen[first : first + len(mesh.faces)]
        base, texture, opacity = self._looks(number)
        places = self._places[standing.first_point[number] : standing.first_point[number + 1]]
        rows = [(x, y) for x, y in places.tolist()]
        bright = self._bright[first : first + len(mesh.faces)].tolist()
        grain: tuple[FaceGrain | None, ...] = ()
        if self._style.has_grain and texture in _GAP:
            grain = grain_of(part.solid, part.grain, texture, seed_of(part.key))
        walls = mesh.walls
        for face in np.flatnonzero(seen).tolist():
            if face >= walls > 0 and seen[:walls].any():
                yield from self._edges(number, seen, walls, base, within=True)
                walls = 0
            found = mesh.faces[face]
            factor = bright[face] * (0.72 if found.is_wall else 1)
            rings = tuple(tuple(rows[point] for point in ring) for ring in found.rings)
            yield Fill(number, rings, self._tinted(part.key, shaded(base, factor, opacity)), found.is_smooth)
            if grain and (lines := grain[face]) is not None:
                yield from self._grain(number, lines, base, factor, texture)
        yield from self._edges(number, seen, mesh.walls, base, within=False)

    def _looks(self, number: int) -> tuple[tuple[int, int, int], str, int]:
        scene = self._standing.scene
        material = scene.materials.get(scene.parts[number].material)
        if material is None:
            return (191, 191, 191), "plain", 255
        return read_colour(material.colour), material.texture, _GLASS if material.texture == "glass" else 255

    def _tinted(self, key: str, colour: Colour) -> Colour:
        if key == self._style.chosen:
            return mixed(colour, self._accent, 0.34)
        return mixed(colour, self._accent, 0.13) if key == self._style.hovered else colour

    def _edges(
        self, number: int, seen: Flags, walls: int, base: tuple[int, int, int], *, within: bool
    ) -> Iterator[Lines]:
        """Edges of the openings' walls, or all others: creases between seen faces, and the outline of round sides."""
        mesh = self._standing.meshes[number]
        edges = mesh.edges
        one, two = edges[:, 2], edges[:, 3]
        smooth = np.array([face.is_smooth for face in mesh.faces])
        drawn = np.where(smooth[one] & smooth[two], seen[one] != seen[two], seen[one] | seen[two])
        is_within = (one < walls) & (two < walls)
        drawn &= (
            is_within | (seen[one] & (one >= walls)) | (seen[two] & (two >= walls))
        )  # a rim, with its end
        chosen = edges[drawn & (is_within if within else ~is_within)]
        if not len(chosen):
            return
        places = self._places[int(self._standing.first_point[number]) :]
        key = self._standing.scene.parts[number].key
        if key == self._style.chosen:
            colour, width = (*self._accent, 255), 1.8
        else:
            colour, width = shaded(base, 1.22 if is_dark(base) else 0.5, 190), 0.9
        yield Lines(number, np.hstack((places[chosen[:, 0]], places[chosen[:, 1]])), colour, width)

    def _grain(
        self, number: int, grain: FaceGrain, base: tuple[int, int, int], factor: float, texture: str
    ) -> Iterator[Lines]:
        turn, way = self._standing.moves[number]
        middle = grain.lines[0].mean(axis=0)
        ends = np.array([middle, middle + grain.across * grain.width]) @ turn.T + way
        wide = self._lens.project(ends)[:, :2]
        count = min(int(np.hypot(*(wide[1] - wide[0])) / _GAP[texture]), len(grain.lines))
        if count < 1:
            return
        points = grain.lines[:count] @ turn.T + way
        flat = self._lens.project(points.reshape(-1, 3))[:, :2].reshape(count, -1, 2)
        rows = np.concatenate((flat[:, :-1], flat[:, 1:]), axis=2)
        strength = 1.0 if texture == "wood" else 0.45
        yield Lines(number, rows[::2].reshape(-1, 4), shaded(base, factor * 0.72, round(105 * strength)), 1.0)
        if count > 1:
            light = shaded(base, min(factor * 1.18, 1.5), round(95 * strength))
            yield Lines(number, rows[1::2].reshape(-1, 4), light, 1.0)


def _is_inside(rings: tuple[tuple[Place, ...], ...], x: float, y: float) -> bool:
    inside = False
    for ring in rings:
        before = ring[-1]
        for place in ring:
            if (place[1] > y) != (before[1] > y):
                cut = place[0] + (y - place[1]) / (before[1] - place[1]) * (before[0] - place[0])
                inside ^= x < cut
            before = place
    return inside
