"""Pictures of scenes by QPainter: background, shadow, faces, lines, dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from app.domain.scene.measuring import Measure
from app.domain.scene.picture import Fill, Lines, Picture, Shade, Surface
from app.views.kit import theme
from app.views.kit.scene.surfaces import surface_brush
from app.views.kit.tokens import Tokens

_SKY = {"light": ("#f8fafb", "#e9edf1", "#dce1e6"), "dark": ("#3b444f", "#2e363f", "#222930")}
_LABEL_ROOM = 6.0
_SMALL_FACE = 9000.0
"""Square pixels."""


def paint_background(painter: QPainter, rect: QRectF, table: Tokens) -> None:
    """A studio's wall and floor: lighter above."""
    sky = QLinearGradient(rect.topLeft(), rect.bottomLeft())
    for stop, colour in zip((0.0, 0.55, 1.0), _SKY[table.name], strict=True):
        sky.setColorAt(stop, QColor(colour))
    painter.fillRect(rect, sky)


def paint_picture(painter: QPainter, picture: Picture) -> None:
    """All marks, the first below."""
    for mark in picture.marks:
        if isinstance(mark, Fill):
            _paint_fill(painter, mark)
        else:
            _paint_lines(painter, mark)


def _paint_fill(painter: QPainter, fill: Fill) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_gradient(fill.shade) if fill.shade else QColor(*fill.colour))
    if len(fill.rings) > 1:
        path = QPainterPath()  # the even-odd rule holds by itself
        for ring in fill.rings:
            path.addPolygon(polygon(ring))
            path.closeSubpath()
        painter.drawPath(path)
        if fill.surface:
            painter.setBrush(surface_brush(fill.surface))
            painter.drawPath(path)
        return
    outline = polygon(fill.rings[0])
    painter.drawPolygon(outline)
    if fill.surface:
        _paint_surface(painter, outline, fill.surface)


def _paint_surface(painter: QPainter, outline: QPolygonF, surface: Surface) -> None:
    """Faint edges with lines on them need no smoothing, nor does grain on a small face: half the time."""
    around = outline.boundingRect()
    is_small = around.width() * around.height() < _SMALL_FACE
    painter.setBrush(surface_brush(surface))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=not is_small)
    painter.drawPolygon(outline)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)


def _gradient(shade: Shade) -> QLinearGradient:
    found = QLinearGradient(QPointF(*shade.start), QPointF(*shade.end))
    for at, colour in shade.stops:
        found.setColorAt(at, QColor(*colour))
    return found


def _paint_lines(painter: QPainter, lines: Lines) -> None:
    pen = QPen(QColor(*lines.colour), lines.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # the quickest
    painter.setPen(pen)
    painter.drawLines([QLineF(*row) for row in lines.rows.tolist()])


def polygon(ring: Iterable[Sequence[float]]) -> QPolygonF:
    """A closed outline."""
    return QPolygonF([QPointF(x, y) for x, y in ring])


def label_size(text: str) -> tuple[float, float]:
    """Width and height of a dimension's plate."""
    metrics = QFontMetricsF(theme.base_font(12))
    return metrics.horizontalAdvance(text) + 2 * _LABEL_ROOM, metrics.height() + 4


def paint_measures(painter: QPainter, measures: tuple[Measure, ...], table: Tokens) -> None:
    """Dimension lines, then the plates with their texts over all of them."""
    ink = QColor(table.accent)
    for measure in measures:
        painter.setPen(QPen(ink, 1.2))
        painter.drawLines([QLineF(*start, *end) for start, end in measure.lines])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(ink))
        for arrow in measure.arrows:
            painter.drawConvexPolygon(polygon(arrow))
    painter.setFont(theme.base_font(12))
    for measure in measures:
        label = measure.label
        plate = QRectF(0, 0, *label.size)
        plate.moveCenter(QPointF(*label.middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(table.card))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setPen(ink)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, label.text)
