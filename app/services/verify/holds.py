"""Holds: what the row of a customer says of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Seen, tell_once
from db.schema.holds import OrderHold
from db.schema.parties import Customer
from db.statements import table_of

_HOLD, _CUSTOMER = table_of(OrderHold), table_of(Customer)


def check_customers(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """A customer is marked as held who has no live hold, or is not though one stands that was never released."""
    live = sa.and_(_HOLD.c.customer_id == _CUSTOMER.c.id, _HOLD.c.ended_at.is_(None))
    never = sa.and_(live, _HOLD.c.released_at.is_(None), _HOLD.c.until.is_(None))
    wrong = sa.or_(
        sa.and_(_CUSTOMER.c.on_hold, ~sa.exists().where(live)),
        sa.and_(~_CUSTOMER.c.on_hold, sa.exists().where(never)),
    )
    statement = (
        sa.select(_CUSTOMER.c.id, _CUSTOMER.c.number, _CUSTOMER.c.name).where(wrong).order_by(_CUSTOMER.c.id)
    )
    rows: Any = view.db.execute(statement).mappings().all()
    return tell_once(
        rows,
        seen.customers,
        "verify.customer_hold",
        lambda row: {"number": row["number"], "customer": row["name"]},
    )
