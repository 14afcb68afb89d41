"""Entering a payment and applying credits to claims (E68)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.accounts import payment_movement
from app.domain.allocation import Share, check_shares, oldest_first
from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import Findings
from app.domain.money import Money
from app.services.ledger.entries import Posting, post_entries
from app.services.ledger.open_items import (
    Item,
    NewItem,
    add_item,
    apply_shares,
    lock_claims_of,
    lock_items,
)
from app.services.numbering import DrawnNumber, draw_number
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Firm
from db.schema.invoicing import OpenItem, Payment
from db.schema.parties import Customer
from db.statements import insert_row

METHODS = ("bank", "cash", "card", "other")
MAX_AMOUNT_MINOR = 10**15  # above it is a slip of the keyboard
MAX_REFERENCE = 200


@dataclass(frozen=True, slots=True)
class PaymentInput:
    """Money received. `allocations=None`: oldest claims first; the rest stays the customer's credit.

    With `keep_rest=False` a rest refuses the payment instead.
    """

    customer_id: int
    amount_minor: int
    date: dt.date
    method: str = "bank"
    reference: str = ""
    allocations: tuple[Share, ...] | None = None
    keep_rest: bool = True


def enter_payment(uow: UnitOfWork, payment: PaymentInput) -> int:
    """Enter a payment and apply it to claims; the payment's id.

    Refused: more than the payment or than a claim's open amount, a date ahead. For a double click run it
    with `work.run(call, key=...)`: the id is stored under the key.
    """
    uow.actor.require("payment.enter")
    currency = _check_payment(uow, payment)
    claims = _claims_for(uow, payment)
    shares = _shares_for(payment, claims, currency=currency)
    credit = book_money(uow, payment, currency=currency)
    payment_id = payment_of(credit)
    apply_shares(uow, credit, shares, claims, on=payment.date)
    after = {
        "number": credit.number,
        "amount_minor": payment.amount_minor,
        "currency": currency,
        "date": payment.date,
        "applied": [[claims[share.claim_id].number, share.amount_minor] for share in shares],
    }
    uow.audit("payment", payment_id, before={}, after=after)
    uow.changed("payment", payment_id, version=1)
    uow.changed("customer", payment.customer_id, version=0)
    return payment_id


def apply_credit(
    uow: UnitOfWork, *, credit_item_id: int, allocations: tuple[Share, ...] | None = None
) -> tuple[int, ...]:
    """Apply an unapplied credit (payment or credit note) to claims of its customer; the allocations' ids.

    Without `allocations`: oldest claims first.
    """
    uow.actor.require("payment.enter")
    items = _lock_for_credit(uow, credit_item_id, allocations)
    credit = items.pop(credit_item_id)
    claims = {id_: item for id_, item in items.items() if item.amount_minor >= 0}
    _refuse_used_up(credit)
    left = -credit.open_minor
    shares = _checked(left, allocations, claims, customer_id=credit.customer_id, currency=credit.currency)
    if not shares:
        findings = Findings("payment")
        findings.block(True, "nothing_to_apply", "", number=credit.number)
        raise RefusedError("payment.refused", issues=findings.all)
    ids = apply_shares(uow, credit, shares, claims, on=uow.today)
    kind, id_ = ("payment", credit.payment_id) if credit.payment_id else ("invoice", credit.invoice_id)
    assert id_ is not None, "a credit belongs to a payment or a credit note"
    applied = [[claims[share.claim_id].number, share.amount_minor] for share in shares]
    uow.audit(kind, id_, before={}, after={"applied": applied})
    uow.changed("customer", credit.customer_id, version=0)
    return ids


def _lock_for_credit(
    uow: UnitOfWork, credit_item_id: int, allocations: Sequence[Share] | None
) -> dict[int, Item]:
    """The credit and the claims, locked in one go so that the order of ids holds."""
    statement = sa.select(OpenItem.customer_id).where(OpenItem.id == credit_item_id)
    customer_id = uow.db.execute(statement).scalar_one_or_none()
    if customer_id is None:
        raise NotFoundError("document.not_found", kind="open_item", id=credit_item_id)
    if allocations is None:
        return lock_claims_of(uow, customer_id, credit_id=credit_item_id)
    return lock_items(uow, {credit_item_id, *(share.claim_id for share in allocations)})


def _refuse_used_up(credit: Item) -> None:
    if credit.open_minor >= 0:
        findings = Findings("payment")
        findings.block(True, "no_credit_left", "", number=credit.number)
        raise RefusedError("payment.refused", issues=findings.all)


def _check_payment(view: Reading, payment: PaymentInput) -> str:
    """The firm's currency; every mistake of the keyed payment at once."""
    customer = sa.select(Customer.id).where(Customer.id == payment.customer_id)
    if view.db.execute(customer).first() is None:
        raise NotFoundError("document.not_found", kind="customer", id=payment.customer_id)
    currency = view.db.execute(sa.select(Firm.currency).limit(1)).scalar_one()
    findings = Findings("payment")
    amount_wrong = not 0 < payment.amount_minor <= MAX_AMOUNT_MINOR
    findings.block(amount_wrong, "amount_not_positive", "amount")
    today = view.clock.today()
    findings.block(payment.date > today, "date_ahead", "date", date=payment.date, today=today)
    too_long = len(payment.reference) > MAX_REFERENCE
    findings.block(too_long, "reference_too_long", "reference", longest=MAX_REFERENCE)
    findings.block(payment.method not in METHODS, "unknown_method", "method", method=payment.method)
    if findings.all:
        raise RefusedError("payment.refused", issues=findings.all)
    return str(currency)


def _claims_for(uow: UnitOfWork, payment: PaymentInput) -> dict[int, Item]:
    if payment.allocations is None:
        return lock_claims_of(uow, payment.customer_id)
    return lock_items(uow, {share.claim_id for share in payment.allocations})


def _shares_for(payment: PaymentInput, claims: dict[int, Item], *, currency: str) -> tuple[Share, ...]:
    shares = _checked(
        payment.amount_minor,
        payment.allocations,
        claims,
        customer_id=payment.customer_id,
        currency=currency,
    )
    rest = payment.amount_minor - sum(share.amount_minor for share in shares)
    if rest and not payment.keep_rest:
        findings = Findings("payment")
        findings.block(True, "rest_left", "allocations", rest=Money(rest, currency))
        raise RefusedError("payment.refused", issues=findings.all)
    return shares


def _checked(
    amount_minor: int,
    shares: Sequence[Share] | None,
    items: dict[int, Item],
    *,
    customer_id: int,
    currency: str,
) -> tuple[Share, ...]:
    claims = {id_: item.claim for id_, item in items.items() if item.amount_minor >= 0}
    if shares is None:
        return oldest_first(amount_minor, claims.values())
    issues = check_shares(amount_minor, shares, claims, customer_id=customer_id, currency=currency)
    if issues:
        raise RefusedError("payment.refused", issues=issues)
    return tuple(shares)


def book_money(uow: UnitOfWork, payment: PaymentInput, *, currency: str) -> Item:
    """Write a payment with its number, entry and open item: a credit, or a claim for money that went out (minus)."""
    drawn = draw_number(uow, "payment", on=uow.today)
    payment_id = _insert_payment(uow, payment, drawn, currency=currency)
    return _add_item(uow, payment, drawn, payment_id, currency=currency)


def payment_of(item: Item) -> int:
    """The payment that an open item belongs to."""
    assert item.payment_id is not None, "the item of a payment"
    return item.payment_id


def _insert_payment(uow: UnitOfWork, payment: PaymentInput, drawn: DrawnNumber, *, currency: str) -> int:
    values = {
        "number": drawn.number,
        "series_id": drawn.series_id,
        "series_number": drawn.series_number,
        "customer_id": payment.customer_id,
        "date": payment.date,
        "amount_minor": payment.amount_minor,
        "currency": currency,
        "method": payment.method,
        "reference": payment.reference.strip(),
        "posted_at": uow.now,
        "posted_by": uow.actor.name,
    }
    return insert_row(uow.db, Payment, values)


def _add_item(
    uow: UnitOfWork, payment: PaymentInput, drawn: DrawnNumber, payment_id: int, *, currency: str
) -> Item:
    new = NewItem(
        customer_id=payment.customer_id,
        kind="payment",
        number=drawn.number,
        date=payment.date,
        due_date=payment.date,
        currency=currency,
        amount_minor=-payment.amount_minor,
        payment_id=payment_id,
    )
    movement = payment_movement(payment.amount_minor)
    post_entries(uow, [Posting("payment", payment_id, payment.date, payment.customer_id, currency, movement)])
    return add_item(uow, new)
