"""Pictures of scenes by QPainter: background, shadow, faces, lines, dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

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

from app.domain.scene.light import Colour
from app.domain.scene.measuring import Measure
from app.domain.scene.picture import Fill, Lines, Picture, Shade, Surface
from app.views.kit import theme
from app.views.kit.scene.surfaces import surface_brush
from app.views.kit.tokens import Tokens

_SKY = {"light": ("#f8fafb", "#e9edf1", "#dce1e6"), "dark": ("#3b444f", "#2e363f", "#222930")}
_LABEL_ROOM = 6.0
_STRIP = 90
"""Rows of pixels."""
_SMOOTH = QPainter.RenderHint.Antialiasing
_SMALL_FACE = 9000.0
"""Square pixels."""


def paint_background(painter: QPainter, rect: QRectF, table: Tokens) -> None:
    """A studio's wall and floor: lighter above."""
    sky = QLinearGradient(rect.topLeft(), rect.bottomLeft())
    for stop, colour in zip((0.0, 0.55, 1.0), _SKY[table.name], strict=True):
        sky.setColorAt(stop, QColor(colour))
    painter.fillRect(rect, sky)


def paint_picture(painter: QPainter, picture: Picture, *, is_draft: bool = False) -> None:
    """All marks, the first below; of a draft the grain is rough, in a quarter of the time."""
    brush = _Brush(painter, is_draft=is_draft)
    for mark in picture.marks:
        if isinstance(mark, Fill):
            brush.fill(mark)
        else:
            brush.draw(mark)
    brush.smooth(on=True)


class _Brush:
    """Paints marks; sets what the painter does not have already.

    Flat faces are not smoothed: their edges are drawn over them, which is smooth and a quarter of the time. Round sides
    have no edges along them.
    """

    def __init__(self, painter: QPainter, *, is_draft: bool) -> None:
        self._painter, self._is_draft = painter, is_draft
        self._is_smooth = True
        self._pen: tuple[Colour, float] | None = None
        painter.setRenderHint(_SMOOTH)

    def smooth(self, *, on: bool) -> None:
        """Edges are smooth from here on, or not."""
        if on != self._is_smooth:
            self._painter.setRenderHint(_SMOOTH, on)
            self._is_smooth = on

    def fill(self, fill: Fill) -> None:
        """A face, with what lies on it."""
        painter = self._painter
        self.smooth(on=fill.shade is not None)
        if self._pen is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            self._pen = None
        painter.setBrush(_gradient(fill.shade) if fill.shade else _flat(fill.colour))
        if len(fill.rings) > 1:
            path = QPainterPath()  # the even-odd rule holds by itself
            for ring in fill.rings:
                path.addPolygon(polygon(ring))
                path.closeSubpath()
            self._lay(fill, path.boundingRect(), lambda: painter.drawPath(path))
        else:
            outline = polygon(fill.rings[0])
            self._lay(fill, outline.boundingRect(), lambda: painter.drawPolygon(outline))

    def _lay(self, fill: Fill, around: QRectF, lay: Callable[[], None]) -> None:
        """The colour, then what lies on it."""
        if fill.shade:
            in_strips(self._painter, around, lay)
        else:
            lay()
        if fill.surface:
            self._texture(around, fill.surface)
            in_strips(self._painter, around, lay)

    def _texture(self, around: QRectF, surface: Surface) -> None:
        """Grain on a small face needs no smoothing: half the time."""
        is_smooth = not self._is_draft and around.width() * around.height() >= _SMALL_FACE
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        self._painter.setBrush(surface_brush(surface, is_draft=self._is_draft))

    def draw(self, lines: Lines) -> None:
        """Lines."""
        self.smooth(on=True)
        if self._pen != (lines.colour, lines.width):
            self._painter.setPen(_line_pen(lines.colour, lines.width))
            self._pen = (lines.colour, lines.width)
        self._painter.drawLines([QLineF(*row) for row in lines.rows.tolist()])


def in_strips(painter: QPainter, around: QRectF, paint: Callable[[], None]) -> None:
    """Paint what lies within a rectangle, a strip at a time.

    Qt gives textures and gradients of about a hundred rows and more to its threads and waits for them: a face is
    painted before they are awake.
    """
    device = painter.device()
    ratio = device.devicePixelRatio()
    strip = max(int(_STRIP / ratio), 1)
    top = max(int(around.top()) - 1, 0)
    bottom = min(int(around.bottom()) + 2, int(device.height() / ratio) + 1)
    if bottom - top <= strip:
        paint()
        return
    left, wide = int(around.left()) - 1, int(around.width()) + 4
    for row in range(top, bottom, strip):
        painter.setClipRect(left, row, wide, strip)
        paint()
    painter.setClipping(False)


@lru_cache(maxsize=1024)
def _flat(colour: Colour) -> QBrush:
    return QBrush(QColor(*colour))


@lru_cache(maxsize=256)
def _line_pen(colour: Colour, width: float) -> QPen:
    pen = QPen(QColor(*colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # the quickest
    return pen


def _gradient(shade: Shade) -> QLinearGradient:
    found = QLinearGradient(QPointF(*shade.start), QPointF(*shade.end))
    for at, colour in shade.stops:
        found.setColorAt(at, QColor(*colour))
    return found


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
