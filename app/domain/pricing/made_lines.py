"""Lines that rules add to an order: promotions, its discounts as a whole, surcharges (docs/pricing.md, steps 11 to 14).

Each is split over the taxes of the lines that it belongs to, in proportion to their amounts and to the cent (A19).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.domain.exchange import NANO
from app.domain.money import MICRO
from app.domain.pricing.amounts import LineAmount, MadeLine
from app.domain.pricing.asked import OrderTerms
from app.domain.pricing.discounts import best_of, together
from app.domain.pricing.metals import metals_due
from app.domain.pricing.price_row import is_valid_on
from app.domain.pricing.promoting import Promoted, promoted, promotion_lines
from app.domain.pricing.promotions import Asker, Uses
from app.domain.pricing.rules import Buyer, DiscountRule, RulesSnapshot, SurchargeRule
from app.domain.pricing.whole_with_tax import WithTax
from app.domain.rounding import divide_half_up, split_by_largest_remainder
from app.domain.tax import PriceMode, TaxKey

METAL = "M"
"""The origin of a metal surcharge begins with it; the metal follows, so that it stays through its quotations."""
TYPED = "T"
"""The origin of a typed order discount; those of rules are "D" or "S" with their id, "P" with a promotion's number."""
_COUNTED = frozenset({"goods", "service", "free", "discount"})
_FREIGHTED = frozenset({"goods", "service"})


@dataclass(frozen=True, slots=True)
class WholeOrder:
    """What rules make of an order beside its lines: the lines that they add, and the promotions behind them.

    `lines` are the counted ones, at whose places promotions take off; `freed_minor`: by the number of a promotion the
    surcharges that it freed the order from.
    """

    made: tuple[MadeLine, ...]
    promoted: Promoted
    lines: tuple[LineAmount, ...]
    freed_minor: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Due:
    """An amount that is still to be split: a discount below zero, or a surcharge."""

    origin: str
    name: str
    amount_minor: int
    rate_ppm: int
    base_minor: int
    tax_class: str = ""
    slot: str = ""


def made_lines(
    lines: Sequence[LineAmount],
    terms: OrderTerms,
    buyer: Buyer,
    rules: RulesSnapshot,
    uses: Uses | None = None,
) -> tuple[MadeLine, ...]:
    """The lines that rules and typed order discount add: promotions, discounts, surcharges; none of 0."""
    return whole_order(lines, terms, buyer, rules, uses).made


def whole_order(
    lines: Sequence[LineAmount],
    terms: OrderTerms,
    buyer: Buyer,
    rules: RulesSnapshot,
    uses: Uses | None = None,
) -> WholeOrder:
    """What rules and typed terms make of an order beside its lines. `uses`: what other orders used of promotions."""
    counted = tuple([line for line in lines if line.kind in _COUNTED])
    rest = _Rest(counted, terms, buyer, rules)
    asker = asker_of(terms, buyer, rules)
    found = promoted(counted, asker, buyer, rules, uses or {}, rest.total)
    made = [line for given in found.given for line in promotion_lines(given)]
    shares = _Shares(counted)
    for due in rest.dues(found.taken_minor, found.freed):
        made += shares.split(due)
    made += _metals(counted, terms, rules)
    return WholeOrder(tuple(made), found, counted, _freed(rest, found))


def asker_of(terms: OrderTerms, buyer: Buyer, rules: RulesSnapshot) -> Asker:
    """Who asks for promotions."""
    return Asker(
        buyer.customer_id, buyer.price_group, buyer.channel, buyer.country, terms.on, rules.currency,
        terms.coupons, frozenset(origin for origin in terms.waived if origin.startswith("P")),
    )  # fmt: skip


def _freed(rest: _Rest, found: Promoted) -> dict[int, int]:
    """By the number of a promotion that frees of surcharges what they would come to; of a slot the lower one's."""
    by_slot: dict[str, int] = {}
    for each in found.given:
        if each.outcome.frees:
            by_slot.setdefault(each.promotion.slot, each.promotion.number)
    if not by_slot:
        return {}
    freed: dict[int, int] = {}
    for due in rest.dues(found.taken_minor, frozenset()):
        if due.slot in by_slot:
            number = by_slot[due.slot]
            freed[number] = freed.get(number, 0) + due.amount_minor
    return freed


class _Rest:
    """What discounts and surcharges come to when promotions take so much off the counted lines."""

    def __init__(
        self, lines: Sequence[LineAmount], terms: OrderTerms, buyer: Buyer, rules: RulesSnapshot
    ) -> None:
        self.base = sum([line.amount_minor for line in lines])
        self.with_tax = WithTax(lines, self.base, terms, rules.mode)
        self.terms = terms
        net = self.with_tax.net_minor
        reached = (rule for rule in rules.order_discounts_for(buyer) if _reached(rule, net, terms))
        self.discounts = tuple(reached) if self.base > 0 else ()
        self.surcharges = tuple(_surcharges_of(lines, terms, buyer, rules))
        self.weight_ug = sum([line.weight_ug for line in lines]) if self.surcharges else 0

    def total(self, taken: int, freed: frozenset[str]) -> int:
        """What they add to the order, below zero where discounts are more."""
        return sum(due.amount_minor for due in self.dues(taken, freed))

    def dues(self, taken: int, freed: frozenset[str]) -> Iterator[_Due]:
        """The discounts, then the surcharges; none of 0. What is asked "from" looks at the lines before promotions."""
        off = 0
        for due in self._discounts(self.base - taken):
            off += due.amount_minor
            yield due
        rest = self.base - taken + off
        for rule in self.surcharges:
            amount = _amount(rule, rest, self.base + off, self.weight_ug, self.with_tax)
            if amount and rule.slot not in freed:
                yield _Due(f"S{rule.id}", rule.name, amount, rule.rate_ppm, rest, rule.tax_class, rule.slot)

    def _discounts(self, base: int) -> Iterator[_Due]:
        """What is taken off the whole order: what was typed, or what the rules give; never more than there is."""
        if base <= 0:
            return
        terms = self.terms
        if terms.discount_minor is not None:
            found: list[_Due] = [_Due(TYPED, "", -min(terms.discount_minor, base), 0, base)]
        elif terms.discount_ppm is not None:
            off = divide_half_up(base * terms.discount_ppm, MICRO)
            found = [_Due(TYPED, "", -off, terms.discount_ppm, base)]
        else:
            found = list(_by_rules(base, self.discounts))
        yield from (due for due in found if due.amount_minor)


def _by_rules(base: int, rules: Sequence[DiscountRule]) -> Iterator[_Due]:
    """Each rule takes the difference between what all up to it take off: their sum is rounded once."""
    best = best_of(rule for rule in rules if rule.kind == "best")
    before = 0
    for taken in together(best, (rule for rule in rules if rule.kind != "best")):
        off = divide_half_up(base * taken.total_ppm, MICRO)
        yield _Due(f"D{taken.rule_id}", taken.name, before - off, taken.rate_ppm, base)
        before = off


def _reached(rule: DiscountRule, base: int, terms: OrderTerms) -> bool:
    is_wanted = rule.discount_ppm > 0 and f"D{rule.id}" not in terms.waived
    return is_wanted and base >= rule.least_minor and is_valid_on(terms.on, rule.valid_from, rule.valid_to)


def _surcharges_of(
    lines: Sequence[LineAmount], terms: OrderTerms, buyer: Buyer, rules: RulesSnapshot
) -> Iterator[SurchargeRule]:
    """What may come on top; an order without goods and services has none."""
    if any(line.kind in _FREIGHTED for line in lines):
        fitting = surcharges_that_fit(terms, buyer, rules)
        yield from (rule for rule in fitting if f"S{rule.id}" not in terms.waived)


def _metals(lines: Sequence[LineAmount], terms: OrderTerms, rules: RulesSnapshot) -> Iterator[MadeLine]:
    """The metal of the lines above the base prices in their articles' prices; discounts do not touch it."""
    parts = ((line.tax, line.tax_class, part) for line in lines for part in line.metals)
    rate = rules.home.exchange.rate_nano if rules.home else NANO
    is_gross = rules.mode is PriceMode.GROSS
    for due in metals_due(parts, rules.metals, terms.on, rules.currency, rate, with_tax=is_gross):
        quote, origin = due.quote, METAL + due.quote.metal
        if origin not in terms.waived:
            quoted = divide_half_up(quote.price_micro * rate, NANO)
            contained = divide_half_up(due.contained_micro * rate, NANO)
            told = {
                "weight_ng": due.weight_ng, "quote_micro": quoted, "per_g": quote.per_g,
                "contained_micro": contained,
            }  # fmt: skip
            for name, share in due.shares:
                yield MadeLine(origin, quote.name, name, share, **told)


def surcharges_that_fit(terms: OrderTerms, buyer: Buyer, rules: RulesSnapshot) -> list[SurchargeRule]:
    """Of each slot the rule for the narrowest buyer: customer, group, country, channel, then the newer rule."""
    best: dict[str, SurchargeRule] = {}
    for rule in rules.surcharges:
        if not _fits(rule, terms, buyer):
            continue
        known = best.get(rule.slot)
        if known is None or _narrowness(rule) > _narrowness(known):
            best[rule.slot] = rule
    return [best[slot] for slot in sorted(best)]


def _fits(rule: SurchargeRule, terms: OrderTerms, buyer: Buyer) -> bool:
    return (
        (rule.applies == "always" or rule.slot in terms.chosen)
        and rule.customer_id in {None, buyer.customer_id}
        and rule.price_group in {"", buyer.price_group}
        and rule.country in {"", buyer.country}
        and rule.channel in {"", buyer.channel}
        and is_valid_on(terms.on, rule.valid_from, rule.valid_to)
    )


def _narrowness(rule: SurchargeRule) -> tuple[bool, bool, bool, bool, int]:
    return (
        rule.customer_id is not None,
        rule.price_group != "",
        rule.country != "",
        rule.channel != "",
        rule.id,
    )


def _amount(rule: SurchargeRule, rest: int, base: int, weight_ug: int, with_tax: WithTax) -> int:
    """A percent is of what is left after promotions; "free from" looks at the lines as they are.

    The exact weight of all lines begins its steps: two lines of half a gram weigh one.
    """
    if rule.free_from_minor and with_tax.taken_out(base) >= rule.free_from_minor:
        return 0
    times = -(-weight_ug // (rule.each_g * MICRO)) if rule.each_g else 1
    fixed = with_tax.added(rule.amount_minor * times, rule.tax_class)
    return fixed + divide_half_up(max(rest, 0) * rule.rate_ppm, MICRO)


class _Shares:
    """How an amount is shared out over the taxes of an order's lines, within a tax over the tax classes."""

    def __init__(self, lines: Sequence[LineAmount]) -> None:
        self._lines = lines

    @cached_property
    def _taxes(self) -> list[tuple[int, dict[str, int]]]:
        """By tax the sum of its lines, and the sums of its classes; both sorted."""
        sums: dict[TaxKey, dict[str, int]] = {}
        for line in self._lines:
            classes = sums.setdefault(line.tax, {})
            classes[line.tax_class] = classes.get(line.tax_class, 0) + line.amount_minor
        return [(sum(sums[tax].values()), dict(sorted(sums[tax].items()))) for tax in sorted(sums)]

    def split(self, due: _Due) -> Iterator[MadeLine]:
        """A line for each tax class, the amount shared out by tax first; one line where the rule names a class."""
        if due.tax_class:
            yield _made(due, due.tax_class, due.amount_minor)
            return
        shares = _shares(due.amount_minor, [weight for weight, _classes in self._taxes])
        for share, (_weight, classes) in zip(shares, self._taxes, strict=True):
            parts = _shares(share, list(classes.values()))
            yield from (_made(due, each, part) for each, part in zip(classes, parts, strict=True) if part)


def _made(due: _Due, tax_class: str, amount: int) -> MadeLine:
    return MadeLine(due.origin, due.name, tax_class, amount, due.rate_ppm, due.base_minor)


def _shares(amount: int, sums: Sequence[int]) -> tuple[int, ...]:
    """The amount shared out in proportion; where nothing is above zero the first takes all."""
    weights = [max(each, 0) for each in sums]
    if not any(weights):
        weights[0] = 1
    return split_by_largest_remainder(amount, weights)
