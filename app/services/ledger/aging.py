"""Aging as of any day, from open items and the allocations since (E75): one GROUP BY.

An item's open amount on a day is what is open now plus what was applied after that day, so the past
costs only the allocations made since.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.aging import FIRST_DAY, Aging, Bucket
from app.services.unit_of_work import Reading
from db.schema.invoicing import Allocation, OpenItem
from db.schema.parties import Customer


@dataclass(frozen=True, slots=True)
class CustomerAging:
    """A customer's line in the aging list."""

    customer_id: int
    number: str
    name: str
    aging: Aging


def read_aging(view: Reading, *, as_of: dt.date, customer_id: int | None = None) -> tuple[CustomerAging, ...]:
    """The aging list of a day by customer number; customers that owed and were owed nothing are left out."""
    sums = _sums_by_customer(as_of, customer_id).subquery()
    statement = (
        sa.select(sums, Customer.number, Customer.name)
        .join(Customer, Customer.id == sums.c.customer_id)
        .order_by(Customer.number)
    )
    lines = []
    for row in view.db.execute(statement):
        aging = Aging(*(int(row[position]) for position in range(1, 7)))
        if aging != Aging():
            lines.append(CustomerAging(row.customer_id, row.number, row.name, aging))
    return tuple(lines)


def aging_total(lines: tuple[CustomerAging, ...]) -> Aging:
    """The sums below the list."""
    return sum((line.aging for line in lines), Aging())


def open_parts(as_of: dt.date, customer_id: int | None = None) -> Any:
    """A select of (item_id, customer_id, due_date, is_claim, amount): parts that sum to an item's open amount."""
    item, allocation = OpenItem, Allocation
    now = sa.select(
        item.id.label("item_id"),
        item.customer_id.label("customer_id"),
        item.due_date.label("due_date"),
        (item.amount_minor > 0).label("is_claim"),
        (item.amount_minor - item.applied_minor).label("amount"),
    ).where(item.is_open, item.date <= as_of)
    sides = [now]
    joined = (
        (allocation.claim_id, allocation.amount_minor),
        (allocation.credit_id, -allocation.amount_minor),
    )
    for key, signed in joined:
        later = (
            sa.select(item.id, item.customer_id, item.due_date, item.amount_minor > 0, signed)
            .join(item, item.id == key)
            .where(allocation.date > as_of, item.date <= as_of)
        )
        sides.append(later)
    if customer_id is not None:
        sides = [side.where(item.customer_id == customer_id) for side in sides]
    return sa.union_all(*sides)


def _sums_by_customer(as_of: dt.date, customer_id: int | None) -> Any:
    parts = open_parts(as_of, customer_id).subquery()
    first_days = {bucket: as_of - dt.timedelta(days=days) for bucket, days in FIRST_DAY.items()}
    due = parts.c.due_date
    conditions = [
        due > first_days[Bucket.DAYS_1_30],
        sa.and_(due <= first_days[Bucket.DAYS_1_30], due > first_days[Bucket.DAYS_31_60]),
        sa.and_(due <= first_days[Bucket.DAYS_31_60], due > first_days[Bucket.DAYS_61_90]),
        sa.and_(due <= first_days[Bucket.DAYS_61_90], due > first_days[Bucket.OVER_90]),
        due <= first_days[Bucket.OVER_90],
    ]
    claims = [
        sa.func.sum(sa.case((sa.and_(parts.c.is_claim, condition), parts.c.amount), else_=0))
        for condition in conditions
    ]
    unapplied = sa.func.sum(sa.case((parts.c.is_claim, 0), else_=-parts.c.amount))
    labelled = [column.label(f"s{position}") for position, column in enumerate([*claims, unapplied])]
    return sa.select(parts.c.customer_id.label("customer_id"), *labelled).group_by(parts.c.customer_id)
