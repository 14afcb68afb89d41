"""What one promotion gives to its lines, looked at by itself and at their own amounts (docs/pricing.md, step 11).

Nothing here depends on another promotion, nor on the order in which lines stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from heapq import heapify, heappop
from math import floor, lcm

from app.domain.money import MICRO
from app.domain.pricing.amounts import Group, LineAmount
from app.domain.pricing.promotions import Promotion
from app.domain.rounding import divide_half_up, split_by_largest_remainder

Lines = Sequence[LineAmount]


@dataclass(frozen=True, slots=True)
class Share:
    """What a promotion takes off the lines of a tax and tax class, and what these come to."""

    group: Group
    off_minor: int
    base_minor: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a promotion gives: minor units off each of the lines that were asked, free base units, or no freight.

    `shares`: the same by tax and tax class; `hits`: the lines of which it takes anything.
    """

    parts: tuple[int, ...]
    total_minor: int
    gift_micro: int = 0
    frees: bool = False
    shares: tuple[Share, ...] = ()
    hits: tuple[int, ...] = ()

    @property
    def is_something(self) -> bool:
        """Whether the order has anything of it."""
        return self.total_minor > 0 or self.gift_micro > 0 or self.frees


NOTHING = Outcome((), 0)


def outcome_of(
    promotion: Promotion,
    lines: Lines,
    *,
    order_minor: int,
    left_minor: int | None,
    asked: Kept | None = None,
) -> Outcome:
    """What the promotion gives to these lines of its articles; `left_minor` of its budget. `asked`: see `reached`."""
    kept = reached(promotion, lines, order_minor, asked)
    if not kept:
        return NOTHING
    if promotion.effect == "gift":
        return Outcome((), 0, gift_micro=_times(promotion, _triggers(promotion, kept)) * promotion.get_micro)
    if promotion.effect == "freight":
        return Outcome((), 0, frees=True)
    parts = _within(_OFF[promotion.effect](promotion, lines, kept), left_minor, lines)
    return outcome_with([parts.get(place, 0) for place in range(len(lines))], lines)


def outcome_less(outcome: Outcome, less: Mapping[int, int], lines: Mapping[int, LineAmount]) -> Outcome:
    """The outcome with so much less off some of its lines, by their places in it."""
    parts = list(outcome.parts)
    offs = {share.group: share.off_minor for share in outcome.shares}
    bases = {share.group: share.base_minor for share in outcome.shares}
    for at, minor in less.items():
        parts[at] -= minor
        offs[lines[at].group] -= minor
        if not parts[at]:
            bases[lines[at].group] -= lines[at].amount_minor
    shares = tuple(Share(group, off, bases[group]) for group, off in offs.items() if off)
    hits = tuple([at for at in outcome.hits if parts[at]])
    return Outcome(tuple(parts), outcome.total_minor - sum(less.values()), shares=shares, hits=hits)


def outcome_with(parts: Sequence[int], lines: Lines) -> Outcome:
    """The outcome of these parts off the lines."""
    sums: dict[Group, list[int]] = {}
    hits = tuple([at for at, part in enumerate(parts) if part])
    for at in hits:
        line = lines[at]
        entry = sums.get(line.group)
        if entry is None:
            entry = sums[line.group] = [0, 0]
        entry[0] += parts[at]
        entry[1] += line.amount_minor
    shares = tuple(Share(group, *sums[group]) for group in sorted(sums))
    return Outcome(tuple(parts), sum(parts), shares=shares, hits=hits)


# What a promotion asks for


class Kept(dict[int, LineAmount]):
    """Lines by their place among those that were asked. Nobody changes it: promotions of the same lines share one."""

    @cached_property
    def of_unit(self) -> dict[str, int]:
        """Base units by unit, the units sorted."""
        return quantities(self.values())

    @cached_property
    def amount_minor(self) -> int:
        """What they come to."""
        return sum([line.amount_minor for line in self.values()])


def asked_of(lines: Lines) -> Kept:
    """All lines that a promotion is asked about."""
    return Kept(enumerate(lines))


def reached(promotion: Promotion, lines: Lines, order_minor: int, asked: Kept | None = None) -> Kept:
    """The lines that reach what the promotion asks for; none where they do not. `asked`: the same lines by place."""
    if order_minor < promotion.order_least_minor:
        return Kept()
    asked = asked_of(lines) if asked is None else asked
    if promotion.effect == "named":
        given = promotion.gift.product_id if promotion.gift else None
        asked = Kept({place: line for place, line in asked.items() if line.product_id != given})
    if not promotion.least_micro and not promotion.least_minor:
        return asked
    if promotion.counts == "line":
        return Kept({place: line for place, line in asked.items() if _reaches(promotion, line)})
    least, of_unit = promotion.least_micro, asked.of_unit
    if min(of_unit.values(), default=least) < least:
        asked = Kept({place: line for place, line in asked.items() if of_unit[line.base_unit] >= least})
    return asked if asked.amount_minor >= promotion.least_minor else Kept()


def is_asked(promotion: Promotion, line: LineAmount) -> bool:
    """Whether the line counts for what the promotion asks; the article that it gives never does."""
    is_given = promotion.effect == "named" and promotion.gift and line.product_id == promotion.gift.product_id
    return not is_given


def _reaches(promotion: Promotion, line: LineAmount) -> bool:
    return line.base_micro >= promotion.least_micro and line.amount_minor >= promotion.least_minor


def quantities(lines: Collection[LineAmount]) -> dict[str, int]:
    """Base units by unit, the units sorted."""
    found: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        found[line.base_unit] += line.base_micro
    return dict(sorted(found.items()))


def _triggers(promotion: Promotion, kept: Kept) -> int:
    """How often the quantities that it asks for are there; of lines that reach it without a quantity once."""
    if not promotion.buy_micro:
        return 1
    return sum(micro // promotion.buy_micro for micro in kept.of_unit.values())


def _times(promotion: Promotion, times: int) -> int:
    return min(times, promotion.max_times) if promotion.max_times else times


# What it takes off

Off = dict[int, int]
"""Minor units by the place of the line."""


def _percent(promotion: Promotion, _lines: Lines, kept: Kept) -> Off:
    double, whole = 2 * promotion.rate_ppm, 2 * MICRO
    return {place: (line.amount_minor * double + MICRO) // whole for place, line in kept.items()}


def _each(promotion: Promotion, _lines: Lines, kept: Kept) -> Off:
    double, whole = 2 * promotion.amount_minor, 2 * MICRO
    return {
        place: min(line.amount_minor, (line.base_micro * double + MICRO) // whole)
        for place, line in kept.items()
    }


def _amount(promotion: Promotion, _lines: Lines, kept: Kept) -> Off:
    weights = {place: line.amount_minor for place, line in kept.items()}
    return _split(min(promotion.amount_minor, kept.amount_minor), weights, kept)


def _cheapest(promotion: Promotion, _lines: Lines, kept: Kept) -> Off:
    """Of so many units of its lines the cheapest ones, unit by unit of measure."""
    off: Off = {}
    left = promotion.max_times or None
    for unit, micro in kept.of_unit.items():
        times = micro // (promotion.buy_micro + promotion.get_micro)
        times = times if left is None else min(times, left)
        left = None if left is None else left - times
        of_unit = kept if len(kept.of_unit) == 1 else _of_unit(kept, unit)
        off |= _units_off(promotion, of_unit, times * promotion.get_micro)
    return off


def _of_unit(kept: Kept, unit: str) -> Kept:
    return Kept({place: line for place, line in kept.items() if line.base_unit == unit})


def _named(promotion: Promotion, lines: Lines, kept: Kept) -> Off:
    """Units of the article that it gives, as far as the order has them."""
    given = Kept({place: line for place, line in enumerate(lines) if not is_asked(promotion, line)})
    times = _times(promotion, _triggers(promotion, kept))
    return _units_off(promotion, given, times * promotion.get_micro)


def _units_off(promotion: Promotion, lines: Kept, micro: int) -> Off:
    off: Off = {}
    queue = [(line.unit_value, line.likeness, place) for place, line in lines.items()]
    heapify(queue)
    while queue and micro:
        place = heappop(queue)[2]
        line = lines[place]
        taken = min(line.base_micro, micro)
        value = line.amount_minor * taken * promotion.rate_ppm
        off[place] = divide_half_up(value, line.base_micro * MICRO)
        micro -= taken
    return off


def _bundle(promotion: Promotion, _lines: Lines, kept: Kept) -> Off:
    """Sets at their price: the dearest units go into them, and each line bears its share of what they cost less."""
    have = {product_id: 0 for product_id, _micro in promotion.products}
    for line in kept.values():
        have[line.product_id or 0] += line.base_micro
    times = _times(promotion, min(have[product_id] // micro for product_id, micro in promotion.products))
    values: dict[int, Fraction] = {}
    for product_id, micro in promotion.products:
        values |= _dearest(product_id, times * micro, kept)
    saved = floor(sum(values.values())) - times * promotion.amount_minor
    if saved <= 0:
        return {}
    whole = lcm(*(value.denominator for value in values.values()))
    return _split(saved, {place: int(value * whole) for place, value in values.items()}, kept)


def _dearest(product_id: int, micro: int, kept: Kept) -> dict[int, Fraction]:
    """What so many units of an article cost, by line."""
    values: dict[int, Fraction] = {}
    mine = [(place, line) for place, line in kept.items() if line.product_id == product_id]
    for place, line in sorted(mine, key=lambda pair: (-pair[1].unit_value, pair[1].likeness)):
        taken = min(line.base_micro, micro)
        if not taken:
            break
        values[place] = Fraction(line.amount_minor * taken, line.base_micro)
        micro -= taken
    return values


_OFF: Mapping[str, Callable[[Promotion, Lines, Kept], Off]] = {
    "percent": _percent, "each": _each, "amount": _amount, "cheapest": _cheapest, "named": _named, "bundle": _bundle,
}  # fmt: skip


def _within(off: Off, left_minor: int | None, lines: Lines) -> Off:
    """No more than what is left of the budget, shared out over the lines."""
    if left_minor is None or sum(off.values()) <= left_minor:
        return off
    return _split(left_minor, off, lines)


def _split(amount: int, weights: Mapping[int, int], lines: Lines | Kept) -> Off:
    """The amount over the lines in proportion to their weights, by largest remainder; the first of equal ones."""
    ties = [lines[place].likeness for place in weights]
    parts = split_by_largest_remainder(amount, list(weights.values()), ties)
    return dict(zip(weights, parts, strict=True))
