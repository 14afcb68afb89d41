"""How far a number goes where everything but the numbers stays as it is in one model: its ends, and what lies between.

From a model's options and cuts follow the sums that bind and the room of each number. The number is put to the ends
of its room, the others follow as suits it. What lies between two such points, rounded to values, is tried at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.configurator.bounds import Box, Terms, narrow, settle
from app.domain.configurator.residual import Flags

_MOST_TRIED = 8
"""So many values in gaps are tried one by one."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What binds the numbers of one model: sums, and the room of each number between its cuts."""

    box: Box
    sums: list[tuple[Terms, int]]
    values: Sequence[Sequence[int]]
    arrays: Sequence[npt.NDArray[np.float64]]
    """The same as `values`."""

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others."""
        return tuple(self.box.lows), tuple(self.box.highs), tuple(self.sums)

    def proven(self, at: int, wanted: Flags, start: list[int]) -> Flags:
        """By place of a number's values: those that go with the pattern; some that do may be missing.

        Args:
            at: the number.
            wanted: by place, the values to be proven.
            start: values of all numbers that go with the pattern.
        """
        box = self.box.copy()
        own = self.arrays[at]
        found = self._alone(start, at)
        if narrow(box, self.sums, self.values) >= 0:
            return found
        wanted = wanted & (own >= box.lows[at]) & (own <= box.highs[at])
        known = {int(np.searchsorted(own, start[at])): start}
        for is_up in (True, False):
            self._reach(box, at, wanted & ~found, (known, found), is_up=is_up)
        for _ in range(_MOST_TRIED):
            left = np.flatnonzero(wanted & ~found)
            left = left[(left > min(known)) & (left < max(known))]
            if not len(left):
                break
            place = int(left[len(left) // 2])
            if not self._try(box, at, place, (known, found)):
                wanted[place] = False
        return found

    def _reach(
        self, box: Box, at: int, left: Flags, so_far: tuple[dict[int, list[int]], Flags], *, is_up: bool
    ) -> None:
        """Go as far up or down as there are values left, halving the way where the end cannot be reached."""
        known, _ = so_far
        good = max(known) if is_up else min(known)
        beyond = np.flatnonzero(left)
        beyond = beyond[beyond > good] if is_up else beyond[beyond < good]
        if not len(beyond):
            return
        place = int(beyond[-1 if is_up else 0])
        if self._try(box, at, place, so_far):
            return
        bad = place
        while abs(bad - good) > 1:
            place = (good + bad) // 2
            if self._try(box, at, place, so_far):
                good = place
            else:
                bad = place

    def _try(self, box: Box, at: int, place: int, so_far: tuple[dict[int, list[int]], Flags]) -> bool:
        known, found = so_far
        point = self._at(box, at, self.values[at][place])
        if point is None:
            return False
        found |= self._alone(point, at)
        below = max((one for one in known if one < place), default=None)
        above = min((one for one in known if one > place), default=None)
        for other in (below, above):
            if other is not None and not found[min(other, place) : max(other, place)].all():
                found |= self._between(point, known[other], at)
        known[place] = point
        return True

    def _at(self, box: Box, at: int, value: int) -> list[int] | None:
        tried = box.copy()
        tried.lows[at] = tried.highs[at] = value
        if narrow(tried, self.sums, self.values) >= 0:
            return None
        return settle(tried, self.sums, self.values, self._taste(at))

    def _taste(self, at: int) -> int:
        """Which of the others are best high, so that the sums leave this one room."""
        votes = [0] * len(self.values)
        for terms, _ in self.sums:
            if any(one == at for _, one in terms):
                for weight, one in terms:
                    votes[one] += 1 if weight < 0 else -1
        return sum(1 << one for one, vote in enumerate(votes) if vote > 0)

    def _alone(self, point: list[int], at: int) -> Flags:
        """The values that the number can have with all others as in the point."""
        low, high = self.box.lows[at], self.box.highs[at]
        for terms, bound in self.sums:
            weight = next((weight for weight, one in terms if one == at), 0)
            slack = bound - sum(each * point[one] for each, one in terms)
            if weight > 0:
                high = min(high, point[at] + slack // weight)
            elif weight < 0:
                low = max(low, point[at] - slack // -weight)
        own = self.arrays[at]
        found: Flags = (own >= low) & (own <= high)
        return found

    def _between(self, one: list[int], other: list[int], at: int) -> Flags:
        """The values of the number on the way between two points on which the others find values too."""
        own = self.arrays[at]
        first, last = sorted((one[at], other[at]))
        between = np.flatnonzero((own > first) & (own < last))
        found = np.zeros(len(own), np.bool_)
        if not len(between):
            return found
        share = (own[between] - one[at]) / (other[at] - one[at])
        for rounding in (np.rint, np.floor, np.ceil):
            tried = np.empty((len(self.values), len(between)))
            for number, values in enumerate(self.arrays):
                ends = np.searchsorted(values, (one[number], other[number]))
                places = rounding(ends[0] + share * (ends[1] - ends[0]) + _hair(rounding))
                tried[number] = values[places.astype(np.intp)]
            tried[at] = own[between]
            fits = np.ones(len(between), np.bool_)
            for terms, bound in self.sums:
                fits &= sum(weight * tried[number] for weight, number in terms) <= bound
            found[between[fits]] = True
            if fits.all():
                break
        return found


def _hair(rounding: object) -> float:
    """What keeps whole numbers from being rounded to their neighbours."""
    return 1e-9 if rounding is np.floor else -1e-9 if rounding is np.ceil else 0.0
