"""What a customer paid last for an article, and when, however long ago it was."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.services.parties.context import DONE_STATES
from app.services.unit_of_work import Reading
from db.rows import fetch
from db.schema.orders import Order, OrderLine

LOOKED_THROUGH = 2_000  # newest orders of a customer; only a counter sale has more than these


@dataclass(frozen=True, slots=True)
class LastPrice:
    """The last purchase of a product, with the price paid for `price_per` of `unit`."""

    product_id: int
    last_date: date
    last_quantity_micro: int
    last_price_micro: int
    unit: str
    price_per: int
    currency: str = ""
    price_mode: str = "net"
    configuration: str = ""


_CUSTOMER = sa.bindparam("customer_id", type_=sa.BigInteger)
_PRODUCTS = sa.bindparam("product_ids", expanding=True, type_=sa.BigInteger)
_WITHOUT = sa.bindparam("without_order", type_=sa.BigInteger)
_NEWEST = (
    sa.select(Order.id, Order.order_date, Order.currency, Order.price_mode)
    .where(
        Order.customer_id == _CUSTOMER,
        Order.kind == "order",
        Order.state.in_(DONE_STATES),
        Order.id != _WITHOUT,
    )
    .order_by(Order.id.desc())
    .limit(LOOKED_THROUGH)
    .subquery("newest")
)
_BOUGHT = (
    sa.select(
        OrderLine.product_id,
        _NEWEST.c.order_date,
        OrderLine.quantity_micro,
        OrderLine.price_micro,
        OrderLine.unit,
        OrderLine.price_per,
        _NEWEST.c.currency,
        _NEWEST.c.price_mode,
        OrderLine.configuration,
        # By day and not by id: imported history is younger than what it tells of.
        sa.func.row_number()
        .over(partition_by=OrderLine.product_id, order_by=(_NEWEST.c.order_date.desc(), OrderLine.id.desc()))
        .label("place"),
    )
    .join(_NEWEST, _NEWEST.c.id == OrderLine.order_id)
    .where(OrderLine.product_id.in_(_PRODUCTS), OrderLine.quantity_micro > 0)  # 0: taken out again
    .subquery("bought")
)
_LAST = sa.select(
    _BOUGHT.c.product_id,
    _BOUGHT.c.order_date,
    _BOUGHT.c.quantity_micro,
    _BOUGHT.c.price_micro,
    _BOUGHT.c.unit,
    _BOUGHT.c.price_per,
    _BOUGHT.c.currency,
    _BOUGHT.c.price_mode,
    _BOUGHT.c.configuration,
).where(_BOUGHT.c.place == 1)


def read_last_prices(
    view: Reading, customer_id: int, product_ids: Collection[int], *, without_order: int = 0
) -> dict[int, LastPrice]:
    """The last purchase of each product that the customer ever ordered, in one query.

    An order that is being amended does not count as its own past: `without_order`.
    """
    if not product_ids:
        return {}
    found = fetch(
        view.db,
        LastPrice,
        _LAST,
        customer_id=customer_id,
        product_ids=sorted(product_ids),
        without_order=without_order,
    )
    return {each.product_id: each for each in found}
