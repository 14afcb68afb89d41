"""How panels lie on sheets: only cuts from edge to edge, as a panel saw makes them, with its kerf and trimmed edges.

A guillotine heuristic (Jylänki, "A Thousand Ways to Pack the Bin", 2010): each panel goes where the shorter side left
over is least; what is left is parted along its shorter or longer side. Several orders and ways to part are tried, and
the plan with the fewest sheets is taken, then the one with the largest piece left over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

KERF = 32
TRIM = 100
"""What the saw takes, and what is cut off all around a new sheet; tenths of a millimetre."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece to cut, in tenths of a millimetre. `can_turn`: whether its length may lie across the sheet."""

    key: str
    length: int
    width: int
    can_turn: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a sheet, from its lower left corner; x along the sheet's length."""

    x: int
    y: int
    length: int
    width: int

    @property
    def size(self) -> int:
        """In square tenths of a millimetre."""
        return self.length * self.width


@dataclass(frozen=True, slots=True)
class Laid:
    """A panel where it lies; `is_turned`: its length lies across the sheet."""

    key: str
    area: Area
    is_turned: bool


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet with its panels and what is left over of it."""

    laid: tuple[Laid, ...]
    left: tuple[Area, ...]

    @property
    def used(self) -> int:
        """What the panels cover, in square tenths of a millimetre."""
        return sum(each.area.size for each in self.laid)


@dataclass(frozen=True, slots=True)
class Layout:
    """All sheets of a material; `too_large`: keys of the panels that no sheet holds."""

    sheets: tuple[SheetPlan, ...]
    length: int
    width: int
    too_large: tuple[str, ...] = ()

    def used_ppm(self, number: int | None = None) -> int:
        """Which part of a sheet (from 0), or of all of them, the panels cover, in millionths."""
        plans = self.sheets if number is None else self.sheets[number : number + 1]
        whole = self.length * self.width * len(plans)
        return sum(plan.used for plan in plans) * 1_000_000 // whole if whole else 0


def lay_out(panels: Iterable[Panel], sheet: tuple[int, int], *, kerf: int = KERF, trim: int = TRIM) -> Layout:
    """The panels on as few sheets of that length and width as the heuristic finds."""
    length, width = sheet
    whole = Area(trim, trim, length - 2 * trim, width - 2 * trim)
    fitting: list[Panel] = []
    too_large: list[str] = []
    for panel in panels:
        if any(_ways(panel, whole)):
            fitting.append(panel)
        else:
            too_large.append(panel.key)
    fitting.sort(
        key=lambda panel: (panel.can_turn, panel.key)
    )  # ties: the same plan in whatever order they come
    tried = (_packed(sorted(fitting, key=order), whole, kerf, parting) for order, parting in _TRIED)
    best = min(tried, key=_cost)
    return Layout(best, length, width, tuple(too_large))


def _cost(plans: tuple[SheetPlan, ...]) -> tuple[int, int]:
    largest = max((area.size for plan in plans for area in plan.left), default=0)
    return len(plans), -largest


def _ways(panel: Panel, into: Area) -> Iterator[tuple[int, int, bool]]:
    """The length and width that it takes in the area, and whether it is turned."""
    if panel.length <= into.length and panel.width <= into.width:
        yield panel.length, panel.width, False
    if panel.can_turn and panel.width <= into.length and panel.length <= into.width:
        yield panel.width, panel.length, True


Parting = Callable[[Area, int, int], bool]
"""Whether what is left of an area beside a panel (length, width) is first cut across its whole width."""


def _by_shorter_left(area: Area, length: int, width: int) -> bool:
    return area.length - length > area.width - width


def _by_longer_left(area: Area, length: int, width: int) -> bool:
    return area.length - length <= area.width - width


def _across(_area: Area, _length: int, _width: int) -> bool:
    return True


def _along(_area: Area, _length: int, _width: int) -> bool:
    return False


def _by_size(panel: Panel) -> tuple[int, ...]:
    return -panel.length * panel.width, -panel.length


def _by_length(panel: Panel) -> tuple[int, ...]:
    return -panel.length, -panel.width


def _by_width(panel: Panel) -> tuple[int, ...]:
    return -panel.width, -panel.length


def _by_longest(panel: Panel) -> tuple[int, ...]:
    return -max(panel.length, panel.width), -min(panel.length, panel.width)


_TRIED = tuple(
    product(
        (_by_size, _by_length, _by_width, _by_longest), (_by_shorter_left, _by_longer_left, _across, _along)
    )
)


def _packed(panels: Sequence[Panel], whole: Area, kerf: int, parting: Parting) -> tuple[SheetPlan, ...]:
    free: list[list[Area]] = []
    laid: list[list[Laid]] = []
    for panel in panels:
        found = _best_place(panel, free)
        if found is None:
            free.append([whole])
            laid.append([])
            found = _best_place(panel, free)
            assert found is not None, "what does not fit a sheet was left out before"
        sheet, area, (length, width, is_turned) = found
        laid[sheet].append(Laid(panel.key, Area(area.x, area.y, length, width), is_turned))
        free[sheet].remove(area)
        free[sheet] += _left_of(area, length, width, kerf, across=parting(area, length, width))
    return tuple(SheetPlan(tuple(one), tuple(left)) for one, left in zip(laid, free, strict=True))


def _best_place(
    panel: Panel, free: Sequence[Sequence[Area]]
) -> tuple[int, Area, tuple[int, int, bool]] | None:
    """Sheet, area and way where the shorter side left over is least; the first sheets before later ones."""
    best: tuple[tuple[int, int], int, Area, tuple[int, int, bool]] | None = None
    for sheet, areas in enumerate(free):
        for area in areas:
            for way in _ways(panel, area):
                beside, above = area.length - way[0], area.width - way[1]
                cost = (min(beside, above), max(beside, above))
                if best is None or cost < best[0]:
                    best = (cost, sheet, area, way)
        if best is not None:
            break
    return None if best is None else best[1:]


def _left_of(area: Area, length: int, width: int, kerf: int, *, across: bool) -> list[Area]:
    """The two pieces beside and above a panel, less the kerf; such as the saw eats up whole are left out."""
    beside = area.length - length - kerf
    above = area.width - width - kerf
    right = Area(area.x + length + kerf, area.y, beside, area.width if across else width)
    top = Area(area.x, area.y + width + kerf, length if across else area.length, above)
    return [each for each in (right, top) if each.length > 0 and each.width > 0]
