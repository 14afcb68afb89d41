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
    home_currency,
    lock_claims_of,
    lock_items,
)
from app.services.numbering import DrawnNumber, draw_number
from app.services.rates import read_exchange
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

    With `keep_rest=False` a rest refuses the payment instead. `currency`: that of the money, empty the firm's; it
    settles claims in the same one, and is worth the rate of its day.
    """

    customer_id: int
    amount_minor: int
    date: dt.date
    method: str = "bank"
    reference: str = ""
    allocations: tuple[Share, ...] | None = None
    keep_rest: bool = True
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """In what money came in: `exchange` and `home_minor` where that is not the firm's currency."""

    currency: str
    exchange: str = ""
    home_minor: int | None = None

    @property
    def returned(self) -> Worth:
        """The same with the opposite sign: what is taken back is worth what it was."""
        return Worth(self.currency, self.exchange, None if self.home_minor is None else -self.home_minor)


def enter_payment(uow: UnitOfWork, payment: PaymentInput) -> int:
    """Enter a payment and apply it to claims; the payment's id.

    Refused: more than the payment or than a claim's open amount, a date ahead. For a double click run it
    with `work.run(call, key=...)`: the id is stored under the key.
    """
    uow.actor.require("payment.enter")
    worth = _check_payment(uow, payment)
    currency = worth.currency
    claims = _claims_for(uow, payment, currency=currency)
    shares = _shares_for(payment, claims, currency=currency)
    credit = book_money(uow, payment, worth)
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
    claims = {
        id_: item
        for id_, item in items.items()
        if item.amount_minor >= 0 and (allocations is not None or item.currency == credit.currency)
    }
    _refuse_used_up(credit)
    _refuse_other_currency(claims, credit.currency)
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


def _check_payment(view: Reading, payment: PaymentInput) -> Worth:
    """What the money is worth; every mistake of the keyed payment at once."""
    customer = sa.select(Customer.id).where(Customer.id == payment.customer_id)
    if view.db.execute(customer).first() is None:
        raise NotFoundError("document.not_found", kind="customer", id=payment.customer_id)
    worth = worth_of(view, payment)
    findings = Findings("payment")
    amount_wrong = not 0 < payment.amount_minor <= MAX_AMOUNT_MINOR
    findings.block(amount_wrong, "amount_not_positive", "amount")
    today = view.clock.today()
    findings.block(payment.date > today, "date_ahead", "date", date=payment.date, today=today)
    too_long = len(payment.reference) > MAX_REFERENCE
    findings.block(too_long, "reference_too_long", "reference", longest=MAX_REFERENCE)
    findings.block(payment.method not in METHODS, "unknown_method", "method", method=payment.method)
    findings.block(worth and worth.home_minor == 0 and payment.amount_minor > 0, "worth_nothing", "amount")
    no_rate = {"currency": payment.currency, "date": payment.date}
    findings.block(worth is None, "rate_missing", "currency", **no_rate)
    if findings.all or worth is None:
        raise RefusedError("payment.refused", issues=findings.all)
    return worth


def worth_of(view: Reading, payment: PaymentInput) -> Worth | None:
    """What money of this day is worth in the firm's currency; None without a rate."""
    home = str(view.db.execute(sa.select(Firm.currency).limit(1)).scalar_one())
    if payment.currency in {"", home}:
        return Worth(home)
    exchange = read_exchange(view, payment.currency, on=payment.date)
    if exchange is None:
        return None
    return Worth(payment.currency, exchange.text, exchange.to_home(payment.amount_minor))


def _claims_for(uow: UnitOfWork, payment: PaymentInput, *, currency: str) -> dict[int, Item]:
    if payment.allocations is None:
        every = lock_claims_of(uow, payment.customer_id)
        return {id_: item for id_, item in every.items() if item.currency == currency}
    claims = lock_items(uow, {share.claim_id for share in payment.allocations})
    _refuse_other_currency(claims, currency)
    return claims


def _refuse_other_currency(claims: dict[int, Item], currency: str) -> None:
    """Dollars settle what is owed in dollars."""
    findings = Findings("payment")
    for item in claims.values():
        params = {"number": item.number, "claim": item.currency, "currency": currency}
        findings.block(item.currency != currency, "other_currency", "allocations", **params)
    if findings.all:
        raise RefusedError("payment.refused", issues=findings.all)


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


def book_money(uow: UnitOfWork, payment: PaymentInput, worth: Worth) -> Item:
    """Write a payment with its number, entry and open item: a credit, or a claim for money that went out (minus)."""
    drawn = draw_number(uow, "payment", on=uow.today)
    payment_id = _insert_payment(uow, payment, drawn, worth)
    return _add_item(uow, payment, drawn, payment_id, worth)


def payment_of(item: Item) -> int:
    """The payment that an open item belongs to."""
    assert item.payment_id is not None, "the item of a payment"
    return item.payment_id


def _insert_payment(uow: UnitOfWork, payment: PaymentInput, drawn: DrawnNumber, worth: Worth) -> int:
    values = {
        "number": drawn.number,
        "series_id": drawn.series_id,
        "series_number": drawn.series_number,
        "customer_id": payment.customer_id,
        "date": payment.date,
        "amount_minor": payment.amount_minor,
        "currency": worth.currency,
        "exchange": worth.exchange,
        "home_minor": worth.home_minor,
        "method": payment.method,
        "reference": payment.reference.strip(),
        "posted_at": uow.now,
        "posted_by": uow.actor.name,
    }
    return insert_row(uow.db, Payment, values)


def _add_item(
    uow: UnitOfWork, payment: PaymentInput, drawn: DrawnNumber, payment_id: int, worth: Worth
) -> Item:
    new = NewItem(
        customer_id=payment.customer_id,
        kind="payment",
        number=drawn.number,
        date=payment.date,
        due_date=payment.date,
        currency=worth.currency,
        amount_minor=-payment.amount_minor,
        payment_id=payment_id,
        home_minor=None if worth.home_minor is None else -worth.home_minor,
    )
    item = add_item(uow, new)
    movement = payment_movement(payment.amount_minor if worth.home_minor is None else worth.home_minor)
    currency = home_currency(uow, item)
    post_entries(uow, [Posting("payment", payment_id, payment.date, payment.customer_id, currency, movement)])
    return item
