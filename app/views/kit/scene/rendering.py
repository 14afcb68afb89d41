"""A scene on its way to the screen: what is kept from picture to picture, and what is made anew."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from app.domain.scene.camera import Lens
from app.domain.scene.drawing import draw
from app.domain.scene.looking import Looking, lens_for
from app.domain.scene.measuring import Lettering, Measure, measures_of
from app.domain.scene.model import Scene
from app.domain.scene.picture import Picture, Style
from app.domain.scene.shadow import shadow_of
from app.domain.scene.standing import Pose, Standing, stand
from app.views.kit.scene.ground import GroundShadow, ground_shadow
from app.views.kit.scene.painting import (
    label_size,
    paint_background,
    paint_measures,
    paint_picture,
)
from app.views.kit.tokens import Tokens

PIXELS = QImage.Format.Format_ARGB32_Premultiplied
"""Half transparent colours are laid on these pixels twice as fast as on those without opacity."""
_SHADOW = {"light": 0.30, "dark": 0.5}


class Renderer:
    """Draws one scene; keeps where its parts stand and its shadow while only the camera moves."""

    def __init__(self, scene: Scene) -> None:
        assert scene.parts, "an empty scene has no picture"
        self.scene = scene
        self._pose: Pose | None = None
        self._standing: Standing | None = None
        self._lens: Lens | None = None
        self._lens_of: tuple[Looking, tuple[float, float]] | None = None
        self._shadow: GroundShadow | None = None
        self._shadow_of: tuple[int, str] | None = None

    def standing(self, pose: Pose) -> Standing:
        """The parts in this pose."""
        if self._standing is None or pose != self._pose:
            self._pose, self._standing = pose, stand(self.scene, pose)
        return self._standing

    def lens(self, looking: Looking, size: tuple[float, float]) -> Lens:
        """The lens for a picture of this size."""
        standing = self.standing(looking.pose)
        if self._lens is None or self._lens_of != (looking, size):
            self._lens, self._lens_of = lens_for(looking, standing, size), (looking, size)
        return self._lens

    def picture(self, looking: Looking, size: tuple[float, float], style: Style) -> Picture:
        """The marks of the parts."""
        return draw(self.standing(looking.pose), self.lens(looking, size), style)

    def measures(self, looking: Looking, size: tuple[float, float]) -> tuple[Measure, ...]:
        """The dimensions that are shown."""
        if not looking.shows_dimensions:
            return ()
        return measures_of(self.scene.dimensions, self.lens(looking, size), Lettering(label_size), size)

    def paint_ground(
        self, painter: QPainter, looking: Looking, size: tuple[float, float], table: Tokens
    ) -> None:
        """The shadow, which is that of the pose."""
        standing = self.standing(looking.pose)
        if self._shadow is None or self._shadow_of != (id(standing), table.name):
            self._shadow = ground_shadow(shadow_of(standing), _SHADOW[table.name])
            self._shadow_of = (id(standing), table.name)
        self._shadow.paint(painter, self.lens(looking, size))

    def paint(
        self, painter: QPainter, looking: Looking, size: tuple[float, float], style: Style, table: Tokens
    ) -> Picture:
        """The whole view; gives the marks, for what is asked of places on it."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        paint_background(painter, QRectF(0, 0, *size), table)
        self.paint_ground(painter, looking, size, table)
        picture = self.picture(looking, size, style)
        paint_picture(painter, picture)
        paint_measures(painter, self.measures(looking, size), table)
        return picture


def accent_of(table: Tokens) -> tuple[int, int, int]:
    """The theme's accent as numbers."""
    colour = QColor(table.accent)
    return colour.red(), colour.green(), colour.blue()


def image_of(
    scene: Scene, looking: Looking, size: QSize, table: Tokens, style: Style | None = None
) -> QImage:
    """A scene as an image of so many pixels."""
    image = QImage(size, PIXELS)
    painter = QPainter(image)
    try:
        wanted = style or Style(accent=accent_of(table))
        Renderer(scene).paint(painter, looking, (size.width(), size.height()), wanted, table)
    finally:
        painter.end()
    return image
