"""Promotions a second time, slowly, as step 11 of docs/pricing.md says it and from that page alone; in fractions.

Of the engine nothing is used but its types; each promotion asks every line again and every choice is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from app.domain.pricing import AskedLine, AskedOrder, Promotion, RulesSnapshot, Used
from app.domain.quantity import Unit
from app.domain.tax import TaxKey
from tests.unit.pricing.by_the_book import (
    DECIMALS,
    currency_of,
    in_range,
    is_agreed,
    prices_by_the_book,
    rounded,
)

ZERO = Fraction(0)


@dataclass(frozen=True)
class Item:
    """A keyed line as promotions see it: amount and quantity in base units."""

    place: int
    kind: str
    amount: Fraction
    tax_class: str
    tax: TaxKey
    article: int | None = None
    family: str = ""
    quantity: Fraction = ZERO
    unit: str = "pc"
    typed: bool = False


@dataclass
class Gain:
    """What a promotion gives: off each line by its place, units of its article, or no surcharge."""

    promotion: Promotion
    off: dict[int, Fraction] = field(default_factory=dict)
    gift: Fraction = ZERO
    frees: bool = False

    @property
    def total(self) -> Fraction:
        return sum(self.off.values(), ZERO)

    @property
    def is_any(self) -> bool:
        return self.total > 0 or self.gift > 0 or self.frees


ToPay = Callable[[Fraction, set[str]], Fraction]
"""What is to pay when so much is taken off and surcharges of these slots do not come."""


def promotions_by_the_book(
    items: Sequence[Item], order: AskedOrder, rules: RulesSnapshot, to_pay: ToPay
) -> list[Gain]:
    """The promotions that the order has."""
    choices = every_choice(items, order, rules)

    def rank(place: int) -> tuple[Fraction, Fraction, int, int]:
        gains = choices[place]
        off = sum((gain.total for gain in gains), ZERO)
        pays = to_pay(off, {gain.promotion.slot for gain in gains if gain.frees})
        worth = sum((_worth(gain, order, rules) for gain in gains), ZERO)
        return pays, -worth, int(place > 0), gains[0].promotion.number if gains else 0

    return choices[min(range(len(choices)), key=rank)]


def every_choice(items: Sequence[Item], order: AskedOrder, rules: RulesSnapshot) -> list[list[Gain]]:
    """All that can be combined, then each exclusive one alone."""
    gains = [
        _gain(promotion, items, order, rules)
        for promotion in sorted(rules.promotions, key=lambda each: each.number)
        if _may_give(promotion, order, rules)
    ]
    gains = [gain for gain in gains if gain.is_any]
    together = _not_below_nothing([gain for gain in gains if not gain.promotion.exclusive], items)
    return [together, *([gain] for gain in gains if gain.promotion.exclusive)]


def _not_below_nothing(gains: Sequence[Gain], items: Sequence[Item]) -> list[Gain]:
    left = {item.place: item.amount for item in items}
    for gain in gains:
        for place, off in gain.off.items():
            gain.off[place] = min(off, left[place])
            left[place] -= gain.off[place]
    return [gain for gain in gains if gain.is_any]


# Who and when


def _may_give(promotion: Promotion, order: AskedOrder, rules: RulesSnapshot) -> bool:
    buyer, terms = order.buyer, order.terms
    has = [
        not promotion.customers or buyer.customer_id in promotion.customers,
        not promotion.groups or buyer.price_group in promotion.groups,
        not promotion.channels or buyer.channel in promotion.channels,
        not promotion.countries or buyer.country in promotion.countries,
        in_range(terms.on, promotion.valid_from, promotion.valid_to),
        promotion.currency == currency_of(order, rules),
        not promotion.coupon or promotion.coupon.replace(" ", "").lower() in terms.coupons,
        f"P{promotion.number}" not in terms.waived,
        not _is_used_up(promotion, order),
    ]
    return all(has)


def _is_used_up(promotion: Promotion, order: AskedOrder) -> bool:
    used = order.purchases.used.get(promotion.number, Used())
    return (
        0 < promotion.max_uses <= used.orders
        or 0 < promotion.max_customer_uses <= used.of_customer
        or 0 < promotion.budget_minor <= used.spent_minor
    )


# Its lines


def _is_seen(item: Item, order: AskedOrder, rules: RulesSnapshot) -> bool:
    if item.article is None or item.typed or item.kind not in {"goods", "service"}:
        return False
    return item.amount > 0 and item.quantity > 0 and not is_agreed(item.article, order, rules)


def _names(promotion: Promotion, item: Item) -> bool:
    articles = [article for article, _ in promotion.products]
    return (
        not (articles or promotion.families) or item.article in articles or item.family in promotion.families
    )


# From


def _from(promotion: Promotion, items: Sequence[Item], order_base: Fraction, cents: int) -> list[Item]:
    quantity, amount = Fraction(promotion.least_micro, 10**6), Fraction(promotion.least_minor, cents)
    if order_base < Fraction(promotion.order_least_minor, cents):
        return []
    if promotion.counts == "line":
        return [item for item in items if item.quantity >= quantity and item.amount >= amount]
    kept = [item for item in items if _of_unit(items, item.unit) >= quantity]
    return kept if _amount(kept) >= amount else []


def _of_unit(items: Iterable[Item], unit: str) -> Fraction:
    return sum((item.quantity for item in items if item.unit == unit), ZERO)


def _amount(items: Iterable[Item]) -> Fraction:
    return sum((item.amount for item in items), ZERO)


# What it gives


def _gain(promotion: Promotion, items: Sequence[Item], order: AskedOrder, rules: RulesSnapshot) -> Gain:
    decimals = DECIMALS[currency_of(order, rules)]
    base = _amount(item for item in items if item.kind != "charge")
    seen = [item for item in items if _is_seen(item, order, rules)]
    given = promotion.gift.product_id if promotion.gift and promotion.effect == "named" else None
    asked = [item for item in seen if _names(promotion, item) and item.article != given]
    kept = _from(promotion, asked, base, 10**decimals)
    if not kept:
        return Gain(promotion)
    if promotion.effect == "freight":
        return Gain(promotion, frees=True)
    if promotion.effect == "gift":
        return Gain(promotion, gift=_times(promotion, kept) * Fraction(promotion.get_micro, 10**6))
    its = [item for item in seen if item.article == given] if promotion.effect == "named" else kept
    off = _OFF[promotion.effect](promotion, kept, its, decimals)
    return Gain(promotion, _within_budget(promotion, off, items, order, decimals))


def _times(promotion: Promotion, kept: Sequence[Item]) -> int:
    buy = Fraction(promotion.buy_micro, 10**6)
    units = {item.unit for item in kept}
    times = sum(floor(_of_unit(kept, unit) / buy) for unit in units) if buy else 1
    return min(times, promotion.max_times) if promotion.max_times else times


Off = dict[int, Fraction]


def _percent(promotion: Promotion, kept: Sequence[Item], _its: Sequence[Item], decimals: int) -> Off:
    return {item.place: rounded(item.amount * Fraction(promotion.rate_ppm, 10**6), decimals) for item in kept}


def _each(promotion: Promotion, kept: Sequence[Item], _its: Sequence[Item], decimals: int) -> Off:
    one = Fraction(promotion.amount_minor, 10**decimals)
    return {item.place: min(rounded(one * item.quantity, decimals), item.amount) for item in kept}


def _once(promotion: Promotion, kept: Sequence[Item], _its: Sequence[Item], decimals: int) -> Off:
    total = min(Fraction(promotion.amount_minor, 10**decimals), _amount(kept))
    return shared(total, {item.place: item.amount for item in kept}, kept, decimals)


def _cheapest(promotion: Promotion, kept: Sequence[Item], _its: Sequence[Item], decimals: int) -> Off:
    off: Off = {}
    more = promotion.max_times
    for unit in sorted({item.unit for item in kept}):
        its = [item for item in kept if item.unit == unit]
        times = floor(_of_unit(its, unit) * 10**6 / (promotion.buy_micro + promotion.get_micro))
        if promotion.max_times:
            times = min(times, more)
            more -= times
        off |= _free_units(promotion, times, its, decimals)
    return off


def _named(promotion: Promotion, kept: Sequence[Item], its: Sequence[Item], decimals: int) -> Off:
    return _free_units(promotion, _times(promotion, kept), its, decimals)


def _free_units(promotion: Promotion, times: int, its: Sequence[Item], decimals: int) -> Off:
    rate, free = Fraction(promotion.rate_ppm, 10**6), times * Fraction(promotion.get_micro, 10**6)
    off: Off = {}
    for item in sorted(its, key=lambda item: (item.amount / item.quantity, *alike(item))):
        units = min(item.quantity, free)
        free -= units
        off[item.place] = rounded(item.amount / item.quantity * units * rate, decimals)
    return off


def _bundle(promotion: Promotion, kept: Sequence[Item], _its: Sequence[Item], decimals: int) -> Off:
    sets = [(article, Fraction(micro, 10**6)) for article, micro in promotion.products]
    there = [
        floor(sum((item.quantity for item in kept if item.article == article), ZERO) / quantity)
        for article, quantity in sets
    ]
    times = min([*there, promotion.max_times] if promotion.max_times else there)
    values: Off = {}
    for article, quantity in sets:
        wanted = quantity * times
        mine = (item for item in kept if item.article == article)
        for item in sorted(mine, key=lambda item: (-item.amount / item.quantity, *alike(item))):
            units = min(item.quantity, wanted)
            wanted -= units
            values[item.place] = item.amount / item.quantity * units
    come_to = Fraction(floor(sum(values.values(), ZERO) * 10**decimals), 10**decimals)
    less = come_to - times * Fraction(promotion.amount_minor, 10**decimals)
    return shared(less, values, kept, decimals) if less > 0 else {}


_OFF: dict[str, Callable[..., Off]] = {
    "percent": _percent, "each": _each, "amount": _once, "cheapest": _cheapest, "named": _named, "bundle": _bundle,
}  # fmt: skip


def _within_budget(
    promotion: Promotion, off: Off, items: Sequence[Item], order: AskedOrder, decimals: int
) -> Off:
    used = order.purchases.used.get(promotion.number, Used())
    left = Fraction(promotion.budget_minor - used.spent_minor, 10**decimals)
    if not promotion.budget_minor or sum(off.values(), ZERO) <= left:
        return off
    return shared(left, off, items, decimals)


# Shares and ranks


def alike(item: Item) -> tuple[Any, ...]:
    return item.tax, item.tax_class, item.article, item.amount, item.quantity


def shared(total: Fraction, weights: Off, items: Sequence[Item], decimals: int) -> Off:
    """In proportion, by largest remainder; of equal remainders the first by what tells lines apart."""
    of_place = {item.place: item for item in items}
    places = sorted(weights, key=lambda place: alike(of_place[place]))
    whole = sum(weights.values(), ZERO)
    exact = {place: total * 10**decimals * weights[place] / whole for place in places}
    parts = {place: floor(part) for place, part in exact.items()}
    missing = int(total * 10**decimals) - sum(parts.values())
    for place in sorted(places, key=lambda place: (parts[place] - exact[place], places.index(place)))[
        :missing
    ]:
        parts[place] += 1
    return {place: Fraction(part, 10**decimals) for place, part in parts.items()}


def _worth(gain: Gain, order: AskedOrder, rules: RulesSnapshot) -> Fraction:
    """What the free goods would cost, keyed alone by the same buyer."""
    gift = gain.promotion.gift
    if not gain.gift or gift is None:
        return ZERO
    line = AskedLine(
        "gift", gift.product_id, gift.family, int(gain.gift * 10**6), Unit(gift.unit), order.terms.on,
        base_unit=gift.unit,
    )  # fmt: skip
    alone = AskedOrder(order.buyer, (line,), order.terms, exchange=order.exchange)
    return prices_by_the_book(alone, rules)["gift"].amount


def made_by_promotions(gains: Iterable[Gain], items: Sequence[Item]) -> dict[tuple[str, str], Fraction]:
    """What is taken off by origin and tax class, below zero."""
    made: dict[tuple[str, str], Fraction] = {}
    of_place = {item.place: item for item in items}
    for gain in gains:
        for place, off in gain.off.items():
            key = (gain.promotion.origin, of_place[place].tax_class)
            made[key] = made.get(key, ZERO) - off
    return made


def gifts_of(gains: Iterable[Gain]) -> dict[tuple[str, str], tuple[int, Fraction]]:
    """Article and quantity by origin and tax class."""
    return {
        (gain.promotion.origin, gain.promotion.tax_class or gain.promotion.gift.tax_class): (
            gain.promotion.gift.product_id,
            gain.gift,
        )
        for gain in gains
        if gain.gift and gain.promotion.gift
    }
