"""The shadow that the parts throw on the ground: outlines in its plane."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.domain.scene.camera import Lens
from app.domain.scene.light import outline_of, shadow_points
from app.domain.scene.picture import Place
from app.domain.scene.standing import Standing

_FROM_ABOVE = 0.05
SHADOW_OPACITY = 0.026
"""Of one layer of a shadow on paper."""
_LAMPS = (
    (0.0, 0.0),
    *(
        (0.022 * math.cos(2 * math.pi * step / 4), 0.022 * math.sin(2 * math.pi * step / 4))
        for step in range(4)
    ),
    *(
        (0.045 * math.cos(2 * math.pi * step / 5), 0.045 * math.sin(2 * math.pi * step / 5))
        for step in range(5)
    ),
)
"""By layer how far the lamp is aside: a lamp of some width throws a soft shadow."""
_STANDS = 40.0
"""Tenths of a millimetre above the ground up to which a part stands on it."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """Outlines on the ground, against the clock, in tenths of a millimetre.

    Args:
        ground: the height of the ground.
        thrown: by part its shadow.
        feet: what stands on the ground: darkest there.
    """

    ground: float
    thrown: tuple[tuple[Place, ...], ...]
    feet: tuple[tuple[Place, ...], ...]


def shadow_of(standing: Standing) -> Shadow:
    """The shadow of all parts; clear glass throws none."""
    points = standing.hulls.points
    ground = float(points[:, :, 2].min())
    flat = shadow_points(points.reshape(-1, 3), ground).reshape(points.shape)
    scene = standing.scene
    thrown, feet = [], []
    for number, body in enumerate(standing.bodies.rows):
        material = scene.materials.get(scene.parts[body.part].material)
        if material is not None and material.texture == "glass":
            continue
        thrown.append(_outline(flat[number, :, :2].tolist()))
        if float(points[number, :, 2].min()) <= ground + _STANDS:
            feet.append(_outline(points[number, :, :2].tolist()))
    return Shadow(ground, tuple(thrown), tuple(feet))


def shadow_layers(standing: Standing, lens: Lens) -> tuple[tuple[tuple[Place, ...], ...], ...]:
    """The shadow on a picture as layers of outlines, each faint, that together fade at the edges; for papers.

    Outlines of a layer overlap and turn the same way: filled by the non-zero rule they are one. None where the ground
    is not seen from above.
    """
    if lens.ahead[2] > -_FROM_ABOVE:
        return ()
    return tuple(_layer(standing, lens, way) for way in _LAMPS)


def _layer(standing: Standing, lens: Lens, lamp: tuple[float, float]) -> tuple[tuple[Place, ...], ...]:
    rows = []
    points = standing.hulls.points
    ground = float(points[:, :, 2].min())
    flat = shadow_points(points.reshape(-1, 3), ground, lamp).reshape(points.shape)
    scene = standing.scene
    for number, body in enumerate(standing.bodies.rows):
        material = scene.materials.get(scene.parts[body.part].material)
        if material is None or material.texture != "glass":
            ring = [(x, y, ground) for x, y in _outline(flat[number, :, :2].tolist())]
            places = lens.project(np.array(ring))[:, :2].tolist()
            rows.append(tuple((x, y) for x, y in places))
    return tuple(rows)


def _outline(rows: list[list[float]]) -> tuple[Place, ...]:
    return tuple(outline_of([(x, y) for x, y in rows]))
