"""Which promotions an order has: each is looked at by itself, then those that go together stand against the others.

All that can be combined give what they give, no line falls below nothing; an exclusive one stands alone. Of these the
order has what leaves least to pay (docs/pricing.md, step 11). So a promotion more never makes an order dearer, and in
which order rules, lines or clicks came does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.pricing.amounts import LineAmount, MadeLine
from app.domain.pricing.asked import AskedLine, SharedFacts
from app.domain.pricing.effects import Outcome, outcome_of
from app.domain.pricing.engine import price_line
from app.domain.pricing.promotions import UNUSED, Asker, Promotion, Uses, budget_left, is_live, is_used_up
from app.domain.pricing.rules import Buyer, RulesSnapshot
from app.domain.quantity import Unit
from app.domain.tax import TaxKey

RestOf = Callable[[int, frozenset[str]], int]
"""What discounts and surcharges add to an order of which promotions take so much and free such slots."""
_KINDS = frozenset({"goods", "service"})
_KNOWN = 2  # the order before and after an edit


@dataclass(frozen=True, slots=True)
class Given:
    """A promotion with what it gives: minor units off the lines at `places`, and what its gifts are worth."""

    promotion: Promotion
    places: tuple[int, ...]
    outcome: Outcome
    worth_minor: int = 0


@dataclass(frozen=True, slots=True)
class Promoted:
    """The promotions that an order has, and those that would give something and lost, each by their numbers."""

    given: tuple[Given, ...] = ()
    lost: tuple[Given, ...] = ()

    @property
    def taken_minor(self) -> int:
        """What they take off together."""
        return sum(each.outcome.total_minor for each in self.given)

    @property
    def freed(self) -> frozenset[str]:
        """The slots of surcharges that do not come."""
        return frozenset(each.promotion.slot for each in self.given if each.outcome.frees)


NO_PROMOTIONS = Promoted()


class Live:
    """The promotions that may give a buyer something on a day, found by article; what they gave is remembered."""

    def __init__(self, rules: RulesSnapshot, buyer: Buyer, asker: Asker) -> None:
        self._rules = rules
        self._buyer = buyer
        self._on = asker.on
        live = (each for each in rules.promotions if is_live(each, asker))
        self.promotions = tuple(sorted(live, key=lambda each: (each.number, each.id)))
        self._of: dict[tuple[int, str], tuple[int, ...]] = {}
        self._known: dict[int, tuple[tuple[object, Outcome], ...]] = {}

    def lines_of(self, lines: Sequence[LineAmount]) -> dict[int, list[int]]:
        """The places of the lines of each promotion, by its own place."""
        alike: dict[tuple[int, ...], list[int]] = {}
        for place, line in enumerate(lines):
            if is_promotable(line):
                found = self._of.get((line.product_id or 0, line.family))
                if found is None:
                    found = self._found(line.product_id or 0, line.family)
                if found:
                    alike.setdefault(found, []).append(place)
        places: dict[int, list[int]] = {}
        for promotions, of_them in alike.items():
            for each in promotions:
                places.setdefault(each, []).extend(of_them)
        return places

    def _found(self, product_id: int, family: str) -> tuple[int, ...]:
        found: tuple[int, ...] = ()
        if not is_agreed(self._rules, self._buyer, product_id, self._on):
            found = tuple(
                place for place, each in enumerate(self.promotions) if is_of_article(each, product_id, family)
            )
        self._of[product_id, family] = found
        return found

    def outcome(
        self, place: int, lines: tuple[LineAmount, ...], order_minor: int, left_minor: int | None
    ) -> Outcome:
        """What a promotion gives to its lines, remembered for the same ones."""
        promotion = self.promotions[place]
        asked = (lines, order_minor >= promotion.order_least_minor, left_minor)
        known = self._known.get(place, ())
        for question, answer in known:
            if question == asked:
                return answer
        found = outcome_of(promotion, lines, order_minor=order_minor, left_minor=left_minor)
        self._known[place] = ((asked, found), *known[: _KNOWN - 1])
        return found


def is_promotable(line: LineAmount) -> bool:
    """Whether promotions see the line: an article that costs something, at a price that nobody typed."""
    return (
        line.product_id is not None
        and line.amount_minor > 0
        and line.base_micro > 0
        and not line.is_typed
        and line.kind in _KINDS
    )


def is_of_article(promotion: Promotion, product_id: int, family: str) -> bool:
    """Whether an article counts for the promotion, or is the one of the order that it gives."""
    is_gift = (
        promotion.effect == "named" and promotion.gift is not None and promotion.gift.product_id == product_id
    )
    return is_gift or promotion.is_of(product_id, family)


def is_agreed(rules: RulesSnapshot, buyer: Buyer, product_id: int, on: date) -> bool:
    """Whether a contract of the buyer has a price for the article that day, from whatever quantity on."""
    known = rules.remembered.get(("agreed", buyer, product_id, on))
    if not isinstance(known, bool):
        contracts = (
            facts for facts in rules.lists_for(buyer) if facts.kind == "contract" and facts.is_valid_on(on)
        )
        known = any(
            row.is_valid_on(on) for facts in contracts for row in rules.rows_of(facts, product_id, on)
        )
        rules.remembered["agreed", buyer, product_id, on] = known
    return known


def live_for(rules: RulesSnapshot, buyer: Buyer, asker: Asker) -> Live:
    """The promotions that may give this buyer something; found once for the rules."""
    found = rules.remembered.get((buyer, asker))
    if not isinstance(found, Live):
        found = rules.remembered[buyer, asker] = Live(rules, buyer, asker)
    return found


def promoted(
    lines: Sequence[LineAmount],
    asker: Asker,
    buyer: Buyer,
    rules: RulesSnapshot,
    uses: Uses,
    rest_of: RestOf,
) -> Promoted:
    """The promotions of an order whose counted lines are these."""
    if not rules.promotions:
        return NO_PROMOTIONS
    live = live_for(rules, buyer, asker)
    base = sum(line.amount_minor for line in lines)
    found = list(_candidates(live, lines, base, uses))
    together = _together([each for each in found if not each.promotion.exclusive], lines)
    alone = [each for each in found if each.promotion.exclusive]
    if not alone:
        return Promoted(tuple(together))
    choices = [_with_worth(each, buyer, rules, asker) for each in (together, *([one] for one in alone))]
    best = min(choices, key=lambda each: _cost(each, rest_of))  # the first of those that cost the same
    lost = [one for each in choices if each is not best for one in each]
    return Promoted(tuple(best), tuple(sorted(lost, key=lambda each: each.promotion.number)))


def _candidates(live: Live, lines: Sequence[LineAmount], base: int, uses: Uses) -> Iterable[Given]:
    """Every promotion that would give something by itself, by number."""
    of = live.lines_of(lines)
    for place in sorted(of):
        promotion = live.promotions[place]
        used = uses.get(promotion.number, UNUSED)
        if is_used_up(promotion, used):
            continue
        places = tuple(sorted(of[place]))
        mine = tuple([lines[each] for each in places])
        outcome = live.outcome(place, mine, base, budget_left(promotion, used))
        if outcome.is_something:
            yield Given(promotion, places, outcome)


def _together(found: Sequence[Given], lines: Sequence[LineAmount]) -> list[Given]:
    """What all of them give together: no line falls below nothing, the lower number comes first."""
    taken = [0] * len(lines)
    for each in found:
        for place, part in zip(each.places, each.outcome.parts, strict=False):
            taken[place] += part
    if all(part <= line.amount_minor for part, line in zip(taken, lines, strict=True) if part):
        return list(found)
    left = [line.amount_minor for line in lines]
    return [one for each in found if (one := _cut(each, left)).outcome.is_something]


def _cut(given: Given, left: list[int]) -> Given:
    parts = []
    for place, part in zip(given.places, given.outcome.parts, strict=False):
        parts.append(min(part, left[place]))
        left[place] -= parts[-1]
    outcome = given.outcome
    return replace(given, outcome=Outcome(tuple(parts), sum(parts), outcome.gift_micro, outcome.frees))


def _with_worth(found: Sequence[Given], buyer: Buyer, rules: RulesSnapshot, asker: Asker) -> list[Given]:
    return [
        replace(each, worth_minor=gift_worth(each.promotion, each.outcome.gift_micro, buyer, rules, asker))
        for each in found
    ]


def gift_worth(promotion: Promotion, micro: int, buyer: Buyer, rules: RulesSnapshot, asker: Asker) -> int:
    """What the free goods would cost this buyer, were they keyed alone."""
    gift = promotion.gift
    if gift is None or not micro:
        return 0
    line = AskedLine("", gift.product_id, gift.family, micro, Unit(gift.unit), asker.on, base_unit=gift.unit)
    return price_line(line, rules, SharedFacts(buyer)).amount_minor


def _cost(given: Sequence[Given], rest_of: RestOf) -> tuple[int, int]:
    """What these promotions leave to pay, but for the lines; of equal ones gifts that are worth more come first."""
    these = Promoted(tuple(given))
    worth = sum(each.worth_minor for each in given)
    return rest_of(these.taken_minor, these.freed) - these.taken_minor, -worth


def promotion_lines(promotion: Given, lines: Sequence[LineAmount]) -> Iterable[MadeLine]:
    """The lines that a promotion adds: by tax and tax class what it takes off there, and its free goods."""
    rule, outcome = promotion.promotion, promotion.outcome
    sums: dict[tuple[TaxKey, str], int] = {}
    bases: dict[tuple[TaxKey, str], int] = {}
    for place, part in zip(promotion.places, outcome.parts, strict=False):
        if part:
            key = (lines[place].tax, lines[place].tax_class)
            sums[key] = sums.get(key, 0) + part
            bases[key] = bases.get(key, 0) + lines[place].amount_minor
    rate = rule.rate_ppm if rule.effect == "percent" else 0
    for key in sorted(sums):
        yield MadeLine(rule.origin, rule.name, key[1], -sums[key], rate, bases[key])
    if rule.gift is not None and outcome.gift_micro:
        tax_class = rule.tax_class or rule.gift.tax_class
        yield MadeLine(
            rule.origin,
            rule.name,
            tax_class,
            0,
            product_id=rule.gift.product_id,
            base_micro=outcome.gift_micro,
        )
