"""Credit notes over invoice lines, at the line's own price and tax (D60)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.allocation import Share
from app.domain.billing import InvoiceKind
from app.domain.cash_rounding import Rounded, rounding_of_credit
from app.domain.crediting import (
    CreditPart,
    CreditProgress,
    base_of_credit,
    credit_totals,
    part_by_base,
    part_by_quantity,
    passes,
    stands_for_pieces,
    with_discounts,
)
from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import Findings
from app.domain.issues import Remedy
from app.domain.money import Money, decimal_of_micro
from app.domain.quantity import fits_decimals
from app.domain.tax import PriceMode, TaxRounding
from app.services.invoicing.creditable import (
    KnownLine,
    lock_lines,
    raise_credited,
    read_left,
    read_taken_by_promotions,
)
from app.services.invoicing.deducting import given_back
from app.services.invoicing.drafts import Buyer, DraftLine, InvoiceDraft, abroad_of
from app.services.invoicing.papers import freeze_invoice_paper
from app.services.invoicing.posting import Posted, check_date, post_draft
from app.services.ledger.open_items import Item, apply_shares, lock_item_of_invoice
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.invoicing import Invoice, InvoiceLine
from db.statements import table_of


@dataclass(frozen=True, slots=True)
class CreditLine:
    """How much of an invoice line to give back: in the line's unit, or in base units (one piece of a pack)."""

    invoice_line_id: int
    quantity_micro: int = 0
    base_micro: int = 0


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

    Price and tax are those of the invoice line, whatever changed since, and what discounts took off these lines
    goes back with them; partial credits sum to the invoice exactly and never pass it. The credit settles what is
    open of the invoice; the rest stays the customer's credit.
    """
    uow.actor.require("credit.post")
    on = check_date(uow, date)
    head = _read_head(uow, invoice_id)
    known = lock_lines(uow, invoice_id)
    item = lock_item_of_invoice(uow, invoice_id)
    wanted = _check(head, known, lines, reason=reason, on=on)
    taken = read_taken_by_promotions(uow, known)
    parts = with_discounts({id_: line.creditable for id_, line in known.items()}, wanted, taken)
    _check_discounts(head, known, lines, parts)
    draft = _draft(uow, head, known, parts, reason=reason.strip(), on=on)
    raise_credited(uow, known, draft.lines)
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
        for id_, line in lock_lines(uow, invoice_id).items()
        if line.progress.left_micro and not line.creditable.takes
    ]
    return credit_invoice_lines(uow, invoice_id=invoice_id, lines=left, reason=reason, date=date)


def _read_head(view: Reading, invoice_id: int) -> Mapping[str, Any]:
    statement = sa.select(Invoice.__table__).where(Invoice.id == invoice_id)
    head = view.db.execute(statement).mappings().one_or_none()
    if head is None:
        raise NotFoundError("document.not_found", kind="invoice", id=invoice_id)
    return dict(head)


def _check(
    head: Mapping[str, Any],
    known: Mapping[int, KnownLine],
    lines: Sequence[CreditLine],
    *,
    reason: str,
    on: dt.date,
) -> dict[int, CreditPart]:
    """The wanted part by invoice line; every mistake at once."""
    findings = Findings("credit")
    number = head["number"]
    findings.block(head["kind"] != InvoiceKind.INVOICE.value, "not_an_invoice", "", number=number)
    findings.block(not reason.strip(), "no_reason", "reason", number=number)
    findings.block(not lines, "no_lines", "lines", number=number)
    findings.block(on < head["date"], "before_invoice", "date", number=number, day=head["date"], date=on)
    wanted: dict[int, CreditPart] = {}
    for position, line in enumerate(_joined(lines)):
        found = known.get(line.invoice_line_id)
        part = _check_line(findings, f"lines/{position}/quantity", line, found, head)
        if part is not None:
            wanted[line.invoice_line_id] = part
    if findings.all:
        raise RefusedError("credit.refused", issues=findings.all, number=number)
    return wanted


def _joined(lines: Sequence[CreditLine]) -> list[CreditLine]:
    """A line that is named twice is credited once, over both."""
    sums: dict[int, CreditLine] = {}
    for line in lines:
        other = sums.get(line.invoice_line_id, CreditLine(line.invoice_line_id))
        wrong = min(line.quantity_micro, line.base_micro) < 0  # a minus does not lower the other one
        quantity, base = other.quantity_micro + line.quantity_micro, other.base_micro + line.base_micro
        sums[line.invoice_line_id] = line if wrong else CreditLine(line.invoice_line_id, quantity, base)
    return list(sums.values())


def _check_line(
    findings: Findings, where: str, line: CreditLine, found: KnownLine | None, head: Mapping[str, Any]
) -> CreditPart | None:
    """The part to credit of one line; None if something is wrong with it."""
    number = head["number"]
    if found is None:
        findings.block(True, "unknown_line", where, number=number)
        return None
    text, progress = found.row["text"], found.progress
    if found.creditable.takes:
        return None  # it follows its lines: `_check_discounts`
    if min(line.quantity_micro, line.base_micro) < 0 or not (line.quantity_micro or line.base_micro):
        findings.block(True, "quantity_not_positive", where, text=text)
        return None
    base = _base_wanted(progress, line)
    left = progress.left_base_micro if base else progress.left_micro
    if (base or line.quantity_micro) > left:
        _refuse_above(findings, where, line, found, number=number)
        return None
    part_of = part_by_base if base else part_by_quantity
    part = part_of(progress, base or line.quantity_micro, head["currency"])
    is_rest = part.quantity_micro == progress.left_micro
    broken = found.decimals is not None and not fits_decimals(part.base_micro, found.decimals)
    findings.block(broken and not is_rest, "broken_piece", where, text=text, decimals=found.decimals)
    return part


def _base_wanted(progress: CreditProgress, line: CreditLine) -> int:
    """How much is wanted in base units; 0 where the line's own unit says it all, as for everything that is left."""
    base, quantity = line.base_micro, line.quantity_micro
    if not quantity or (
        not base and (quantity == progress.left_micro or not stands_for_pieces(progress, quantity))
    ):
        return base
    of_quantity = base_of_credit(progress, quantity)
    if quantity <= progress.left_micro:  # rounded, the last of it may be a hair more than there is
        of_quantity = min(of_quantity, progress.left_base_micro)
    return base + of_quantity


def _check_discounts(
    head: Mapping[str, Any],
    known: Mapping[int, KnownLine],
    lines: Sequence[CreditLine],
    parts: Mapping[int, CreditPart],
) -> None:
    """A discount that is named must be named as it follows from the lines it was given on."""
    findings = Findings("credit")
    for position, line in enumerate(lines):
        found, part = known[line.invoice_line_id], parts.get(line.invoice_line_id)
        follows = part is not None and (part.quantity_micro, 0) == (line.quantity_micro, line.base_micro)
        wrong = found.creditable.takes and not follows
        findings.block(wrong, "discount_follows", f"lines/{position}/quantity", text=found.row["text"])
    if findings.all:
        raise RefusedError("credit.refused", issues=findings.all, number=head["number"])


def _refuse_above(findings: Findings, where: str, line: CreditLine, found: KnownLine, *, number: str) -> None:
    progress = found.progress
    in_base = bool(line.base_micro)
    left = progress.left_base_micro if in_base else progress.left_micro
    wanted = line.base_micro if in_base else line.quantity_micro
    remedy = Remedy(
        "credit.take_rest",
        "credit.set_quantity",
        {"line": found.row["id"], "quantity_micro": progress.left_micro, "left": decimal_of_micro(left)},
    )
    findings.block(
        True,
        "above_rest",
        where,
        *((remedy,) if left else ()),
        text=found.row["text"],
        number=number,
        wanted=decimal_of_micro(wanted),
        left=decimal_of_micro(left),
    )


def _draft(
    uow: UnitOfWork,
    head: Mapping[str, Any],
    known: Mapping[int, KnownLine],
    parts: Mapping[int, CreditPart],
    *,
    reason: str,
    on: dt.date,
) -> InvoiceDraft:
    currency, mode = head["currency"], PriceMode(head["price_mode"])
    rounding = TaxRounding(head["tax_rounding"])
    lines = tuple(_credit_line(line, parts[id_]) for id_, line in known.items() if id_ in parts)
    left = read_left(uow, head["id"], known, parts)
    totals = credit_totals((line.taxed for line in lines), mode, left, rounding)
    if passes(totals, left):
        _refuse_beyond(head, Money(totals.gross_minor, currency))
    coin = head["coin_minor"]
    invoice = Rounded(head["gross_minor"], head["rounding_minor"])
    before = _read_credited(uow, head["id"]) if coin else Rounded()
    rounding_minor = rounding_of_credit(totals.gross_minor, coin, invoice=invoice, before=before)
    return InvoiceDraft(
        kind=InvoiceKind.CREDIT_NOTE,
        buyer=Buyer(
            head["customer_id"], head["customer_name"], head["customer_sort"], head["language"], head["buyer"]
        ),
        date=on,
        supply_date=head["supply_date"],
        due_date=on,
        currency=currency,
        exchange=head["exchange"],
        price_mode=mode,
        tax_rounding=rounding,
        coin_minor=coin,
        rounding_minor=rounding_minor,
        lines=lines,
        totals=totals,
        ship_to=head["ship_to"],
        po_number=head["po_number"],
        order_numbers=head["order_numbers"],
        delivery_numbers=head["delivery_numbers"],
        reason=reason,
        is_advance=head["is_advance"],
        credited_advance=head["id"] if head["is_advance"] else None,
        deductions=given_back(uow, known, lines, currency),
        abroad=abroad_of(head["seller"]),
    )


def _read_credited(view: Reading, invoice_id: int) -> Rounded:
    """What credit notes gave back of an invoice so far."""
    taken, theirs = table_of(InvoiceLine).alias("taken"), table_of(InvoiceLine).alias("theirs")
    credits_ = (
        sa.select(taken.c.invoice_id)
        .join(theirs, theirs.c.id == taken.c.credited_line_id)
        .where(theirs.c.invoice_id == invoice_id)
    )
    sums = sa.select(
        sa.func.coalesce(sa.func.sum(Invoice.gross_minor), 0).label("gross"),
        sa.func.coalesce(sa.func.sum(Invoice.rounding_minor), 0).label("rounding"),
    )
    found = view.db.execute(sums.where(Invoice.id.in_(credits_))).one()
    return Rounded(int(found.gross), int(found.rounding))


def _refuse_beyond(head: Mapping[str, Any], gross: Money) -> None:
    """Discounts of another tax than the goods make some parts worth more, or less, than the invoice has left."""
    findings = Findings("credit")
    remedy = Remedy("credit.take_all", "credit.take_all", {"invoice": head["id"]})
    number = head["number"]
    findings.block(gross.minor < 0, "negative", "lines", remedy, number=number, gross=gross)
    findings.block(gross.minor >= 0, "beyond", "lines", remedy, number=number, gross=gross)
    raise RefusedError("credit.refused", issues=findings.all, number=head["number"])


def _credit_line(line: KnownLine, part: CreditPart) -> DraftLine:
    """The mirrored line: a line that raised the invoice raises the credit."""
    row = line.row
    sign = 1 if row["quantity_micro"] >= 0 else -1
    return DraftLine(
        kind=row["kind"],
        text=row["text"],
        quantity_micro=sign * part.quantity_micro,
        unit=row["unit"],
        base_micro=sign * part.base_micro,
        price_micro=row["price_micro"],
        amount_minor=-part.amount_minor if line.creditable.takes else part.amount_minor,
        tax=line.key,
        sku=row["sku"],
        product_id=row["product_id"],
        order_line_id=row["order_line_id"],
        credited_line_id=row["id"],
        list_price_micro=row["list_price_micro"],
        discount_ppm=row["discount_ppm"],
        discount_on_micro=row["discount_on_micro"],
        price_per=row["price_per"],
    )


def _settle(uow: UnitOfWork, posted: Posted, claim: Item) -> None:
    """Apply the credit to what is open of its invoice."""
    part = min(-posted.item.open_minor, claim.open_minor)
    if part > 0:
        apply_shares(uow, posted.item, [Share(claim.id, part)], {claim.id: claim}, on=posted.item.date)
