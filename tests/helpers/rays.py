"""Which part the eye meets first, by rays through every face: slow and plain, to compare pictures with."""

from __future__ import annotations

import numpy as np

from app.domain.scene.camera import Lens
from app.domain.scene.picture import is_inside
from app.domain.scene.standing import Standing

_EDGE = 1.2
"""Pixels beside an edge where nobody is sure."""
_TIE = 3.0
"""Tenths of a millimetre within which two faces lie in one plane."""


def nearest_parts(standing: Standing, lens: Lens, places: list[tuple[float, float]]) -> list[object]:
    """By place the number of the part, None for the background, "edge" where it is close."""
    seen = lens.project(standing.points)
    faces = []
    for number, mesh in enumerate(standing.meshes):
        first = int(standing.first_point[number])
        for at, face in enumerate(mesh.faces):
            rings = tuple(
                tuple((float(x), float(y)) for x, y in seen[[first + n for n in ring], :2])
                for ring in face.rings
            )
            index = int(standing.first_face[number]) + at
            faces.append((number, rings, standing.normals[index], standing.offsets[index]))
    return [_nearest(lens, faces, place) for place in places]


def _nearest(lens: Lens, faces, place):
    start, way = _ray(lens, place)
    hits = []
    for number, rings, normal, offset in faces:
        towards = float(normal @ way)
        if towards >= -1e-9:
            continue
        xs, ys = [p[0] for p in rings[0]], [p[1] for p in rings[0]]
        if not (min(xs) - 2 < place[0] < max(xs) + 2 and min(ys) - 2 < place[1] < max(ys) + 2):
            continue
        far = float(offset - normal @ start) / towards
        if _near_edge(rings, place):
            hits.append((far, "edge"))
        elif is_inside(rings, *place):
            hits.append((far, number))
    if not hits:
        return None
    hits.sort(key=lambda hit: hit[0])
    ties = {owner for far, owner in hits if far - hits[0][0] <= _TIE}
    return hits[0][1] if len(ties) == 1 else "edge"


def _ray(lens: Lens, place):
    right = (place[0] - lens.middle[0]) / lens.scale
    up = (lens.middle[1] - place[1]) / lens.scale
    on_plane = lens.target + right * lens.right + up * lens.up
    if lens.is_parallel:
        return on_plane - lens.ahead * lens.away, lens.ahead
    way = on_plane - lens.eye
    return lens.eye, way / np.linalg.norm(way)


def _near_edge(rings, place) -> bool:
    return any(_distance(ring[at - 1], ring[at], place) < _EDGE for ring in rings for at in range(len(ring)))


def _distance(a, b, p) -> float:
    ax, ay = b[0] - a[0], b[1] - a[1]
    length = ax * ax + ay * ay
    share = 0.0 if length == 0 else min(max(((p[0] - a[0]) * ax + (p[1] - a[1]) * ay) / length, 0.0), 1.0)
    return float(np.hypot(p[0] - a[0] - share * ax, p[1] - a[1] - share * ay))
