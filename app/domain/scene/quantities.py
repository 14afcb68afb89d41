"""How much of which article the parts of a scene take: what is cut from sheets and bars, edged, or bought as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.scene.model import Material, Part, Scene, Vector

PIECE = 1
METRE = 10_000
"""Tenths of a millimetre."""
SQUARE_METRE = METRE**2

SIDES: Mapping[str, int] = {"left": 0, "right": 0, "front": 1, "back": 1, "bottom": 2, "top": 2}
"""By side of a part the axis to which it is square: x, y, z."""


class Use(NamedTuple):
    """So much of an article: `amount / per` pieces, metres or square metres."""

    article: str
    amount: int
    per: int


@dataclass(frozen=True, slots=True)
class Covered:
    """Parts of a material and what they cover, in square tenths of a millimetre."""

    count: int
    area: int


def thinnest_axis(size: Vector) -> int:
    """The axis of the least size, of equal ones the first."""
    return min(range(3), key=size.__getitem__)


def longest_axis(size: Vector) -> int:
    """The axis of the greatest size, of equal ones the first."""
    return max(range(3), key=size.__getitem__)


def panel_area(size: Vector) -> int:
    """What a panel of this size covers, in square tenths of a millimetre: its openings are cut out of it."""
    return size.x * size.y * size.z // min(size)


def edge_length(size: Vector, side: str) -> int:
    """How long the edge of a panel is on a side, in tenths; 0 where that side is its face, which has no edge."""
    axis, thin = SIDES[side], thinnest_axis(size)
    return 0 if axis == thin else size[3 - axis - thin]


def uses_of(part: Part, material: Material) -> Iterator[Use]:
    """What a part takes: its article if it is bought as it is, else of its material and its edging."""
    if part.article:
        yield Use(part.article, 1, PIECE)
        return
    size = part.solid.size
    if material.article:
        if material.kind == "sheet":
            yield Use(material.article, panel_area(size), SQUARE_METRE)
        elif material.kind == "bar":
            yield Use(material.article, max(size), METRE)
        else:
            yield Use(material.article, 1, PIECE)
    for side, article in part.edges.items():
        yield Use(article, edge_length(size, side), METRE)


def covered(scene: Scene) -> Mapping[str, Covered]:
    """By material the parts that are made of it here, bought ones left out."""
    return covered_by(scene.parts)


def covered_by(parts: tuple[Part, ...]) -> dict[str, Covered]:
    """By material the parts that are made of it here, bought ones left out."""
    found: dict[str, Covered] = {}
    for part in parts:
        if not part.article:
            before = found.get(part.material, Covered(0, 0))
            found[part.material] = Covered(before.count + 1, before.area + panel_area(part.solid.size))
    return found
