"""What the price lists say of the lines that are shown, beside what was typed or made of it."""

from __future__ import annotations

from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.repricing import list_price


class ListPrices:
    """Asked once for each line that changed, never while painting."""

    def __init__(self) -> None:
        self._draft: Draft | None = None
        self._context: OrderContext | None = None

    def use(self, draft: Draft, context: OrderContext) -> bool:
        """Answer from these rules; True if untouched lines may have another list price than before."""
        was, known = self._draft, self._context
        self._draft, self._context = draft, context
        if was is None or known is None:
            return False
        same_terms = was.order_date == draft.order_date and _who(known) == _who(context)
        return known.rules is not context.rules or not same_terms  # a snapshot of the rules never changes

    def of(self, line: Line) -> int | None:
        """The list price of a line, None where no list has it."""
        if self._draft is None or self._context is None:
            return None
        product_id = line.product_id
        if product_id is not None and product_id not in self._context.products:
            return line.list_price_micro if line.price_source == "auto" else None
        return list_price(line, self._draft, self._context)


def _who(context: OrderContext) -> tuple[int, str] | None:
    customer = context.customer
    return (customer.id, customer.price_group) if customer else None
