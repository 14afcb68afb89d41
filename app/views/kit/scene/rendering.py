"""A scene on its way to the screen: what is kept from picture to picture, and what is made anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from app.domain.scene.camera import Lens
from app.domain.scene.drawing import draw
from app.domain.scene.looking import Looking, dimensions_for, lens_for
from app.domain.scene.measuring import Lettering, Measure, measures_of
from app.domain.scene.model import Scene
from app.domain.scene.picture import Picture, Style
from app.domain.scene.shadow import shadow_of
from app.domain.scene.standing import Pose, Standing, is_same_shape, stand
from app.i18n import current_speech
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


Value = TypeVar("Value")


class Kept(Generic[Value]):
    """What was made last, and for what."""

    def __init__(self) -> None:
        self._made: tuple[Hashable, Value] | None = None

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What was made for this key, else made now."""
        if self._made is None or self._made[0] != key:
            self._made = key, make()
        return self._made[1]


class Renderer:
    """Draws one scene; keeps where its parts stand and its shadow while only the camera moves."""

    def __init__(self, scene: Scene, before: Renderer | None = None) -> None:
        """What was found out for the scene before is taken over as far as it holds for this one too."""
        assert scene.parts, "an empty scene has no picture"
        self.scene = scene
        self._pose: Pose | None = None
        self._standing: Standing | None = None
        self._lens: Kept[Lens] = Kept()
        self._picture: Kept[Picture] = Kept()
        self._shadow: Kept[GroundShadow] = Kept()
        if before is not None and is_same_shape(before.scene, scene):
            self._take_over(before)

    def _take_over(self, before: Renderer) -> None:
        standing = before._standing
        self._pose, self._shadow = before._pose, before._shadow
        self._standing = standing.clad(self.scene) if standing is not None else None

    def standing(self, pose: Pose) -> Standing:
        """The parts in this pose."""
        if self._standing is None or pose != self._pose:
            self._pose, self._standing = pose, stand(self.scene, pose)
        return self._standing

    def lens(self, looking: Looking, size: tuple[float, float]) -> Lens:
        """The lens for a picture of this size."""
        return self._lens.get((looking, size), lambda: lens_for(looking, self.standing(looking.pose), size))

    def picture(self, looking: Looking, size: tuple[float, float], style: Style) -> Picture:
        """The marks of the parts."""
        lens = self.lens(looking, size)
        return self._picture.get(
            (looking, size, style), lambda: draw(self.standing(looking.pose), lens, style)
        )

    def measures(self, looking: Looking, size: tuple[float, float]) -> tuple[Measure, ...]:
        """The dimensions that are shown."""
        dimensions = dimensions_for(looking, self.standing(looking.pose))
        lettering = Lettering(label_size, decimal=current_speech().decimal)
        return measures_of(dimensions, self.lens(looking, size), lettering, size)

    def paint_ground(
        self, painter: QPainter, looking: Looking, size: tuple[float, float], table: Tokens
    ) -> None:
        """The shadow, which is that of the pose."""
        standing = self.standing(looking.pose)
        shadow = self._shadow.get(
            (looking.pose, table.name), lambda: ground_shadow(shadow_of(standing), _SHADOW[table.name])
        )
        shadow.paint(painter, self.lens(looking, size))

    def paint(
        self,
        painter: QPainter,
        looking: Looking,
        size: tuple[float, float],
        style: Style,
        table: Tokens,
        *,
        is_draft: bool = False,
    ) -> Picture:
        """The whole view, as a draft with rough grain; gives the marks, for what is asked of places on it."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        paint_background(painter, QRectF(0, 0, *size), table)
        self.paint_ground(painter, looking, size, table)
        picture = self.picture(looking, size, style)
        paint_picture(painter, picture, is_draft=is_draft)
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
