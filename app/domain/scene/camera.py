"""Where one looks from, and where on the picture a place in space is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from app.domain.scene.solids import Points, crossed

PITCH_LOW, PITCH_HIGH = -10.0, 90.0
ZOOM_LEAST, ZOOM_MOST = 0.2, 12.0
AWAY = 3.4
"""The eye is so many radii of the product away: near enough for depth, and never within it."""


@dataclass(frozen=True, slots=True)
class Camera:
    """How a product is looked at.

    Args:
        yaw: degrees about the upright axis; 0 from the front, 90 from the right.
        pitch: degrees above the horizon; 90 from above.
        zoom: 1 fits the picture.
        shift: moved aside on the picture, in shares of its width and height.
        is_parallel: without perspective, as in elevations.
    """

    yaw: float = 32.0
    pitch: float = 22.0
    zoom: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)
    is_parallel: bool = False

    def orbited(self, yaw: float, pitch: float) -> Camera:
        """Turned about the product by degrees; an elevation gains perspective."""
        tilted = min(max(self.pitch + pitch, PITCH_LOW), PITCH_HIGH)
        return replace(self, yaw=(self.yaw + yaw) % 360, pitch=tilted, is_parallel=False)

    def zoomed(self, factor: float, at: tuple[float, float] = (0.0, 0.0)) -> Camera:
        """Nearer by a factor; what is `at` (in shares from the middle) stays there."""
        zoom = min(max(self.zoom * factor, ZOOM_LEAST), ZOOM_MOST)
        grown = zoom / self.zoom
        moved = (
            at[0] - (at[0] - self.shift[0]) * grown,
            at[1] - (at[1] - self.shift[1]) * grown,
        )
        return replace(self, zoom=zoom, shift=moved)

    def panned(self, right: float, down: float) -> Camera:
        """Moved aside by shares of the picture's width and height."""
        return replace(self, shift=(self.shift[0] + right, self.shift[1] + down))

    @property
    def ahead(self) -> Points:
        """Which way it looks, of length 1."""
        return _axes(self)[2]

    def fitted(self) -> Camera:
        """From the same side, all of it in the picture."""
        return replace(self, zoom=1.0, shift=(0.0, 0.0))


PRESETS: Mapping[str, Camera] = {
    "front": Camera(yaw=0, pitch=0, is_parallel=True),
    "left": Camera(yaw=270, pitch=0, is_parallel=True),
    "top": Camera(yaw=0, pitch=90, is_parallel=True),
    "back": Camera(yaw=180, pitch=0, is_parallel=True),
    "isometric": Camera(),
}


@dataclass(frozen=True, slots=True, eq=False)
class Lens:
    """A camera that stands: axes of the picture in space, the eye, pixels by tenth of a millimetre."""

    right: Points
    up: Points
    ahead: Points
    target: Points
    away: float
    scale: float
    middle: tuple[float, float]
    is_parallel: bool

    def project(self, points: Points) -> Points:
        """Places in space as x, y on the picture and how far ahead of the eye they are, (n, 3)."""
        seen = points - self.target
        depth = seen @ self.ahead + self.away
        size = np.full(len(points), self.scale) if self.is_parallel else self.scale * self.away / depth
        return np.column_stack(
            (self.middle[0] + seen @ self.right * size, self.middle[1] - seen @ self.up * size, depth)
        )

    @property
    def eye(self) -> Points:
        """Where the eye is (or would be)."""
        return np.asarray(self.target - self.away * self.ahead)

    def heights(self, normals: Points, offsets: Points) -> Points:
        """How far the eye is above planes (`normals @ x = offsets`); without perspective, towards where it is."""
        if self.is_parallel:
            return np.asarray(-(normals @ self.ahead))
        return np.asarray(normals @ self.eye - offsets)


def lens_of(camera: Camera, corners: Points, size: tuple[float, float], margin: float = 0.0) -> Lens:
    """The lens through which these places fill a picture of this size, in pixels, at zoom 1."""
    right, up, ahead = _axes(camera)
    low, high = corners.min(axis=0), corners.max(axis=0)
    target = (low + high) / 2
    away = AWAY * max(float(np.linalg.norm(high - low)) / 2, 1.0)
    plain = Lens(right, up, ahead, target, away, 1.0, (0.0, 0.0), camera.is_parallel)
    seen = plain.project(corners)[:, :2]
    least, most = seen.min(axis=0), seen.max(axis=0)
    room = max(size[0] - 2 * margin, size[0] * 0.4), max(size[1] - 2 * margin, size[1] * 0.4)
    spans = np.maximum(most - least, 1e-6)
    fit = float(min(room[0] / spans[0], room[1] / spans[1]))
    scale = fit * camera.zoom
    centre = (least + most) / 2 * scale
    middle = (
        size[0] * (0.5 + camera.shift[0]) - float(centre[0]),
        size[1] * (0.5 + camera.shift[1]) - float(centre[1]),
    )
    return Lens(right, up, ahead, target, away, scale, middle, camera.is_parallel)


def _axes(camera: Camera) -> tuple[Points, Points, Points]:
    yaw, pitch = math.radians(camera.yaw), math.radians(camera.pitch)
    right = np.array([math.cos(yaw), math.sin(yaw), 0.0])
    level = np.array([-math.sin(yaw), math.cos(yaw), 0.0])
    ahead = level * math.cos(pitch) - np.array([0.0, 0.0, math.sin(pitch)])
    return right, crossed(right, ahead), ahead
