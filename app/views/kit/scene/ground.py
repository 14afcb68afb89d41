"""The soft shadow on the ground: a small picture of the ground, blurred once and laid under every view of the scene."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPaintDevice, QPainter, QPolygonF, QTransform

from app.domain.scene.camera import Lens
from app.domain.scene.shadow import Shadow
from app.domain.scene.solids import Points

Cells: TypeAlias = npt.NDArray[np.float32]
_CELLS = 160
"""Cells along the longer side of the ground's picture."""
_SOFT, _FOOT_SOFT = 380.0, 130.0
"""Tenths of a millimetre over which an edge fades."""


_TILE = 8
"""Cells of a tile: tiles without shadow are not painted."""
_STRIP = 36
"""Rows of pixels that are painted at once, only as far as there is shadow."""


@dataclass(frozen=True, slots=True, eq=False)
class GroundShadow:
    """The shadow as a picture of the ground.

    Args:
        image: black, half transparent.
        corners: where on the ground its corners lie, (4, 2).
        tiles: the corners of the tiles in which there is any shadow, (n, 4, 2).
        ground: how high it lies.
    """

    image: QImage
    corners: Points
    tiles: Points
    ground: float

    def paint(self, painter: QPainter, lens: Lens) -> None:
        """Lay it on the ground that the lens sees from above; elevations have none."""
        if lens.is_parallel or lens.ahead[2] > -0.05:
            return
        seen = self._seen(lens, self.corners)
        wide, tall = self.image.width(), self.image.height()
        onto = QTransform()
        if not QTransform.quadToQuad(_quad([(0, 0), (wide, 0), (wide, tall), (0, tall)]), _quad(seen), onto):
            return
        tiles = self._seen(lens, self.tiles.reshape(-1, 2)).reshape(-1, 4, 2)
        strips = list(_strips(tiles, painter.device()))
        if strips:
            self._lay(painter, strips, _quad(seen), onto)

    def _lay(self, painter: QPainter, strips: list[QRect], outline: QPolygonF, onto: QTransform) -> None:
        """It is soft: laid on half as large, then drawn out in half the time."""
        left, right = min(rect.left() for rect in strips), max(rect.right() for rect in strips) + 1
        around = QRect(left, strips[0].top(), right - left, strips[-1].bottom() + 1 - strips[0].top())
        small = QImage(around.width() // 2 + 1, around.height() // 2 + 1, self.image.format())
        small.fill(Qt.GlobalColor.transparent)
        brush = QBrush(self.image)
        brush.setTransform(onto)
        laying = QPainter(small)
        laying.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        laying.scale(0.5, 0.5)
        laying.translate(-around.topLeft())
        laying.setPen(Qt.PenStyle.NoPen)
        laying.setBrush(brush)
        for rect in strips:
            laying.setClipRect(rect)
            laying.drawConvexPolygon(outline)
        laying.end()
        target = QRectF(around.left(), around.top(), 2 * small.width(), 2 * small.height())
        for rect in strips:
            painter.setClipRect(rect)
            painter.drawImage(target, small)
        painter.setClipping(False)

    def _seen(self, lens: Lens, places: Points) -> Points:
        return lens.project(np.column_stack((places, np.full(len(places), self.ground))))[:, :2]


def _strips(tiles: Points, device: QPaintDevice) -> Iterator[QRect]:
    """Rectangles of a picture, one below the other, that hold all tiles (n, 4, 2)."""
    ratio = device.devicePixelRatio()
    strip = max(int(_STRIP / ratio), 1)
    low, high = tiles.min(axis=1), tiles.max(axis=1)
    wide, tall = int(device.width() / ratio) + 1, int(device.height() / ratio) + 1
    end = min(int(high[:, 1].max(initial=0)) + 1, tall)
    for row in range(max(int(low[:, 1].min(initial=0)) - 1, 0), end, strip):
        meets = (low[:, 1] < row + strip) & (high[:, 1] > row)
        if meets.any():
            left, right = max(int(low[meets, 0].min()) - 1, 0), min(int(high[meets, 0].max()) + 2, wide)
            if left < right:
                yield QRect(left, row, right - left, strip)


def ground_shadow(shadow: Shadow, strength: float) -> GroundShadow:
    """The shadow with this opacity (0..1) where it is full."""
    rows = np.concatenate((shadow.thrown.reshape(-1, 2), shadow.feet.reshape(-1, 2)))
    rows = rows if len(rows) else np.zeros((1, 2))  # clear glass throws none
    edge = 2.5 * _SOFT
    low, high = rows.min(axis=0) - edge, rows.max(axis=0) + edge
    cell = float((high - low).max()) / _CELLS
    wide, tall = (max(int(side / cell) + 1, 2) for side in high - low)
    rect = QRectF(float(low[0]), float(low[1]), wide * cell, tall * cell)
    thrown = _blurred(_mask(shadow.thrown, rect, wide, tall), _SOFT / cell)
    feet = _blurred(_mask(shadow.feet, rect, wide, tall), _FOOT_SOFT / cell)
    dark = (np.clip(thrown * 0.72 + feet * 0.55, 0, 1) * strength).astype(np.float32)
    corners = low + _UNIT * np.array((wide * cell, tall * cell))
    return GroundShadow(_black(dark), corners, low + _tiles(dark) * cell, shadow.ground)


_UNIT = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])


def _tiles(dark: Cells) -> Points:
    """The corners of the tiles with any shadow, in cells, (n, 4, 2)."""
    tall, wide = dark.shape
    padded = np.pad(dark, ((0, -tall % _TILE), (0, -wide % _TILE)))
    blocks = padded.reshape(padded.shape[0] // _TILE, _TILE, -1, _TILE)
    rows, columns = np.nonzero(blocks.max(axis=(1, 3)) * 255 >= 1)
    return np.asarray((np.column_stack((columns, rows))[:, None] + _UNIT) * _TILE)


def _quad(places: Points | Sequence[Sequence[float]]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in places])


def _mask(rings: Points, rect: QRectF, wide: int, tall: int) -> Cells:
    """All outlines together, 0..1, (tall, wide)."""
    image = QImage(wide, tall, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    painter.scale(wide / rect.width(), tall / rect.height())
    painter.translate(-rect.topLeft())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.white)
    for ring in rings.tolist():
        painter.drawConvexPolygon([QPointF(x, y) for x, y in ring])
    painter.end()
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(tall, image.bytesPerLine())
    return rows[:, :wide].astype(np.float32) / np.float32(255)


def _blurred(mask: Cells, radius: float) -> Cells:
    """Two box filters along each side: nearly a Gaussian."""
    reach = max(round(radius / 2), 1)
    width = 2 * reach + 1
    for _pass in range(4):
        sums = np.cumsum(np.pad(mask, ((reach + 1, reach), (0, 0))), axis=0, dtype=np.float32)
        mask = ((sums[width:] - sums[:-width]) / np.float32(width)).T.astype(np.float32)
    return mask


def _black(dark: Cells) -> QImage:
    """Black of this opacity by cell."""
    tall, wide = dark.shape
    rows = np.zeros((tall, wide, 4), dtype=np.uint8)
    rows[:, :, 3] = dark * 255
    made = QImage(rows.tobytes(), wide, tall, 4 * wide, QImage.Format.Format_ARGB32_Premultiplied)
    return made.copy()
