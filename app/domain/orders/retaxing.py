"""The taxes of an order that stand on another card, address or day than today's; net prices stay (A20). Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.orders.context import OrderContext
from app.domain.orders.draft import KIT, Draft, Line
from app.domain.orders.kits import with_parts
from app.domain.orders.repricing import DraftPrices, draft_totals, taxed
from app.domain.pricing.asked import NO_TAX


def changed_taxes(draft: Draft, context: OrderContext) -> tuple[Line, ...]:
    """Lines whose stored tax is not the one that customer, address and rates give today (A20)."""
    prices = DraftPrices(replace(draft, order_date=context.today), context)
    return tuple(line for line in draft.lines if line.has_amount and line.tax != (prices.tax(line) or NO_TAX))


def retax_all(draft: Draft, context: OrderContext) -> Draft:
    """The draft with today's tax on all its lines, discounts and freight with them; every price stands."""
    today = replace(draft, order_date=context.today)
    prices = DraftPrices(today, context)

    def settled(line: Line) -> Line:
        if prices.rules.mixes and line.has_price and not line.is_made:
            return prices.derived(line)
        return taxed(line, prices.tax(line) or NO_TAX) if line.has_amount else line

    return with_parts(draft, replace(today, lines=tuple(map(settled, draft.lines))), prices)


def _decides(draft: Draft) -> tuple[object, ...]:
    """What of the head decides its taxes."""
    return draft.header.customer_id, *draft.header.tax_ground


@dataclass(frozen=True, slots=True)
class MovedTaxes:
    """What a step did to taxes that it did not touch: how many lines, and the order's tax before and after."""

    count: int
    before_minor: int
    after_minor: int


def taxes_beside(before: Draft, after: Draft) -> MovedTaxes | None:
    """Lines whose tax is another one although the step keyed nothing that decides it on them or in the head."""
    if _decides(before) != _decides(after):
        return None
    old = {line.key: line for line in before.lines}
    moved = [
        line
        for line in after.lines
        if (known := old.get(line.key)) is not None
        and known is not line
        and line.kind != KIT  # its parts have the tax
        and known.tax_class == line.tax_class
        and known.tax != line.tax
    ]
    if not moved:
        return None
    return MovedTaxes(len(moved), draft_totals(before).tax_minor, draft_totals(after).tax_minor)
