"""Which discounts a price takes, and which it does not (A9; docs/pricing.md has worked tables).

Each rule has a kind. Of the "best" ones and the customer's own discount the largest alone counts. The "added" ones
add their percent of the list price to it, never beyond 100 %. The "chained" ones then each take theirs of what is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.money import MICRO
from app.domain.pricing.asked import AskedLine
from app.domain.pricing.price_row import is_valid_on
from app.domain.pricing.rules import DISCOUNT_KINDS, Buyer, DiscountRule, RulesSnapshot
from app.domain.pricing.trace import NearMiss
from app.domain.rounding import divide_half_up


@dataclass(frozen=True, slots=True)
class Taken:
    """A discount that counts: its own rate, and what all up to it take off the list price together.

    `name` is empty and `rule_id` None for the customer's own discount.
    """

    kind: str
    name: str
    rate_ppm: int
    total_ppm: int
    rule_id: int | None = None


def taken_discounts(line: AskedLine, buyer: Buyer, rules: RulesSnapshot) -> tuple[Taken, ...]:
    """The discounts that the rules give, in the order in which they are taken off; of a kind the older first.

    The totals are rounded to millionths, half up: the line's discount, which times the list price is the net price.
    """
    best: tuple[int, DiscountRule | None] = (buyer.discount_ppm, None)
    more: list[DiscountRule] = []
    for rule in rules.discounts_for(buyer, line.family):
        if not rule.discount_ppm or not is_valid_on(line.on, rule.valid_from, rule.valid_to):
            continue
        if rule.kind != "best":
            more.append(rule)
        elif _beats(rule, *best):
            best = (rule.discount_ppm, rule)
    return together(best, more) if more or best[0] else ()


def _beats(rule: DiscountRule, rate_ppm: int, best: DiscountRule | None) -> bool:
    """Of equal rates the customer's own counts first, then the older rule."""
    return rule.discount_ppm > rate_ppm or (
        rule.discount_ppm == rate_ppm and best is not None and rule.id < best.id
    )


def best_of(rules: Iterable[DiscountRule], own_ppm: int = 0) -> tuple[int, DiscountRule | None]:
    """The largest of a customer's own discount and rules of which only the best counts."""
    best: tuple[int, DiscountRule | None] = (own_ppm, None)
    for rule in rules:
        if _beats(rule, *best):
            best = (rule.discount_ppm, rule)
    return best


def together(best: tuple[int, DiscountRule | None], more: Iterable[DiscountRule]) -> tuple[Taken, ...]:
    """The best one, then the added ones, then those off the rest, each with what all up to it take off."""
    total, rule = best
    found: list[Taken] = []
    if total:
        name, id_ = (rule.name, rule.id) if rule else ("", None)
        found.append(Taken("best", name, total, total, id_))
    left, whole = MICRO - total, MICRO  # exact, so that the older of two first makes no other price
    for each in sorted(more, key=lambda rule: (DISCOUNT_KINDS.index(rule.kind), rule.id)):
        rate = each.discount_ppm
        if each.kind == "chained":
            left, whole = left * (MICRO - rate), whole * MICRO
        else:
            left = max(left - rate, 0)
        total = divide_half_up((whole - left) * MICRO, whole)
        found.append(Taken(each.kind, each.name, rate, total, each.id))
    return tuple(found)


def missed_discounts(
    line: AskedLine, buyer: Buyer, rules: RulesSnapshot, taken: tuple[Taken, ...], *, is_contract: bool
) -> list[NearMiss]:
    """Rules that fit the line and do not count: not in their days, or something else comes first."""
    counted = {each.rule_id for each in taken}
    missed = []
    for rule in rules.discounts_for(buyer, line.family):
        if rule.id in counted and not line.is_typed:
            continue
        if rule.valid_to is not None and rule.valid_to < line.on:
            missed.append(NearMiss(rule.name, "ended", rule.id, ended=rule.valid_to))
        elif rule.valid_from is not None and rule.valid_from > line.on:
            missed.append(NearMiss(rule.name, "starts", rule.id, starts=rule.valid_from))
        elif line.is_typed:
            missed.append(NearMiss(rule.name, "manual", rule.id))
        elif is_contract:
            missed.append(NearMiss(rule.name, "other_wins", rule.id))
        elif rule.kind == "best":
            missed.append(NearMiss(rule.name, "smaller_discount", rule.id))
    return missed


def unfit_discounts(
    line: AskedLine, buyer: Buyer, rules: RulesSnapshot, taken: tuple[Taken, ...]
) -> list[DiscountRule]:
    """Rules that would take more off, were the customer in their price group or the article in their family.

    Rules for another customer are nobody's business here. Not for typed prices and contracts, which take none.
    """
    best = next((each.rate_ppm for each in taken if each.kind == "best"), 0)
    found = [
        rule
        for rule in rules.discounts
        if rule.scope == "line"
        and rule.discount_ppm > (best if rule.kind == "best" else 0)
        and rule.customer_id in {None, buyer.customer_id}
        and (rule.price_group not in {"", buyer.price_group}) + (rule.family not in {"", line.family}) == 1
        and is_valid_on(line.on, rule.valid_from, rule.valid_to)
    ]
    return sorted(found, key=lambda rule: rule.id)


def unfit_miss(buyer: Buyer, rule: DiscountRule) -> NearMiss:
    """For which price group or family such a rule is."""
    if rule.price_group in {"", buyer.price_group}:
        return NearMiss(rule.name, "other_family", rule.id, needs=rule.family)
    return NearMiss(rule.name, "other_group", rule.id, needs=rule.price_group)
