"""The one price function: an order and the rules give its lines, its totals and, on wish, why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from app.domain.pricing.abroad import in_currency
from app.domain.pricing.amounts import LineAmount, MadeLine
from app.domain.pricing.asked import NO_TAX, AskedLine, AskedOrder, Counted, OrderTerms, shared_facts
from app.domain.pricing.engine import explain_line, price_line
from app.domain.pricing.made_lines import WholeOrder, whole_order
from app.domain.pricing.missed_promotions import with_promotions
from app.domain.pricing.rules import RulesSnapshot
from app.domain.pricing.taxed import in_mode
from app.domain.pricing.trace import PriceResult
from app.domain.tax import PriceMode, TaxedAmount, Totals, document_totals


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """The lines in the order in which they were asked, those that the rules add, and the document's totals.

    `whole` says which promotions stand behind them; it names lines by their places, so it is not compared.
    """

    lines: tuple[PriceResult, ...]
    made: tuple[MadeLine, ...]
    totals: Totals
    whole: WholeOrder = field(compare=False)


def price(order: AskedOrder, rules: RulesSnapshot, *, explained: Collection[str] = ()) -> PricedOrder:
    """Price an order under the rules: quotes, orders, amendments and the simulator all ask here.

    The keys in `explained` name the lines that come with their steps and near misses; amounts are the same.
    Neither the order of the lines nor that of the rules changes a price (docs/pricing.md).
    """
    rules = in_mode(in_currency(rules, order.exchange), order.price_mode)
    counted = (
        Counted(line.product_id, line.family, line.base_unit, line.base_micro)
        for line in order.lines
        if line.product_id is not None
    )
    shared = shared_facts(order.buyer, order.purchases, (*counted, *order.counted))
    lines = tuple(
        explain_line(line, rules, shared) if line.key in explained else price_line(line, rules, shared)
        for line in order.lines
    )
    amounts = [line_amount_of(line, result) for line, result in zip(order.lines, lines, strict=True)]
    terms = _with_rates(order)
    whole = whole_order(amounts, terms, order.buyer, rules, order.purchases.used)
    used = order.purchases.used
    told = tuple(
        with_promotions(result, line.key, whole, terms, order.buyer, rules, used)
        if line.key in explained
        else result
        for line, result in zip(order.lines, lines, strict=True)
    )
    return PricedOrder(told, whole.made, _totals(order, amounts, whole.made), whole)


def _with_rates(order: AskedOrder) -> OrderTerms:
    """The terms with the rates of the classes under which rules may add lines."""
    if order.price_mode is PriceMode.NET or order.terms.class_ppm:
        return order.terms
    return replace(order.terms, class_ppm=tuple((name, tax.rate_ppm) for name, tax in order.taxes.items()))


def line_amount_of(line: AskedLine, result: PriceResult) -> LineAmount:
    """What a priced line adds to its order."""
    weight = line.base_micro * line.weight_g  # millionths of a unit: micrograms
    metals = tuple(each.of(line.base_micro) for each in line.metals)
    return LineAmount(
        line.kind, result.amount_minor, line.tax_class, line.tax, weight, metals, line.product_id,
        line.family, line.base_micro, line.base_unit, line.is_typed, line.key,
    )  # fmt: skip


def _totals(order: AskedOrder, amounts: Sequence[LineAmount], made: Sequence[MadeLine]) -> Totals:
    taxes = {**order.taxes, **{amount.tax_class: amount.tax for amount in amounts}}
    taxed = [TaxedAmount(amount.amount_minor, amount.tax) for amount in amounts]
    taxed += [TaxedAmount(line.amount_minor, taxes.get(line.tax_class, NO_TAX)) for line in made]
    return document_totals(taxed, order.price_mode, order.tax_rounding)
