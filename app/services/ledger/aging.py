"""Aging as of any day, from open items and the allocations since (E75): one GROUP BY.

An item's open amount on a day is what is open now plus what was applied after that day, so the past
costs only the allocations made since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.aging import FIRST_DAY, Aging
from app.services.unit_of_work import Reading
from db.schema.invoicing import Allocation, OpenItem
from db.schema.parties import Customer

SUMS = 2 + len(FIRST_DAY)


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
    return tuple(
        CustomerAging(customer_id, number, name, _aging(sums))
        for customer_id, *sums, number, name in view.db.execute(statement).all()
        if any(sums)
    )


def aging_total(lines: tuple[CustomerAging, ...]) -> Aging:
    """The sums below the list."""
    return sum((line.aging for line in lines), Aging())


def open_parts(as_of: dt.date, customer_id: int | None = None) -> Any:
    """A select of (item_id, customer_id, due_date, face, amount): parts that sum to an item's open amount.

    `face` is the item's whole amount: > 0 for a claim.
    """
    return sa.union_all(*_sides(as_of, customer_id))


def _sides(as_of: dt.date, customer_id: int | None) -> list[Any]:
    """What is open now of the items of that day, and what was applied to them since."""
    item, allocation = OpenItem, Allocation
    columns = (
        item.id.label("item_id"),
        item.customer_id.label("customer_id"),
        item.due_date.label("due_date"),
        item.amount_minor.label("face"),
    )
    left = item.amount_minor - item.applied_minor
    sides = [sa.select(*columns, left.label("amount")).where(item.is_open, item.date <= as_of)]
    for key, sign in ((allocation.claim_id, 1), (allocation.credit_id, -1)):
        later = (
            sa.select(*columns, (allocation.amount_minor * sign).label("amount"))
            .join_from(allocation, item, item.id == key)
            .where(allocation.date > as_of, item.date <= as_of)
        )
        sides.append(later)
    if customer_id is not None:
        sides = [side.where(item.customer_id == customer_id) for side in sides]
    return sides


def _sums_by_customer(as_of: dt.date, customer_id: int | None) -> Any:
    """Per customer: claims, claims due before each bucket's end, credits; each part is summed on its own first."""
    parts = [_grouped(side.subquery(), as_of) for side in _sides(as_of, customer_id)]
    united = sa.union_all(*parts).subquery()
    sums = (sa.func.sum(united.c[f"s{position}"]).label(f"s{position}") for position in range(SUMS))
    return sa.select(united.c.customer_id, *sums).group_by(united.c.customer_id)


def _grouped(part: Any, as_of: dt.date) -> Any:
    """Sums of one part: all claims, then those at least 1, 31, 61 and 91 days overdue, then credits."""
    due_by = [as_of - dt.timedelta(days=days) for days in FIRST_DAY.values()]
    claim, amount = part.c.face > 0, part.c.amount
    columns = [sa.case((claim, amount), else_=0)]
    columns += [sa.case((sa.and_(part.c.due_date <= day, claim), amount), else_=0) for day in due_by]
    columns.append(sa.case((claim, 0), else_=-amount))
    sums = (sa.func.sum(column).label(f"s{position}") for position, column in enumerate(columns))
    return sa.select(part.c.customer_id, *sums).group_by(part.c.customer_id)


def _aging(sums: Sequence[int]) -> Aging:
    """Buckets from what is at least so many days overdue."""
    claims, late_1, late_31, late_61, late_91, credit = map(int, sums)
    return Aging(claims - late_1, late_1 - late_31, late_31 - late_61, late_61 - late_91, late_91, credit)
