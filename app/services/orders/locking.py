"""The rows that a confirm holds before all others: the order's, then its customer's (C46).

Between the two the articles are held that will wait (`hold_waiting`). Where the plan has none, as nearly always, one
statement holds both rows, in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.services.orders.context import CUSTOMER_CARD
from app.services.orders.planning import OrderPlan, waits_first
from app.services.unit_of_work import UnitOfWork
from db.schema.orders import Order
from db.schema.parties import Customer
from db.statements import table_of

_ORDER, _CUSTOMER = table_of(Order), table_of(Customer)
_NAMES = ("id", "state", "number", "version", "promise_date", "approval")
_HEAD = tuple(_ORDER.c[name].label(f"order_{name}") for name in _NAMES)
_IS_IT = _ORDER.c.id == sa.bindparam("order_id", type_=sa.BigInteger)
_IS_BUYER = _CUSTOMER.c.id == sa.bindparam("customer_id", type_=sa.BigInteger)
_LOCKED = sa.select(*_HEAD).where(_IS_IT).with_for_update()
_BOTH_LOCKED = (
    sa.select(*_HEAD, *CUSTOMER_CARD)
    .select_from(_ORDER.join(_CUSTOMER, _IS_BUYER))
    .where(_IS_IT)
    .with_for_update(of=[_ORDER, _CUSTOMER])
)


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """An order's row as it is while it is held; `customer`: its customer's card, where that is held too."""

    id: int
    state: str
    number: str | None
    version: int
    promise_date: date | None
    approval: str
    customer: sa.RowMapping | None = None


def hold_order(uow: UnitOfWork, plan: OrderPlan) -> HeldOrder | None:
    """The row of the planned order, held; None if it is gone."""
    order_id, customer_id = plan.draft.id, plan.draft.header.customer_id
    if customer_id is not None and not waits_first(plan):
        values = {"order_id": order_id, "customer_id": customer_id}
        both = uow.db.execute(_BOTH_LOCKED, values).mappings().one_or_none()
        if both is not None:
            return _held(both, both)
    row = uow.db.execute(_LOCKED, {"order_id": order_id}).mappings().one_or_none()
    return None if row is None else _held(row, None)


def _held(row: sa.RowMapping, customer: sa.RowMapping | None) -> HeldOrder:
    return HeldOrder(**{name: row[f"order_{name}"] for name in _NAMES}, customer=customer)
