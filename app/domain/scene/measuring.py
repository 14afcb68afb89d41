"""Dimensions on the picture: lines with arrows, and texts that stand in nobody's way."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from app.domain.scene.camera import Lens
from app.domain.scene.model import Dimension, Vector
from app.domain.scene.picture import Place
from app.domain.scene.solids import Points, crossed

ARROW_LENGTH, ARROW_WIDTH = 10.0, 3.4
_OVER = 6.0
"""Pixels that a side line goes on beyond its arrow."""
_SHORTEST = 12.0
"""Pixels of a dimension below which it is left out."""
_SHIFTS = (0.0, -0.4, 0.4, -0.7, 0.7, -1.0, 1.0)
"""Where a text may stand: shares of the way from the middle to where it would meet an arrow."""
_CLEAR = 2.0
"""So far a text on its line keeps away from what is measured."""
_BEYOND = 6.0
_END_ON = 0.8
"""The share of an offset that goes into the picture from which on the offset is seen end on."""


class Lettering(NamedTuple):
    """How dimensions are written.

    Args:
        size_of: the width and height of a text.
        arrow: the size of arrow heads (1: on screen).
        decimal: what stands before decimals in the language of who reads.
    """

    size_of: Callable[[str], tuple[float, float]]
    arrow: float = 1.0
    decimal: str = "."


class Label(NamedTuple):
    """A text with the middle of its rectangle, and the rectangle's width and height."""

    text: str
    middle: Place
    size: tuple[float, float]

    def meets(self, other: Label, gap: float = 3.0) -> bool:
        """True where the two rectangles come nearer than the gap."""
        return all(
            abs(self.middle[axis] - other.middle[axis]) < (self.size[axis] + other.size[axis]) / 2 + gap
            for axis in (0, 1)
        )

    def within(self, room: tuple[float, float]) -> Label:
        """Moved so far that all of it is in a picture of this size."""
        x, y = (
            min(max(at, side / 2 + 2), max(end - side / 2 - 2, side / 2))
            for at, side, end in zip(self.middle, self.size, room, strict=True)
        )
        return self._replace(middle=(x, y))


@dataclass(frozen=True, slots=True)
class Measure:
    """A dimension as it is drawn: lines from place to place, two arrow heads, its text."""

    lines: tuple[tuple[Place, Place], ...]
    arrows: tuple[tuple[Place, Place, Place], ...]
    label: Label


def measures_of(
    dimensions: tuple[Dimension, ...],
    lens: Lens,
    lettering: Lettering,
    room: tuple[float, float] | None = None,
) -> tuple[Measure, ...]:
    """The dimensions that the lens sees from the side; one that it sees end on is left out.

    `room` is the size of the picture: no text is cut off by its edge.
    """
    found: list[Measure] = []
    for dimension in dimensions:
        places = lens.project(_corners(dimension))[:, :2]
        length = float(np.hypot(*(places[3] - places[2])))
        if length >= _SHORTEST * lettering.arrow:
            text = measure_text(dimension, lettering.decimal)
            spots = _spots(text, lettering, places, length)
            label = _free(
                [each.within(room) for each in spots] if room else spots, [each.label for each in found]
            )
            found.append(_measure(places, length, label, min(lettering.arrow, length / 3 / ARROW_LENGTH)))
    return tuple(found)


def measure_text(dimension: Dimension, decimal: str = ".") -> str:
    """The length in millimetres, with a decimal where it has one."""
    text = length_text(round(math.dist(dimension.start, dimension.end)), decimal)
    return text if dimension.is_in_chain else f"{text} mm"


def length_text(tenths: int, decimal: str = ".") -> str:
    """A length in millimetres, with a decimal where it has one: 24.5."""
    whole, rest = divmod(tenths, 10)
    return f"{whole}{decimal}{rest}" if rest else str(whole)


def beside(dimensions: tuple[Dimension, ...], ahead: Points, middle: Points) -> tuple[Dimension, ...]:
    """Dimensions that would lie on the product for who looks that way, moved aside on the picture instead.

    Args:
        dimensions: of a product.
        ahead: which way one looks at it, without perspective.
        middle: of the product: dimensions are moved away from it.
    """
    return tuple(_beside(each, ahead, middle) for each in dimensions)


def _beside(dimension: Dimension, ahead: Points, middle: Points) -> Dimension:
    start, end, offset = (
        np.array(v, dtype=float) for v in (dimension.start, dimension.end, dimension.offset)
    )
    reach = float(np.linalg.norm(offset))
    aside = crossed(end - start, ahead)
    length = float(np.linalg.norm(aside))
    if abs(float(offset @ ahead)) < _END_ON * reach or length < 1:
        return dimension
    aside *= reach / length
    away = aside if ((start + end) / 2 - middle) @ aside >= 0 else -aside
    return replace(dimension, offset=Vector(*(round(part) for part in away.tolist())))


def dimension_corners(dimensions: tuple[Dimension, ...]) -> Points:
    """All places that dimensions reach, (n, 3): for a picture that is to hold them."""
    if not dimensions:
        return np.zeros((0, 3))
    return np.concatenate([_corners(each) for each in dimensions])


def _corners(dimension: Dimension) -> Points:
    """Start, end, and both moved aside."""
    start, end, offset = (
        np.array(v, dtype=float) for v in (dimension.start, dimension.end, dimension.offset)
    )
    return np.array([start, end, start + offset, end + offset])


def _measure(places: Points, length: float, label: Label, size: float) -> Measure:
    start, end, first, last = places
    along = (last - first) / length
    lines = [(_place(first), _place(last))]
    for foot, head in ((start, first), (end, last)):
        way = head - foot
        reach = float(np.hypot(*way))
        if reach > 1:
            lines.append(
                (_place(foot + way / reach * min(3.0, reach)), _place(head + way / reach * _OVER * size))
            )
    arrows = (_arrow(first, along, size), _arrow(last, -along, size))
    return Measure(tuple(lines), arrows, label)


def _arrow(tip: Points, inwards: Points, size: float) -> tuple[Place, Place, Place]:
    aside = np.array([-inwards[1], inwards[0]]) * ARROW_WIDTH * size
    foot = tip + inwards * ARROW_LENGTH * size
    return _place(tip), _place(foot + aside), _place(foot - aside)


def _spots(text: str, lettering: Lettering, places: Points, length: float) -> list[Label]:
    """Where the text may stand: on its line, the middle first; beside it, away from the product; beyond an end.

    On a line that is near the product it stands as far out as it must, so as not to cover what is measured.
    """
    start, _, first, last = places
    size = lettering.size_of(text)
    along = (last - first) / length
    reach = abs(float(along[0])) * size[0] / 2 + abs(float(along[1])) * size[1] / 2
    inner = (length - 2 * ARROW_LENGTH * lettering.arrow) / 2 - reach
    shares = [0.5 + shift * inner / length for shift in _SHIFTS] if inner > 0 else []
    beyond = (reach + _BEYOND) / length
    aside = np.array([-along[1], along[0]])
    aside *= 1 if aside @ (first - start) >= 0 else -1
    off = abs(float(aside[0])) * size[0] / 2 + abs(float(aside[1])) * size[1] / 2
    out = aside * max(0.0, off + _CLEAR - abs(float(aside @ (first - start))))
    found = [first + (last - first) * share + out for share in shares]
    found += [first + (last - first) * share for share in (1 + beyond, -beyond)]
    off += ARROW_WIDTH * lettering.arrow + 0.5
    found.insert(len(shares), (first + last) / 2 + aside * off)
    return [Label(text, _place(row), size) for row in found]


def _free(labels: list[Label], others: list[Label]) -> Label:
    """The first that meets none of the others."""
    return next((label for label in labels if not any(label.meets(other) for other in others)), labels[0])


def _place(row: Points) -> Place:
    return (float(row[0]), float(row[1]))
