"""What promotions do for one line of an order, and those that do not apply with what would make them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain.pricing.amounts import LineAmount
from app.domain.pricing.asked import OrderTerms
from app.domain.pricing.effects import Outcome, is_asked, outcome_of, quantities, reached
from app.domain.pricing.made_lines import WholeOrder, asker_of
from app.domain.pricing.near_misses import MAX_NEAR_MISSES, telling
from app.domain.pricing.promoting import is_agreed, is_of_article, is_promotable
from app.domain.pricing.promotions import (
    UNUSED,
    Asker,
    Promotion,
    Uses,
    budget_left,
    coupon_key,
    is_used_up,
)
from app.domain.pricing.rules import Buyer, RulesSnapshot
from app.domain.pricing.trace import NearMiss, PriceResult, PromotionPart
from app.domain.rounding import divide_half_up


def with_promotions(
    result: PriceResult,
    key: str,
    whole: WholeOrder,
    terms: OrderTerms,
    buyer: Buyer,
    rules: RulesSnapshot,
    uses: Uses,
) -> PriceResult:
    """A line's explained price with its promotions; of all near misses the most telling eight stay."""
    place = next((place for place, line in enumerate(whole.lines) if line.key == key), None)
    if place is None or not rules.promotions:
        return result
    missed = list(_missed(whole, place, asker_of(terms, buyer, rules), buyer, rules, uses))
    misses = sorted([*result.near_misses, *missed], key=telling)
    more = result.more_misses + max(len(misses) - MAX_NEAR_MISSES, 0)
    return replace(
        result,
        near_misses=tuple(misses[:MAX_NEAR_MISSES]),
        more_misses=more,
        promoted=tuple(_parts(whole, place)),
    )


def _parts(whole: WholeOrder, place: int) -> Iterator[PromotionPart]:
    """What each promotion takes off the line; 0 where it gives something else for it."""
    for each in whole.promoted.given:
        if place in each.places:
            at = each.places.index(place)
            off = each.outcome.parts[at] if each.outcome.parts else 0
            if off or each.outcome.gift_micro or each.outcome.frees:
                yield PromotionPart(each.promotion.name, each.promotion.id, off)


def _missed(
    whole: WholeOrder, place: int, asker: Asker, buyer: Buyer, rules: RulesSnapshot, uses: Uses
) -> Iterator[NearMiss]:
    line = whole.lines[place]
    if line.product_id is None:
        return
    given = {each.promotion.number for each in whole.promoted.given}
    lost = {each.promotion.number: each for each in whole.promoted.lost}
    for promotion in sorted(rules.promotions, key=lambda each: (each.number, each.id)):
        if promotion.number in given or not is_of_article(promotion, line.product_id, line.family):
            continue
        if promotion.currency != asker.currency or not _is_customers(promotion, asker):
            continue
        miss = _outside(promotion, asker, uses) or _not_seen(promotion, line, buyer, rules, asker)
        if miss is None and promotion.number in lost:
            other = lost[promotion.number]
            saves = other.outcome.total_minor or other.worth_minor
            miss = _miss(promotion, "exclusive", saves_minor=saves)
        yield miss or _short(promotion, whole.lines, place, uses)


def _is_customers(promotion: Promotion, asker: Asker) -> bool:
    """Promotions for other customers are nobody's business here."""
    return not promotion.customers or asker.customer_id in promotion.customers


def _miss(promotion: Promotion, reason: str, **values: object) -> NearMiss:
    return NearMiss(promotion.name, reason, promotion.id, is_promotion=True, **values)  # type: ignore[arg-type]


def _outside(promotion: Promotion, asker: Asker, uses: Uses) -> NearMiss | None:
    """Why the promotion is not for this order at all."""
    if promotion.valid_to is not None and promotion.valid_to < asker.on:
        return _miss(promotion, "ended", ended=promotion.valid_to)
    if promotion.valid_from is not None and promotion.valid_from > asker.on:
        return _miss(promotion, "starts", starts=promotion.valid_from)
    for name, own, asked in (
        ("other_group", promotion.groups, asker.price_group),
        ("other_channel", promotion.channels, asker.channel),
        ("other_country", promotion.countries, asker.country),
    ):
        if own and asked not in own:
            return _miss(promotion, name, needs=", ".join(sorted(own)))
    if promotion.origin in asker.waived:
        return _miss(promotion, "taken_out")
    if is_used_up(promotion, uses.get(promotion.number, UNUSED)):
        return _miss(promotion, "used_up")
    if promotion.coupon and coupon_key(promotion.coupon) not in asker.coupons:
        return _miss(promotion, "coupon")
    return None


def _not_seen(
    promotion: Promotion, line: LineAmount, buyer: Buyer, rules: RulesSnapshot, asker: Asker
) -> NearMiss | None:
    """Why promotions leave the line alone."""
    if line.is_typed:
        return _miss(promotion, "manual")
    if line.product_id is not None and is_agreed(rules, buyer, line.product_id, asker.on):
        return _miss(promotion, "agreed")
    return None if is_promotable(line) else _miss(promotion, "no_amount")


def _short(promotion: Promotion, lines: Sequence[LineAmount], place: int, uses: Uses) -> NearMiss:
    """What is missing until the promotion gives something, and what it would take off then."""
    mine = [
        line
        for line in lines
        if is_promotable(line) and is_of_article(promotion, line.product_id or 0, line.family)
    ]
    alone = _without_partner(promotion, mine, lines[place])
    if alone is not None:
        return alone
    base = sum(line.amount_minor for line in lines)
    left = budget_left(promotion, uses.get(promotion.number, UNUSED))
    open_ = replace(promotion, least_micro=0, least_minor=0, order_least_minor=0)
    more_micro = _missing_units(promotion, mine, lines[place])
    if more_micro > 0:
        grown = [_grown(line, more_micro) if line is lines[place] else line for line in mine]
        gains = outcome_of(open_, grown, order_minor=base, left_minor=left)
        return _missing(promotion, gains, "needs_quantity", more_micro=more_micro)
    more_minor = _missing_minor(promotion, mine, lines[place], base)
    if more_minor > 0:
        gains = outcome_of(open_, mine, order_minor=base, left_minor=left)
        return _missing(promotion, gains, "needs_amount", more_minor=more_minor)
    return _miss(
        promotion, "no_gain"
    )  # others leave nothing to take, or what is left of its budget is too little


def _without_partner(promotion: Promotion, mine: Sequence[LineAmount], line: LineAmount) -> NearMiss | None:
    """What is told where one article's promotion hangs on another that is not there: of a set, or given for others."""
    if promotion.effect == "bundle" and _missing_of_set(promotion, mine).keys() - {line.product_id}:
        return _miss(promotion, "needs_others")
    if promotion.effect != "named" or promotion.gift is None:
        return None
    if not is_asked(promotion, line):
        return _miss(promotion, "needs_others")
    if all(is_asked(promotion, each) for each in mine):
        return _miss(promotion, "needs_article", needs=promotion.gift.sku)
    return None


def _missing(promotion: Promotion, gains: Outcome, reason: str, **values: int) -> NearMiss:
    """What is missing, with what it would bring; nothing is asked for that brings nothing."""
    if not gains.is_something:
        return _miss(promotion, "no_gain")
    return _miss(promotion, reason, **values, saves_minor=gains.total_minor or None)


def _missing_units(promotion: Promotion, mine: Sequence[LineAmount], line: LineAmount) -> int:
    """How many base units more of the line's article bring it: for what it asks, or until it gives once."""
    asked = [each for each in mine if is_asked(promotion, each)]
    own = line.base_micro if promotion.counts == "line" else quantities(asked).get(line.base_unit, 0)
    missing = promotion.least_micro - own
    together = quantities(asked).get(line.base_unit, 0)
    if promotion.effect == "cheapest":
        missing = max(missing, promotion.buy_micro + promotion.get_micro - together)
    elif promotion.effect in {"gift", "named"}:
        missing = max(missing, promotion.buy_micro - together)
    elif promotion.effect == "bundle":
        missing = max(missing, _missing_of_set(promotion, asked).get(line.product_id or 0, 0))
    return missing


def _missing_of_set(promotion: Promotion, asked: Sequence[LineAmount]) -> dict[int, int]:
    """The articles of which the set is short, with how much."""
    have = {product_id: 0 for product_id, _micro in promotion.products}
    for each in asked:
        have[each.product_id or 0] += each.base_micro
    return {
        product_id: micro - have[product_id]
        for product_id, micro in promotion.products
        if have[product_id] < micro
    }


def _missing_minor(promotion: Promotion, mine: Sequence[LineAmount], line: LineAmount, base: int) -> int:
    without = replace(promotion, least_minor=0, order_least_minor=0)
    kept = reached(without, mine, base).values()
    own = line.amount_minor if promotion.counts == "line" else sum(each.amount_minor for each in kept)
    return max(promotion.least_minor - own, promotion.order_least_minor - base)


def _grown(line: LineAmount, more_micro: int) -> LineAmount:
    """The line with so many more units at its price."""
    units = line.base_micro + more_micro
    amount = divide_half_up(line.amount_minor * units, line.base_micro)
    return replace(line, base_micro=units, amount_minor=amount)
