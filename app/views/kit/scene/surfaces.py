"""Wood and brushed metal as half transparent images, laid on faces of any colour.

Drawn from a fixed seed: the same part looks the same in every picture. Each is kept in four sizes, because an image
that is shrunk much flickers.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QBrush, QImage, QTransform

from app.domain.scene.picture import Surface

_LEVELS = 4
_FLAT = 0.12
"""A face that hardly grows smaller to its far end is laid on without perspective, in half the time."""

_DRAFT_FLAT = 0.3


class _Cut(NamedTuple):
    """The size of a texture's image, tenths of a millimetre by pixel along and across, darkest, lightest (0..255)."""

    wide: int
    tall: int
    along: float
    across: float
    dark: int
    light: int


_CUTS = {"wood": _Cut(640, 640, 60.0, 16.0, 118, 66), "metal": _Cut(256, 256, 60.0, 12.0, 26, 22)}


def surface_brush(surface: Surface, *, is_draft: bool = False) -> QBrush:
    """A brush whose texture lies on the face; in a draft about so."""
    cut = _CUTS[surface.texture]
    wanted = math.log2(max(1 / (surface.scale * cut.across * 1.3), 1.0))
    level = min(int(wanted + 0.7), _LEVELS - 1)
    brush = QBrush(_images(surface.texture)[level])
    a, b, c, d, e, f, g, h, i = surface.matrix
    along, across = cut.along * 2**level, cut.across * 2**level
    at_x, at_y = _cut_at(surface.seed, cut)
    own = QTransform(along, 0, 0, across, -at_x * cut.along, -at_y * cut.across)
    if surface.bend > (_DRAFT_FLAT if is_draft else _FLAT):
        brush.setTransform(own * QTransform(a, d, g, b, e, h, c, f, i))
    else:
        x, y = c / i, f / i
        plain = QTransform((a - g * x) / i, (d - g * y) / i, (b - h * x) / i, (e - h * y) / i, x, y)
        brush.setTransform(own * plain)
    return brush


def _cut_at(seed: int, cut: _Cut) -> tuple[float, float]:
    """Where in the image a face begins."""
    return float(seed * 7919 % cut.wide), float(seed * 104_729 // 64 % cut.tall)


@cache
def _images(texture: str) -> tuple[QImage, ...]:
    values = _wood() if texture == "wood" else _brushed()
    return tuple(_image(level, _CUTS[texture]) for level in _halved(values))


def _halved(values: npt.NDArray[np.float64]) -> list[npt.NDArray[np.float64]]:
    """The values, and means of 2 x 2, 4 x 4, ... of them."""
    found = [values]
    for _level in range(_LEVELS - 1):
        last = found[-1]
        found.append((last[::2, ::2] + last[1::2, ::2] + last[::2, 1::2] + last[1::2, 1::2]) / 4)
    return found


def _wood() -> npt.NDArray[np.float64]:
    """-1 (dark) to 1 (light), (tall, wide), without seams: growth rings that wander, fibres, broad bands."""
    cut = _CUTS["wood"]
    chances = np.random.Generator(np.random.PCG64(20_260_101))
    along = np.arange(cut.wide) / cut.wide * 2 * math.pi
    across = np.arange(cut.tall) / cut.tall * 2 * math.pi
    wander = 0.055 * np.sin(along)[None] + 0.03 * np.sin(2 * along + 1.3)[None]
    wander = wander * (1 + 0.6 * np.sin(2 * across + 0.7))[:, None]
    place = across[:, None] + wander
    warped = place + 0.10 * np.sin(3 * place + 0.5) + 0.05 * np.sin(7 * place + 2.1)
    rings = warped * 26 / (2 * math.pi) + 0.35 * np.sin(5 * place)
    part = rings - np.floor(rings)
    ring = -np.power(part, 5) + 0.22 * (1 - part)
    bands = 0.34 * np.sin(2 * place + 0.4) + 0.26 * np.sin(5 * place + 1.9) + 0.16 * np.sin(11 * place + 0.2)
    fibres = _stretched(chances.normal(size=(cut.tall, cut.wide // 16)), 16)
    pores = np.minimum(_stretched(chances.normal(size=(cut.tall, cut.wide // 8)), 8) + 1.6, 0)
    return np.asarray(np.clip(0.50 * ring + 0.42 * bands + 0.13 * fibres + 0.4 * pores, -1, 1))


def _brushed() -> npt.NDArray[np.float64]:
    cut = _CUTS["metal"]
    chances = np.random.Generator(np.random.PCG64(7))
    coarse = _stretched(chances.normal(size=(cut.tall, cut.wide // 32)), 32)
    fine = _stretched(chances.normal(size=(cut.tall, cut.wide // 8)), 8)
    return np.asarray(np.clip(0.5 * coarse + 0.4 * fine, -1, 1))


def _stretched(values: npt.NDArray[np.float64], factor: int) -> npt.NDArray[np.float64]:
    """Each row drawn out evenly, its end meeting its start."""
    share = np.arange(factor) / factor
    after = np.roll(values, -1, axis=1)
    return (values[:, :, None] * (1 - share) + after[:, :, None] * share).reshape(len(values), -1)


def _image(values: npt.NDArray[np.float64], cut: _Cut) -> QImage:
    """Dark values as brown, light ones as white, each as strong as it is."""
    tall, wide = values.shape
    opacity = np.where(values < 0, -values * cut.dark, values * cut.light)
    white = np.where(values < 0, 0.0, opacity)
    pixels = np.empty((tall, wide, 4), dtype=np.uint8)
    brown = np.where(values < 0, opacity * 0.12, 0.0)
    pixels[:, :, 0] = white
    pixels[:, :, 1] = white + brown * 0.6
    pixels[:, :, 2] = white + brown
    pixels[:, :, 3] = opacity
    made = QImage(pixels.tobytes(), wide, tall, 4 * wide, QImage.Format.Format_ARGB32_Premultiplied)
    return made.copy()
