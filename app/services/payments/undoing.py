"""Taking an allocation back: a row of its own with minus; both items are exactly as before (E68)."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import Findings
from app.services.ledger.open_items import (
    Item,
    Settled,
    home_currency,
    lock_items,
    post_settlements,
    settle_tax_of,
    shift_applied,
)
from app.services.unit_of_work import UnitOfWork
from db.schema.invoicing import Allocation
from db.statements import insert_row


def undo_allocation(uow: UnitOfWork, *, allocation_id: int, reason: str = "") -> int:
    """Reverse an allocation; the id of the reversal. The claim and the credit are open again by its amount."""
    uow.actor.require("payment.enter")
    statement = sa.select(Allocation.__table__).where(Allocation.id == allocation_id)
    row = uow.db.execute(statement).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="allocation", id=allocation_id)
    items = lock_items(uow, {row["claim_id"], row["credit_id"]})
    claim, credit = items[row["claim_id"]], items[row["credit_id"]]
    _refuse_reversed(uow, allocation_id, is_reversal=row["reverses_id"] is not None, claim=claim)
    amount, on = row["amount_minor"], max(uow.today, row["date"])
    of_claim, of_credit = (
        amount if row[name] is None else row[name] for name in ("home_claim_minor", "home_credit_minor")
    )
    shift_applied(
        uow,
        [
            {"b_id": claim.id, "b_amount": -amount, "b_home": -of_claim},
            {"b_id": credit.id, "b_amount": amount, "b_home": of_credit},
        ],
    )
    values = {
        "claim_id": claim.id,
        "credit_id": credit.id,
        "amount_minor": -amount,
        "home_claim_minor": None if row["home_claim_minor"] is None else -of_claim,
        "home_credit_minor": None if row["home_credit_minor"] is None else -of_credit,
        "date": on,
        "reverses_id": allocation_id,
        "at": uow.now,
        "actor": uow.actor.name,
    }
    reversal_id = insert_row(uow.db, Allocation, values)
    currency = home_currency(uow, credit)
    settled = Settled(reversal_id, on, credit.customer_id, currency, -of_claim, -of_credit)
    post_settlements(uow, [settled])
    settle_tax_of(uow, claim, reversal_id, on, currency)
    _record(uow, claim, credit, amount, reason=reason)
    return reversal_id


def _refuse_reversed(uow: UnitOfWork, allocation_id: int, *, is_reversal: bool, claim: Item) -> None:
    reversed_by = sa.select(Allocation.id).where(Allocation.reverses_id == allocation_id)
    if is_reversal or uow.db.execute(reversed_by).first() is not None:
        findings = Findings("payment")
        findings.block(True, "already_undone", "", number=claim.number)
        raise RefusedError("payment.refused", issues=findings.all)


def _record(uow: UnitOfWork, claim: Item, credit: Item, amount: int, *, reason: str) -> None:
    for item, other in ((claim, credit), (credit, claim)):
        kind, id_ = ("payment", item.payment_id) if item.payment_id else ("invoice", item.invoice_id)
        assert id_ is not None, "an open item belongs to a payment or an invoice"
        uow.audit(kind, id_, before={"applied": [[other.number, amount]]}, after={}, reason=reason)
        uow.changed(kind, id_, version=1)
    uow.changed("customer", claim.customer_id, version=0)
