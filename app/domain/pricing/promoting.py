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
from app.domain.pricing.effects import NOTHING, Kept, Outcome, asked_of, outcome_less, outcome_of
from app.domain.pricing.engine import price_line
from app.domain.pricing.promotions import (
    UNUSED,
    Asker,
    Promotion,
    Used,
    Uses,
    budget_left,
    is_live,
    is_used_up,
)
from app.domain.pricing.rules import Buyer, RulesSnapshot
from app.domain.quantity import Unit

RestOf = Callable[[int, frozenset[str]], int]
"""What discounts and surcharges add to an order of which promotions take so much and free such slots."""
_KINDS = frozenset({"goods", "service"})


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
    """The promotions that may give a buyer something on a day, found by article; what they gave last is remembered.

    An edit moves few lines: only promotions of their articles are looked at again.
    """

    def __init__(self, rules: RulesSnapshot, buyer: Buyer, asker: Asker) -> None:
        self._rules = rules
        self._buyer = buyer
        self._on = asker.on
        live = (each for each in rules.promotions if is_live(each, asker))
        self.promotions = tuple(sorted(live, key=lambda each: (each.number, each.id)))
        self._of: dict[tuple[int, str], tuple[int, ...]] = {}
        self._last = _Looked((), 0, {}, {}, {})

    def found(self, lines: tuple[LineAmount, ...], base: int, uses: Uses) -> list[Given]:
        """Every promotion that would give something by itself, by number."""
        last = self._last
        places, moved = self._places_since(last, lines)
        given: dict[int, Given] = {}
        shared: dict[tuple[int, ...], Kept] = {}
        for place in sorted(places):
            promotion = self.promotions[place]
            used = uses.get(promotion.number, UNUSED)
            known = last.given.get(place)
            least = promotion.order_least_minor
            is_moved = place in moved or used != last.uses.get(promotion.number, UNUSED)
            if known is None or is_moved or (base >= least) != (last.base >= least):
                known = _looked_at(promotion, places[place], lines, base, used, shared)
            given[place] = known
        self._last = _Looked(lines, base, dict(uses), places, given)
        return [each for each in given.values() if each.outcome.is_something]

    def _places_since(
        self, last: _Looked, lines: tuple[LineAmount, ...]
    ) -> tuple[dict[int, tuple[int, ...]], frozenset[int]]:
        """The places of the lines of each promotion, and the promotions whose lines are others than last."""
        if len(lines) == len(last.lines):
            pairs = zip(lines, last.lines, strict=True)
            moved = [place for place, (line, old) in enumerate(pairs) if line is not old]
            of_lines = [(self._of_line(lines[place]), self._of_line(last.lines[place])) for place in moved]
            if all(now is before for now, before in of_lines):
                return last.places, frozenset(each for now, _before in of_lines for each in now)
        places: dict[int, list[int]] = {}
        for place, line in enumerate(lines):
            for each in self._of_line(line):
                places.setdefault(each, []).append(place)
        return {each: tuple(found) for each, found in places.items()}, frozenset(places)

    def _of_line(self, line: LineAmount) -> tuple[int, ...]:
        """The promotions of a line, by their places: for the same article the same value again."""
        if not is_promotable(line):
            return ()
        article = (line.product_id or 0, line.family)
        found = self._of.get(article)
        return self._of_article(*article) if found is None else found

    def _of_article(self, product_id: int, family: str) -> tuple[int, ...]:
        found: tuple[int, ...] = ()
        if not is_agreed(self._rules, self._buyer, product_id, self._on):
            found = tuple(
                place for place, each in enumerate(self.promotions) if is_of_article(each, product_id, family)
            )
        self._of[product_id, family] = found
        return found


@dataclass(frozen=True, slots=True)
class _Looked:
    """What promotions were asked last, and what each of them answered."""

    lines: tuple[LineAmount, ...]
    base: int
    uses: Uses
    places: dict[int, tuple[int, ...]]
    given: dict[int, Given]


def _looked_at(
    promotion: Promotion,
    places: tuple[int, ...],
    lines: Sequence[LineAmount],
    base: int,
    used: Used,
    shared: dict[tuple[int, ...], Kept],
) -> Given:
    """What a promotion gives by itself; nothing where it is used up. `shared`: lines that were looked at, by place."""
    if is_used_up(promotion, used):
        return Given(promotion, places, NOTHING)
    left = budget_left(promotion, used)
    asked = shared.get(places)
    if asked is None:
        asked = shared[places] = asked_of([lines[place] for place in places])
    mine = tuple(asked.values())
    outcome = outcome_of(promotion, mine, order_minor=base, left_minor=left, asked=asked)
    return Given(promotion, places, outcome)


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
    """Whether a contract of the buyer has a price for the article that day, from whatever quantity on in any unit."""
    known = rules.remembered.get(("agreed", buyer, product_id, on))
    if not isinstance(known, bool):
        contracts = (
            facts for facts in rules.lists_for(buyer) if facts.kind == "contract" and facts.is_valid_on(on)
        )
        units = (None, *rules.units_priced(product_id))
        known = any(
            row.is_valid_on(on)
            for facts in contracts
            for unit in units
            for row in rules.rows_of(facts, product_id, on, unit)
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
    lines: tuple[LineAmount, ...],
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
    found = live.found(lines, sum([line.amount_minor for line in lines]), uses)
    together = _together([each for each in found if not each.promotion.exclusive], lines)
    alone = [each for each in found if each.promotion.exclusive]
    if not alone:
        return Promoted(tuple(together))
    choices = [_with_worth(each, buyer, rules, asker) for each in (together, *([one] for one in alone))]
    best = min(choices, key=lambda each: _cost(each, rest_of))  # the first of those that cost the same
    lost = [one for each in choices if each is not best for one in each]
    return Promoted(tuple(best), tuple(sorted(lost, key=lambda each: each.promotion.number)))


def _together(found: Sequence[Given], lines: Sequence[LineAmount]) -> list[Given]:
    """What all of them give together: no line falls below nothing, the lower number comes first."""
    taken = [0] * len(lines)
    for each in found:
        parts, places = each.outcome.parts, each.places
        for at in each.outcome.hits:
            taken[places[at]] += parts[at]
    pairs = enumerate(zip(taken, lines, strict=True))
    left = {place: line.amount_minor for place, (part, line) in pairs if part and part > line.amount_minor}
    if not left:
        return list(found)
    over = frozenset(left)
    cut = (each if over.isdisjoint(each.places) else _cut(each, left, lines) for each in found)
    return [each for each in cut if each.outcome.is_something]


def _cut(given: Given, left: dict[int, int], lines: Sequence[LineAmount]) -> Given:
    """What is left to give on lines of which more than all would be taken."""
    parts = given.outcome.parts
    less: dict[int, int] = {}
    places = given.places
    for at in given.outcome.hits:
        place, part = places[at], parts[at]
        if place in left:
            taken = min(part, left[place])
            left[place] -= taken
            if taken < part:
                less[at] = part - taken
    if not less:
        return given
    asked = {at: lines[given.places[at]] for at in less}
    return replace(given, outcome=outcome_less(given.outcome, less, asked))


def _with_worth(found: Sequence[Given], buyer: Buyer, rules: RulesSnapshot, asker: Asker) -> list[Given]:
    return [
        replace(each, worth_minor=gift_worth(each.promotion, each.outcome.gift_micro, buyer, rules, asker))
        if each.outcome.gift_micro
        else each
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


def promotion_lines(given: Given) -> Iterable[MadeLine]:
    """The lines that a promotion adds: by tax and tax class what it takes off there, and its free goods."""
    rule, outcome = given.promotion, given.outcome
    rate = rule.rate_ppm if rule.effect == "percent" else 0
    for share in outcome.shares:
        yield MadeLine(rule.origin, rule.name, share.group[3], -share.off_minor, rate, share.base_minor)
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
