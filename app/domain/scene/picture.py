"""A scene as flat marks in painting order: the same for the screen, papers and SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from app.domain.scene.light import Colour
from app.domain.scene.solids import Points

Place: TypeAlias = tuple[float, float]
Grain: TypeAlias = Literal["none", "lines", "surface"]


class Surface(NamedTuple):
    """Where a texture lies on a face.

    Args:
        texture: "wood" or "metal".
        matrix: from tenths of a millimetre along and across the grain to the picture: nine numbers, row by row,
            of which the third row gives the divisor.
        seed: stands for the face: no two look cut from the same place.
        scale: pixels by tenth of a millimetre across the grain, about.
        bend: by about which share the far end is smaller than the near one.
    """

    texture: str
    matrix: tuple[float, ...]
    seed: int
    scale: float
    bend: float


class Shade(NamedTuple):
    """Colours that change along a line, from its start (0) to its end (1)."""

    start: Place
    end: Place
    stops: tuple[tuple[float, Colour], ...]


class Fill(NamedTuple):
    """A face: its outline first, then its openings (filled by the even-odd rule).

    Args:
        part: its number in the scene.
        shade: of a round side, in the place of the one colour.
        surface: what lies on it.
    """

    part: int
    rings: tuple[tuple[Place, ...], ...]
    colour: Colour
    shade: Shade | None = None
    surface: Surface | None = None


class Lines(NamedTuple):
    """Straight lines of one colour and width (pixels), rows of x, y, x, y."""

    part: int
    rows: Points
    colour: Colour
    width: float


Mark: TypeAlias = Fill | Lines


@dataclass(frozen=True, slots=True)
class Style:
    """What is drawn beside the faces.

    Args:
        grain: none, as lines (papers), or by what lies on the faces (screen).
        chosen: key of the part that stands out; "" for none.
        accent: the colour in which it does.
        grain_lines: how many a face has at the most.
    """

    grain: Grain = "surface"
    chosen: str = ""
    accent: tuple[int, int, int] = (26, 102, 214)
    grain_lines: int = 192


PLAIN = Style()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What is seen: marks from the first painted to the last."""

    marks: tuple[Mark, ...]

    def part_at(self, x: float, y: float) -> int | None:
        """The number of the part that is seen at a place of the picture."""
        for mark in reversed(self.marks):
            if isinstance(mark, Fill) and is_inside(mark.rings, x, y):
                return mark.part
        return None


def is_inside(rings: tuple[tuple[Place, ...], ...], x: float, y: float) -> bool:
    """Whether a place is within outlines, by the even-odd rule."""
    inside = False
    for ring in rings:
        before = ring[-1]
        for place in ring:
            if (place[1] > y) != (before[1] > y):
                cut = place[0] + (y - place[1]) / (before[1] - place[1]) * (before[0] - place[0])
                inside ^= x < cut
            before = place
    return inside
