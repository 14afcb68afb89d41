"""The shadow that the parts throw on the ground: outlines in its plane."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.scene.light import outline_of, shadow_points
from app.domain.scene.picture import Place
from app.domain.scene.standing import Standing

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


def _outline(rows: list[list[float]]) -> tuple[Place, ...]:
    return tuple(outline_of([(x, y) for x, y in rows]))
