"""A small square of a material, as its parts look in the picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from app.views.kit import theme

_GRAIN = (0.22, 0.42, 0.58, 0.8)


def paint_swatch(painter: QPainter, box: QRectF, colour: str, texture: str, *, faded: bool = False) -> None:
    """Fill a rounded square with the material; `faded` where it cannot be had."""
    base = QColor(colour)
    painter.save()
    painter.setOpacity(0.4 if faded else 1.0)
    shape = QPainterPath()
    shape.addRoundedRect(box, 4, 4)
    painter.fillPath(shape, _metal(base, box) if texture == "metal" else base)
    if texture == "wood":
        _paint_grain(painter, shape, box, base)
    elif texture == "glass":
        _paint_shine(painter, shape, box)
    painter.setPen(QPen(QColor(theme.tokens().border_strong), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape)
    painter.restore()


def _metal(base: QColor, box: QRectF) -> QLinearGradient:
    shine = QLinearGradient(box.topLeft(), box.bottomRight())
    shine.setColorAt(0, base.lighter(130))
    shine.setColorAt(0.5, base)
    shine.setColorAt(1, base.darker(115))
    return shine


def _paint_grain(painter: QPainter, shape: QPainterPath, box: QRectF, base: QColor) -> None:
    painter.save()
    painter.setClipPath(shape)
    painter.setPen(QPen(base.darker(122), 1))
    for share in _GRAIN:
        y = box.top() + share * box.height()
        painter.drawLine(QPointF(box.left(), y + 1), QPointF(box.right(), y - 1))
    painter.restore()


def _paint_shine(painter: QPainter, shape: QPainterPath, box: QRectF) -> None:
    painter.save()
    painter.setClipPath(shape)
    light = QColor("#ffffff")
    light.setAlpha(150)
    painter.setPen(QPen(light, 3))
    painter.drawLine(box.bottomLeft(), box.topRight())
    painter.restore()
