"""What the lens makes of parts that stand: places on the picture, which faces are seen, how bright, with what on them.

All parts at once: what is looked up part by part later is in rows already.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.domain.scene.camera import Lens
from app.domain.scene.grain import SPACING, seed_of
from app.domain.scene.light import brightness, read_colour
from app.domain.scene.picture import Place, Style, Surface
from app.domain.scene.solids import Flags, Points
from app.domain.scene.standing import Standing

_WITHIN = 0.74
"""How bright the walls of openings are beside the outside."""
_NARROW = {"wood": 5.0, "metal": 16.0}
"""By texture: pixels across below which a face shows nothing of it."""
_DOT = 0.8
"""Pixels below which an edge is not drawn."""
_GREY = ((191, 191, 191), "plain")


class Seeing:
    """A standing through a lens, in a style.

    `seen` says by face whether the eye is on its side; it may be changed until `faces` or `edges` are asked.
    """

    def __init__(self, standing: Standing, lens: Lens, style: Style) -> None:
        self.standing, self.lens, self.style = standing, lens, style
        self.places: Points = lens.project(standing.points)[:, :2]
        self.rows: list[Place] = list(map(tuple, self.places.tolist()))
        self.seen: Flags = lens.heights(standing.normals, standing.offsets) > 1e-6
        looks = {
            each.code: (read_colour(each.colour), each.texture) for each in standing.scene.materials.values()
        }
        self.looks = [looks.get(part.material, _GREY) for part in standing.scene.parts]
        """By part its colour and texture; grey where nobody says of what it is."""

    @cached_property
    def factors(self) -> list[float]:
        """By face how bright it is."""
        bright = brightness(self.standing.normals)
        bright[self.standing.is_wall] *= _WITHIN
        found: list[float] = np.round(bright, 2).tolist()
        return found

    @cached_property
    def faces(self) -> list[list[int]]:
        """By part the numbers of its faces that are seen, counted from its own first."""
        first = self.standing.first_face
        found = np.flatnonzero(self.seen)
        ends = np.searchsorted(found, first)
        owns = (found - np.repeat(first[:-1], np.diff(ends))).tolist()
        return [owns[start:end] for start, end in pairwise(ends.tolist())]

    @cached_property
    def edges(self) -> tuple[list[Points], list[Points]]:
        """By part the edges that are drawn, (e, 4): those within its openings, and all others."""
        drawn = self._drawn_edges
        _, _, within, starts = self.standing.edges
        places = self._edge_places
        return _split(places, drawn & within, starts), _split(places, drawn & ~within, starts)

    @cached_property
    def _edge_places(self) -> Points:
        edges = self.standing.edges[0]
        return self.places[edges[:, :2]].reshape(-1, 4)

    @cached_property
    def _drawn_edges(self) -> Flags:
        """Creases, and the outline of round sides; the rim of an opening goes with its end."""
        standing, seen = self.standing, self.seen
        edges, smooth, within, _ = standing.edges
        one, two = edges[:, 2], edges[:, 3]
        outer = seen & ~standing.is_wall
        drawn = np.where(smooth, seen[one] != seen[two], seen[one] | seen[two])
        drawn &= within | outer[one] | outer[two]
        places = self._edge_places
        drawn &= np.abs(places[:, :2] - places[:, 2:]).max(axis=1) > _DOT
        return np.asarray(drawn)

    def drawn_edges(self, part: int) -> Flags:
        """By edge of a part, whether it is drawn."""
        starts = self.standing.edges[3]
        return np.asarray(self._drawn_edges[starts[part] : starts[part + 1]])

    @cached_property
    def surfaces(self) -> dict[int, Surface]:
        """What lies on faces that are seen and wide enough to show it, by their numbers in the scene."""
        standing = self.standing
        limits = np.array([_NARROW[look[1]] if look[1] in SPACING else np.inf for look in self.looks])
        parts = np.repeat(np.arange(len(self.looks)), np.diff(standing.first_face))
        wanted = self.seen & standing.has_frame & np.isfinite(limits)[parts]
        wanted[wanted] = self._narrowness(wanted) >= limits[parts[wanted]]
        faces, parts = np.flatnonzero(wanted), parts[wanted]
        matrices = self._matrices(faces)
        across = self.places[standing.face_points[faces]] - self.places[standing.far_points[faces]]
        reaches = np.abs(across).sum(axis=1) / self.lens.scale
        bends = np.abs(matrices[:, 6:8]).sum(axis=1) / matrices[:, 8] * reaches
        owns = faces - standing.first_face[parts]
        columns = (faces, parts, owns, matrices, _scales(matrices), bends)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        keys = standing.scene.parts
        return {
            face: Surface(self.looks[part][1], tuple(matrix), seed_of(keys[part].key) + own, scale, bend)
            for face, part, own, matrix, scale, bend in rows
        }

    def _narrowness(self, wanted: Flags) -> Points:
        """About how wide faces are at their narrowest: their area by their longest side."""
        starts, ends, firsts = self.standing.around
        a, b = self.places[starts], self.places[ends]
        doubled = np.add.reduceat(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], firsts)[wanted]
        longest = np.maximum.reduceat(np.abs(a - b).sum(axis=1), firsts)[wanted]
        return np.asarray(np.abs(doubled) / 2 / np.maximum(longest, 1e-9))

    def _matrices(self, faces: npt.NDArray[np.intp]) -> Points:
        """By face, the way from its texture to the picture: nine numbers, row by row."""
        lens, moved = self.lens, self.standing.frames[faces]  # (faces, 3 columns, 3)
        moved[:, 2] -= lens.target
        right, down, ahead = moved @ lens.right, -(moved @ lens.up), moved @ lens.ahead
        if lens.is_parallel:
            divisor, scale = np.zeros_like(ahead), lens.scale
            divisor[:, 2] = 1.0
        else:
            divisor, scale = ahead, lens.scale * lens.away
            divisor[:, 2] += lens.away
        rows = (lens.middle[0] * divisor + scale * right, lens.middle[1] * divisor + scale * down, divisor)
        return np.concatenate(rows, axis=1)


def _scales(matrices: Points) -> Points:
    """Pixels by tenth of a millimetre across the grain where each texture begins."""
    _, b, c, _, e, f, _, h, i = matrices.T
    return np.asarray(np.hypot(b - h * c / i, e - h * f / i) / np.abs(i))


def _split(rows: Points, wanted: Flags, starts: npt.NDArray[np.intp]) -> list[Points]:
    """The wanted rows, from each start to the next."""
    numbers = np.flatnonzero(wanted)
    found = rows[numbers]
    ends = np.searchsorted(numbers, starts).tolist()
    return [found[start:end] for start, end in pairwise(ends)]
