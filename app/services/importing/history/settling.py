"""History is settled: money of the document's own day closes its open item."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from app.domain.accounts import payment_movement
from app.domain.allocation import Share
from app.services.importing.history.facts import Office
from app.services.invoicing.posting import Posted
from app.services.ledger.entries import Posting, post_entries
from app.services.ledger.open_items import Item, NewItem, add_item, apply_shares
from app.services.unit_of_work import UnitOfWork
from db.schema.firm import NumberSeries
from db.schema.invoicing import Payment
from db.statements import insert_row

METHOD = "imported"


def settle(uow: UnitOfWork, office: Office, posted: Posted, *, day: dt.date) -> None:
    """Money in for an invoice, money back for a credit note; nothing for a zero sum."""
    amount = posted.item.amount_minor
    if amount:
        money = _pay(uow, office, posted, amount, day=day)
        credit, claim = (money, posted.item) if amount > 0 else (posted.item, money)
        apply_shares(uow, credit, [Share(claim.id, abs(amount))], {claim.id: claim}, on=day)


def _pay(uow: UnitOfWork, office: Office, posted: Posted, amount: int, *, day: dt.date) -> Item:
    """The payment (negative: paid back) with its open item and its ledger entry."""
    customer_id = posted.item.customer_id
    values = {
        "number": posted.number,
        "series_id": office.series_id,
        "series_number": _next_number(uow, office.series_id),
        "customer_id": customer_id,
        "date": day,
        "amount_minor": amount,
        "currency": office.currency,
        "method": METHOD,
        "reference": posted.number,
        "posted_at": uow.now,
        "posted_by": uow.actor.name,
    }
    payment_id = insert_row(uow.db, Payment, values)
    movement = payment_movement(amount)
    post_entries(uow, [Posting("payment", payment_id, day, customer_id, office.currency, movement)])
    return add_item(
        uow,
        NewItem(
            customer_id=customer_id,
            kind="payment",
            number=posted.number,
            date=day,
            due_date=day,
            currency=office.currency,
            amount_minor=-amount,
            payment_id=payment_id,
        ),
    )


def _next_number(uow: UnitOfWork, series_id: int) -> int:
    """A number of the series "imported", which has neither dates nor a gap rule."""
    series = NumberSeries
    statement = (
        sa.update(series)
        .where(series.id == series_id)
        .values(next_number=series.next_number + 1)
        .returning(series.next_number)
    )
    return int(uow.db.execute(statement).scalar_one()) - 1
