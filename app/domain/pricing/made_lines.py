"""Lines that rules add to an order: its discounts as a whole, and its surcharges (docs/pricing.md, steps 11 to 13).

Each is split over the taxes of the lines that it belongs to, in proportion to their amounts and to the cent (A19).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.domain.exchange import NANO
from app.domain.money import MICRO
from app.domain.pricing.asked import OrderTerms
from app.domain.pricing.discounts import best_of, together
from app.domain.pricing.metals import MetalPart, metals_due
from app.domain.pricing.rules import Buyer, DiscountRule, RulesSnapshot, SurchargeRule, is_valid_on
from app.domain.rounding import divide_half_up, split_by_largest_remainder
from app.domain.tax import TaxKey

TYPED = "T"
"""The origin of a typed order discount; those of rules are "D" or "S" with their id."""
METAL = "M"
"""The origin of a metal surcharge begins with it; the metal follows, so that it stays through its quotations."""
_Key = TypeVar("_Key", TaxKey, str)
_COUNTED = frozenset({"goods", "service", "free", "discount"})


@dataclass(frozen=True, slots=True)
class LineAmount:
    """What a keyed line adds to an order: its kind, amount in minor units, tax, weight in grams, and its metals."""

    kind: str
    amount_minor: int
    tax_class: str
    tax: TaxKey
    weight_g: int = 0
    metals: tuple[MetalPart, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeLine:
    """A line that a rule adds, in minor units; below zero it is a discount. `base_minor` and `rate_ppm` say of what.

    `name` is the rule's; empty for a typed discount. Of a metal: `weight_ng` at `quote_micro` for `per_g` grams.
    """

    origin: str
    name: str
    tax_class: str
    amount_minor: int
    rate_ppm: int = 0
    base_minor: int = 0
    weight_ng: int = 0
    quote_micro: int = 0
    per_g: int = 0


def made_lines(
    lines: Sequence[LineAmount], terms: OrderTerms, buyer: Buyer, rules: RulesSnapshot
) -> tuple[MadeLine, ...]:
    """The lines that rules and typed order discount add, discounts first; none of 0."""
    counted = [line for line in lines if line.kind in _COUNTED]
    base = sum(line.amount_minor for line in counted)
    discounts = list(_discounts(base, counted, terms, buyer, rules))
    rest = base + sum(line.amount_minor for line in discounts)
    return (*discounts, *_surcharges(rest, counted, terms, buyer, rules), *_metals(counted, terms, rules))


def _discounts(
    base: int, lines: Sequence[LineAmount], terms: OrderTerms, buyer: Buyer, rules: RulesSnapshot
) -> Iterator[MadeLine]:
    """What is taken off the whole order: what was typed, or what the rules give; never more than there is."""
    if base <= 0:
        return
    if terms.discount_minor is not None:
        yield from _split(TYPED, "", -min(terms.discount_minor, base), lines, "", (0, base))
    elif terms.discount_ppm is not None:
        off = divide_half_up(base * terms.discount_ppm, MICRO)
        yield from _split(TYPED, "", -off, lines, "", (terms.discount_ppm, base))
    else:
        yield from _by_rules(base, lines, terms, buyer, rules)


def _by_rules(
    base: int, lines: Sequence[LineAmount], terms: OrderTerms, buyer: Buyer, rules: RulesSnapshot
) -> Iterator[MadeLine]:
    """Each rule takes the difference between what all up to it take off: their sum is rounded once."""
    fitting = [rule for rule in rules.order_discounts_for(buyer) if _reached(rule, base, terms)]
    best = best_of(rule for rule in fitting if rule.kind == "best")
    before = 0
    for taken in together(best, (rule for rule in fitting if rule.kind != "best")):
        off = divide_half_up(base * taken.total_ppm, MICRO)
        yield from _split(f"D{taken.rule_id}", taken.name, before - off, lines, "", (taken.rate_ppm, base))
        before = off


def _reached(rule: DiscountRule, base: int, terms: OrderTerms) -> bool:
    is_wanted = rule.discount_ppm > 0 and f"D{rule.id}" not in terms.waived
    return is_wanted and base >= rule.least_minor and is_valid_on(terms.on, rule.valid_from, rule.valid_to)


def _surcharges(
    base: int, lines: Sequence[LineAmount], terms: OrderTerms, buyer: Buyer, rules: RulesSnapshot
) -> Iterator[MadeLine]:
    """What comes on top; an order without goods and services has none."""
    if not any(line.kind in {"goods", "service"} for line in lines):
        return
    weight = sum(line.weight_g for line in lines)
    for rule in surcharges_that_fit(terms, buyer, rules):
        amount = _amount(rule, base, weight)
        if amount and f"S{rule.id}" not in terms.waived:
            told = (rule.rate_ppm, base)
            yield from _split(f"S{rule.id}", rule.name, amount, lines, rule.tax_class, told)


def _metals(lines: Sequence[LineAmount], terms: OrderTerms, rules: RulesSnapshot) -> Iterator[MadeLine]:
    """The metal of the lines above the base prices in their articles' prices; discounts do not touch it."""
    parts = ((line.tax, line.tax_class, part) for line in lines for part in line.metals)
    rate = rules.home.exchange.rate_nano if rules.home else NANO
    for due in metals_due(parts, rules.metals, terms.on, rules.currency, rate):
        quote, origin = due.quote, METAL + due.quote.metal
        if origin not in terms.waived:
            quoted = divide_half_up(quote.price_micro * rate, NANO)
            told = {"weight_ng": due.weight_ng, "quote_micro": quoted, "per_g": quote.per_g}
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


def _amount(rule: SurchargeRule, base: int, weight_g: int) -> int:
    if rule.free_from_minor and base >= rule.free_from_minor:
        return 0
    times = -(-weight_g // rule.each_g) if rule.each_g else 1
    return rule.amount_minor * times + divide_half_up(max(base, 0) * rule.rate_ppm, MICRO)


def _split(
    origin: str,
    name: str,
    amount: int,
    lines: Sequence[LineAmount],
    tax_class: str,
    told: tuple[int, int],
) -> Iterator[MadeLine]:
    """A line for each tax class, the amount shared out by tax first; one line where the rule names a class."""
    if not amount:
        return
    rate, base = told
    if tax_class:
        yield MadeLine(origin, name, tax_class, amount, rate, base)
        return
    taxes = _sums((line.tax, line.amount_minor) for line in lines)
    for tax, share in _shares(amount, taxes):
        classes = _sums((line.tax_class, line.amount_minor) for line in lines if line.tax == tax)
        for each, part in _shares(share, classes):
            if part:
                yield MadeLine(origin, name, each, part, rate, base)


def _sums(pairs: Iterable[tuple[_Key, int]]) -> dict[_Key, int]:
    sums: dict[_Key, int] = {}
    for key, amount in pairs:
        sums[key] = sums.get(key, 0) + amount
    return dict(sorted(sums.items()))


def _shares(amount: int, sums: dict[_Key, int]) -> list[tuple[_Key, int]]:
    """The amount shared out in proportion; where nothing is above zero the first takes all."""
    weights = [max(each, 0) for each in sums.values()]
    if not any(weights):
        weights[0] = 1
    return list(zip(sums, split_by_largest_remainder(amount, weights), strict=True))
