"""What an ask of the bus wants to be configured."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from app.domain.orders.own_prices import OwnPrice
from app.views.configurator.opened import Wish
from app.views.kit.keyed import today_of

if TYPE_CHECKING:
    from app.views.kit.bus import Ask
    from app.views.kit.context import Context


def wish_of(ask: Ask, context: Context) -> Wish:
    """The wish of "configurator.open": the id is the article's; `title` is its name; all else is named as in `Wish`."""
    params = ask.params
    fits_with = params.get("fits_with")
    on, quantity, own = params.get("on"), params.get("quantity"), params.get("own")

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
        currency=text("currency"),
        price_list=own.price_list if isinstance(own, OwnPrice) else text("price_list"),
        quantity=quantity if isinstance(quantity, Fraction) else Fraction(1),
        on=on if isinstance(on, date) else today_of(context),
        own=own if isinstance(own, OwnPrice) else None,
        customer_id=int(text("customer_id", "0")),
        fits_with=fits_with if isinstance(fits_with, tuple) else None,
        may_take=bool(params.get("may_take", params.get("order_id", 0))),
    )
