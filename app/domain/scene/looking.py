"""What is looked at and how: everything that a picture of a scene depends on, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from app.domain.scene.camera import PRESETS, Camera, Lens, lens_of
from app.domain.scene.measuring import dimension_corners
from app.domain.scene.model import Scene
from app.domain.scene.standing import CLOSED, Pose, Standing


@dataclass(frozen=True, slots=True)
class Looking:
    """A camera, a pose, and whether dimensions are shown."""

    camera: Camera = field(default_factory=lambda: PRESETS["isometric"])
    pose: Pose = CLOSED
    has_dimensions: bool = True

    @property
    def shows_dimensions(self) -> bool:
        """Dimensions are those of the product as it stands: they go while it is pulled apart or open."""
        return self.has_dimensions and self.pose.exploded == 0

    def exploded(self, share: float) -> Looking:
        """Pulled apart by a share."""
        return replace(self, pose=replace(self.pose, exploded=share))

    def opened(self, share: float) -> Looking:
        """Doors and drawers open by a share."""
        return replace(self, pose=replace(self.pose, opened=share))


def lens_for(
    looking: Looking, standing: Standing, size: tuple[float, float], margin: float | None = None
) -> Lens:
    """The lens through which all parts (and the dimensions that are shown) fill a picture of this size."""
    corners = standing.corners
    if looking.shows_dimensions:
        corners = np.concatenate((corners, dimension_corners(standing.scene.dimensions)))
    room = min(size) * 0.09 if margin is None else margin
    return lens_of(looking.camera, corners, size, room)


def held(looking: Looking, camera: Camera, standing: Standing, size: tuple[float, float]) -> Looking:
    """Through another camera at the same scale: who turns a product sees it neither grow nor shrink."""
    scale = lens_for(looking, standing, size).scale
    turned = replace(looking, camera=camera)
    factor = scale / lens_for(turned, standing, size).scale
    return replace(turned, camera=replace(camera, zoom=camera.zoom * factor))


def size_text(scene: Scene) -> str:
    """The outer size in millimetres: 1600 x 800 x 745."""
    return " x ".join(length_text(side) for side in scene.outer)


def length_text(tenths: int) -> str:
    """A length in millimetres, with a decimal where it has one."""
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
