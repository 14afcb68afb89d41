"""The credit of a bonus when its period is over: one credit note by the taxes of the sales, once for each customer."""

from __future__ import annotations

import datetime as dt

from app.domain.errors import ConflictError, RefusedError
from app.domain.money import MICRO, Money, Rate, micro_of
from app.domain.tax import TaxKey
from app.domain.told_texts import written
from app.services.bonus.agreements import hold_agreement
from app.services.bonus.standing import BonusRow, read_bonus_rows
from app.services.invoicing.drafts import DraftLine
from app.services.invoicing.facts import read_seller
from app.services.invoicing.free_credits import post_credit_lines
from app.services.unit_of_work import UnitOfWork
from db.schema.bonus import BonusCredit
from db.statements import insert_row


def credit_bonus(
    uow: UnitOfWork,
    bonus_id: int,
    customer_id: int,
    *,
    accrued_minor: int,
    date: dt.date | None = None,
    with_paper: bool = True,
) -> int:
    """Credit what was proposed; the credit note's id. It stays the customer's credit until it is applied.

    `accrued_minor` is what the clerk saw: refused where the turnover moved since. Two clerks who credit it at the same
    moment get one credit note and one refusal.
    """
    uow.actor.require("credit.free")
    if not hold_agreement(uow, bonus_id):
        raise ConflictError("document.changed_elsewhere", kind="price", id=bonus_id)
    rows = read_bonus_rows(uow, only=(bonus_id, customer_id))
    if not rows:
        raise ConflictError("document.changed_elsewhere", kind="customer", id=customer_id)
    row = rows[0]
    _seller, currency = read_seller(uow)
    _refuse(row, accrued_minor, currency)
    lines = tuple(_line(row, key, part, currency) for key, part in row.shares.items())
    invoice_id = post_credit_lines(
        uow, customer_id=customer_id, lines=lines, reason=_text(row), date=date, with_paper=with_paper
    )
    values = {
        "bonus_id": bonus_id,
        "customer_id": customer_id,
        "invoice_id": invoice_id,
        "turnover_minor": row.turnover_minor,
        "rate_ppm": row.reached.rate_ppm,
        "amount_minor": row.reached.accrued_minor,
        "at": uow.now,
        "actor": uow.actor.name,
    }
    insert_row(uow.db, BonusCredit, values)
    uow.changed("bonus", bonus_id, version=0)
    return invoice_id


def _refuse(row: BonusRow, seen_minor: int, currency: str) -> None:
    name, customer = row.rule.name, row.customer
    if row.state == "credited":
        raise RefusedError("bonus.credited_already", name=name, customer=customer, number=row.invoice_number)
    if row.state == "runs":
        raise RefusedError("bonus.runs", name=name, customer=customer, last=row.rule.valid_to)
    if row.state == "nothing":
        raise RefusedError("bonus.nothing", name=name, customer=customer)
    now = row.reached.accrued_minor
    if now != seen_minor:
        raise RefusedError(
            "bonus.moved",
            name=name,
            customer=customer,
            now=Money(now, currency),
            seen=Money(seen_minor, currency),
        )


def _text(row: BonusRow) -> str:
    """What stands on the credit note: the agreement's own words, days and percent as its reader writes them."""
    rule = row.rule
    days = {"first": rule.valid_from, "last": rule.valid_to}
    return written(("made.bonus", {"name": rule.name, **days, "percent": Rate(row.reached.rate_ppm)}))


def _line(row: BonusRow, key: TaxKey, part_minor: int, currency: str) -> DraftLine:
    price = Money(part_minor, currency).decimal
    return DraftLine(
        kind="free",
        text=_text(row),
        quantity_micro=MICRO,
        unit="pc",
        base_micro=MICRO,
        price_micro=micro_of(price),
        amount_minor=part_minor,
        tax=key,
    )
