"""The one price function: an order and the rules give its lines, its totals and, on wish, why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.domain.pricing.asked import AskedOrder, Counted, shared_facts
from app.domain.pricing.engine import explain_line, price_line
from app.domain.pricing.rules import RulesSnapshot
from app.domain.pricing.trace import PriceResult
from app.domain.tax import TaxedAmount, Totals, document_totals


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """The lines in the order in which they were asked, and the document's totals."""

    lines: tuple[PriceResult, ...]
    totals: Totals


def price(order: AskedOrder, rules: RulesSnapshot, *, explained: Collection[str] = ()) -> PricedOrder:
    """Price an order under the rules: quotes, orders, amendments and the simulator all ask here.

    The keys in `explained` name the lines that come with their steps and near misses; amounts are the same.
    Neither the order of the lines nor that of the rules changes a price (docs/pricing.md).
    """
    counted = (
        Counted(line.product_id, line.family, line.base_unit, line.base_micro)
        for line in order.lines
        if line.product_id is not None
    )
    shared = shared_facts(order.buyer, order.purchases, counted)
    lines = tuple(
        explain_line(line, rules, shared) if line.key in explained else price_line(line, rules, shared)
        for line in order.lines
    )
    amounts = (
        TaxedAmount(result.amount_minor, line.tax) for line, result in zip(order.lines, lines, strict=True)
    )
    return PricedOrder(lines, document_totals(amounts, order.price_mode))
