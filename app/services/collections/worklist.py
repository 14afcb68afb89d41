"""Customers by what is overdue, with the last talk and the next call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.services.clock import in_zone
from app.services.ledger.home import HOME_OPEN
from app.services.unit_of_work import Reading
from db.rows import fetch
from db.schema.base import ScaledInt
from db.schema.invoicing import OpenItem
from db.schema.parties import Customer, TalkNote


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """A customer with overdue claims; amounts in minor units, `credit_minor` are unapplied credits."""

    customer_id: int
    number: str
    name: str
    phone: str
    email: str
    overdue_minor: int
    claims_minor: int
    credit_minor: int
    overdue_count: int
    oldest_due_date: dt.date
    last_contact_at: dt.datetime | None
    last_contact_by: str | None
    last_note: str | None
    promised_date: dt.date | None
    next_call: dt.date | None

    def days_overdue(self, today: dt.date) -> int:
        """The age of the oldest overdue claim."""
        return (today - self.oldest_due_date).days

    def is_promise_broken(self, today: dt.date) -> bool:
        """True when the promised day is over and something is still overdue."""
        return self.promised_date is not None and self.promised_date < today


def read_worklist(view: Reading, *, call_due_only: bool = False) -> tuple[WorklistRow, ...]:
    """Customers with something overdue today, most first: one query.

    `call_due_only` leaves out those whose next call is agreed for a later day.
    """
    today = view.clock.today()
    sums = _sums(today)
    talk = _last_talks()
    statement = (
        sa.select(
            Customer.id,
            Customer.number,
            Customer.name,
            Customer.phone,
            Customer.email,
            sums.c.overdue,
            sums.c.claims,
            sums.c.credit,
            sums.c.overdue_count,
            sums.c.oldest,
            talk.c.at,
            talk.c.actor,
            talk.c.text,
            talk.c.promised_date,
            talk.c.next_call,
        )
        .join(sums, sums.c.customer_id == Customer.id)
        .outerjoin(talk, talk.c.customer_id == Customer.id)
        .order_by(sums.c.overdue.desc(), Customer.id)
    )
    if call_due_only:
        statement = statement.where(sa.or_(talk.c.next_call.is_(None), talk.c.next_call <= today))
    rows = fetch(view.db, WorklistRow, statement)
    return tuple(in_zone(view.clock, row, "last_contact_at") for row in rows)


def _sums(today: dt.date) -> Any:
    item = OpenItem
    left = HOME_OPEN
    is_late = sa.and_(item.amount_minor > 0, item.due_date < today)
    sums = (
        item.customer_id.label("customer_id"),
        _sum(is_late, left).label("overdue"),
        _sum(item.amount_minor > 0, left).label("claims"),
        _sum(item.amount_minor < 0, -left).label("credit"),
        sa.func.count(sa.case((is_late, item.id))).label("overdue_count"),
        sa.func.min(sa.case((is_late, item.due_date))).label("oldest"),
    )
    late_count = sa.func.count(sa.case((is_late, item.id)))
    return sa.select(*sums).where(item.is_open).group_by(item.customer_id).having(late_count > 0).subquery()


def _sum(condition: Any, amount: Any) -> Any:
    return sa.type_coerce(sa.func.sum(sa.case((condition, amount), else_=0)), ScaledInt)


def _last_talks() -> Any:
    newest = sa.select(sa.func.max(TalkNote.id)).group_by(TalkNote.customer_id)
    return sa.select(TalkNote.__table__).where(TalkNote.id.in_(newest)).subquery()
