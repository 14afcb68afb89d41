"""The only source of "now" and "today". Today is the firm's local date (C55)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


class Clock(Protocol):
    """Tells the moment (aware, UTC) and the firm's date."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""

    def local(self) -> datetime:
        """The moment, aware, in the firm's time zone."""

    def today(self) -> date:
        """The date in the firm's time zone."""


class SystemClock:
    """The machine's clock, read in the firm's time zone."""

    def __init__(self, zone: str = "Europe/Berlin") -> None:
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC)  # the one place that may ask the machine

    def local(self) -> datetime:
        """The moment, aware, in the firm's time zone."""
        return self.now().astimezone(self._zone)

    def today(self) -> date:
        """The date in the firm's time zone."""
        return self.local().date()

    def use_zone(self, zone: str) -> None:
        """From now on today is the date in this zone: the firm was set up or moved."""
        self._zone = ZoneInfo(zone)


class FixedClock:
    """A clock that stands still until it is told to move: tests, the demo firm, `day`."""

    def __init__(self, now: datetime, zone: str = "Europe/Berlin") -> None:
        assert now.tzinfo is not None, "moments carry their zone"
        self._now = now
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        """The set moment."""
        return self._now.astimezone(UTC)

    def local(self) -> datetime:
        """The set moment in the firm's time zone."""
        return self._now.astimezone(self._zone)

    def today(self) -> date:
        """The date of the set moment in the firm's time zone."""
        return self.local().date()

    def advance(self, **duration: float) -> None:
        """Move on by a `timedelta(**duration)`."""
        self._now += timedelta(**duration)

    def set(self, now: datetime) -> None:
        """Jump to a moment."""
        assert now.tzinfo is not None, "moments carry their zone"
        self._now = now


def in_zone(clock: Clock, record: R, *names: str) -> R:
    """The record with these moments in the firm's time zone: their days and hours are the office's."""
    moments = {name: value for name in names if (value := getattr(record, name)) is not None}
    if not moments:
        return record
    zone = clock.local().tzinfo
    return replace(record, **{name: value.astimezone(zone) for name, value in moments.items()})
