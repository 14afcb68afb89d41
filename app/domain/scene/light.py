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


def shadow_points(points: Points, ground: float, aside: tuple[float, float] = (0.0, 0.0)) -> Points:
    """Where the lamp (moved aside) throws places on the ground, (n, 3)."""
    lamp = TO_LAMP + np.array((*aside, 0.0))
    heights = np.clip(points[:, 2] - ground, 0, None)
    thrown = points - np.outer(heights / lamp[2], lamp)
    thrown[:, 2] = ground
    return thrown


def outline_of(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The convex outline of places in a plane, against the clock (Andrew's monotone chain)."""
    rows = sorted(set(points))
    if len(rows) < 3:
        return rows
    lower = _chain(rows)
    upper = _chain(rows[::-1])
    return lower[:-1] + upper[:-1]


def _chain(rows: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for x, y in rows:
        while len(found) > 1:
            (ax, ay), (bx, by) = found[-2], found[-1]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            found.pop()
        found.append((x, y))
    return found
