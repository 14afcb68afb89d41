"""What is looked at and how: everything that a picture of a scene depends on, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from app.domain.scene.camera import PRESETS, Camera, Lens, lens_of
from app.domain.scene.measuring import beside, dimension_corners
from app.domain.scene.model import Dimension
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
        return self.has_dimensions and self.pose == CLOSED

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
    corners = np.concatenate((standing.corners, dimension_corners(dimensions_for(looking, standing))))
    room = min(size) * 0.09 if margin is None else margin
    return lens_of(looking.camera, corners, size, room)


def dimensions_for(looking: Looking, standing: Standing) -> tuple[Dimension, ...]:
    """The dimensions that are shown, where they are seen: in elevations none lies on the product."""
    if not looking.shows_dimensions:
        return ()
    dimensions, camera = standing.scene.dimensions, looking.camera
    if not camera.is_parallel:
        return dimensions
    return beside(dimensions, camera.ahead, standing.corners.mean(axis=0))


def held(looking: Looking, camera: Camera, standing: Standing, size: tuple[float, float]) -> Looking:
    """Through another camera at the same scale: who turns a product sees it neither grow nor shrink."""
    scale = lens_for(looking, standing, size).scale
    turned = replace(looking, camera=camera)
    factor = scale / lens_for(turned, standing, size).scale
    return replace(turned, camera=replace(camera, zoom=camera.zoom * factor))
