"""Colours in the light: a lamp above the left shoulder, the sky, a little from behind; shadows on the ground."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np

from app.domain.scene.solids import Points

Colour: TypeAlias = tuple[int, int, int, int]
"""Red, green, blue, opacity: 0..255."""

TO_LAMP = np.array([-0.44, -0.82, 1.10]) / np.linalg.norm([-0.44, -0.82, 1.10])
_TO_FILL = np.array([0.75, 0.60, 0.25]) / np.linalg.norm([0.75, 0.60, 0.25])
_AMBIENT, _LAMP, _SKY, _FILL = 0.58, 0.50, 0.05, 0.09


def brightness(normals: Points) -> Points:
    """How bright faces are that look these ways, 1 being the colour as it is on a sample."""
    lamp = np.clip(normals @ TO_LAMP, 0, None)
    fill = np.clip(normals @ _TO_FILL, 0, None)
    return np.asarray(_AMBIENT + _LAMP * lamp + _FILL * fill + _SKY * (normals[:, 2] + 1) / 2)


def read_colour(text: str) -> tuple[int, int, int]:
    """`#rrggbb` as numbers; what is no colour is grey."""
    digits = text.lstrip("#")
    try:
        value = int(digits, 16)
    except ValueError:
        return (191, 191, 191)
    return (value >> 16 & 255, value >> 8 & 255, value & 255) if len(digits) == 6 else (191, 191, 191)


def hex_of(colour: Colour) -> str:
    """A colour as "#rrggbb"."""
    return "#{:02x}{:02x}{:02x}".format(*colour[:3])


@lru_cache(maxsize=8192)
def shaded(colour: tuple[int, int, int], factor: float, opacity: int = 255) -> Colour:
    """A colour so bright; above 1 it goes towards white."""
    if factor > 1:
        share = min(factor - 1, 1.0)
        red, green, blue = (part + (255 - part) * share for part in colour)
    else:
        red, green, blue = (part * factor for part in colour)
    return (round(red), round(green), round(blue), opacity)


def mixed(colour: Colour, other: tuple[int, int, int], share: float) -> Colour:
    """A share of another colour laid over."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour[:3], other, strict=True))
    return (red, green, blue, colour[3])


def is_dark(colour: tuple[int, int, int]) -> bool:
    """True where a darker line would not be seen."""
    return 0.30 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] < 75


def thrown(ways: Points, lamp: tuple[float, float] = (0.0, 0.0)) -> Points:
    """Ways in space as they fall on level ground (..., 2), where the lamp (moved aside) throws them."""
    x, y, z = TO_LAMP + np.array((*lamp, 0.0))
    return np.asarray(ways[..., :2] - ways[..., 2:] * np.array((x / z, y / z)))


def outlines_of(middles: Points, halves: Points) -> Points:
    """What cuboids cover in a plane, against the clock: (bodies, 6, 2).

    Args:
        middles: (bodies, 2).
        halves: half the edges, (bodies, 3, 2): each outline runs along all three and back again.
    """
    turned = (halves[..., 1] < 0) | ((halves[..., 1] == 0) & (halves[..., 0] < 0))
    ways = np.where(turned[..., None], -halves, halves)
    order = np.argsort(np.arctan2(ways[..., 1], ways[..., 0]), axis=1)
    ways = np.take_along_axis(ways, order[..., None], axis=1)
    steps = np.concatenate((-ways.sum(axis=1)[:, None], 2 * ways, -2 * ways[:, :2]), axis=1)
    return np.asarray(middles[:, None] + np.cumsum(steps, axis=1))


def outermost(rings: Points, most: int = 16) -> Points:
    """Convex outlines against the clock (n, corners, 2) without those that lie within one of the largest."""
    ends = np.roll(rings, -1, axis=1)
    areas = (rings[..., 0] * ends[..., 1] - rings[..., 1] * ends[..., 0]).sum(axis=1)
    largest = np.argsort(-areas, kind="stable")[:most]
    ways, starts = (ends - rings)[largest], rings[largest]
    levels = ways[..., 0] * starts[..., 1] - ways[..., 1] * starts[..., 0]
    places = rings.reshape(-1, 2)
    side = ways[..., :1] * places[:, 1] - ways[..., 1:] * places[:, 0]  # (largest, corners, places)
    inside = np.logical_and.reduce(side >= levels[..., None], axis=1).reshape(len(largest), *rings.shape[:2])
    hides = np.logical_and.reduce(inside, axis=2)
    hides[:, largest] &= np.triu(np.ones((len(largest), len(largest)), dtype=bool), 1)
    return np.asarray(rings[~np.logical_or.reduce(hides, axis=0)])
