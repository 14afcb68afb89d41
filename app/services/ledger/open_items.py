"""Open items: claims and credits of a customer, and applying one to the other.

Whoever applies locks the items first (in id order) and raises `applied_minor` by conditional updates; the
CHECK of the table refuses whatever slips past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.accounts import allocation_movement
from app.domain.allocation import Claim, Share
from app.domain.errors import ConflictError
from app.services.ledger.entries import Posting, post_entries
from app.services.unit_of_work import UnitOfWork
from db.schema.invoicing import Allocation, OpenItem
from db.schema.parties import Customer
from db.statements import insert_row, insert_rows


@dataclass(frozen=True, slots=True)
class NewItem:
    """An open item to write: a claim (>= 0) or a credit (< 0), of an invoice or of a payment."""

    customer_id: int
    kind: str
    number: str
    date: dt.date
    due_date: dt.date
    currency: str
    amount_minor: int
    invoice_id: int | None = None
    payment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An open item as stored; `open_minor` has the amount's sign."""

    id: int
    customer_id: int
    kind: str
    invoice_id: int | None
    payment_id: int | None
    number: str
    date: dt.date
    due_date: dt.date
    currency: str
    amount_minor: int
    applied_minor: int

    @property
    def open_minor(self) -> int:
        """What is still open, with the amount's sign."""
        return self.amount_minor - self.applied_minor

    @property
    def claim(self) -> Claim:
        """The item as a claim that a credit may settle."""
        return Claim(self.id, self.number, self.customer_id, self.date, self.due_date, self.open_minor)


ITEM_COLUMNS = (
    OpenItem.id,
    OpenItem.customer_id,
    OpenItem.kind,
    OpenItem.invoice_id,
    OpenItem.payment_id,
    OpenItem.number,
    OpenItem.date,
    OpenItem.due_date,
    OpenItem.currency,
    OpenItem.amount_minor,
    OpenItem.applied_minor,
)


def add_item(uow: UnitOfWork, item: NewItem) -> Item:
    """Write an open item and raise the customer's balance by it."""
    values = {
        "customer_id": item.customer_id,
        "kind": item.kind,
        "number": item.number,
        "date": item.date,
        "due_date": item.due_date,
        "currency": item.currency,
        "amount_minor": item.amount_minor,
        "invoice_id": item.invoice_id,
        "payment_id": item.payment_id,
    }
    id_ = insert_row(uow.db, OpenItem, values)
    if item.amount_minor:
        raised = Customer.open_minor + item.amount_minor
        uow.db.execute(sa.update(Customer).where(Customer.id == item.customer_id).values(open_minor=raised))
    return Item(
        id=id_,
        customer_id=item.customer_id,
        kind=item.kind,
        invoice_id=item.invoice_id,
        payment_id=item.payment_id,
        number=item.number,
        date=item.date,
        due_date=item.due_date,
        currency=item.currency,
        amount_minor=item.amount_minor,
        applied_minor=0,
    )


def lock_items(uow: UnitOfWork, ids: Collection[int]) -> dict[int, Item]:
    """The items by id, locked in id order until the end of the unit of work."""
    if not ids:
        return {}
    statement = sa.select(*ITEM_COLUMNS).where(OpenItem.id.in_(ids)).order_by(OpenItem.id).with_for_update()
    return {row.id: Item(*row) for row in uow.db.execute(statement)}


def lock_claims_of(uow: UnitOfWork, customer_id: int, *, credit_id: int | None = None) -> dict[int, Item]:
    """Every open claim of a customer by id, and one credit with them, locked in id order."""
    is_claim = sa.and_(OpenItem.is_open, OpenItem.amount_minor > 0)
    statement = (
        sa.select(*ITEM_COLUMNS)
        .where(OpenItem.customer_id == customer_id)
        .where(is_claim if credit_id is None else sa.or_(is_claim, OpenItem.id == credit_id))
        .order_by(OpenItem.id)
        .with_for_update()
    )
    return {row.id: Item(*row) for row in uow.db.execute(statement)}


def lock_item_of_invoice(uow: UnitOfWork, invoice_id: int) -> Item:
    """The open item of an invoice, locked."""
    statement = sa.select(*ITEM_COLUMNS).where(OpenItem.invoice_id == invoice_id).with_for_update()
    return Item(*uow.db.execute(statement).one())


def apply_shares(
    uow: UnitOfWork, credit: Item, shares: Sequence[Share], claims: dict[int, Item], *, on: dt.date
) -> tuple[int, ...]:
    """Apply parts of a credit to claims: allocations, applied amounts and ledger; the allocations' ids.

    An allocation is never dated before the claim or the credit that it joins.
    """
    by_claim: dict[int, int] = {}
    for share in shares:
        by_claim[share.claim_id] = by_claim.get(share.claim_id, 0) + share.amount_minor
    if not by_claim:
        return ()
    parts = [
        _Part(claims[id_], amount, day=max(on, credit.date, claims[id_].date))
        for id_, amount in sorted(by_claim.items())
    ]
    changes = [{"b_id": part.claim.id, "b_amount": part.amount_minor} for part in parts]
    shift_applied(uow, [*changes, {"b_id": credit.id, "b_amount": -sum(by_claim.values())}])
    ids = _insert_allocations(uow, credit, parts)
    post_entries(
        uow,
        [
            Posting(
                document_kind="allocation",
                document_id=id_,
                date=part.day,
                customer_id=credit.customer_id,
                currency=credit.currency,
                movement=allocation_movement(part.amount_minor),
            )
            for id_, part in zip(ids, parts, strict=True)
        ],
    )
    _tell(uow, [credit, *(part.claim for part in parts)])
    return ids


@dataclass(frozen=True, slots=True)
class _Part:
    """What one claim gets of a credit."""

    claim: Item
    amount_minor: int
    day: dt.date


def _insert_allocations(uow: UnitOfWork, credit: Item, parts: Sequence[_Part]) -> tuple[int, ...]:
    """Write the allocations in one statement and find their ids in another: both items are locked."""
    rows = [
        {
            "claim_id": part.claim.id,
            "credit_id": credit.id,
            "amount_minor": part.amount_minor,
            "date": part.day,
            "at": uow.now,
            "actor": uow.actor.name,
        }
        for part in parts
    ]
    insert_rows(uow.db, Allocation, rows)
    newest = (
        sa.select(Allocation.claim_id, sa.func.max(Allocation.id))
        .where(Allocation.credit_id == credit.id, Allocation.claim_id.in_([part.claim.id for part in parts]))
        .group_by(Allocation.claim_id)
    )
    ids = {row[0]: int(row[1]) for row in uow.db.execute(newest)}
    return tuple(ids[part.claim.id] for part in parts)


def shift_applied(uow: UnitOfWork, changes: Sequence[dict[str, int]]) -> None:
    """Add `b_amount` to what is applied of item `b_id`, within its amount; else somebody else was first."""
    applied = OpenItem.applied_minor + sa.bindparam("b_amount", type_=sa.BigInteger)
    within = sa.or_(
        sa.and_(OpenItem.amount_minor >= 0, applied >= 0, applied <= OpenItem.amount_minor),
        sa.and_(OpenItem.amount_minor < 0, applied <= 0, applied >= OpenItem.amount_minor),
    )
    statement = (
        sa.update(OpenItem).where(OpenItem.id == sa.bindparam("b_id"), within).values(applied_minor=applied)
    )
    if uow.db.execute(statement, list(changes)).rowcount != len(changes):
        raise ConflictError("payment.items_changed_elsewhere")


def _tell(uow: UnitOfWork, items: Sequence[Item]) -> None:
    """Lists of invoices and payments show what is still open: tell them."""
    for item in items:
        if item.invoice_id is not None:
            uow.changed("invoice", item.invoice_id, version=1)
        if item.payment_id is not None:
            uow.changed("payment", item.payment_id, version=1)
