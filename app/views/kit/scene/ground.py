"""The soft shadow on the ground: a small picture of the ground, blurred once and laid under every view of the scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPolygonF, QTransform

from app.domain.scene.camera import Lens
from app.domain.scene.shadow import Shadow
from app.domain.scene.solids import Points
from app.views.kit.scene.painting import in_strips

Cells: TypeAlias = npt.NDArray[np.float32]
_CELLS = 160
"""Cells along the longer side of the ground's picture."""
_SOFT, _FOOT_SOFT = 380.0, 130.0
"""Tenths of a millimetre over which an edge fades."""


@dataclass(frozen=True, slots=True, eq=False)
class GroundShadow:
    """The shadow as a picture of the ground, and where on the ground its corners lie."""

    image: QImage
    rect: QRectF
    ground: float

    def paint(self, painter: QPainter, lens: Lens) -> None:
        """Lay it on the ground that the lens sees from above; elevations have none."""
        if lens.is_parallel or lens.ahead[2] > -0.05:
            return
        rect = self.rect
        places = [(rect.left(), rect.top()), (rect.right(), rect.top()), (rect.right(), rect.bottom())]
        places.append((rect.left(), rect.bottom()))
        seen = lens.project(np.array([(x, y, self.ground) for x, y in places]))[:, :2].tolist()
        wide, tall = self.image.width(), self.image.height()
        corners = [(0, 0), (wide, 0), (wide, tall), (0, tall)]
        onto = QTransform()
        if not QTransform.quadToQuad(_quad(corners), _quad(seen), onto):
            return
        brush = QBrush(self.image)
        brush.setTransform(onto)
        outline = _quad(seen)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)  # its edges are clear anyway
        in_strips(painter, outline.boundingRect(), lambda: painter.drawConvexPolygon(outline))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)


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
    return GroundShadow(_black(dark), rect, shadow.ground)


def _quad(places: Sequence[Sequence[float]]) -> QPolygonF:
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
