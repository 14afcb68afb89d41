"""Whose turn it is when stock comes in: first who waits for it there, then who waits elsewhere for no arrival."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.routing.facts import WarehouseFacts
from app.services.stock.levels import StockKey
from app.services.stock.waiting import WaitingLine, left_of_line, rest_of_line


@dataclass(frozen=True, slots=True)
class ServedLine:
    """A waiting line that got stock; `line.quantity_micro` is what it waited for.

    `moved_to` is the other warehouse that serves it; None: the one in which it waited.
    """

    line: WaitingLine
    served_micro: int
    moved_to: WarehouseFacts | None = None

    @property
    def place(self) -> StockKey:
        """The product and the warehouse from which it is served."""
        return self.line.place if self.moved_to is None else (self.line.product_id, self.moved_to.id)


@dataclass(frozen=True, slots=True)
class ServedReport:
    """Who got something, and who still waits (with what is left to wait for)."""

    served: tuple[ServedLine, ...] = ()
    waiting: tuple[WaitingLine, ...] = ()


Nearest = Callable[[WaitingLine], Sequence[WarehouseFacts]]
"""The warehouses that ship, those nearest to the line's goal first."""


def choose_served(
    lines: Iterable[WaitingLine], free: Mapping[StockKey, int], nearest: Nearest
) -> ServedReport:
    """Who gets how much of what is free in those places; the lines in the order in which they are served."""
    left = dict(free)
    served: list[ServedLine] = []
    waiting: list[WaitingLine] = []
    for line in lines:
        part = min(line.quantity_micro, left.get(line.place, 0))
        if part > 0:
            left[line.place] -= part
            served.append(ServedLine(line, part))
        if part < line.quantity_micro:
            waiting.append(rest_of_line(line, part) if part > 0 else line)
    still: list[WaitingLine] = []
    for line in waiting:
        moved = list(_moved(line, left, nearest)) if line.arrival_id is None else []
        served += moved
        rest = left_of_line(line, sum(entry.served_micro for entry in moved))
        if rest.quantity_micro:
            still.append(rest)
    return ServedReport(tuple(served), tuple(still))


def _moved(line: WaitingLine, left: dict[StockKey, int], nearest: Nearest) -> Iterator[ServedLine]:
    """From where else it gets how much: the nearest that has all of it, else the one with most, and so on."""
    if not any(micro > 0 and key[0] == line.product_id for key, micro in left.items()):
        return
    warehouses = [place for place in nearest(line) if line.may_move_to(place.id)]
    while line.quantity_micro:
        found = _best(line, left, warehouses)
        if found is None:
            return
        key = (line.product_id, found.id)
        part = min(line.quantity_micro, left[key])
        left[key] -= part
        yield ServedLine(line, part, found)
        line = left_of_line(line, part)


def _best(
    line: WaitingLine, left: Mapping[StockKey, int], warehouses: Iterable[WarehouseFacts]
) -> WarehouseFacts | None:
    """The nearest of those that give most of the line; one that ships complete is not split."""
    parts = [
        (min(line.quantity_micro, left.get((line.product_id, place.id), 0)), place) for place in warehouses
    ]
    part, best = max(parts, key=lambda entry: entry[0], default=(0, None))
    return None if part <= 0 or (line.ships_complete and part < line.quantity_micro) else best
