"""Which orders a simulation looks at: the last ones that were confirmed, narrowed by whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.services.purchases import ORDERED
from app.services.unit_of_work import Reading
from db.schema.orders import Order, OrderLine
from db.schema.parties import Customer
from db.schema.products import Product
from db.statements import table_of

MOST_ORDERS = 20_000
_ORDER, _LINE = table_of(Order), table_of(OrderLine)
_PRODUCT, _CUSTOMER = table_of(Product), table_of(Customer)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersWanted:
    """The last `most` confirmed orders, of these days, customers, price groups and families of articles; empty: all.

    `on`: the day as of which all of them are priced, None for each order's own day.
    """

    most: int = 1_000
    since: date | None = None
    until: date | None = None
    customer_ids: tuple[int, ...] = ()
    price_groups: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    on: date | None = None


def read_order_ids(view: Reading, wanted: OrdersWanted, currency: str) -> tuple[tuple[int, ...], int]:
    """The ids, the newest first, and how many are left out: in another currency, without a rate that they keep."""
    conditions = _conditions(wanted)
    found = sa.select(_ORDER.c.id, _ORDER.c.currency, _ORDER.c.exchange).where(*conditions)
    newest = found.order_by(_ORDER.c.order_date.desc(), _ORDER.c.id.desc())
    rows = view.db.execute(newest.limit(min(max(wanted.most, 0), MOST_ORDERS))).all()
    ids = tuple(row.id for row in rows if row.currency == currency or row.exchange)
    return ids, len(rows) - len(ids)


def _conditions(wanted: OrdersWanted) -> list[sa.ColumnElement[bool]]:
    found: list[Any] = [_ORDER.c.kind == "order", _ORDER.c.state.in_(ORDERED)]
    if wanted.since is not None:
        found.append(_ORDER.c.order_date >= wanted.since)
    if wanted.until is not None:
        found.append(_ORDER.c.order_date <= wanted.until)
    if wanted.customer_ids:
        found.append(_ORDER.c.customer_id.in_(wanted.customer_ids))
    if wanted.price_groups:
        groups = sa.select(_CUSTOMER.c.id).where(_CUSTOMER.c.price_group.in_(wanted.price_groups))
        found.append(_ORDER.c.customer_id.in_(groups))
    if wanted.families:
        of_family = sa.select(_LINE.c.id).join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
        found.append(
            sa.exists(
                of_family.where(_LINE.c.order_id == _ORDER.c.id, _PRODUCT.c.family.in_(wanted.families))
            )
        )
    return found
