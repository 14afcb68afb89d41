"""What the price lists say of the lines that are shown, beside what was typed or made of it."""

from __future__ import annotations

from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.repricing import DraftPrices


class ListPrices:
    """Asked once for each line that changed, never while painting."""

    def __init__(self) -> None:
        self._prices: DraftPrices | None = None

    def use(self, draft: Draft, context: OrderContext) -> bool:
        """Answer from these rules; True if untouched lines may have another list price than before."""
        was, now = self._prices, DraftPrices(draft, context)
        self._prices = now
        if was is None:
            return False
        if was.context.rules is not context.rules:  # a snapshot of the rules never changes
            return True
        return _terms(was) != _terms(now) or (now.rules.shares_breaks and was.shared != now.shared)

    def of(self, line: Line) -> int | None:
        """The list price of a line, None where no list has it."""
        if self._prices is None:
            return None
        product_id = line.product_id
        if product_id is not None and product_id not in self._prices.context.products:
            return line.list_price_micro if line.price_source == "auto" else None
        return self._prices.list_price(line)


def _terms(prices: DraftPrices) -> tuple[object, ...]:
    draft = prices.draft
    return prices.shared.buyer, draft.order_date, draft.header.requested_date, draft.header.exchange
