"""Open items: claims and credits of a customer, and applying one to the other.

Whoever applies locks the items first (in id order) and raises `applied_minor` by conditional updates; the
CHECK of the table refuses whatever slips past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.accounts import allocation_movement, exchange_movements
from app.domain.allocation import Claim, Share
from app.domain.errors import ConflictError
from app.domain.rounding import divide_half_up
from app.services.ledger.advance_tax import ADVANCE_ITEM, Cause, settle_tax
from app.services.ledger.entries import Posting, post_entries
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Firm
from db.schema.invoicing import Allocation, OpenItem
from db.schema.parties import Customer
from db.statements import insert_row, insert_rows


@dataclass(frozen=True, slots=True)
class NewItem:
    """An open item to write: a claim (>= 0) or a credit (< 0), of an invoice or of a payment.

    `home_minor`: its amount in the firm's currency, where it is in another one.
    """

    customer_id: int
    kind: str
    number: str
    date: dt.date
    due_date: dt.date
    currency: str
    amount_minor: int
    invoice_id: int | None = None
    payment_id: int | None = None
    home_minor: int | None = None


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
    home_minor: int | None = None
    home_applied_minor: int | None = None

    @property
    def open_minor(self) -> int:
        """What is still open, with the amount's sign."""
        return self.amount_minor - self.applied_minor

    def home_of(self, applied_minor: int) -> int:
        """What a part that is applied now is worth in the firm's currency; the last part takes the rest (D73)."""
        if self.home_minor is None:
            return abs(applied_minor)
        after = self.applied_minor + applied_minor
        whole = divide_half_up(self.home_minor * abs(after), abs(self.amount_minor))
        return abs(whole - (self.home_applied_minor or 0))

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
    OpenItem.home_minor,
    OpenItem.home_applied_minor,
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
        "home_minor": item.home_minor,
        "home_applied_minor": None if item.home_minor is None else 0,
    }
    id_ = insert_row(uow.db, OpenItem, values)
    raise_balance(uow, item.customer_id, item.amount_minor if item.home_minor is None else item.home_minor)
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
        home_minor=item.home_minor,
        home_applied_minor=None if item.home_minor is None else 0,
    )


def raise_balance(uow: UnitOfWork, customer_id: int, minor: int) -> None:
    """Add to what the customer owes, in the firm's currency."""
    if minor:
        raised = Customer.open_minor + minor
        uow.db.execute(sa.update(Customer).where(Customer.id == customer_id).values(open_minor=raised))


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
    parts = _parts(credit, claims, by_claim, on)
    changes = [
        {"b_id": part.claim.id, "b_amount": part.amount_minor, "b_home": part.home_claim_minor}
        for part in parts
    ]
    used, used_home = sum(by_claim.values()), sum(part.home_credit_minor for part in parts)
    shift_applied(uow, [*changes, {"b_id": credit.id, "b_amount": -used, "b_home": -used_home}])
    ids = _insert_allocations(uow, credit, parts)
    currency = home_currency(uow, credit)
    settled = [
        Settled(id_, part.day, credit.customer_id, currency, part.home_claim_minor, part.home_credit_minor)
        for id_, part in zip(ids, parts, strict=True)
    ]
    post_settlements(uow, settled)
    for id_, part in zip(ids, parts, strict=True):
        settle_tax_of(uow, part.claim, id_, part.day, currency)
    _tell(uow, [credit, *(part.claim for part in parts)])
    return ids


@dataclass(frozen=True, slots=True)
class _Part:
    """What one claim gets of a credit."""

    claim: Item
    amount_minor: int
    day: dt.date
    home_claim_minor: int
    home_credit_minor: int


def _parts(credit: Item, claims: dict[int, Item], by_claim: dict[int, int], on: dt.date) -> list[_Part]:
    """The parts of the credit, each worth something in the firm's currency on both sides."""
    found, used, used_home = [], 0, 0
    for id_, amount in sorted(by_claim.items()):
        claim = claims[id_]
        used += amount
        of_credit = credit.home_of(-used) - used_home
        used_home += of_credit
        day = max(on, credit.date, claim.date)
        found.append(_Part(claim, amount, day, claim.home_of(amount), of_credit))
    return found


@dataclass(frozen=True, slots=True)
class Settled:
    """A settlement, or one taken back (minus), as the ledger names it: what both sides are in the firm's currency."""

    allocation_id: int
    day: dt.date
    customer_id: int
    currency: str
    claim_minor: int
    credit_minor: int

    @property
    def postings(self) -> list[Posting]:
        """The entries, with what its rates gained or lost."""
        gained = exchange_movements(claim_minor=self.claim_minor, credit_minor=self.credit_minor)
        moved = (allocation_movement(self.claim_minor),) if self.claim_minor else ()
        return [
            Posting("allocation", self.allocation_id, self.day, self.customer_id, self.currency, each)
            for each in (*moved, *gained)
        ]


def post_settlements(uow: UnitOfWork, settled: Sequence[Settled]) -> None:
    """The entries of settlements of one customer, and what they gain or lose in its balance."""
    post_entries(uow, [posting for each in settled for posting in each.postings])
    raise_balance(uow, settled[0].customer_id, sum(each.credit_minor - each.claim_minor for each in settled))


def settle_tax_of(uow: UnitOfWork, claim: Item, allocation_id: int, day: dt.date, currency: str) -> None:
    """Post the tax that a settlement made due, or one taken back did not: where the claim is an advance."""
    if claim.kind == ADVANCE_ITEM and claim.invoice_id is not None:
        settle_tax(
            uow, [claim.invoice_id], Cause("allocation", allocation_id, day, claim.customer_id, currency)
        )


def home_currency(view: Reading, item: Item) -> str:
    """The currency of the books."""
    if item.home_minor is None:
        return item.currency
    return str(view.db.execute(sa.select(Firm.currency).limit(1)).scalar_one())


def _insert_allocations(uow: UnitOfWork, credit: Item, parts: Sequence[_Part]) -> tuple[int, ...]:
    """Write the allocations in one statement and find their ids in another: both items are locked."""
    rows = [
        {
            "claim_id": part.claim.id,
            "credit_id": credit.id,
            "amount_minor": part.amount_minor,
            "home_claim_minor": None if credit.home_minor is None else part.home_claim_minor,
            "home_credit_minor": None if credit.home_minor is None else part.home_credit_minor,
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
    """Add `b_amount` to what is applied of item `b_id`, within its amount; else somebody else was first.

    `b_home` is the same in the firm's currency; it counts for items in another one.
    """
    applied = OpenItem.applied_minor + sa.bindparam("b_amount", type_=sa.BigInteger)
    home = OpenItem.home_applied_minor + sa.bindparam("b_home", type_=sa.BigInteger)  # NULL stays NULL
    within = sa.or_(
        sa.and_(OpenItem.amount_minor >= 0, applied >= 0, applied <= OpenItem.amount_minor),
        sa.and_(OpenItem.amount_minor < 0, applied <= 0, applied >= OpenItem.amount_minor),
    )
    statement = (
        sa.update(OpenItem)
        .where(OpenItem.id == sa.bindparam("b_id"), within)
        .values(applied_minor=applied, home_applied_minor=home)
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
