"""The shadow that the parts throw on the ground: outlines in its plane."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.domain.scene.camera import Lens
from app.domain.scene.light import outermost, outlines_of, thrown
from app.domain.scene.picture import Place
from app.domain.scene.solids import Points
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


@dataclass(frozen=True, slots=True, eq=False)
class Shadow:
    """Outlines on the ground, against the clock, in tenths of a millimetre.

    Args:
        ground: the height of the ground.
        thrown: shadows of parts, without those that lie within another's, (n, corners, 2).
        feet: what stands on the ground, the same way: darkest there, (m, corners, 2).
    """

    ground: float
    thrown: Points
    feet: Points


def shadow_of(standing: Standing) -> Shadow:
    """The shadow of all parts; clear glass throws none."""
    ground = _ground(standing)
    middles, halves = _throwing(standing)
    stands = middles[:, 2] - np.abs(halves[:, :, 2]).sum(axis=1) <= ground + _STANDS
    feet = outlines_of(middles[stands, :2], halves[stands, :, :2])
    return Shadow(ground, outermost(_thrown(middles, halves, ground)), outermost(feet))


def shadow_layers(standing: Standing, lens: Lens) -> tuple[tuple[tuple[Place, ...], ...], ...]:
    """The shadow on a picture as layers of outlines, each faint, that together fade at the edges; for papers.

    Outlines of a layer overlap and turn the same way: filled by the non-zero rule they are one. None where the ground
    is not seen from above.
    """
    if lens.ahead[2] > -_FROM_ABOVE:
        return ()
    ground, cuboids = _ground(standing), _throwing(standing)
    return tuple(_layer(_thrown(*cuboids, ground, lamp), ground, lens) for lamp in _LAMPS)


def _layer(rings: Points, ground: float, lens: Lens) -> tuple[tuple[Place, ...], ...]:
    flat = rings.reshape(-1, 2)
    seen = lens.project(np.column_stack((flat, np.full(len(flat), ground))))[:, :2]
    rows: list[list[Place]] = np.asarray(seen).reshape(rings.shape).tolist()  # type: ignore[assignment]
    return tuple(tuple((x, y) for x, y in ring) for ring in rows)


def _ground(standing: Standing) -> float:
    return float(standing.hulls.points[:, :, 2].min())


def _throwing(standing: Standing) -> tuple[Points, Points]:
    """Middles and half edges of all bodies but those of clear glass."""
    scene, bodies = standing.scene, standing.bodies
    glass = {each.code for each in scene.materials.values() if each.texture == "glass"}
    throws = np.array([scene.parts[body.part].material not in glass for body in bodies.rows])
    return bodies.middles[throws], bodies.halves[throws]


def _thrown(middles: Points, halves: Points, ground: float, lamp: tuple[float, float] = (0.0, 0.0)) -> Points:
    return outlines_of(thrown(middles - np.array((0.0, 0.0, ground)), lamp), thrown(halves, lamp))
