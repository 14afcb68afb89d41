"""Money that goes back: a customer's credit paid out, and a payment that was entered wrongly reversed.

Nothing is ever changed. What goes back is a payment with a minus (a claim over the money that left), settled
at once by the credit it came from; a reversal first takes back what the payment settled.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.allocation import Share
from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import Findings
from app.domain.money import Money
from app.services.ledger.open_items import Item, apply_shares, lock_items
from app.services.payments.entering import (
    METHODS,
    PaymentInput,
    Worth,
    book_money,
    payment_of,
    worth_of,
)
from app.services.payments.undoing import undo_allocation
from app.services.unit_of_work import UnitOfWork
from db.schema.invoicing import Allocation, OpenItem, Payment
from db.statements import table_of


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """Credits of a customer to pay out; a share's `claim_id` is the credit's open item."""

    customer_id: int
    credits: tuple[Share, ...]
    date: dt.date
    reason: str
    method: str = "bank"
    reference: str = ""


def pay_back(uow: UnitOfWork, wish: MoneyBack) -> int:
    """Pay credits (over-payments, credit notes) out to the customer; the id of the payment with a minus.

    For a double click run it with `work.run(call, key=...)`: the id is stored under the key.
    """
    uow.actor.require("payment.return")
    items = lock_items(uow, {share.claim_id for share in wish.credits})
    _check(uow, wish, items)
    total = sum(share.amount_minor for share in wish.credits)
    currency = next(iter(items.values())).currency
    money = PaymentInput(wish.customer_id, -total, wish.date, wish.method, wish.reference, currency=currency)
    worth = worth_of(uow, money)
    assert worth is not None, "told by the check above"
    claim = book_money(uow, money, worth)
    for share in wish.credits:
        _settle(uow, items[share.claim_id], claim, share.amount_minor, on=wish.date)
    applied = [[items[share.claim_id].number, share.amount_minor] for share in wish.credits]
    _audit_new(uow, claim, money, applied=applied, reason=wish.reason)
    for share in wish.credits:
        _audit_credit(uow, items[share.claim_id], claim, share.amount_minor, reason=wish.reason)
    return payment_of(claim)


def reverse_payment(uow: UnitOfWork, payment_id: int, *, reason: str) -> int:
    """Undo a payment that was entered wrongly; the id of the counter payment.

    What it settled is open again, and a payment with the opposite amount stands against it. One that was
    paid back or reversed already is refused: its counter payment is to be reversed first.
    """
    uow.actor.require("payment.return")
    payment = _read_payment(uow, payment_id)
    settled = _live_settlements(uow, payment["item_id"])
    items = lock_items(uow, {payment["item_id"], *(other for _id, other in settled)})
    item = items[payment["item_id"]]
    _check_reversal(uow, item, [(id_, items[other]) for id_, other in settled], reason)
    for allocation_id, _other in settled:
        undo_allocation(uow, allocation_id=allocation_id, reason=reason)
    day, amount = max(uow.today, payment["date"]), -payment["amount_minor"]
    money = PaymentInput(payment["customer_id"], amount, day, payment["method"], item.number)
    worth = Worth(item.currency, payment["exchange"], payment["home_minor"]).returned
    counter = book_money(uow, money, worth)
    fresh = lock_items(uow, {item.id})[item.id]
    credit, claim = (fresh, counter) if amount < 0 else (counter, fresh)
    _settle(uow, credit, claim, abs(amount), on=day)
    _audit_new(uow, counter, money, applied=[[item.number, abs(amount)]], reason=reason)
    after = {"reversed_by": counter.number}
    uow.audit("payment", payment_id, before={}, after=after, reason=reason.strip())
    return payment_of(counter)


def _settle(uow: UnitOfWork, credit: Item, claim: Item, amount_minor: int, *, on: dt.date) -> None:
    apply_shares(uow, credit, [Share(claim.id, amount_minor)], {claim.id: claim}, on=on)


def _check(uow: UnitOfWork, wish: MoneyBack, items: dict[int, Item]) -> None:
    """Every mistake of the keyed refund at once."""
    findings = Findings("payment")
    findings.block(not wish.reason.strip(), "reason_missing", "reason")
    findings.block(wish.date > uow.today, "date_ahead", "date", date=wish.date, today=uow.today)
    findings.block(wish.method not in METHODS, "unknown_method", "method", method=wish.method)
    findings.block(not wish.credits, "nothing_to_return", "credits")
    currencies = sorted({item.currency for item in items.values()})
    findings.block(len(currencies) > 1, "two_currencies", "credits", currencies=", ".join(currencies))
    if len(currencies) == 1:
        asked = PaymentInput(wish.customer_id, 0, wish.date, currency=currencies[0])
        no_rate = {"currency": currencies[0], "date": wish.date}
        findings.block(worth_of(uow, asked) is None, "rate_missing", "date", **no_rate)
    for place, share in enumerate(wish.credits):
        _check_share(findings, f"credits/{place}", share, items.get(share.claim_id), wish)
    if findings.all:
        raise RefusedError("payment.refused", issues=findings.all)


def _check_share(findings: Findings, where: str, share: Share, credit: Item | None, wish: MoneyBack) -> None:
    if credit is None or credit.customer_id != wish.customer_id or credit.amount_minor >= 0:
        findings.block(True, "no_such_credit", where)
        return
    number, wanted = credit.number, share.amount_minor
    twice = sum(each.amount_minor for each in wish.credits if each.claim_id == share.claim_id)
    left = Money(-credit.open_minor, credit.currency)
    findings.block(wanted <= 0, "return_not_positive", where, number=number)
    findings.block(
        max(wanted, twice) > left.minor, "above_credit", where, number=number, open=left,
        wanted=Money(twice, credit.currency),
    )  # fmt: skip
    findings.block(wish.date < credit.date, "date_before_credit", "date", number=number, day=credit.date)


def _check_reversal(uow: UnitOfWork, item: Item, settled: list[tuple[int, Item]], reason: str) -> None:
    """A later payment against this one is its reversal or money that went back, or settled it since."""
    findings = Findings("payment")
    findings.block(not reason.strip(), "reason_missing", "reason")
    for allocation_id, other in settled:
        if other.payment_id and other.payment_id > payment_of(item):
            is_its_own = _is_return_of(uow, item, other, allocation_id)
            numbers = {"number": item.number, "other": other.number}
            findings.block(is_its_own, "returned_already", "", **numbers)
            findings.block(not is_its_own, "settled_by_later", "", **numbers)
    if findings.all:
        raise RefusedError("payment.refused", issues=findings.all)


def _is_return_of(uow: UnitOfWork, item: Item, other: Item, allocation_id: int) -> bool:
    """Whether a payment was made to reverse this one or to pay it back, and has stood against it ever since.

    Once its first settlement was taken back it is a claim or a credit as any other.
    """
    taken_back = sa.exists().where(
        sa.or_(Allocation.claim_id == other.id, Allocation.credit_id == other.id),
        Allocation.reverses_id.is_not(None),
        Allocation.id < allocation_id,
    )
    if uow.db.execute(sa.select(taken_back)).scalar_one():
        return False
    if other.amount_minor > 0:  # money that left: a refund, or the reversal of money received
        return True
    reference = sa.select(Payment.reference).where(Payment.id == other.payment_id)
    return bool(uow.db.execute(reference).scalar_one() == item.number)


def _read_payment(uow: UnitOfWork, payment_id: int) -> sa.RowMapping:
    statement = (
        sa.select(table_of(Payment), OpenItem.id.label("item_id"))
        .join(OpenItem, OpenItem.payment_id == Payment.id)
        .where(Payment.id == payment_id)
    )
    row = uow.db.execute(statement).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="payment", id=payment_id)
    return row


def _live_settlements(uow: UnitOfWork, item_id: int) -> list[tuple[int, int]]:
    """(allocation, other open item) of what this item settles or is settled by, without what was taken back."""
    reversal = table_of(Allocation).alias("reversal")
    other = sa.case((Allocation.claim_id == item_id, Allocation.credit_id), else_=Allocation.claim_id)
    statement = (
        sa.select(Allocation.id, other)
        .outerjoin(reversal, reversal.c.reverses_id == Allocation.id)
        .where(sa.or_(Allocation.claim_id == item_id, Allocation.credit_id == item_id))
        .where(Allocation.reverses_id.is_(None), reversal.c.id.is_(None))
        .order_by(Allocation.id)
    )
    return [(int(row[0]), int(row[1])) for row in uow.db.execute(statement)]


def _audit_new(
    uow: UnitOfWork, item: Item, money: PaymentInput, *, applied: list[list[object]], reason: str
) -> None:
    after = {
        "number": item.number,
        "amount_minor": money.amount_minor,
        "currency": item.currency,
        "date": money.date,
        "applied": applied,
    }
    uow.audit("payment", payment_of(item), before={}, after=after, reason=reason.strip())
    uow.changed("payment", payment_of(item), version=1)
    uow.changed("customer", item.customer_id, version=0)


def _audit_credit(uow: UnitOfWork, credit: Item, claim: Item, amount_minor: int, *, reason: str) -> None:
    kind, id_ = ("payment", credit.payment_id) if credit.payment_id else ("invoice", credit.invoice_id)
    assert id_ is not None, "a credit belongs to a payment or a credit note"
    uow.audit(
        kind, id_, before={}, after={"paid_back": [[claim.number, amount_minor]]}, reason=reason.strip()
    )
