"""From parts that stand to the marks of a picture."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from app.domain.scene.camera import Lens
from app.domain.scene.clipping import clipped, clipped_edges
from app.domain.scene.covering import FEW, Covers
from app.domain.scene.grain import SPACING, grain_of, seed_of
from app.domain.scene.light import Colour, brightness, is_dark, mixed, read_colour, shaded
from app.domain.scene.merging import JOINT, Row
from app.domain.scene.ordering import hiding, overlapping, painting_order
from app.domain.scene.picture import PLAIN, Fill, Lines, Mark, Picture, Place, Shade, Style, Surface
from app.domain.scene.piercing import Body
from app.domain.scene.solids import Face, Flags, Mesh, Points
from app.domain.scene.standing import Standing

_GAP = {"wood": 3.1, "metal": 2.6}
"""By texture: pixels from line to line."""
_GLASS = 78
_WITHIN = 0.74
"""How bright the walls of openings are beside the outside."""
_NARROW = {"wood": 5.0, "metal": 16.0}
"""By texture: pixels across below which a face shows nothing of it."""
_THIN_JOINT, _JOINT_SHADE = 1.2, 0.42
"""Pixels below which a joint between fronts is painted and not seen through, and how bright it is."""
_DOT = 0.8
"""Pixels below which an edge is not drawn."""


def draw(standing: Standing, lens: Lens, style: Style = PLAIN) -> Picture:
    """What is seen of the parts through the lens."""
    return Picture(tuple(_Drawing(standing, lens, style).marks()))


class _Drawing:
    def __init__(self, standing: Standing, lens: Lens, style: Style) -> None:
        self._standing, self._lens, self._style = standing, lens, style
        self._places = lens.project(standing.points)[:, :2]
        self._rows: list[Place] = [(x, y) for x, y in self._places.tolist()]
        self._seen = lens.heights(standing.normals, standing.offsets) > 1e-6
        self._bright = brightness(standing.normals)
        self._joints: dict[int, list[Row]] = {}
        materials = standing.scene.materials.values()
        self._looks = {each.code: (read_colour(each.colour), each.texture) for each in materials}

    def marks(self) -> Iterator[Mark]:
        for number in self.order():
            body = self._standing.bodies.rows[number]
            for row in self._joints.pop(body.part, ()):
                yield self._joint(body.part, row)
            yield from _PartDrawing(self, body).marks()

    def _joint(self, part: int, row: Row) -> Fill:
        """What shows between fronts when nothing behind them is painted."""
        places = self._lens.project(row.corners)[:, :2].tolist()
        return Fill(part, (tuple((x, y) for x, y in places),), shaded(self.looks(part)[0], _JOINT_SHADE))

    def order(self) -> list[int]:
        """The bodies that are painted, the first below."""
        bodies, hulls, lens = self._standing.bodies, self._standing.hulls, self._lens
        count = len(hulls.points)
        seen = lens.project(hulls.points.reshape(-1, 3)).reshape(count, 8, 3)
        heights = lens.heights(hulls.normals.reshape(-1, 3), hulls.offsets.reshape(-1)).reshape(count, 6)
        hides = hiding(hulls, heights) & overlapping(seen)
        for first, then in bodies.before:
            hides[first, then], hides[then, first] = False, True
        order = painting_order(hides, seen[:, :, 2].mean(axis=1))
        return order if count <= FEW else self._uncovered(order, seen[:, :, :2])

    def _uncovered(self, order: list[int], seen: Points) -> list[int]:
        """The bodies of which something is seen; faces that are covered count as not seen from here on."""
        standing = self._standing
        part_of = np.array([body.part for body in standing.bodies.rows])
        ranks = np.empty(len(order), dtype=np.intp)
        ranks[order] = np.arange(len(order))
        part_ranks = np.full(len(standing.meshes), len(order), dtype=np.intp)
        np.minimum.at(part_ranks, part_of, ranks)
        glass = np.array([self.looks(number)[1] == "glass" for number in range(len(standing.meshes))])
        wanted = self._seen[standing.quad_faces]
        faces, parts = standing.quad_faces[wanted], standing.quad_parts[wanted]
        quads = self._places[standing.quads[wanted]]
        opaque = ~glass[parts]
        rows = standing.rows if self._lens.scale * JOINT < _THIN_JOINT else ()
        joined = self._lens.project(np.array([row.corners for row in rows]).reshape(-1, 3))[:, :2]
        first = [min(row.parts, key=lambda part: part_ranks[part]) for row in rows]
        covers = Covers(
            np.concatenate((joined.reshape(-1, 4, 2), quads[opaque])),
            np.concatenate((part_ranks[first], part_ranks[parts[opaque]])),
        )
        hidden = covers.hide(seen, ranks)
        self._seen[faces[covers.hide(quads, part_ranks[parts])]] = False
        for number in sorted(covers.used):
            if number < len(rows):
                self._joints.setdefault(first[number], []).append(rows[number])
        return [number for number in order if not hidden[number]]

    def looks(self, number: int) -> tuple[tuple[int, int, int], str]:
        """A part's colour and texture; grey where nobody says of what it is."""
        return self._looks.get(self._standing.scene.parts[number].material, ((191, 191, 191), "plain"))

    @cached_property
    def edge_rows(self) -> tuple[Points, Flags]:
        """All edges on the picture, (e, 4), and which of them are drawn."""
        standing, seen = self._standing, self._seen
        edges, smooth, within, _ = standing.edges
        one, two = edges[:, 2], edges[:, 3]
        drawn = np.where(smooth, seen[one] != seen[two], seen[one] | seen[two])
        outer = (seen[one] & ~standing.is_wall[one]) | (seen[two] & ~standing.is_wall[two])
        drawn &= within | outer  # the rim of an opening goes with its end
        rows = np.concatenate((self._places[edges[:, 0]], self._places[edges[:, 1]]), axis=1)
        drawn &= np.abs(rows[:, :2] - rows[:, 2:]).max(axis=1) > _DOT
        return rows, drawn

    @cached_property
    def surface_matrices(self) -> Points:
        """By face, the way from its texture to the picture, (faces, 3, 3) with columns along, across, one."""
        lens, frames = self._lens, self._standing.frames  # (faces, 3 columns, 3)
        moved = frames.copy()
        moved[:, 2] -= lens.target
        right, down, ahead = moved @ lens.right, -(moved @ lens.up), moved @ lens.ahead
        if lens.is_parallel:
            divisor, scale = np.zeros_like(ahead), lens.scale
            divisor[:, 2] = 1.0
        else:
            divisor, scale = ahead, lens.scale * lens.away
            divisor[:, 2] += lens.away
        rows = (lens.middle[0] * divisor + scale * right, lens.middle[1] * divisor + scale * down, divisor)
        return np.stack(rows, axis=1)


class _PartDrawing:
    """One part's marks: the walls of its openings first, then its outside, with its edges."""

    def __init__(self, whole: _Drawing, body: Body) -> None:
        standing = whole._standing  # noqa: SLF001 - the two are one drawing
        number, self._body = body.part, body
        self._whole, self._number, self._style = whole, number, whole._style  # noqa: SLF001 - the same
        self._mesh: Mesh = standing.meshes[number]
        self._part = standing.scene.parts[number]
        self._first_face = int(standing.first_face[number])
        self._first_point = int(standing.first_point[number])
        faces = slice(self._first_face, self._first_face + len(self._mesh.faces))
        self._seen: Flags = whole._seen[faces]  # noqa: SLF001 - the same
        self._bright: list[float] = whole._bright[faces].tolist()  # noqa: SLF001 - the same
        self._base, self._texture = whole.looks(number)
        self._opacity = _GLASS if self._texture == "glass" else 255
        self._lens, self._standing = whole._lens, standing  # noqa: SLF001 - the same

    def marks(self) -> Iterator[Mark]:
        walls, side = self._mesh.walls, self._body.side
        seen = self._seen.nonzero()[0].tolist()
        if side != "outside" and walls and any(face < walls for face in seen):
            for face in seen:
                if face < walls:
                    yield from self._face(face)
            yield from self._edges(within=True)
        if side != "walls":
            yield from self._outside([face for face in seen if face >= walls])

    def _outside(self, seen: list[int]) -> Iterator[Mark]:
        is_round = not self._body.planes
        if is_round and (facets := [face for face in seen if self._mesh.faces[face].is_smooth]):
            yield self._round_side(facets)
        for face in seen:
            if not (is_round and self._mesh.faces[face].is_smooth):
                yield from self._face(face)
        yield from self._edges(within=False)

    def _face(self, face: int) -> Iterator[Mark]:
        found = self._mesh.faces[face]
        factor = round(self._bright[face] * (_WITHIN if found.is_wall else 1), 2)
        rings = self._rings(found)
        if not rings:
            return
        surface = self._surface(face, rings[0]) if self._style.grain == "surface" else None
        yield Fill(self._number, rings, self._colour(factor), None, surface)
        if self._style.grain == "lines":
            yield from self._grain(face, factor)

    def _rings(self, face: Face) -> tuple[tuple[Place, ...], ...]:
        first, rows = self._first_point, self._whole._rows  # noqa: SLF001 - the two are one drawing
        if not self._body.planes:
            return tuple(tuple(rows[first + point] for point in ring) for ring in face.rings)
        points = self._standing.points[first:]
        rings = (clipped(points[list(ring)], self._body.planes) for ring in face.rings)
        return tuple(
            tuple((x, y) for x, y in self._lens.project(ring)[:, :2].tolist()) for ring in rings if len(ring)
        )

    def _colour(self, factor: float) -> Colour:
        colour = shaded(self._base, factor, self._opacity)
        return mixed(colour, self._style.accent, 0.34) if self._part.key == self._style.chosen else colour

    def _surface(self, face: int, ring: tuple[Place, ...]) -> Surface | None:
        number = self._first_face + face
        if self._texture not in SPACING or not self._standing.has_frame[number]:
            return None
        if _narrowness(ring) < _NARROW[self._texture]:
            return None
        matrix = tuple(self._whole.surface_matrices[number].ravel().tolist())
        (x, y), (far_x, far_y) = ring[0], ring[len(ring) // 2]
        reach = (abs(far_x - x) + abs(far_y - y)) / self._lens.scale
        bend = (abs(matrix[6]) + abs(matrix[7])) / matrix[8] * reach
        return Surface(self._texture, matrix, seed_of(self._part.key) + face, self._lens.scale, bend)

    def _round_side(self, faces: list[int]) -> Fill:
        """The seen facets of a round bar as one outline, coloured across."""
        mesh, first, rows = self._mesh, self._first_point, self._whole._rows  # noqa: SLF001 - the two are one drawing
        start = next((at for at, face in enumerate(faces) if face - 1 not in faces and at), 0)
        faces = faces[start:] + faces[:start]  # the seen ones may go over the end of the ring
        rings = [mesh.faces[face].rings[0] for face in faces]
        near, far = [rows[first + ring[0]] for ring in rings], [rows[first + ring[3]] for ring in rings]
        near.append(rows[first + rings[-1][1]])
        far.append(rows[first + rings[-1][2]])
        return Fill(
            self._number,
            ((*near, *reversed(far)),),
            self._colour(self._bright[faces[len(faces) // 2]]),
            self._across(near, far, faces),
        )

    def _across(self, near: list[Place], far: list[Place], faces: list[int]) -> Shade:
        """Colours from one outline of a round bar to the other, square to it."""
        mids = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(near, far, strict=True)]
        axis = (far[0][0] - near[0][0], far[0][1] - near[0][1])
        way = (-axis[1], axis[0])
        length = max(way[0] ** 2 + way[1] ** 2, 1e-9)
        levels = [((x - mids[0][0]) * way[0] + (y - mids[0][1]) * way[1]) / length for x, y in mids]
        width = levels[-1] if abs(levels[-1]) > 1e-9 else 1e-9
        end = (mids[0][0] + way[0] * width, mids[0][1] + way[1] * width)
        stops = tuple(
            (min(max((levels[at] + levels[at + 1]) / 2 / width, 0.0), 1.0), self._colour(self._bright[face]))
            for at, face in enumerate(faces)
        )
        return Shade(mids[0], end, tuple(sorted(stops)))

    def _edges(self, *, within: bool) -> Iterator[Lines]:
        """Edges of the openings' walls, or all others: creases, and the outline of round sides."""
        _, _, is_within, starts = self._standing.edges
        part = slice(int(starts[self._number]), int(starts[self._number + 1]))
        rows, drawn = self._whole.edge_rows
        wanted = drawn[part]
        if self._mesh.walls:
            wanted = wanted & (is_within[part] if within else ~is_within[part])
        found = self._clipped_edges(wanted) if self._body.planes else rows[part][wanted]
        if len(found):
            yield Lines(self._number, found, *self._edge_pen())

    def _clipped_edges(self, wanted: Flags) -> Points:
        edges, points = self._mesh.edges[wanted], self._standing.points[self._first_point :]
        ends = clipped_edges(points[edges[:, 0]], points[edges[:, 1]], self._body.planes)
        return np.asarray(self._lens.project(ends.reshape(-1, 3))[:, :2].reshape(-1, 4))

    def _edge_pen(self) -> tuple[Colour, float]:
        if self._part.key == self._style.chosen:
            return (*self._style.accent, 255), 1.8
        return shaded(self._base, 1.22 if is_dark(self._base) else 0.6), 1.0

    def _grain(self, face: int, factor: float) -> Iterator[Lines]:
        if self._texture not in SPACING:
            return
        part = self._part
        solid, most = self._standing.solids[self._number], self._style.grain_lines
        grain = grain_of(solid, part.grain, self._texture, seed_of(part.key), most)[face]
        if grain is None:
            return
        turn, way = self._standing.moves[self._number]
        middle = grain.lines[0].mean(axis=0)
        ends = np.array([middle, middle + grain.across * grain.width]) @ turn.T + way
        wide = self._lens.project(ends)[:, :2]
        count = min(int(np.hypot(*(wide[1] - wide[0])) / _GAP[self._texture]), len(grain.lines))
        if count < 1:
            return
        points = grain.lines[:count] @ turn.T + way
        flat = self._lens.project(points.reshape(-1, 3))[:, :2].reshape(count, -1, 2)
        rows = np.concatenate((flat[:, :-1], flat[:, 1:]), axis=2)
        strength = 1.0 if self._texture == "wood" else 0.45
        dark = shaded(self._base, factor * 0.72, round(105 * strength))
        yield Lines(self._number, rows[::2].reshape(-1, 4), dark, 1.0)
        if count > 1:
            light = shaded(self._base, min(factor * 1.18, 1.5), round(95 * strength))
            yield Lines(self._number, rows[1::2].reshape(-1, 4), light, 1.0)


def _narrowness(ring: tuple[Place, ...]) -> float:
    """About how wide an outline is at its narrowest: its area by its longest side."""
    doubled, longest = 0.0, 1e-9
    x, y = ring[-1]
    for a, b in ring:
        doubled += x * b - y * a
        longest = max(longest, abs(a - x) + abs(b - y))
        x, y = a, b
    return abs(doubled) / 2 / longest
