"""When the tax of an advance is due: as far as it was received (Art. 65 VAT Directive), or taken off (Art. 63).

Its invoice posts the tax as not due yet; whatever changes how much was received, taken off or credited posts the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.accounts import due_tax_movement
from app.domain.advances import due_tax
from app.services.ledger.entries import Posting, post_entries
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import ids, one_of
from db.schema.invoicing import (
    AdvanceDeduction,
    AdvanceTax,
    Allocation,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    OpenItem,
)
from db.statements import insert_rows, table_of

ADVANCE_ITEM = "advance"
"""The kind of the open item of an advance invoice."""
Rate = tuple[str, int]
"""Code and rate of a tax."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What made tax due: the document that the ledger names."""

    kind: str
    id: int
    date: dt.date
    customer_id: int
    currency: str


@dataclass(frozen=True, slots=True)
class AdvanceState:
    """An advance as its tax sees it: gross amounts in its currency, taxes by rate in the firm's.

    `live_minor` is its gross less its credit notes; `taxes` the same of its tax; `posted` what is due by the ledger.
    """

    live_minor: int
    received_minor: int
    taken_minor: int
    taxes: Mapping[Rate, int]
    posted: Mapping[Rate, int]

    def missing(self) -> dict[Rate, int]:
        """What is due and not posted, by rate; minus where too much was."""
        reached = max(self.received_minor, self.taken_minor)
        due = {
            rate: due_tax(tax, reached_minor=reached, live_minor=self.live_minor)
            for rate, tax in self.taxes.items()
        }
        changes = {rate: due.get(rate, 0) - self.posted.get(rate, 0) for rate in {*due, *self.posted}}
        return {rate: change for rate, change in sorted(changes.items()) if change}


def settle_tax(uow: UnitOfWork, advance_ids: Collection[int], cause: Cause) -> None:
    """Post what became due of the taxes of these advances by a document that is written.

    The advances are held first: what another clerk receives or takes off at the same time is seen, and due once.
    """
    uow.db.execute(_HELD, {"ids": sorted(advance_ids)}).all()
    for invoice_id, state in read_states(uow, sorted(advance_ids)).items():
        missing = state.missing()
        rows = [
            {
                "invoice_id": invoice_id,
                "document_kind": cause.kind,
                "document_id": cause.id,
                "date": cause.date,
                "tax_code": code,
                "tax_ppm": ppm,
                "amount_minor": amount,
            }
            for (code, ppm), amount in missing.items()
        ]
        insert_rows(uow.db, AdvanceTax, rows)
        post_entries(
            uow,
            [
                Posting(
                    cause.kind, cause.id, cause.date, cause.customer_id, cause.currency,
                    due_tax_movement(amount, code, ppm),
                )
                for (code, ppm), amount in missing.items()
            ],
        )  # fmt: skip


_MINE, _THEIRS = table_of(InvoiceLine).alias("mine"), table_of(InvoiceLine).alias("theirs")
_NOTES = (
    sa.select(_MINE.c.invoice_id.label("note_id"), _THEIRS.c.invoice_id)
    .join(_THEIRS, _THEIRS.c.id == _MINE.c.credited_line_id)
    .where(one_of(_THEIRS.c.invoice_id, ids()))
    .distinct()
)
"""The credit notes over these invoices."""
_HOME_TAX: Any = sa.func.coalesce(InvoiceTax.home_tax_minor, InvoiceTax.tax_minor)
_GROSS = sa.select(Invoice.id, Invoice.gross_minor).where(one_of(Invoice.id, ids()))
_HELD = (
    sa.select(Invoice.id)
    .where(one_of(Invoice.id, ids()))
    .order_by(Invoice.id)
    .with_for_update(key_share=True)
)
"""No rows that name an advance wait for it: only who settles its tax, too."""
_RECEIVED = (
    sa.select(OpenItem.invoice_id, sa.func.sum(Allocation.amount_minor))
    .join(Allocation, Allocation.claim_id == OpenItem.id)
    .where(one_of(OpenItem.invoice_id, ids()))
    .group_by(OpenItem.invoice_id)
)
_TAKEN = (
    sa.select(InvoiceLine.invoice_id, sa.func.sum(AdvanceDeduction.net_minor + AdvanceDeduction.tax_minor))
    .join(AdvanceDeduction, AdvanceDeduction.advance_line_id == InvoiceLine.id)
    .where(one_of(InvoiceLine.invoice_id, ids()))
    .group_by(InvoiceLine.invoice_id)
)
_TAXES = sa.select(InvoiceTax.invoice_id, InvoiceTax.tax_code, InvoiceTax.tax_ppm, _HOME_TAX).where(
    one_of(InvoiceTax.invoice_id, ids())
)
_POSTED = (
    sa.select(
        AdvanceTax.invoice_id, AdvanceTax.tax_code, AdvanceTax.tax_ppm, sa.func.sum(AdvanceTax.amount_minor)
    )
    .where(one_of(AdvanceTax.invoice_id, ids()))
    .group_by(AdvanceTax.invoice_id, AdvanceTax.tax_code, AdvanceTax.tax_ppm)
)
_CLAIM, _CREDIT = table_of(OpenItem).alias("claim"), table_of(OpenItem).alias("credit")
_BY_NOTES = (
    sa.select(_CREDIT.c.invoice_id, _CLAIM.c.invoice_id, sa.func.sum(Allocation.amount_minor))
    .join(_CREDIT, _CREDIT.c.id == Allocation.credit_id)
    .join(_CLAIM, _CLAIM.c.id == Allocation.claim_id)
    .where(one_of(_CREDIT.c.invoice_id, ids()))
    .group_by(_CREDIT.c.invoice_id, _CLAIM.c.invoice_id)
)


def read_states(view: Reading, advance_ids: Collection[int]) -> dict[int, AdvanceState]:
    """The advances by id, as they are now."""
    own = {"ids": list(advance_ids)}
    notes: dict[int, int] = {row[0]: row[1] for row in view.db.execute(_NOTES, own)}
    every = {"ids": [*advance_ids, *notes]}
    gross = _sums(view, _GROSS, every)
    received, taken = _sums(view, _RECEIVED, own), _sums(view, _TAKEN, own)
    for note_id, claim_id, amount in view.db.execute(_BY_NOTES, {"ids": list(notes)}):
        if notes[note_id] == claim_id:  # its own credit note is no receipt
            received[claim_id] = received.get(claim_id, 0) - int(amount)
    taxes: dict[int, dict[Rate, int]] = {id_: {} for id_ in advance_ids}
    for invoice_id, code, ppm, tax in view.db.execute(_TAXES, every):
        known, sign = taxes[notes.get(invoice_id, invoice_id)], -1 if invoice_id in notes else 1
        known[code, ppm] = known.get((code, ppm), 0) + sign * int(tax)
    posted: dict[int, dict[Rate, int]] = {}
    for invoice_id, code, ppm, tax in view.db.execute(_POSTED, own):
        posted.setdefault(invoice_id, {})[code, ppm] = int(tax)
    return {
        id_: AdvanceState(
            live_minor=gross[id_] - sum(gross[note] for note, of in notes.items() if of == id_),
            received_minor=received.get(id_, 0),
            taken_minor=taken.get(id_, 0),
            taxes=taxes[id_],
            posted=posted.get(id_, {}),
        )
        for id_ in advance_ids
    }


def _sums(view: Reading, statement: Any, values: Mapping[str, Any]) -> dict[int, int]:
    return {int(row[0]): int(row[1]) for row in view.db.execute(statement, values)}
