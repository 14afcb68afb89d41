"""The margin of an order: of the lines whose cost is known, which are told beside all. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.bonus import bonus_of
from app.domain.money import line_amount, margin_ppm
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.without_tax import net_minor
from app.domain.rounding import divide_half_up

_SOLD = frozenset({"goods", "service", "free"})


@dataclass(frozen=True, slots=True)
class OrderMargin:
    """What the lines of known cost bring and cost, in minor units; `known` of `lines` lines that sell something.

    Without tax. Discounts on the order are taken off them in proportion to what they bring. `bonus_minor` is what of it
    the customer is expected to get back.
    """

    revenue_minor: int
    cost_minor: int
    known: int
    lines: int
    bonus_minor: int = 0

    @property
    def margin_minor(self) -> int:
        """What is left."""
        return self.revenue_minor - self.cost_minor

    @property
    def ppm(self) -> int | None:
        """The margin on the price; None where the lines bring nothing."""
        return margin_ppm(price_micro=self.revenue_minor, cost_micro=self.cost_minor)

    @property
    def after_bonus_ppm(self) -> int | None:
        """The margin on the price once the customer has his bonus."""
        return margin_ppm(price_micro=self.revenue_minor, cost_micro=self.cost_minor + self.bonus_minor)


def lines_sold(draft: Draft) -> tuple[Line, ...]:
    """The lines that sell something, articles or not: whose cost is known or is missing."""
    return tuple(line for line in draft.lines if line.kind in _SOLD and line.quantity_micro)


def order_margin(draft: Draft, context: OrderContext | None = None) -> OrderMargin | None:
    """The margin of the order; None where no cost is known: that is unknown, not 100 %."""
    sold = lines_sold(draft)
    known = [line for line in sold if line.cost_micro is not None]
    if not known:
        return None
    brought, whole = (net_minor(lines, draft) for lines in (known, sold))
    off = net_minor((line for line in draft.lines if line.kind == "discount"), draft)
    part = divide_half_up(off * brought, whole) if 0 <= brought <= whole and whole > 0 else off
    cost = sum(cost_of_line(line, draft.currency) for line in known)
    bonus = 0
    if context is not None and context.bonus:
        bonus = sum(bonus_of_line(line, draft, context) for line in known)
        bonus += bonus_of(part, context.bonus.all_ppm)
    return OrderMargin(brought + part, cost, len(known), len(sold), bonus)


def bonus_share(line: Line, context: OrderContext) -> int:
    """The share of a line's amount that the customer is expected to get back, in millionths."""
    product = context.products.get(line.product_id) if line.product_id is not None else None
    return context.bonus.of(product.family if product is not None else "") if line.kind in _SOLD else 0


def bonus_of_line(line: Line, draft: Draft, context: OrderContext) -> int:
    """What of a line's amount the customer is expected to get back, in minor units."""
    return bonus_of(net_minor((line,), draft), bonus_share(line, context))


def cost_of_line(line: Line, currency: str) -> int:
    """What a line of known cost costs in minor units."""
    assert line.cost_micro is not None, "the cost is known"
    return line_amount(
        quantity_micro=line.quantity_micro, price_micro=line.cost_micro, per=1, currency=currency
    )
