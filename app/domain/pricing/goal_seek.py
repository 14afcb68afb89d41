"""Seeking a total: the difference is shared out over lines in proportion, to the cent, and never below their floors.

Amounts are whole minor units. Each line keeps its share by largest remainder; a line whose share would lie below its
floor stays there, and the others take what it cannot. What the amounts come to (net, gross, revenue) is asked of the
caller, so that taxes, order discounts and surcharges follow as they will. A gross total that no proportional sharing
reaches, since taxes are rounded, is sought by moving single units between taxes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.money import MICRO, line_amount, minor_per_major
from app.domain.rounding import divide_half_up, split_by_largest_remainder

PER_MAX = 1_000_000
_ROUNDS = 40
_PROBE = 10_000  # minor units over which the slope is looked at
_AROUND = 3  # minor units to either side of the best total
_MOVED = (
    50  # minor units between two taxes, both ways: the rounding of whole percents repeats after a hundred
)
Sums = Mapping[Hashable, int]
"""The open lines' amounts by group: by what a measure tells apart, such as tax and kind."""
Measure = Callable[[Sums], int]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line whose price may change: now `price_micro` for `per` units, not below `floor_micro` for as many."""

    key: str
    group: Hashable
    quantity_micro: int
    price_micro: int
    amount_minor: int
    per: int = 1
    floor_micro: int = 0

    def least(self, currency: str) -> int:
        """The lowest amount; a line that lies below its floor already is not lowered."""
        return self._amount(min(self.floor_micro, self.price_micro), currency)

    def _amount(self, price_micro: int, currency: str) -> int:
        return line_amount(
            quantity_micro=self.quantity_micro, price_micro=price_micro, per=self.per, currency=currency
        )


@dataclass(frozen=True, slots=True)
class Reached:
    """The amounts by line key, and what they come to: what was wanted, or the nearest that there is."""

    amounts: Mapping[str, int]
    reached: int
    is_exact: bool


def seek(lines: Sequence[OpenLine], wanted: int, measure: Measure, currency: str) -> Reached:
    """The amounts of the lines with which `measure` gives what is wanted; of several the most proportional."""
    assert lines, "something may change"
    assert all(line.quantity_micro > 0 and line.amount_minor >= 0 for line in lines), "sold, not given back"
    lines = sorted(lines, key=lambda line: line.key)  # the order of the rows decides nothing
    least = {line.key: line.least(currency) for line in lines}

    def found(amounts: Mapping[str, int]) -> Reached:
        value = measure(_sums(lines, amounts))
        return Reached(amounts, value, value == wanted)

    start = {line.key: line.amount_minor for line in lines}
    if (now := found(start)).is_exact:
        return now
    best = _by_total(lines, least, wanted, found)
    return best if best.is_exact else _by_moving(lines, least, wanted, measure, best)


def _sums(lines: Sequence[OpenLine], amounts: Mapping[str, int]) -> dict[Hashable, int]:
    sums: dict[Hashable, int] = {}
    for line in lines:
        sums[line.group] = sums.get(line.group, 0) + amounts[line.key]
    return sums


def spread(total: int, lines: Sequence[OpenLine], least: Mapping[str, int]) -> dict[str, int]:
    """The total shared out in proportion to the amounts, no line below its least; at least the sum of these."""
    amounts: dict[str, int] = {}
    rest = list(lines)
    while rest:
        weights = [line.amount_minor for line in rest]
        shares = split_by_largest_remainder(max(total, 0), weights if any(weights) else [1] * len(rest))
        low = {line.key for line, share in zip(rest, shares, strict=True) if share < least[line.key]}
        if not low:
            return amounts | {line.key: share for line, share in zip(rest, shares, strict=True)}
        amounts |= {key: least[key] for key in low}
        total -= sum(least[key] for key in low)
        rest = [line for line in rest if line.key not in low]
    return amounts


def _by_total(
    lines: Sequence[OpenLine],
    least: Mapping[str, int],
    wanted: int,
    found: Callable[[Mapping[str, int]], Reached],
) -> Reached:
    """The total of the lines that comes nearest, by going on along the slope."""
    lowest = sum(least.values())
    total = max(sum(line.amount_minor for line in lines), lowest)
    best = here = found(spread(total, lines, least))
    seen: set[int] = set()
    for _round in range(_ROUNDS):
        if here.is_exact or total in seen:
            break
        seen.add(total)
        rise = max(found(spread(total + _PROBE, lines, least)).reached - here.reached, _PROBE // 10)
        step = divide_half_up((wanted - here.reached) * _PROBE, rise)
        total = max(total + step, lowest)
        here = found(spread(total, lines, least))
        best = _nearer(best, here, wanted)
    return best


def _nearer(one: Reached, other: Reached, wanted: int) -> Reached:
    """Of two equally near the lower: the buyer was told no more."""
    return min(one, other, key=lambda each: (abs(each.reached - wanted), each.reached))


def _by_moving(
    lines: Sequence[OpenLine], least: Mapping[str, int], wanted: int, measure: Measure, best: Reached
) -> Reached:
    """Units more, less, or from one tax to another: the rounding of the taxes may give what is missing."""
    sums = _sums(lines, best.amounts)
    floors = _sums(lines, least)
    nearest, at = (abs(best.reached - wanted), best.reached), sums
    for moved in _moves(sums):
        if any(moved[group] < floors[group] for group in sums):
            continue
        value = measure(moved)
        if (abs(value - wanted), value) < nearest:
            nearest, at = (abs(value - wanted), value), moved
        if value == wanted:
            break
    if at is sums:
        return best
    amounts: dict[str, int] = {}
    for group, total in at.items():
        amounts |= spread(total, [line for line in lines if line.group == group], least)
    return Reached(amounts, nearest[1], is_exact=nearest[1] == wanted)


def _moves(sums: Mapping[Hashable, int]) -> Iterator[dict[Hashable, int]]:
    """The sums with a few units more or less, then with units moved between two groups, the fewest first."""
    groups = sorted(sums, key=lambda group: -sums[group])
    more = sorted(range(-_AROUND, _AROUND + 1), key=abs)
    yield from ({**sums, groups[0]: sums[groups[0]] + step} for step in more[1:])
    pairs = [(one, other) for place, one in enumerate(groups) for other in groups[place + 1 :]]
    for units in range(1, _MOVED + 1):
        for one, other in pairs:
            for step in more:
                for way in (units, -units):
                    yield {**sums, one: sums[one] + way + step, other: sums[other] - way}


@dataclass(frozen=True, slots=True)
class LinePrice:
    """A price for so many units."""

    price_micro: int
    per: int


def price_for(line: OpenLine, amount: int, currency: str) -> LinePrice:
    """The price with the fewest decimals that gives the amount; for more units where one's is too coarse for it."""
    if amount == line.amount_minor:
        return LinePrice(line.price_micro, line.per)
    per, floor = line.per, min(line.floor_micro, line.price_micro)
    while True:
        found = _price(line, amount, per, floor, currency)
        if found is not None or per * 10 > PER_MAX:
            assert found is not None, "any amount has a price for enough units"
            return found
        per, floor = per * 10, floor * 10 + 5  # a floor for more units is rounded at its own


def _price(line: OpenLine, amount: int, per: int, floor: int, currency: str) -> LinePrice | None:
    numerator = amount * per * MICRO * MICRO
    denominator = line.quantity_micro * minor_per_major(currency)
    for step in (10_000, 1_000, 100, 10, 1):
        price = max(divide_half_up(numerator, denominator * step) * step, floor)
        given = line_amount(quantity_micro=line.quantity_micro, price_micro=price, per=per, currency=currency)
        if given == amount:
            return LinePrice(price, per)
    return None
