"""Credit notes over invoice lines, at the line's own price and tax (D60)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.allocation import Share
from app.domain.billing import (
    CreditProgress,
    InvoicedTax,
    InvoiceKind,
    base_of_credit,
    credit_of_part,
    credit_totals,
)
from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.findings import Findings
from app.domain.issues import Remedy
from app.domain.money import decimal_of_micro
from app.domain.tax import PriceMode, TaxKey
from app.services.invoicing.drafts import Buyer, DraftLine, InvoiceDraft
from app.services.invoicing.papers import freeze_invoice_paper
from app.services.invoicing.posting import Posted, check_date, post_draft
from app.services.ledger.open_items import Item, apply_shares, lock_item_of_invoice
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.invoicing import CreditedQuantity, Invoice, InvoiceLine, InvoiceTax


@dataclass(frozen=True, slots=True)
class CreditLine:
    """How much of an invoice line to give back, in the line's unit."""

    invoice_line_id: int
    quantity_micro: int


@dataclass(frozen=True, slots=True)
class _Line:
    """An invoice line with its columns and its credit so far."""

    row: Mapping[str, Any]
    progress: CreditProgress

    @property
    def key(self) -> TaxKey:
        return TaxKey(self.row["tax_category"], self.row["tax_ppm"], self.row["tax_code"])


def credit_invoice_lines(
    uow: UnitOfWork,
    *,
    invoice_id: int,
    lines: Sequence[CreditLine],
    reason: str,
    date: dt.date | None = None,
    with_paper: bool = True,
) -> int:
    """Credit parts of an invoice; the credit note's id.

    Price, discount and tax are those of the invoice line, whatever changed since; partial credits sum to the
    invoice exactly. The credit settles what is open of the invoice; the rest stays the customer's credit.
    """
    uow.actor.require("credit.post")
    on = check_date(uow, date)
    head = _read_head(uow, invoice_id)
    known = _lock_lines(uow, invoice_id)
    item = lock_item_of_invoice(uow, invoice_id)
    wanted = _check(head, known, lines, reason=reason)
    draft = _draft(uow, head, known, wanted, reason=reason.strip(), on=max(on, head["date"]))
    _raise_credited(uow, known, wanted, draft.lines)
    posted = post_draft(uow, draft)
    _settle(uow, posted, item)
    if with_paper:
        freeze_invoice_paper(uow, posted.invoice_id)
    return posted.invoice_id


def credit_whole_invoice(
    uow: UnitOfWork, *, invoice_id: int, reason: str, date: dt.date | None = None
) -> int:
    """Credit everything of an invoice that was not credited yet; the credit note's id."""
    _read_head(uow, invoice_id)
    left = [
        CreditLine(id_, line.progress.left_micro)
        for id_, line in _lock_lines(uow, invoice_id).items()
        if line.progress.left_micro
    ]
    return credit_invoice_lines(uow, invoice_id=invoice_id, lines=left, reason=reason, date=date)


def _read_head(view: Reading, invoice_id: int) -> Mapping[str, Any]:
    statement = sa.select(Invoice.__table__).where(Invoice.id == invoice_id)
    head = view.db.execute(statement).mappings().one_or_none()
    if head is None:
        raise NotFoundError("document.not_found", kind="invoice", id=invoice_id)
    return dict(head)


def _lock_lines(uow: UnitOfWork, invoice_id: int) -> dict[int, _Line]:
    """Every line of the invoice with its credit so far, locked: credits of one invoice come one by one."""
    insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
    first = sa.select(
        InvoiceLine.id,
        sa.literal(0),
        sa.func.abs(InvoiceLine.quantity_micro),
        sa.literal(0),
        sa.func.abs(InvoiceLine.amount_minor),
    ).where(InvoiceLine.invoice_id == invoice_id)
    names = ["invoice_line_id", "credited_micro", "limit_micro", "credited_minor", "limit_minor"]
    uow.db.execute(
        insert(CreditedQuantity).from_select(names, first.order_by(InvoiceLine.id)).on_conflict_do_nothing()
    )
    credited = (
        sa.select(CreditedQuantity.__table__)
        .where(
            CreditedQuantity.invoice_line_id.in_(
                sa.select(InvoiceLine.id).where(InvoiceLine.invoice_id == invoice_id)
            )
        )
        .order_by(CreditedQuantity.invoice_line_id)
        .with_for_update()
    )
    so_far = {row["invoice_line_id"]: row for row in uow.db.execute(credited).mappings()}
    rows = uow.db.execute(
        sa.select(InvoiceLine.__table__)
        .where(InvoiceLine.invoice_id == invoice_id)
        .order_by(InvoiceLine.position)
    ).mappings()
    return {row["id"]: _line(dict(row), so_far[row["id"]]) for row in rows}


def _line(row: Mapping[str, Any], credited: Any) -> _Line:
    progress = CreditProgress(
        quantity_micro=row["quantity_micro"],
        base_micro=row["base_micro"],
        price_micro=row["price_micro"],
        amount_minor=row["amount_minor"],
        credited_micro=credited["credited_micro"],
        credited_minor=credited["credited_minor"],
    )
    return _Line(row=row, progress=progress)


def _check(
    head: Mapping[str, Any], known: Mapping[int, _Line], lines: Sequence[CreditLine], *, reason: str
) -> dict[int, int]:
    """The wanted quantity by invoice line; every mistake at once."""
    findings = Findings("credit")
    number = head["number"]
    findings.block(head["kind"] != InvoiceKind.INVOICE.value, "not_an_invoice", "", number=number)
    findings.block(not reason.strip(), "no_reason", "reason", number=number)
    findings.block(not lines, "no_lines", "lines", number=number)
    wanted: dict[int, int] = {}
    for position, line in enumerate(lines):
        where = f"lines/{position}/quantity"
        found = known.get(line.invoice_line_id)
        if found is None:
            findings.block(True, "unknown_line", where, number=number)
        elif line.quantity_micro <= 0:
            findings.block(True, "quantity_not_positive", where, text=found.row["text"])
        else:
            quantity = wanted.get(line.invoice_line_id, 0) + line.quantity_micro
            wanted[line.invoice_line_id] = quantity
            _check_left(findings, where, found, quantity, number=number)
    if findings.all:
        raise RefusedError("credit.refused", issues=findings.all, number=number)
    return wanted


def _check_left(findings: Findings, where: str, line: _Line, quantity: int, *, number: str) -> None:
    left = line.progress.left_micro
    remedy = Remedy(
        "credit.take_rest",
        "credit.set_quantity",
        {"line": line.row["id"], "quantity_micro": left, "left": decimal_of_micro(left)},
    )
    findings.block(
        quantity > left,
        "above_rest",
        where,
        *((remedy,) if left else ()),
        text=line.row["text"],
        number=number,
        wanted=decimal_of_micro(quantity),
        left=decimal_of_micro(left),
    )


def _draft(
    uow: UnitOfWork,
    head: Mapping[str, Any],
    known: Mapping[int, _Line],
    wanted: Mapping[int, int],
    *,
    reason: str,
    on: dt.date,
) -> InvoiceDraft:
    currency, mode = head["currency"], PriceMode(head["price_mode"])
    chosen = [(line, wanted[id_]) for id_, line in known.items() if id_ in wanted]
    lines = tuple(_credit_line(line, quantity, currency) for line, quantity in chosen)
    invoiced = _invoiced_taxes(uow, head["id"], known, wanted)
    buyer = head["buyer"]
    return InvoiceDraft(
        kind=InvoiceKind.CREDIT_NOTE,
        buyer=Buyer(
            head["customer_id"], head["customer_name"], head["customer_sort"], head["language"], buyer
        ),
        date=on,
        supply_date=head["supply_date"],
        due_date=on,
        currency=currency,
        price_mode=mode,
        lines=lines,
        totals=credit_totals((line.taxed for line in lines), mode, invoiced),
        ship_to=head["ship_to"],
        po_number=head["po_number"],
        order_numbers=head["order_numbers"],
        delivery_numbers=head["delivery_numbers"],
        reason=reason,
    )


def _credit_line(line: _Line, quantity_micro: int, currency: str) -> DraftLine:
    """The mirrored line: a line that raised the invoice raises the credit."""
    row, progress = line.row, line.progress
    sign = 1 if row["quantity_micro"] >= 0 else -1
    return DraftLine(
        kind=row["kind"],
        text=row["text"],
        quantity_micro=sign * quantity_micro,
        unit=row["unit"],
        base_micro=sign * base_of_credit(progress, quantity_micro),
        price_micro=row["price_micro"],
        amount_minor=credit_of_part(progress, quantity_micro, currency),
        tax=line.key,
        sku=row["sku"],
        product_id=row["product_id"],
        order_line_id=row["order_line_id"],
        credited_line_id=row["id"],
        list_price_micro=row["list_price_micro"],
        discount_ppm=row["discount_ppm"],
    )


def _invoiced_taxes(
    view: Reading, invoice_id: int, known: Mapping[int, _Line], wanted: Mapping[int, int]
) -> dict[TaxKey, InvoicedTax]:
    """The invoice's tax by rate, what credits took of it, and whether this credit takes the last of a rate."""
    mine = _tax_by_key(view, InvoiceTax.invoice_id == invoice_id)
    earlier = (
        sa.select(InvoiceLine.invoice_id).where(InvoiceLine.credited_line_id.in_(list(known))).distinct()
    )
    credited = _tax_by_key(view, InvoiceTax.invoice_id.in_(earlier))
    unfinished = {line.key for id_, line in known.items() if line.progress.left_micro > wanted.get(id_, 0)}
    return {
        key: InvoicedTax(tax, credited.get(key, 0), is_last=key not in unfinished)
        for key, tax in mine.items()
    }


def _tax_by_key(view: Reading, condition: Any) -> dict[TaxKey, int]:
    tax = InvoiceTax
    statement = (
        sa.select(tax.tax_category, tax.tax_ppm, tax.tax_code, sa.func.sum(tax.tax_minor))
        .where(condition)
        .group_by(tax.tax_category, tax.tax_ppm, tax.tax_code)
    )
    return {TaxKey(row[0], row[1], row[2]): int(row[3]) for row in view.db.execute(statement)}


def _raise_credited(
    uow: UnitOfWork, known: Mapping[int, _Line], wanted: Mapping[int, int], lines: Sequence[DraftLine]
) -> None:
    row = CreditedQuantity
    statement = (
        sa.update(row)
        .where(row.invoice_line_id == sa.bindparam("b_id"), row.credited_micro == sa.bindparam("b_seen"))
        .values(
            credited_micro=row.credited_micro + sa.bindparam("b_quantity", type_=sa.BigInteger),
            credited_minor=row.credited_minor + sa.bindparam("b_amount", type_=sa.BigInteger),
        )
    )
    changes = [
        {
            "b_id": line.credited_line_id,
            "b_seen": known[line.credited_line_id].progress.credited_micro,
            "b_quantity": wanted[line.credited_line_id],
            "b_amount": abs(line.amount_minor),
        }
        for line in lines
        if line.credited_line_id is not None
    ]
    if uow.db.execute(statement, changes).rowcount != len(changes):
        raise ConflictError("credit.credited_elsewhere")


def _settle(uow: UnitOfWork, posted: Posted, claim: Item) -> None:
    """Apply the credit to what is open of its invoice."""
    part = min(-posted.item.open_minor, claim.open_minor)
    if part > 0:
        apply_shares(uow, posted.item, [Share(claim.id, part)], {claim.id: claim}, on=posted.item.date)
