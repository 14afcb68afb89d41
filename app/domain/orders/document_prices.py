"""In which currency an order's prices are, and whether they include tax. Pure."""

from __future__ import annotations

from dataclasses import replace

from app.domain.exchange import read_exchange_text
from app.domain.orders.asking import buyer_of
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.orders.terms_typed import in_places_of
from app.domain.pricing.taxed import mode_for

_NOT_CONFIRMED = frozenset({"draft", "quoted"})


def in_its_currency(draft: Draft, context: OrderContext, before: Draft | None = None) -> Draft:
    """The draft with the currency of its rate, or the firm's; what was typed off the order stays that number.

    What is typed in the same step (`before`: the draft before it), such as an undo, is of the new currency.
    """
    exchange = read_exchange_text(draft.header.exchange)
    currency = exchange.currency if exchange else context.currency
    if draft.currency == currency:
        return draft
    discount = draft.header.order_discount
    if before is None or before.header.order_discount == discount:
        discount = in_places_of(discount, draft.currency, currency)
    return replace(draft, currency=currency, header=replace(draft.header, order_discount=discount))


def ground_of(draft: Draft) -> tuple[object, ...]:
    """What all of an order's prices stand on: where it is another, all of them are found anew."""
    return draft.header.customer_id, draft.header.exchange, draft.price_mode


def in_its_prices(before: Draft, after: Draft, context: OrderContext) -> Draft:
    """The draft with prices with or without tax: as a person said, or as lists and customer have it.

    Only what makes another answer asks for it, so that an order keeps its kind; a confirmed one always does.
    """
    if after.state not in _NOT_CONFIRMED or _asks_for_prices(before) == _asks_for_prices(after):
        return after
    customer = context.customer
    is_business = customer.is_business if customer else True
    found = after.header.price_kind or mode_for(
        context.rules_of(after), buyer_of(after, context), after.order_date, is_business=is_business
    )
    return after if after.price_mode == found else replace(after, price_mode=str(found))


def _asks_for_prices(draft: Draft) -> tuple[object, ...]:
    header = draft.header
    return header.customer_id, header.channel, header.ship_country, header.price_kind
