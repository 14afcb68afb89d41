"""Scenes: parts in space with what they are made of.

Lengths are whole tenths of a millimetre. x runs to the right, y to the back, z up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


class Vector(NamedTuple):
    """A place, a size or a way in space, in tenths of a millimetre."""

    x: int
    y: int
    z: int


HERE = Vector(0, 0, 0)


@dataclass(frozen=True, slots=True)
class CutOut:
    """An opening through a box along its thinnest side, in that plane's axes (the first of x, y, z first).

    `at` is the lower corner of a rectangle of `size`, or the middle of a round opening of `radius`.
    """

    at: tuple[int, int]
    size: tuple[int, int] = (0, 0)
    radius: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A cuboid, with openings."""

    size: Vector
    cut_outs: tuple[CutOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Cylinder:
    """A round bar in the cuboid of this size, along its longest side."""

    size: Vector


@dataclass(frozen=True, slots=True)
class Profile:
    """A hollow bar of rectangular section in the cuboid of this size, along its longest side, with walls so thick."""

    size: Vector
    wall: int = 20


@dataclass(frozen=True, slots=True)
class SlantedLeg:
    """A square bar from the top of the cuboid down, whose foot is moved by `slant` along x and y."""

    size: Vector
    slant: tuple[int, int]


Solid: TypeAlias = Box | Cylinder | Profile | SlantedLeg


@dataclass(frozen=True, slots=True)
class Motion:
    """How a part opens: "left", "right", "top", "bottom" turn about that edge, by degrees; "slide" to the front."""

    kind: str
    by: int


@dataclass(frozen=True, slots=True)
class Part:
    """A solid of the product.

    Args:
        key: unique in its scene: "modules.2/door.0".
        code: of its row in the model.
        name: what people read, in the language of who asked.
        at: the lower corner of its cuboid with the smallest x, y, z.
        material: a key of `Scene.materials`.
        grain: "x", "y" or "z": along which the grain runs.
        explode: where it goes in the exploded view.
        asks: code of the group or number that a click on it opens.
        joins: keys of parts into which it may reach, by up to `joint`.
        edges: by side ("front", "back", "left", "right", "top", "bottom") the SKU of its edging.
        article: SKU of a part that is bought as it is.
    """

    key: str
    code: str
    name: str
    solid: Solid
    at: Vector
    material: str
    grain: str = "x"
    explode: Vector = HERE
    opens: Motion | None = None
    asks: str = ""
    joins: tuple[str, ...] = ()
    joint: int = 0
    edges: Mapping[str, str] = field(default_factory=dict)
    article: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """What a part is made of: `kind` and the rest as in `MaterialDef`; `thickness` and `sheet` in tenths."""

    code: str
    name: str
    kind: str = "piece"
    article: str = ""
    thickness: int = 0
    sheet: tuple[int, int] = (28000, 20700)
    has_grain: bool = False
    colour: str = "#bfbfbf"
    texture: str = "plain"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A measure that is drawn from one place to another, moved aside by `offset`; its text is the length in mm.

    One of a chain is written without the unit, which would not fit between its neighbours.
    """

    start: Vector
    end: Vector
    offset: Vector
    is_in_chain: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """All parts of a configured product, within its outer size."""

    parts: tuple[Part, ...]
    materials: Mapping[str, Material]
    outer: Vector
    dimensions: tuple[Dimension, ...] = ()
