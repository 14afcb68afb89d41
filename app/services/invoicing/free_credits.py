"""Credit notes without an invoice: texts, quantities and prices as keyed; needs a reason and its own right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.billing import InvoiceKind
from app.domain.errors import RefusedError
from app.domain.findings import Findings
from app.domain.money import MICRO, line_amount
from app.domain.quantity import MAX_QUANTITY_MICRO
from app.domain.tax import PriceMode, TaxKey
from app.services.invoicing.drafts import DraftLine, InvoiceDraft, totals_of
from app.services.invoicing.facts import read_buyer, read_seller
from app.services.invoicing.papers import freeze_invoice_paper
from app.services.invoicing.posting import check_date, post_draft
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.products import TaxCode, TaxRate

MAX_AMOUNT = 10**12  # of a line; above it is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class FreeCreditLine:
    """A keyed line: quantity and net unit price are positive."""

    text: str
    quantity_micro: int
    price_micro: int
    tax_code: str
    unit: str = "pc"
    sku: str = ""
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class FreeCredit:
    """A free-standing credit note for a customer."""

    customer_id: int
    lines: tuple[FreeCreditLine, ...]
    reason: str
    date: dt.date | None = None
    po_number: str = ""


def post_free_credit(uow: UnitOfWork, credit: FreeCredit, *, with_paper: bool = True) -> int:
    """Post a credit note that belongs to no invoice; its id. It stays the customer's credit until applied."""
    uow.actor.require("credit.free")
    on = check_date(uow, credit.date)
    buyer = read_buyer(uow, credit.customer_id).buyer
    _seller, currency = read_seller(uow)
    keys = _read_tax_keys(uow, {line.tax_code for line in credit.lines}, on=on)
    _check(credit, keys)
    lines = tuple(_draft_line(line, keys[line.tax_code], currency) for line in credit.lines)
    draft = InvoiceDraft(
        kind=InvoiceKind.CREDIT_NOTE,
        buyer=buyer,
        date=on,
        supply_date=on,
        due_date=on,
        currency=currency,
        price_mode=PriceMode.NET,
        lines=lines,
        totals=totals_of(lines, PriceMode.NET),
        ship_to={},
        po_number=credit.po_number,
        reason=credit.reason.strip(),
    )
    posted = post_draft(uow, draft)
    if with_paper:
        freeze_invoice_paper(uow, posted.invoice_id)
    return posted.invoice_id


def _check(credit: FreeCredit, keys: Mapping[str, TaxKey]) -> None:
    findings = Findings("credit")
    findings.block(not credit.reason.strip(), "free_no_reason", "reason")
    findings.block(not credit.lines, "free_no_lines", "lines")
    for position, line in enumerate(credit.lines):
        where = f"lines/{position}"
        findings.block(not line.text.strip(), "no_text", f"{where}/text", position=position + 1)
        wrong = not 0 < line.quantity_micro <= MAX_QUANTITY_MICRO
        findings.block(wrong, "quantity_out_of_range", f"{where}/quantity", position=position + 1)
        wrong_price = not 0 < line.price_micro <= MAX_QUANTITY_MICRO
        findings.block(wrong_price, "price_not_positive", f"{where}/price", position=position + 1)
        too_large = line.quantity_micro * line.price_micro > MAX_AMOUNT * MICRO * MICRO
        findings.block(too_large, "amount_too_large", f"{where}/price", position=position + 1)
        findings.block(line.tax_code not in keys, "unknown_tax", f"{where}/tax", tax=line.tax_code)
    if findings.all:
        raise RefusedError("credit.free_refused", issues=findings.all)


def _draft_line(line: FreeCreditLine, key: TaxKey, currency: str) -> DraftLine:
    amount = line_amount(
        quantity_micro=line.quantity_micro, price_micro=line.price_micro, per=1, currency=currency
    )
    return DraftLine(
        kind="free",
        text=line.text.strip(),
        quantity_micro=line.quantity_micro,
        unit=line.unit,
        base_micro=line.quantity_micro,
        price_micro=line.price_micro,
        amount_minor=amount,
        tax=key,
        sku=line.sku,
        product_id=line.product_id,
    )


def _read_tax_keys(view: Reading, codes: Sequence[str] | set[str], *, on: dt.date) -> dict[str, TaxKey]:
    """Category and rate of each tax code on a day; a code without a rate row (exemptions) has 0 %."""
    latest = (
        sa.select(TaxRate.rate_ppm)
        .where(TaxRate.tax_code_id == TaxCode.id, TaxRate.valid_from <= on)
        .order_by(TaxRate.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = sa.select(TaxCode.code, TaxCode.category, latest).where(TaxCode.code.in_(codes))
    return {row[0]: TaxKey(row[1], int(row[2] or 0), row[0]) for row in view.db.execute(statement)}
