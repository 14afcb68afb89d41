"""What an ask of the bus wants to be configured."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from app.domain.orders.own_prices import LinePricing
from app.views.configurator.opened import Wish
from app.views.kit.keyed import today_of

if TYPE_CHECKING:
    from app.views.kit.bus import Ask
    from app.views.kit.context import Context


def wish_of(ask: Ask, context: Context) -> Wish:
    """The wish of "configurator.open": the id is the article's; `title` is its name; all else is named as in `Wish`."""
    params = ask.params
    fits_with = params.get("fits_with")
    on, quantity, pricing = params.get("on"), params.get("quantity"), params.get("pricing")

    def text(name: str, default: str = "") -> str:
        return str(params.get(name, default))

    return Wish(
        product_id=ask.id,
        sku=text("sku"),
        name=text("title"),
        order_id=int(text("order_id", "0")),
        line=text("line"),
        origin=text("origin"),
        configuration=text("configuration"),
        quantity=quantity if isinstance(quantity, Fraction) else Fraction(1),
        on=on if isinstance(on, date) else today_of(context),
        pricing=pricing if isinstance(pricing, LinePricing) else None,
        customer_id=int(text("customer_id", "0")),
        records_for=int(text("records_for", "0")),
        fits_with=fits_with if isinstance(fits_with, tuple) else None,
        may_take=bool(params.get("may_take", params.get("order_id", 0))),
    )
