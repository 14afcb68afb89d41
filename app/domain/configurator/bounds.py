"""What sums leave of the bounds of numbers, and why they leave nothing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

Terms = tuple[tuple[int, int], ...]
"""Weight and place of a number."""

Values = Sequence[Sequence[int]]
"""By number: all its values, ascending."""


@dataclass(slots=True)
class Box:
    """Lowest and highest value of each number, as they are narrowed."""

    lows: list[int]
    highs: list[int]

    def copy(self) -> Box:
        """Another one with the same bounds."""
        return Box(self.lows.copy(), self.highs.copy())


@dataclass(slots=True)
class Steps:
    """How a box was narrowed: which sum moved which bound, and on which earlier moves it rested."""

    moves: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    """The sum, and the bounds it rested on: places in `moves`, or below 0 a bound as it was given (see `given`)."""
    lows: dict[int, int] = field(default_factory=dict)
    """By number the last move of its lowest value."""
    highs: dict[int, int] = field(default_factory=dict)

    def resting_on(self, terms: Terms, without: int = -1) -> tuple[int, ...]:
        """What the least sum of these terms rests on."""
        return tuple(
            self.lows.get(at, given(at, is_low=True))
            if weight > 0
            else self.highs.get(at, given(at, is_low=False))
            for weight, at in terms
            if at != without
        )


def given(at: int, *, is_low: bool) -> int:
    """A bound of a number as it was given, as a number below 0."""
    return -2 * at - 1 if is_low else -2 * at - 2


@dataclass(frozen=True, slots=True)
class Clash:
    """Why nothing is left: the sums (by place) and the given bounds (number, whether its lowest) that it takes."""

    sums: frozenset[int]
    bounds: frozenset[tuple[int, bool]]


Sums = Sequence[tuple[Terms, int]]
"""Terms, and what their sum is at most."""


def narrow(box: Box, sums: Sums, values: Values, steps: Steps | None = None) -> int:
    """Narrow the bounds until the sums say nothing more; the place of a sum that nothing fulfils, or -1."""
    lows, highs = box.lows, box.highs
    changed = True
    rounds = 0
    while changed:
        changed = False
        rounds += 1
        for number, (terms, bound) in enumerate(sums):
            slack = bound
            for weight, at in terms:
                slack -= weight * (lows[at] if weight > 0 else highs[at])
            if slack < 0:
                return number
            for weight, at in terms:
                low, high = lows[at], highs[at]
                if (high - low) * abs(weight) <= slack:
                    continue
                _move(box, at, weight, slack, values)
                changed = True
                if steps is not None:
                    side = steps.highs if weight > 0 else steps.lows
                    steps.moves.append((number, steps.resting_on(terms, without=at)))
                    side[at] = len(steps.moves) - 1
    return -1


def _move(box: Box, at: int, weight: int, slack: int, values: Values) -> None:
    """Take away the values of a number that this slack does not allow."""
    own = values[at]
    if weight > 0:
        box.highs[at] = own[bisect_right(own, box.lows[at] + slack // weight) - 1]
    else:
        box.lows[at] = own[bisect_left(own, box.highs[at] - slack // -weight)]


def clash_of(sums: Sums, steps: Steps, failed: int) -> Clash:
    """What a failure of `narrow` with these steps took."""
    used, bounds = {failed}, set()
    waiting = list(steps.resting_on(sums[failed][0]))
    seen = set(waiting)
    while waiting:
        one = waiting.pop()
        if one < 0:
            at, is_high = divmod(-one - 1, 2)
            bounds.add((at, not is_high))
            continue
        number, before = steps.moves[one]
        used.add(number)
        for each in before:
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return Clash(frozenset(used), frozenset(bounds))


def settle(box: Box, sums: Sums, values: Values, taste: int) -> list[int] | None:
    """Values within a narrowed box that fulfil the sums, by taking one number after the other; None: not found so.

    Args:
        box: narrowed already; it is left as it is.
        sums: that are to be fulfilled.
        values: of the numbers.
        taste: bit by number whether it is high or low where it is free.
    """
    ends = _ends(box, taste)
    if all(sum(weight * ends[at] for weight, at in terms) <= bound for terms, bound in sums):
        return ends
    box = box.copy()
    for at in sorted(range(len(values)), key=lambda one: box.highs[one] - box.lows[one]):
        if box.lows[at] == box.highs[at]:
            continue
        high_first = bool(taste >> at & 1)
        for is_high in (high_first, not high_first):
            tried = box.copy()
            end = box.highs[at] if is_high else box.lows[at]
            tried.lows[at] = tried.highs[at] = end
            if narrow(tried, sums, values) < 0:
                box = tried
                break
        else:
            return None
    return box.lows


def _ends(box: Box, taste: int) -> list[int]:
    """All numbers at one of their ends."""
    pairs = zip(box.lows, box.highs, strict=True)
    return [high if taste >> at & 1 else low for at, (low, high) in enumerate(pairs)]
