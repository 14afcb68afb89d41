"""What source choice is asked with and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from app.domain.places import Place
from app.domain.routing.places import Point, distance_km, place_of

FAR_AWAY_KM = 1_000_000
MADE = frozenset({"source.made", "source.made_after", "source.made_undated"})
"""Reasons of parts that are made for their line."""


@dataclass(frozen=True, slots=True)
class WarehouseFacts:
    """A warehouse as source choice sees it; `holidays` are its country's public holidays."""

    id: int
    code: str
    name: str
    country: str
    latitude_micro: int | None
    longitude_micro: int | None
    cutoff: time
    holidays: frozenset[date] = frozenset()

    @property
    def point(self) -> Point | None:
        """Where it stands: as set on its card, else its country's middle."""
        if self.latitude_micro is not None and self.longitude_micro is not None:
            return self.latitude_micro, self.longitude_micro
        return place_of(self.country, "")


@dataclass(frozen=True, slots=True)
class ShipPlace:
    """A warehouse as the one that ships an order: its place says from where the order is taxed."""

    id: int
    code: str
    name: str
    place: Place
    active: bool = True


@dataclass(frozen=True, slots=True)
class Demand:
    """What a goods line asks for, in base micro units; `wish` is the day on which it should leave.

    `lead_days`: working days in which it is made for the order; None: it comes from stock.
    """

    line_key: str
    product_id: int
    base_micro: int
    wish: date | None
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class SourceReason:
    """Why a part comes from there: one sentence of `app.messages` by its code."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A part of a line from one warehouse: reserved from the shelf, or waiting.

    A waiting part names the arrival line that covers it and when it leaves; one that nothing covers has neither.
    """

    line_key: str
    product_id: int
    warehouse_id: int
    reserve_micro: int
    wait_micro: int
    arrival_line_id: int | None
    promise_date: date | None
    reason: SourceReason

    @property
    def quantity_micro(self) -> int:
        """The whole quantity of the part."""
        return self.reserve_micro + self.wait_micro

    @property
    def is_made(self) -> bool:
        """Whether what waits is made for the line: its day rests on no arrival."""
        return self.reason.code in MADE


def keeps_days(shown: Iterable[SourcePart], anew: Iterable[SourcePart], *, together: bool = False) -> bool:
    """Whether every line has by each day at least as much as was shown.

    `together`: all of it leaves with the last part, so that only that day counts once every part has one.
    """
    was, now = list(shown), list(anew)
    if together and _last_day(now) < date.max:
        return _last_day(now) <= _last_day(was)
    days = {(part.line_key, part.promise_date) for part in was if part.promise_date is not None}
    return all(_by_day(now, key, day) >= _by_day(was, key, day) for key, day in days)


def _last_day(parts: Iterable[SourcePart]) -> date:
    """The day on which the last part leaves; `date.max` while one has none."""
    return max((part.promise_date or date.max for part in parts), default=date.max)


def _by_day(parts: Iterable[SourcePart], line_key: str, day: date) -> int:
    """What has left of the line by the end of the day."""
    mine = (part for part in parts if part.line_key == line_key)
    return sum(part.quantity_micro for part in mine if (part.promise_date or date.max) <= day)


def by_nearness(
    warehouses: tuple[WarehouseFacts, ...], *, country: str, postcode: str
) -> tuple[WarehouseFacts, ...]:
    """The nearest first; on equal terms the ship-to country's own, then by code."""
    target = place_of(country, postcode)

    def rank(warehouse: WarehouseFacts) -> tuple[int, bool, str]:
        point = warehouse.point
        known = target is not None and point is not None
        distance = distance_km(target, point) if known and target and point else FAR_AWAY_KM
        return distance, warehouse.country != country, warehouse.code

    return tuple(sorted(warehouses, key=rank))
