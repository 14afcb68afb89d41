"""What may be ticked for an order as a whole: surcharges that come if chosen, and what rules add and may be waived.

Free goods and promotions that free of freight are not among it: they add no amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.pricing.amounts import LineAmount
from app.domain.pricing.asked import OrderTerms
from app.domain.pricing.made_lines import TYPED, made_lines, surcharges_that_fit
from app.domain.pricing.promotions import UNUSED_YET, Uses
from app.domain.pricing.rules import Buyer, RulesSnapshot, SurchargeRule


@dataclass(frozen=True, slots=True)
class Offered:
    """A rule for the whole order: whether it comes now, and the amount that it adds, or would.

    `origin` is that of the lines it makes. `slot`: of a surcharge that comes if chosen; "" for what comes by itself.
    """

    origin: str
    name: str
    is_on: bool
    amount_minor: int = 0
    slot: str = ""


def offered_for(
    lines: Sequence[LineAmount],
    terms: OrderTerms,
    buyer: Buyer,
    rules: RulesSnapshot,
    uses: Uses = UNUSED_YET,
) -> tuple[Offered, ...]:
    """Surcharges first, by name: what comes now, what was taken out and would come again, and what may be chosen."""
    asked = _Asked(lines, buyer, rules, uses)
    offered = {f"S{rule.id}": asked.choice(rule, terms) for rule in choosable(terms, buyer, rules)}
    for origin, (name, amount) in asked.sums(terms).items():
        offered.setdefault(origin, Offered(origin, name, is_on=True, amount_minor=amount))
    for origin in terms.waived - offered.keys():
        name, amount = asked.sums(_without(terms, origin)).get(origin, ("", 0))
        if amount:
            offered[origin] = Offered(origin, name, is_on=False, amount_minor=amount)
    return tuple(sorted(offered.values(), key=lambda each: (each.origin[0] != "S", each.name, each.origin)))


def choosable(terms: OrderTerms, buyer: Buyer, rules: RulesSnapshot) -> list[SurchargeRule]:
    """The rules that come if chosen: of each slot the one that would come if all were."""
    every = frozenset(rule.slot for rule in rules.surcharges)
    fitting = surcharges_that_fit(replace(terms, chosen=every), buyer, rules)
    return [rule for rule in fitting if rule.applies == "chosen"]


def _without(terms: OrderTerms, origin: str) -> OrderTerms:
    return replace(terms, waived=terms.waived - {origin})


@dataclass(frozen=True, slots=True)
class _Asked:
    """An order that is asked again and again under other terms."""

    lines: Sequence[LineAmount]
    buyer: Buyer
    rules: RulesSnapshot
    uses: Uses

    def sums(self, terms: OrderTerms) -> dict[str, tuple[str, int]]:
        """By origin the name and the sum of what rules add; not what was typed."""
        found: dict[str, tuple[str, int]] = {}
        for line in made_lines(self.lines, terms, self.buyer, self.rules, self.uses):
            if line.origin != TYPED:
                found[line.origin] = (line.name, line.amount_minor + found.get(line.origin, ("", 0))[1])
        return found

    def choice(self, rule: SurchargeRule, terms: OrderTerms) -> Offered:
        """A rule that comes if chosen; also where nothing is due for it."""
        origin = f"S{rule.id}"
        is_on = rule.slot in terms.chosen and origin not in terms.waived
        wanted = replace(_without(terms, origin), chosen=terms.chosen | {rule.slot})
        _name, amount = self.sums(wanted).get(origin, ("", 0))
        return Offered(origin, rule.name, is_on, amount, rule.slot)
