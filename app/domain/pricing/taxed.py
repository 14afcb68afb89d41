"""The rules for a document whose prices include tax, or do not, and lists that have the other kind.

A price is taken over last, after breaks, formulas and the exchange rate, to six decimals for as many units as it is
for. docs/pricing.md, "Prices with tax".
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.pricing.asked import AskedLine
from app.domain.pricing.configured import rules_with_shares
from app.domain.pricing.derived_rows import LineTaxes, TaxedRules
from app.domain.pricing.rules import Buyer, RulesSnapshot, is_meant_for
from app.domain.tax import PriceMode


def in_mode(rules: RulesSnapshot, mode: str) -> RulesSnapshot:
    """The rules as they hold for a document of these prices (`PriceMode`); the same value for the same question."""
    found = rules.remembered.get(mode)
    if not isinstance(found, RulesSnapshot):
        found = rules.remembered[mode] = _in_mode(rules, PriceMode(mode))
    return found


def _in_mode(rules: RulesSnapshot, mode: PriceMode) -> RulesSnapshot:
    is_gross = mode is PriceMode.GROSS
    mixes = any(facts.includes_tax != is_gross for facts in rules.lists.values())
    if (rules.mode, rules.mixes) == (mode, mixes):
        return rules
    return replace(rules, mode=mode, mixes=mixes)


def rules_for(line: AskedLine, rules: RulesSnapshot) -> RulesSnapshot:
    """The rules with all prices of the document's kind, by the taxes of the line; each part of a kit has its own.

    Of a configured line they have its article alone, as it is configured.
    """
    if line.configured is not None and line.product_id is not None:
        rules = rules_with_shares(rules, line.product_id, line.configured, line.on)
    if not rules.mixes or line.parts:
        return rules
    own = line.tax.rate_ppm
    taxes = LineTaxes(own, *(line.private_ppm or (own, own)))
    found = rules.remembered.get(taxes)
    if not isinstance(found, RulesSnapshot):
        found = replace(rules, rows={}, mixes=False, taxed=TaxedRules(rules, taxes))
        rules.remembered[taxes] = found
    return found


def mode_for(rules: RulesSnapshot, buyer: Buyer, on: date, *, is_business: bool) -> PriceMode:
    """Whether prices include tax where nobody said so.

    They do for a private customer of whose lists one does, and on a channel that has such a list of its own.
    """
    lists = (facts for facts in rules.lists.values() if facts.includes_tax and facts.purpose == "sell")
    meant = [facts for facts in lists if is_meant_for(facts, buyer) and facts.is_valid_on(on)]
    is_gross = any(facts.channel or not is_business for facts in meant)
    return PriceMode.GROSS if is_gross else PriceMode.NET
