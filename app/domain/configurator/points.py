"""Values of numbers in the models that were found, and what each of them proves beside other choices.

A kept model is looked at with what is decided put in its place: bounds push its numbers to their nearest ends. Where
all sums still hold then, it is a model. From there each number is moved alone, as far as the sums and its cuts let
it: all values on the way are proven at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from app.domain.configurator.bounds import Box
from app.domain.configurator.residual import Flags, Indices
from app.domain.configurator.stretching import Pattern
from app.domain.configurator.sums import NumberBook

Reals: TypeAlias = npt.NDArray[np.float64]
"""Whole numbers all of them; floats because their matrices multiply fast. `checking` keeps them exact (below 2^52)."""


_ENDLESS = 2.0**52


@dataclass(frozen=True, slots=True)
class Moved:
    """Kept models with what is decided in its place, a row each.

    Attributes:
        values: of the numbers.
        slack: by sum how much it could still grow; endless where it does not bind.
        asked: by number whether it is asked.
    """

    values: Reals
    slack: Reals
    asked: Flags

    def chosen(self, rows: Flags) -> Moved:
        """Only some of the rows."""
        return Moved(self.values[rows], self.slack[rows], self.asked[rows])


class Points:
    """The numbers of up to `rows` models, beside the bits that `Witnesses` keeps of them.

    Attributes:
        literals: whose truth `moved` wants, in this order: guards, options in sums, what asks for numbers.
    """

    def __init__(self, book: NumberBook, rows: int) -> None:
        numbers, sums = len(book.orders), book.sums
        options = sorted({literal for each in sums for _, literal in each.options})
        self._found: Reals = np.zeros((rows, numbers))
        self._weights: Reals = np.zeros((len(sums), numbers))
        self._option_weights: Reals = np.zeros((len(sums), len(options)))
        self._bounds: Reals = np.array([each.bound for each in sums], np.float64)
        for row, each in enumerate(sums):
            for weight, at in each.numbers:
                self._weights[row, at] = weight
            for weight, literal in each.options:
                self._option_weights[row, options.index(literal)] += weight
        guards = [each.guard for each in sums]
        self.literals: Indices = np.array(
            [*guards, *options, *(order.asked for order in book.orders)], np.intp
        )
        self._sums, self._options = len(sums), len(options)
        self._terms = [each.numbers for each in sums]
        self._values = [order.values for order in book.orders]
        self._all = [np.array(order.values, np.float64) for order in book.orders]
        self._ends = [
            [-inf, *(order.values[place] for place in sorted(cuts)), inf]
            for order, cuts in zip(book.orders, book.cuts, strict=True)
        ]
        self._cuts = [
            np.array([order.values[place] for place in sorted(cuts)], np.float64)
            for order, cuts in zip(book.orders, book.cuts, strict=True)
        ]

    def add(self, row: int, values: Sequence[int]) -> None:
        """Keep the numbers of a model in a row."""
        self._found[row] = values

    def moved(self, rows: Indices, truths: Flags, box: Box) -> Moved:
        """These rows within the bounds; `truths` of `literals` by row, with what is decided in its place."""
        return self._told(np.clip(self._found[rows], box.lows, box.highs), truths)

    def found(self, row: int, box: Box) -> Reals:
        """The numbers of a row within the bounds."""
        values: Reals = np.clip(self._found[row], box.lows, box.highs)
        return values

    def lent(self, rows: Indices, numbers: Sequence[int], base: Reals, truths: Flags, box: Box) -> Moved:
        """A base's values with those that these rows have of some numbers; `truths` of `literals` by row."""
        values = np.tile(base, (len(rows), 1))
        for at in numbers:
            values[:, at] = np.clip(self._found[rows, at], box.lows[at], box.highs[at])
        return self._told(values, truths)

    def may_show(self, rows: Indices, at: int, wanted: Flags, box: Box) -> Flags:
        """By row whether its value of a number lies between the same cuts as one that is wanted (by place)."""
        values = np.clip(self._found[rows, at], box.lows[at], box.highs[at])
        cuts = self._cuts[at]
        shown = np.zeros(len(cuts) + 1, np.bool_)
        shown[np.searchsorted(cuts, self._all[at][wanted], "right")] = True
        found: Flags = shown[np.searchsorted(cuts, values, "right")]
        return found

    def _told(self, values: Reals, truths: Flags) -> Moved:
        options = truths[:, self._sums : self._sums + self._options]
        slack = self._bounds - values @ self._weights.T - options @ self._option_weights.T
        slack[~truths[:, : self._sums]] = _ENDLESS
        return Moved(values, slack, truths[:, self._sums + self._options :])

    def reach(self, moved: Moved, at: int, box: Box) -> tuple[Indices, Indices]:
        """Of the rows in which a number is asked: the first and the last place it can move to alone."""
        asked = moved.asked[:, at]
        here, slack = moved.values[asked, at], moved.slack[asked]
        weights = self._weights[:, at]
        down, up = self._between_cuts(here, at, box)
        rising, falling = np.flatnonzero(weights > 0), np.flatnonzero(weights < 0)
        if len(rising):
            up = np.minimum(up, here + np.min(slack[:, rising] // weights[rising], axis=1))
        if len(falling):
            down = np.maximum(down, here - np.min(slack[:, falling] // -weights[falling], axis=1))
        own = self._all[at]
        return np.searchsorted(own, down), np.searchsorted(own, up, "right") - 1

    def _between_cuts(self, here: Reals, at: int, box: Box) -> tuple[Reals, Reals]:
        """The ends between the cuts around each value; the upper cut itself is out by a half."""
        ends = np.array(self._ends[at])
        above = np.searchsorted(ends, here, "right")
        return np.maximum(ends[above - 1], box.lows[at]), np.minimum(ends[above] - 0.5, box.highs[at])

    def pattern(self, moved: Moved, row: int, truths: Flags, box: Box) -> Pattern:
        """What binds the numbers of a row; `truths` of `literals` in it."""
        room = Box([], [])
        for at, (own, cuts) in enumerate(zip(self._values, self._ends, strict=True)):
            above = bisect_right(cuts, moved.values[row, at])
            down, up = max(cuts[above - 1], box.lows[at]), min(cuts[above] - 0.5, box.highs[at])
            room.lows.append(own[bisect_left(own, down)])
            room.highs.append(own[bisect_right(own, up) - 1])
        options = truths[self._sums : self._sums + self._options]
        bounds = self._bounds - self._option_weights @ options
        held = np.flatnonzero(truths[: self._sums]).tolist()
        sums = [(self._terms[each], int(bounds[each])) for each in held]
        return Pattern(room, sums, self._values, self._all)

    def covered(self, moved: Moved, at: int, box: Box) -> Flags:
        """By place of a number's values: whether some row can have it."""
        first, last = self.reach(moved, at, box)
        steps = np.zeros(len(self._all[at]) + 1, np.intp)
        np.add.at(steps, first, 1)
        np.add.at(steps, last + 1, -1)
        return np.cumsum(steps)[:-1] > 0
