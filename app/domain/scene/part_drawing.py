"""One part's marks: the walls of its openings first, then its outside, with its edges."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.domain.scene.clipping import clipped, clipped_edges
from app.domain.scene.grain import SPACING, grain_of, seed_of
from app.domain.scene.light import Colour, is_dark, mixed, shaded
from app.domain.scene.patterns import Face
from app.domain.scene.picture import Fill, Lines, Mark, Place, Shade
from app.domain.scene.piercing import Body
from app.domain.scene.seeing import Seeing
from app.domain.scene.solids import Points

_GAP = {"wood": 3.1, "metal": 2.6}
"""By texture: pixels from line to line."""
_GLASS = 78


class PartDrawing:
    """The marks of one body."""

    def __init__(self, seeing: Seeing, body: Body) -> None:
        self._seeing, self._body, self._number = seeing, body, body.part
        standing = seeing.standing
        self._mesh = standing.meshes[body.part]
        self._faces = self._mesh.pattern.faces
        self._part = standing.scene.parts[body.part]
        self._is_chosen = self._part.key == seeing.style.chosen
        self._first_face = int(standing.first_face[body.part])
        self._first_point = int(standing.first_point[body.part])
        self._base, self._texture = seeing.looks[body.part]
        self._opacity = _GLASS if self._texture == "glass" else 255

    def marks(self) -> list[Mark]:
        """From the first painted to the last."""
        walls, side = self._mesh.walls, self._body.side
        seen, found = self._seeing.faces[self._number], list[Mark]()
        if side != "outside" and walls and any(face < walls for face in seen):
            self._add_faces(found, [face for face in seen if face < walls])
            self._add_edges(found, within=True)
        if side != "walls":
            seen = [face for face in seen if face >= walls] if walls else seen
            if not self._body.planes and (facets := [face for face in seen if self._faces[face].is_smooth]):
                found.append(self._round_side(facets))
                seen = [face for face in seen if not self._faces[face].is_smooth]
            self._add_faces(found, seen)
            self._add_edges(found, within=False)
        return found

    def _add_faces(self, found: list[Mark], faces: list[int]) -> None:
        grain = self._seeing.style.grain
        surfaces = self._seeing.surfaces if grain == "surface" else {}
        for face in faces:
            number = self._first_face + face
            rings = self._rings(self._faces[face])
            if rings:
                found.append(Fill(self._number, rings, self._colour(number), None, surfaces.get(number)))
                if grain == "lines":
                    found.extend(self._grain(face))

    def _rings(self, face: Face) -> tuple[tuple[Place, ...], ...]:
        first, rows = self._first_point, self._seeing.rows
        if not self._body.planes:
            return tuple([tuple([rows[first + point] for point in ring]) for ring in face.rings])
        points = self._seeing.standing.points[first:]
        rings = (clipped(points[list(ring)], self._body.planes) for ring in face.rings)
        return tuple(
            tuple((x, y) for x, y in self._seeing.lens.project(ring)[:, :2].tolist())
            for ring in rings
            if len(ring)
        )

    def _colour(self, number: int) -> Colour:
        """Of a face, by its number in the scene."""
        colour = shaded(self._base, self._seeing.factors[number], self._opacity)
        return mixed(colour, self._seeing.style.accent, 0.34) if self._is_chosen else colour

    def _round_side(self, faces: list[int]) -> Fill:
        """The seen facets of a round bar as one outline, coloured across."""
        first, rows = self._first_point, self._seeing.rows
        start = next((at for at, face in enumerate(faces) if face - 1 not in faces and at), 0)
        faces = faces[start:] + faces[:start]  # the seen ones may go over the end of the ring
        rings = [self._faces[face].rings[0] for face in faces]
        near, far = [rows[first + ring[0]] for ring in rings], [rows[first + ring[3]] for ring in rings]
        near.append(rows[first + rings[-1][1]])
        far.append(rows[first + rings[-1][2]])
        return Fill(
            self._number,
            ((*near, *reversed(far)),),
            self._colour(self._first_face + faces[len(faces) // 2]),
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
            (
                min(max((levels[at] + levels[at + 1]) / 2 / width, 0.0), 1.0),
                self._colour(self._first_face + face),
            )
            for at, face in enumerate(faces)
        )
        return Shade(mids[0], end, tuple(sorted(stops)))

    def _add_edges(self, found: list[Mark], *, within: bool) -> None:
        """Edges of the openings' walls, or all others."""
        rows = self._seeing.edges[not within][self._number]
        if self._body.planes:
            rows = self._clipped_edges(within=within)
        if len(rows):
            found.append(Lines(self._number, rows, *self._edge_pen()))

    def _clipped_edges(self, *, within: bool) -> Points:
        pattern, points = self._mesh.pattern, self._seeing.standing.points[self._first_point :]
        wanted = self._seeing.drawn_edges(self._number) & (pattern.edges_within == within)
        edges = pattern.edges[wanted]
        ends = clipped_edges(points[edges[:, 0]], points[edges[:, 1]], self._body.planes)
        return np.asarray(self._seeing.lens.project(ends.reshape(-1, 3))[:, :2].reshape(-1, 4))

    def _edge_pen(self) -> tuple[Colour, float]:
        if self._is_chosen:
            return (*self._seeing.style.accent, 255), 1.8
        return shaded(self._base, 1.22 if is_dark(self._base) else 0.6), 1.0

    def _grain(self, face: int) -> Iterator[Lines]:
        if self._texture not in SPACING:
            return
        part, seeing, factor = self._part, self._seeing, self._seeing.factors[self._first_face + face]
        solid, most = seeing.standing.solids[self._number], seeing.style.grain_lines
        grain = grain_of(solid, part.grain, self._texture, seed_of(part.key), most)[face]
        if grain is None:
            return
        turn, way = seeing.standing.moves[self._number]
        middle = grain.lines[0].mean(axis=0)
        ends = np.array([middle, middle + grain.across * grain.width]) @ turn.T + way
        wide = seeing.lens.project(ends)[:, :2]
        count = min(int(np.hypot(*(wide[1] - wide[0])) / _GAP[self._texture]), len(grain.lines))
        if count < 1:
            return
        points = grain.lines[:count] @ turn.T + way
        flat = seeing.lens.project(points.reshape(-1, 3))[:, :2].reshape(count, -1, 2)
        rows = np.concatenate((flat[:, :-1], flat[:, 1:]), axis=2)
        strength = 1.0 if self._texture == "wood" else 0.45
        dark = shaded(self._base, factor * 0.72, round(105 * strength))
        yield Lines(self._number, rows[::2].reshape(-1, 4), dark, 1.0)
        if count > 1:
            light = shaded(self._base, min(factor * 1.18, 1.5), round(95 * strength))
            yield Lines(self._number, rows[1::2].reshape(-1, 4), light, 1.0)
