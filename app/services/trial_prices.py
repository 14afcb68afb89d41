"""What an article would cost on an order that nobody keyed yet: for a customer, or for anybody."""

from __future__ import annotations

from fractions import Fraction

from app.domain.money import MICRO
from app.domain.orders.draft import Draft, Header
from app.domain.orders.keying import product_line
from app.domain.orders.own_prices import LinePricing
from app.domain.pricing import Buyer
from app.domain.pricing.taxed import mode_for
from app.domain.rounding import divide_half_up
from app.services.orders.context import read_order_context
from app.services.unit_of_work import Reading

_ANYBODY = Header()


def read_trial_pricing(
    view: Reading, product_id: int, *, customer_id: int | None = None, quantity: Fraction = Fraction(1)
) -> LinePricing:
    """A line of the article on an order of today in the firm's currency; NotFoundError `firm.missing`."""
    context = read_order_context(
        view, customer_id=customer_id, product_ids=[product_id], only_products=customer_id is not None
    )
    customer = context.customer
    header = _ANYBODY if customer is None else Header(customer_id=customer.id, ship_country=customer.country)
    draft = Draft(0, 0, "order", context.currency, context.today, header)
    if customer is not None:
        buyer = Buyer(customer.id, customer.price_group, customer.discount_ppm, "", customer.country)
        mode = mode_for(context.rules, buyer, context.today, is_business=customer.is_business)
        draft = Draft(0, 0, "order", context.currency, context.today, header, price_mode=mode.value)
    micro = quantity * MICRO
    pieces = divide_half_up(micro.numerator, micro.denominator)
    line = product_line(draft, "trial", context.products[product_id], quantity_micro=pieces)
    return LinePricing(line, draft, context)
