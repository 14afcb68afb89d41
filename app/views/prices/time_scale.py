"""Where days stand in a picture: pixels by day, months as marks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

LABEL = 230  # pixels for the names at the left
ZOOMS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)  # pixels a day
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class TimeScale:
    """`first` stands at the left edge of the picture."""

    first: date
    zoom: int = 3

    @property
    def pixels_a_day(self) -> float:
        """How wide a day is."""
        return ZOOMS[self.zoom]

    def x(self, day: date) -> float:
        """Where a day begins."""
        return LABEL + (day.toordinal() - self.first.toordinal()) * self.pixels_a_day

    def day_at(self, x: float) -> date:
        """The day at this place."""
        return _moved(self.first, int((x - LABEL) // self.pixels_a_day))

    def zoomed(self, steps: int, *, around: date, width: int) -> TimeScale:
        """Nearer or further; the day around which it is done stays a third from the left."""
        zoom = max(0, min(self.zoom + steps, len(ZOOMS) - 1))
        return replace(self, zoom=zoom).showing(around, width)

    def showing(self, day: date, width: int) -> TimeScale:
        """With the day a third from the left."""
        return replace(self, first=_moved(day, -int((width - LABEL) / self.pixels_a_day / 3)))

    def by_months(self, months: int) -> TimeScale:
        """Moved in time."""
        return replace(self, first=_moved(self.first, months * 365 // _MONTHS))

    def months(self, width: int) -> list[date]:
        """The first days of the months in the picture; of the quarters or years where months are too narrow."""
        step = 1 if self.pixels_a_day >= 1 else 3 if self.pixels_a_day >= 0.5 else 12
        day, end = date(self.first.year, 1, 1), self.day_at(width)
        found = []
        while day <= end:
            if day >= self.first:
                found.append(day)
            month = day.month - 1 + step
            if day.year + month // _MONTHS > date.max.year:
                break
            day = date(day.year + month // _MONTHS, month % _MONTHS + 1, 1)
        return found


def _moved(day: date, days: int) -> date:
    """Another day, within what a calendar has."""
    number = max(date.min.toordinal() + 366, min(day.toordinal() + days, date.max.toordinal() - 36_600))
    return date.min + timedelta(number - 1)
