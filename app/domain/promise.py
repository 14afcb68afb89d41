"""What can be promised from when: stock, arrivals and demand on one time line (B32).

Every demand counts once: reserved demand holds stock now, waiting demand takes effect on its promised date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

NO_DATE = date.max
"""The date of a waiting demand that nothing covers yet: it counts behind everything that is dated."""


@dataclass(frozen=True, slots=True)
class ArrivalSupply:
    """What an arrival line still brings, in base micro units, on its due date."""

    arrival_line_id: int
    number: str
    due: date
    open_micro: int


@dataclass(frozen=True, slots=True)
class WarehouseStock:
    """A product in one warehouse. `waiting`: promised but not reserved demand by promised date."""

    warehouse_id: int
    on_hand_micro: int = 0
    reserved_micro: int = 0
    waiting: tuple[tuple[date, int], ...] = ()
    arrivals: tuple[ArrivalSupply, ...] = ()

    @property
    def free_micro(self) -> int:
        """On the shelf and held by no order."""
        return self.on_hand_micro - self.reserved_micro


@dataclass(frozen=True, slots=True)
class ProductAvailability:
    """A product in every warehouse that has or expects it."""

    product_id: int
    warehouses: tuple[WarehouseStock, ...] = ()

    def at(self, warehouse_id: int) -> WarehouseStock:
        """The stock of that warehouse; an empty one where it never had the product."""
        found = (stock for stock in self.warehouses if stock.warehouse_id == warehouse_id)
        return next(found, WarehouseStock(warehouse_id))


def available_on(stock: WarehouseStock, day: date) -> int:
    """What a new order may have on that day: the least that any later day leaves, never below 0."""
    return max(0, _position_from(stock, day))


def available_now(stock: WarehouseStock, today: date) -> int:
    """What a new order may reserve from the shelf at once: free, and promised to nobody."""
    if not stock.waiting:  # nobody waits: what arrives later only adds
        return max(0, stock.free_micro)
    return max(0, min(stock.free_micro, _position_from(stock, today)))


def earliest_day(stock: WarehouseStock, quantity_micro: int, from_day: date) -> date | None:
    """The first day from `from_day` on with that much available; None when no known arrival suffices."""
    for day in _days(stock, from_day):
        if available_on(stock, day) >= quantity_micro:
            return day
    return None


def timeline(stock: WarehouseStock, from_day: date) -> tuple[tuple[date, int], ...]:
    """Availability from `from_day` on, one entry for each day on which it rises."""
    points = [(from_day, available_on(stock, from_day))]
    for day in _days(stock, from_day)[1:]:
        available = available_on(stock, day)
        if available > points[-1][1]:
            points.append((day, available))
    return tuple(points)


def free_arrivals(stock: WarehouseStock, today: date) -> tuple[tuple[ArrivalSupply, int], ...]:
    """Each arrival by its day, with what of it is promised to nobody yet."""
    best = available_now(stock, today)
    found: list[tuple[ArrivalSupply, int]] = []
    for arrival in sorted(stock.arrivals, key=lambda supply: (supply.due, supply.arrival_line_id)):
        free = min(arrival.open_micro, max(0, available_on(stock, arrival.due) - best))
        best += free
        found.append((arrival, free))
    return tuple(found)


def seen_by_holder(stock: WarehouseStock, reserved_micro: int, waiting: Mapping[date, int]) -> WarehouseStock:
    """The stock for who holds that much of it while he waits, reserved and waiting by day: it is free for him.

    What others wait for takes only what is left beside it, on the day on which there is any; what nothing covers,
    nothing.
    """
    days: dict[date, list[int]] = {}
    for arrival in stock.arrivals:
        days.setdefault(arrival.due, [0, 0])[0] += arrival.open_micro
    for day, quantity in stock.waiting:
        days.setdefault(day, [0, 0])[1] += quantity
    free, own, others = stock.free_micro, 0, 0
    served: list[tuple[date, int]] = []
    for day in sorted(days):
        came, wanted = days[day]
        mine = waiting.get(day, 0)
        free, own, others = free + came, own + mine, others + wanted - mine
        part = min(free, own)
        free, own = free - part, own - part
        part = min(free, others)
        free, others = free - part, others - part
        if part:
            served.append((day, part))
    return WarehouseStock(
        stock.warehouse_id,
        stock.on_hand_micro,
        stock.reserved_micro - reserved_micro,
        tuple(served),
        stock.arrivals,
    )


def line_promises(dates: Mapping[str, Iterable[date | None]], *, complete: bool) -> dict[str, date | None]:
    """Each line's promised date from the dates of its parts: its latest one, None if a part has none.

    A ship-complete order promises every line for the latest day of all (B33).
    """
    lines = {key: latest_promise(parts) for key, parts in dates.items()}
    if not complete:
        return lines
    whole = latest_promise(lines.values())
    return dict.fromkeys(lines, whole)


def latest_promise(dates: Iterable[date | None]) -> date | None:
    """The latest of the dates; None when there are none or one of them is unknown."""
    latest: date | None = None
    for day in dates:
        if day is None:
            return None
        latest = day if latest is None else max(latest, day)
    return latest


def _position_from(stock: WarehouseStock, day: date) -> int:
    """The least of (stock + receipts - demand) over all days from `day` on; may be negative."""
    position = stock.free_micro
    later: dict[date, int] = {}
    for due, quantity in _events(stock):
        if due <= day:
            position += quantity
        else:
            later[due] = later.get(due, 0) + quantity
    least = position
    for due in sorted(later):
        position += later[due]
        least = min(least, position)
    return least


def _events(stock: WarehouseStock) -> Iterable[tuple[date, int]]:
    for arrival in stock.arrivals:
        yield arrival.due, arrival.open_micro
    for day, quantity in stock.waiting:
        yield day, -quantity


def _days(stock: WarehouseStock, from_day: date) -> list[date]:
    return [from_day, *sorted({arrival.due for arrival in stock.arrivals if arrival.due > from_day})]
