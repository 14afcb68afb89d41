"""What is wrong with discounts, promotions and surcharges: they meet, leave days out, never count, are used up or over.

Pure: the same rules, uses and day give the same conflicts. What a promotion does to prices is `promotion_worth`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Protocol, TypeVar

from app.domain.pricing.promotion_reach import covers_it, goods_meet, never_saves_more, reach_meets
from app.domain.pricing.promotions import UNUSED, Promotion, Uses, coupon_key, is_used_up
from app.domain.pricing.rules import DiscountRule, RulesSnapshot, SurchargeRule
from app.domain.pricing.spans import Span, covers, gaps_between, span_of

RULE_CODES = (
    "gift_kit", "overlap", "coupon_twice", "gap", "below_cost", "below_floor", "never_wins", "used_up", "ended",
)  # fmt: skip
"""In the order of weight."""
RULE_KINDS = ("discount", "promotion", "surcharge")


class Rule(Protocol):
    """A rule with days; `id` is its row."""

    @property
    def id(self) -> int: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


R = TypeVar("R", bound=Rule)
Series = tuple[R, ...]
"""Rules for the same buyers, goods and conditions: what one says for its days the next says for its own."""


@dataclass(frozen=True, slots=True)
class RuleConflict:
    """One thing to look at. `kind` is one of `RULE_KINDS`; `first` and `last` are the days it is about.

    `other_id`: the rule that it meets. `reason`: "newer" (the other counts, since it was made later), "more" (the
    other takes off as much at least), "each" (every order gets the one that leaves it less to pay), "both" (an order
    has both). What a promotion makes of prices: `paid_minor` for `base_micro` of the product, or (reason "set") for all
    that brings it, where `least_minor` is the cost or floor; the worst of `rows` articles is told.
    """

    code: str
    kind: str
    rule_id: int
    other_id: int | None = None
    first: date | None = None
    last: date | None = None
    reason: str = ""
    product_id: int | None = None
    rows: int = 1
    paid_minor: int = 0
    least_minor: int = 0
    base_micro: int = 0


def rule_conflicts(
    rules: RulesSnapshot, today: date, uses: Uses, families: Mapping[int, str], kits: Collection[int] = ()
) -> tuple[RuleConflict, ...]:
    """What is wrong with the rules themselves, the weightiest first; `families`: those of the articles.

    `kits`: articles that promotions give and that are sold as their parts.
    """
    ahead = Span(today, date.max)
    found = [
        *_given_kits(rules.promotions, ahead, kits),
        *_of_surcharges(rules.surcharges, ahead),
        *_of_discounts(rules.discounts, ahead),
        *_of_promotions(rules.promotions, ahead, uses, families),
    ]
    return tuple(sorted(found, key=weight))


def weight(conflict: RuleConflict) -> tuple[int, int, int, int]:
    """By what conflicts are sorted."""
    code, kind = RULE_CODES.index(conflict.code), RULE_KINDS.index(conflict.kind)
    return code, kind, conflict.rule_id, conflict.other_id or 0


def series_of(rules: Iterable[R], key: Callable[[R], object]) -> tuple[Series[R], ...]:
    """The rules that follow one another, each series by its days."""
    found: dict[object, list[R]] = {}
    for rule in rules:
        found.setdefault(key(rule), []).append(rule)
    return tuple(tuple(sorted(each, key=lambda rule: (span_of(rule), rule.id))) for each in found.values())


def surcharge_series(rule: SurchargeRule) -> object:
    """What surcharges of a series have in common."""
    return rule.slot, rule.customer_id, rule.price_group, rule.country, rule.channel, rule.applies


def discount_series(rule: DiscountRule) -> object:
    """What discounts of a series have in common."""
    return rule.kind, rule.scope, rule.customer_id, rule.price_group, rule.family, rule.least_minor


def promotion_series(rule: Promotion) -> object:
    """What promotions of a series have in common: the same is given for the same, to the same buyers."""
    buyers = rule.customers, rule.groups, rule.channels, rule.countries
    gives = rule.effect, rule.gift.product_id if rule.gift else None, rule.slot, coupon_key(rule.coupon)
    return gives, buyers, rule.products, rule.families, rule.currency, rule.exclusive


# What all of them have in common


def _dated(kind: str, series: Sequence[Series[R]], ahead: Span) -> Iterator[RuleConflict]:
    for rules in series:
        for gap in gaps_between([span_of(rule) for rule in rules]):
            if gap.last >= ahead.first:
                after = next(rule for rule in rules if span_of(rule).first > gap.last)
                yield RuleConflict("gap", kind, after.id, first=gap.first, last=gap.last)
        last = max(rules, key=lambda rule: (span_of(rule).last, rule.id))
        if span_of(last).last < ahead.first:
            yield RuleConflict("ended", kind, last.id, last=last.valid_to)


def _days(rule: Rule, ahead: Span) -> Span | None:
    return span_of(rule).meet(ahead)


def _meeting(
    kind: str, code: str, rule: Rule, other: Rule, ahead: Span, reason: str = ""
) -> Iterator[RuleConflict]:
    """That two rules meet, on the days on which they do."""
    both = span_of(rule).meet(span_of(other))
    days = both.meet(ahead) if both else None
    if days is not None:
        first = days.first if days.first != date.min else None
        last = days.last if days.last != date.max else None
        yield RuleConflict(code, kind, rule.id, other.id, first, last, reason)


def _beaten(kind: str, rule: Rule, winners: Sequence[Rule], ahead: Span, reason: str) -> RuleConflict | None:
    """That others count on all its days that still come."""
    days = _days(rule, ahead)
    theirs = [span for other in winners if (span := _days(other, ahead))]
    if days is None or not covers(theirs, days):
        return None
    first = next(other for other in winners if (span := _days(other, ahead)) and span.meet(days))
    return RuleConflict("never_wins", kind, rule.id, first.id, reason=reason)


# Surcharges


def _of_surcharges(rules: Sequence[SurchargeRule], ahead: Span) -> Iterator[RuleConflict]:
    yield from _dated("surcharge", series_of(rules, surcharge_series), ahead)
    for same in series_of(rules, lambda rule: surcharge_series(rule)[:5]):  # type: ignore[index]
        for rule in same:
            newer = [
                other for other in same if other.id > rule.id and other.applies in {"always", rule.applies}
            ]
            beaten = _beaten("surcharge", rule, newer, ahead, "newer")
            if beaten is not None:
                yield beaten
                continue
            for other in newer:
                yield from _meeting("surcharge", "overlap", rule, other, ahead, "newer")


# Discounts


def _of_discounts(rules: Sequence[DiscountRule], ahead: Span) -> Iterator[RuleConflict]:
    series = series_of(rules, discount_series)
    yield from _dated("discount", series, ahead)
    best = [rule for rule in rules if rule.kind == "best"]
    for rule in best:
        winners = [other for other in best if other.id != rule.id and _gives_more(other, rule)]
        beaten = _beaten("discount", rule, winners, ahead, "more")
        if beaten is not None:
            yield beaten
    for same in series:
        if same[0].kind != "best":
            for one, two in combinations(sorted(same, key=lambda rule: rule.id), 2):
                yield from _meeting("discount", "overlap", one, two, ahead, "both")


def _gives_more(other: DiscountRule, rule: DiscountRule) -> bool:
    """Whether the other one is for all for whom this one is, asks no more, and counts before it."""
    return (
        other.scope == rule.scope
        and other.customer_id in {None, rule.customer_id}
        and other.price_group in {"", rule.price_group}
        and other.family in {"", rule.family}
        and other.least_minor <= rule.least_minor
        and (other.discount_ppm, -other.id) > (rule.discount_ppm, -rule.id)
    )


# Promotions


def _given_kits(rules: Sequence[Promotion], ahead: Span, kits: Collection[int]) -> Iterator[RuleConflict]:
    """Promotions whose article became a kit, which nobody could ship as it is."""
    for rule in rules:
        if rule.gift is not None and rule.gift.product_id in kits and _days(rule, ahead):
            yield RuleConflict("gift_kit", "promotion", rule.id, product_id=rule.gift.product_id)


def _of_promotions(
    rules: Sequence[Promotion], ahead: Span, uses: Uses, families: Mapping[int, str]
) -> Iterator[RuleConflict]:
    yield from _dated("promotion", series_of(rules, promotion_series), ahead)
    live = [rule for rule in rules if _days(rule, ahead)]
    beaten: set[int] = set()
    for rule in live:
        if is_used_up(rule, uses.get(rule.number, UNUSED)):
            yield RuleConflict("used_up", "promotion", rule.id)
        winners = [other for other in live if _wins_always(other, rule, live, families)]
        conflict = _beaten("promotion", rule, winners, ahead, "more")
        if conflict is not None:
            beaten.add(rule.id)
            yield conflict
    for one, two in combinations(sorted(live, key=lambda rule: rule.number), 2):
        if coupon_key(one.coupon) and coupon_key(one.coupon) == coupon_key(two.coupon):
            yield from _meeting("promotion", "coupon_twice", one, two, ahead)
        stand = one.exclusive and two.exclusive and beaten.isdisjoint({one.id, two.id})
        if stand and reach_meets(one, two) and goods_meet(one, two, families):
            yield from _meeting("promotion", "overlap", one, two, ahead, "each")


def _wins_always(
    other: Promotion, rule: Promotion, live: Sequence[Promotion], families: Mapping[int, str]
) -> bool:
    """Whether an order that could have this promotion never has it for the other one.

    Those that can be combined do not compete; one of them loses to an exclusive one only where it comes alone.
    """
    if other.id == rule.id or not (other.exclusive or rule.exclusive):
        return False
    if not covers_it(other, rule, families) or not never_saves_more(rule, other):
        return False
    if rule.exclusive:
        return True
    beside = (each for each in live if not each.exclusive and each.id != rule.id)
    return not any(reach_meets(each, rule) and span_of(each).meet(span_of(rule)) for each in beside)
