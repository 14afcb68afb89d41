"""Writing ledger entries and reading balances. Entries are append-only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.accounts import Account, Movement
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.invoicing import LedgerEntry
from db.statements import insert_rows


@dataclass(frozen=True, slots=True)
class Posting:
    """A movement that a document makes on a day for a customer."""

    document_kind: str
    document_id: int
    date: dt.date
    customer_id: int
    currency: str
    movement: Movement


def post_entries(uow: UnitOfWork, postings: Iterable[Posting]) -> None:
    """Write the entries, all in one statement."""
    rows = [
        {
            "document_kind": posting.document_kind,
            "document_id": posting.document_id,
            "date": posting.date,
            "customer_id": posting.customer_id,
            "debit_account": posting.movement.debit.value,
            "credit_account": posting.movement.credit.value,
            "amount_minor": posting.movement.amount_minor,
            "currency": posting.currency,
            "tax_code": posting.movement.tax_code,
            "tax_ppm": posting.movement.tax_ppm,
            "at": uow.now,
        }
        for posting in postings
    ]
    insert_rows(uow.db, LedgerEntry, rows)


def account_balance(
    view: Reading, account: Account, *, as_of: dt.date, customer_id: int | None = None
) -> int:
    """Debits minus credits of an account up to a day, in minor units; for one customer or all."""
    entry = LedgerEntry
    signed = sa.case(
        (entry.debit_account == account.value, entry.amount_minor),
        (entry.credit_account == account.value, -entry.amount_minor),
        else_=0,
    )
    statement = sa.select(sa.func.coalesce(sa.func.sum(signed), 0)).where(entry.date <= as_of)
    if customer_id is not None:
        statement = statement.where(entry.customer_id == customer_id)
    return int(view.db.execute(statement).scalar_one())


def trial_balance(view: Reading, *, as_of: dt.date) -> dict[str, int]:
    """Debits minus credits of every account up to a day; they sum to zero."""
    entry = LedgerEntry
    sides = sa.union_all(
        sa.select(entry.debit_account.label("account"), entry.amount_minor.label("amount")).where(
            entry.date <= as_of
        ),
        sa.select(entry.credit_account, -entry.amount_minor).where(entry.date <= as_of),
    ).subquery()
    rows = view.db.execute(sa.select(sides.c.account, sa.func.sum(sides.c.amount)).group_by(sides.c.account))
    return {row[0]: int(row[1]) for row in rows}
