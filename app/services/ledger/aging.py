"""Aging as of any day, from open items and the allocations since (E75): one GROUP BY.

An item's open amount on a day is what is open now plus what was applied after that day, so the past
costs only the allocations made since. Where nearly all were made since, it is the whole amount less what was
applied until that day: each allocation looked up twice takes longer than all items read once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.aging import FIRST_DAY, Aging, Bucket
from app.domain.pages import Page, PageRequest
from app.services.ledger.home import HOME_AMOUNT, HOME_OF_CLAIM, HOME_OF_CREDIT, HOME_OPEN
from app.services.short_lists import page_of
from app.services.unit_of_work import Reading
from db.schema.invoicing import Allocation, OpenItem
from db.schema.parties import Customer

BUCKETS = [Bucket.NOT_DUE, *FIRST_DAY]
CREDIT = len(BUCKETS)
SUMS = CREDIT + 1
_MOSTLY = 2  # two look-ups an allocation made since, against one row an item and two an allocation before
AMOUNTS = {
    "not_due": "not_due_minor", "d30": "days_1_30_minor", "d60": "days_31_60_minor", "d90": "days_61_90_minor",
    "over": "over_90_minor", "credit": "credit_minor", "balance": "balance_minor",
}  # fmt: skip
"""The amounts that the list is sorted by, and the field of `Aging` that each is."""


@dataclass(frozen=True, slots=True)
class CustomerAging:
    """A customer's line in the aging list."""

    customer_id: int
    number: str
    name: str
    aging: Aging


def read_aging(view: Reading, *, as_of: dt.date, customer_id: int | None = None) -> tuple[CustomerAging, ...]:
    """The aging list of a day by customer number; customers that owed and were owed nothing are left out."""
    if customer_id is not None:
        return _read(view, _sides(as_of, [customer_id]), as_of)
    return _read(view, _sides(as_of, None, from_now=_is_near(view, as_of)), as_of)


def _read(view: Reading, sides: Sequence[Any], as_of: dt.date) -> tuple[CustomerAging, ...]:
    sums = _sums_by_customer(sides, as_of).subquery()
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


def read_aging_page(view: Reading, *, as_of: dt.date, request: PageRequest) -> Page[CustomerAging]:
    """A page of the list. By number and of today it costs the customers of the page, however many owe."""
    is_plain = request.sort in {"", "number"} and not request.text.strip() and not request.filters
    if is_plain and not _was_applied_since(view, as_of):
        return _page_by_number(view, as_of, request)
    if is_plain and not _is_near(view, as_of):
        return _page_of_long_ago(view, as_of, request)
    return page_of(
        read_aging(view, as_of=as_of),
        request,
        texts=lambda line: (line.number, line.name),
        sorts={
            "number": lambda line: line.number,
            "name": lambda line: line.name.casefold(),
            **{name: _minor(name) for name in AMOUNTS},
        },
    )


def _minor(name: str) -> Callable[[CustomerAging], int]:
    return lambda line: int(getattr(line.aging, AMOUNTS[name]))


def _was_applied_since(view: Reading, as_of: dt.date) -> bool:
    later = sa.exists().where(Allocation.date > as_of)
    return bool(view.db.execute(sa.select(later)).scalar_one())


def _page_by_number(view: Reading, as_of: dt.date, request: PageRequest) -> Page[CustomerAging]:
    """What is open now is what was open: the customers of the page first, then their sums."""
    item, of_day = OpenItem, (OpenItem.is_open, OpenItem.date <= as_of)
    count = view.db.execute(sa.select(sa.func.count(item.customer_id.distinct())).where(*of_day)).scalar_one()
    order = Customer.number.desc() if request.descending else Customer.number
    chosen = (
        sa.select(Customer.id, Customer.number, Customer.name)
        .where(sa.exists().where(item.customer_id == Customer.id, *of_day))
        .order_by(order)
        .limit(request.count)
        .offset(request.first)
        .subquery()
    )
    parts = (
        sa.select(chosen, *_bucket(item.amount_minor, item.due_date, HOME_OPEN, as_of))
        .join(item, sa.and_(item.customer_id == chosen.c.id, *of_day))
        .subquery()
    )
    named = [parts.c[column.name] for column in chosen.c]
    statement = (
        sa.select(*named, *_sums(parts))
        .group_by(*named)
        .order_by(parts.c.number.desc() if request.descending else parts.c.number)
    )
    rows = view.db.execute(statement).all()
    lines = (CustomerAging(id_, number, name, _aging(sums)) for id_, number, name, *sums in rows)
    return Page(tuple(lines), int(count))


def _page_of_long_ago(view: Reading, as_of: dt.date, request: PageRequest) -> Page[CustomerAging]:
    """Nearly everything that there was on that day was open: a customer's first item mostly says that it owed."""
    item, allocation = OpenItem, Allocation

    def applied(key: Any, minor: Any) -> Any:
        amounts = sa.select(sa.func.coalesce(sa.func.sum(minor), 0))
        return amounts.where(key == item.id, allocation.date <= as_of).scalar_subquery()

    moved = sa.case(
        (item.amount_minor > 0, applied(allocation.claim_id, HOME_OF_CLAIM)),
        else_=-applied(allocation.credit_id, HOME_OF_CREDIT),
    )
    owing = sa.exists().where(item.customer_id == Customer.id, item.date <= as_of, moved != HOME_AMOUNT)
    order = Customer.number.desc() if request.descending else Customer.number
    found = view.db.execute(sa.select(Customer.id).where(owing).order_by(order)).scalars().all()
    ids = found[request.first : request.first + request.count]
    lines = _read(view, _sides(as_of, ids), as_of) if ids else ()
    return Page(lines[::-1] if request.descending else lines, len(found))


def read_aging_total(view: Reading, *, as_of: dt.date) -> Aging:
    """The sums of the whole list, in one statement without its customers."""
    sides = _sides(as_of, None, from_now=_is_near(view, as_of))
    parts = [sa.select(*_sums(_bucketed(side, as_of))) for side in sides]
    united = sa.union_all(*parts).subquery()
    sums = (sa.func.coalesce(sa.func.sum(united.c[f"s{position}"]), 0) for position in range(SUMS))
    return _aging(tuple(view.db.execute(sa.select(*sums)).one()))


def aging_total(lines: tuple[CustomerAging, ...]) -> Aging:
    """The sums below the list."""
    return sum((line.aging for line in lines), Aging())


def open_parts(as_of: dt.date, customer_id: int | None = None) -> Any:
    """A select of (item_id, customer_id, due_date, face, amount): parts that sum to an item's open amount.

    `face` is the item's whole amount: > 0 for a claim.
    """
    return sa.union_all(*_sides(as_of, None if customer_id is None else [customer_id], in_home=False))


def _is_near(view: Reading, as_of: dt.date) -> bool:
    """Whether it costs less to go back to that day from now than to come to it from the beginning."""
    if as_of >= view.clock.today() or not _was_applied_since(view, as_of):
        return True
    count = sa.select(sa.func.count()).select_from(Allocation)
    since = view.db.execute(count.where(Allocation.date > as_of)).scalar_one()
    until = view.db.execute(count.where(Allocation.date <= as_of)).scalar_one()
    return bool(since <= _MOSTLY * until)


def _sides(
    as_of: dt.date, customer_ids: Sequence[int] | None, *, from_now: bool = True, in_home: bool = True
) -> list[Any]:
    """What is open now of the items of that day, and what was applied to them since, in the firm's currency or theirs.

    Or, not `from_now`: their whole amounts, and what was applied to them until that day. "+ 0": all items are
    read as they lie and then sorted; in the order of an index by customer each would be looked up.
    """
    item, allocation = OpenItem, Allocation
    columns = (
        item.id.label("item_id"),
        (item.customer_id if from_now else item.customer_id + 0).label("customer_id"),
        item.due_date.label("due_date"),
        item.amount_minor.label("face"),
    )
    begin = item.amount_minor - item.applied_minor if from_now else item.amount_minor
    of_claim = of_credit = allocation.amount_minor
    if in_home:
        begin = HOME_OPEN if from_now else HOME_AMOUNT
        of_claim, of_credit = HOME_OF_CLAIM, HOME_OF_CREDIT
    sides = [sa.select(*columns, begin.label("amount")).where(item.date <= as_of)]
    if from_now:
        sides = [sides[0].where(item.is_open)]
    applied, forth = (allocation.date > as_of, 1) if from_now else (allocation.date <= as_of, -1)
    for key, minor, sign in (
        (allocation.claim_id, of_claim, forth),
        (allocation.credit_id, of_credit, -forth),
    ):
        moved = (
            sa.select(*columns, (minor * sign).label("amount"))
            .join_from(allocation, item, item.id == key)
            .where(applied, item.date <= as_of)
        )
        sides.append(moved)
    if customer_ids is not None:
        sides = [side.where(item.customer_id.in_(customer_ids)) for side in sides]
    return sides


def _sums_by_customer(sides: Sequence[Any], as_of: dt.date) -> Any:
    """Per customer the sums of its buckets; each part is summed on its own first."""
    parts = [_grouped(_bucketed(side, as_of)) for side in sides]
    united = sa.union_all(*parts).subquery()
    sums = (sa.func.sum(united.c[f"s{position}"]).label(f"s{position}") for position in range(SUMS))
    return sa.select(united.c.customer_id, *sums).group_by(united.c.customer_id)


def _grouped(part: Any) -> Any:
    return sa.select(part.c.customer_id, *_sums(part)).group_by(part.c.customer_id)


def _bucketed(side: Any, as_of: dt.date) -> Any:
    """Each part's customer, amount and bucket.

    "offset 0" keeps both databases from working the bucket out again in each sum: half the time of the aging list.
    """
    part = side.subquery()
    return (
        sa.select(part.c.customer_id, *_bucket(part.c.face, part.c.due_date, part.c.amount, as_of))
        .offset(0)
        .subquery()
    )


def _bucket(face: Any, due_date: Any, amount: Any, as_of: dt.date) -> tuple[Any, Any]:
    """The amount and the position of its bucket: the oldest that the day has reached, or that of credits."""
    reached = [
        (due_date <= _days_before(as_of, FIRST_DAY[bucket]), position)
        for position, bucket in reversed(list(enumerate(BUCKETS)))
        if bucket in FIRST_DAY
    ]
    number = sa.case((face <= 0, CREDIT), *reached, else_=0)
    return amount.label("amount"), number.label("bucket")


def _sums(part: Any) -> list[Any]:
    """The sums of the buckets, each an integer compared instead of a date."""
    total = sa.func.sum(part.c.amount)
    return [
        sa.func.coalesce(total.filter(part.c.bucket == position), 0).label(f"s{position}")
        for position in range(SUMS)
    ]


def _aging(sums: Sequence[int]) -> Aging:
    """Credits are negative amounts."""
    not_due, d30, d60, d90, over, credit = map(int, sums)
    return Aging(not_due, d30, d60, d90, over, -credit)


def _days_before(day: dt.date, days: int) -> dt.date:
    """So many days earlier; before the calendar begins nothing was due."""
    return dt.date.fromordinal(max(day.toordinal() - days, 1))
