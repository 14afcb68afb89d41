"""Posting a draft: number, rows, open item, ledger, audit, all in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.accounts import credit_note_movements, deduction_movement, invoice_movements
from app.domain.billing import InvoiceKind
from app.domain.errors import RefusedError
from app.domain.events import InvoicePosted
from app.domain.exchange import home_minor, read_exchange_text
from app.domain.findings import Findings
from app.domain.issues import Issue, Severity
from app.domain.money import Money
from app.domain.posted_hash import posted_hash
from app.domain.rounding import split_by_largest_remainder
from app.domain.tax import TaxGroup
from app.services.invoicing.checks import open_order
from app.services.invoicing.deducting import keep_deductions
from app.services.invoicing.drafts import DraftLine, InvoiceDraft, as_credit_note
from app.services.invoicing.facts import NO_EXEMPTION, Exemption, read_exemptions, read_seller
from app.services.jurisdictions.facts import read_names
from app.services.jurisdictions.words import untaxed_text
from app.services.ledger.advance_tax import ADVANCE_ITEM, Cause, settle_tax
from app.services.ledger.entries import Posting, post_entries
from app.services.ledger.open_items import Item, NewItem, add_item
from app.services.numbering import DrawnNumber, draw_number
from app.services.unit_of_work import UnitOfWork
from db.schema.invoicing import Invoice, InvoiceLine, InvoiceTax, InvoiceTaxPart
from db.statements import insert_row, insert_rows


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted document with its open item."""

    invoice_id: int
    number: str
    kind: InvoiceKind
    item: Item


def check_date(uow: UnitOfWork, date: dt.date | None) -> dt.date:
    """The invoice's date: today unless given; a date after today is refused."""
    if date is None:
        return uow.today
    if date > uow.today:
        issue = Issue("invoice.date_ahead", Severity.BLOCK, "date", {"date": date, "today": uow.today})
        raise RefusedError("invoice.refused", issues=[issue])
    return date


def post_draft(uow: UnitOfWork, draft: InvoiceDraft, *, number: DrawnNumber | None = None) -> Posted:
    """Post an invoice or credit note; a negative total becomes a credit note, a zero one is paid (D67).

    `number` is for imported history, which keeps its own numbers in its own series.
    """
    if draft.totals.gross_minor < 0:
        _check_negative(uow, draft)
        draft = as_credit_note(draft)
    seller, _currency = read_seller(uow)
    taxes = _tax_rows(draft, read_exemptions(uow, {group.key.code for group in draft.totals.groups}))
    lines = [_line_row(position, line) for position, line in enumerate(draft.lines, start=1)]
    drawn = number or draw_number(uow, draft.kind.value, on=draft.date)
    header = _header_row(uow, draft, drawn, seller)
    header["content_hash"] = posted_hash(header, lines, taxes)
    invoice_id = insert_row(uow.db, Invoice, header)
    insert_rows(uow.db, InvoiceLine, [{**line, "invoice_id": invoice_id} for line in lines])
    insert_rows(uow.db, InvoiceTax, [{**tax, "invoice_id": invoice_id} for tax in taxes])
    parts = _part_rows(uow, draft) if any(group.key.stack for group in draft.totals.groups) else []
    insert_rows(uow.db, InvoiceTaxPart, [{**part, "invoice_id": invoice_id} for part in parts])
    keep_deductions(uow, draft, invoice_id)
    item = _add_open_item(uow, draft, drawn, invoice_id)
    _post_ledger(uow, draft, invoice_id)
    _settle_advances(uow, draft, invoice_id)
    _record(uow, draft, drawn, invoice_id)
    return Posted(invoice_id=invoice_id, number=drawn.number, kind=draft.kind, item=item)


def _check_negative(uow: UnitOfWork, draft: InvoiceDraft) -> None:
    """Money given back needs the right to it and a reason, however it came about; imported history has both."""
    findings = Findings("invoice")
    if draft.kind is InvoiceKind.CREDIT_NOTE:
        gross = Money(draft.totals.gross_minor, draft.currency)
        findings.block(True, "credit_below_zero", "lines", gross=gross)
    elif not draft.imported:
        uow.actor.require("credit.post")
        gross = Money(-draft.totals.gross_minor, draft.currency)
        ways = (open_order(order_id) for order_id, _version in draft.orders)
        findings.block(not draft.reason, "negative_no_reason", "reason", *ways, gross=gross)
    if findings.all:
        raise RefusedError("invoice.refused", issues=findings.all)


def _header_row(
    uow: UnitOfWork, draft: InvoiceDraft, drawn: DrawnNumber, seller: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "kind": draft.kind.value,
        "number": drawn.number,
        "series_id": drawn.series_id,
        "series_number": drawn.series_number,
        "order_id": draft.orders[0][0] if len(draft.orders) == 1 else None,
        "customer_id": draft.buyer.customer_id,
        "customer_name": draft.buyer.name,
        "customer_sort": draft.buyer.sort_key,
        "date": draft.date,
        "supply_date": draft.supply_date,
        "due_date": draft.due_date,
        "term_text": draft.term_text,
        "po_number": draft.po_number,
        "order_numbers": draft.order_numbers,
        "delivery_numbers": draft.delivery_numbers,
        "seller": draft.abroad.seller(seller),
        "buyer": dict(draft.buyer.address),
        "ship_to": dict(draft.ship_to),
        "currency": draft.currency,
        "exchange": draft.exchange,
        "price_mode": draft.price_mode.value,
        "tax_rounding": draft.tax_rounding.value,
        "language": draft.buyer.language,
        "net_minor": draft.totals.net_minor,
        "tax_minor": draft.totals.tax_minor,
        "gross_minor": draft.totals.gross_minor,
        "rounding_minor": draft.rounding_minor,
        "coin_minor": draft.coin_minor,
        "reason": draft.reason,
        "posted_at": uow.now,
        "posted_by": uow.actor.name,
        "imported": draft.imported,
        "is_advance": draft.is_advance,
    }


def _line_row(position: int, line: DraftLine) -> dict[str, Any]:
    return {
        "position": position,
        "kind": line.kind,
        "order_line_id": line.order_line_id,
        "shipment_line_id": line.shipment_line_id,
        "credited_line_id": line.credited_line_id,
        "product_id": line.product_id,
        "sku": line.sku,
        "text": line.text,
        "quantity_micro": line.quantity_micro,
        "unit": line.unit,
        "base_micro": line.base_micro,
        "list_price_micro": line.list_price_micro,
        "discount_ppm": line.discount_ppm,
        "discount_on_micro": line.discount_on_micro,
        "price_micro": line.price_micro,
        "price_per": line.price_per,
        "amount_minor": line.amount_minor,
        "tax_code": line.tax.code,
        "tax_category": line.tax.category,
        "tax_ppm": line.tax.rate_ppm,
        "tax_stack": line.tax.stack,
    }


def _tax_rows(draft: InvoiceDraft, exemptions: Mapping[str, Exemption]) -> list[dict[str, Any]]:
    return [
        {
            "tax_code": group.key.code,
            "tax_category": group.key.category,
            "tax_ppm": group.key.rate_ppm,
            "base_minor": group.base_minor,
            "tax_minor": group.tax_minor,
            "exemption_text": exemptions.get(group.key.code, NO_EXEMPTION).text
            or untaxed_text(group.key.stack),
            "exemption_code": exemptions.get(group.key.code, NO_EXEMPTION).code,
            "home_base_minor": home.base_minor if draft.exchange else None,
            "home_tax_minor": home.tax_minor if draft.exchange else None,
            "tax_stack": group.key.stack,
        }
        for group, home in zip(draft.totals.groups, home_groups(draft), strict=True)
    ]


def _part_rows(uow: UnitOfWork, draft: InvoiceDraft) -> list[dict[str, Any]]:
    """What each jurisdiction takes of the stacked taxes."""
    names = read_names(uow, (group.key for group in draft.totals.groups))
    return [
        {
            "tax_code": group.key.code,
            "position": position,
            "code": part.code,
            "name": names.get(part.code, part.code),
            "rate_ppm": part.rate_ppm,
            "tax_minor": part.tax_minor,
            "home_tax_minor": at_home.tax_minor if draft.exchange else None,
        }
        for group, home in zip(draft.totals.groups, home_groups(draft), strict=True)
        for position, (part, at_home) in enumerate(zip(group.by_part, home.by_part, strict=True))
    ]


def home_groups(draft: InvoiceDraft) -> tuple[TaxGroup, ...]:
    """The groups of tax in the firm's currency, the totals of each rate converted once (A23)."""
    return tuple(
        TaxGroup(
            group.key,
            home_minor(group.base_minor, draft.exchange),
            home_minor(group.tax_minor, draft.exchange),
            _home_parts(group, draft.exchange),
        )
        for group in draft.totals.groups
    )


def _home_parts(group: TaxGroup, exchange: str) -> tuple[int, ...]:
    """Where a group says its parts, they are split alike in the firm's currency."""
    if not exchange or not any(group.parts):
        return group.parts
    return split_by_largest_remainder(
        home_minor(group.tax_minor, exchange), [abs(part) for part in group.parts]
    )


def _home_payable(draft: InvoiceDraft) -> int:
    gross = sum(group.base_minor + group.tax_minor for group in home_groups(draft))
    return gross + home_minor(draft.rounding_minor, draft.exchange)


def _add_open_item(uow: UnitOfWork, draft: InvoiceDraft, drawn: DrawnNumber, invoice_id: int) -> Item:
    is_claim = draft.kind is InvoiceKind.INVOICE
    sign = 1 if is_claim else -1
    new = NewItem(
        customer_id=draft.buyer.customer_id,
        kind=ADVANCE_ITEM if draft.is_advance and is_claim else draft.kind.value,
        number=drawn.number,
        date=draft.date,
        due_date=draft.due_date,
        currency=draft.currency,
        amount_minor=sign * draft.payable_minor,
        home_minor=sign * _home_payable(draft) if draft.exchange else None,
        invoice_id=invoice_id,
    )
    return add_item(uow, new)


def _post_ledger(uow: UnitOfWork, draft: InvoiceDraft, invoice_id: int) -> None:
    is_invoice = draft.kind is InvoiceKind.INVOICE
    movements = invoice_movements if is_invoice else credit_note_movements
    taken = tuple(
        deduction_movement(each.share.home_net_minor, each.key.code, each.key.rate_ppm)
        for each in draft.deductions
        if each.share.home_net_minor
    )
    currency, rounding = _home_currency(draft), home_minor(draft.rounding_minor, draft.exchange)
    sums = movements(home_groups(draft), is_advance=draft.is_advance, rounding_minor=rounding)
    postings: Sequence[Posting] = [
        Posting(draft.kind.value, invoice_id, draft.date, draft.buyer.customer_id, currency, movement)
        for movement in (*sums, *taken)
    ]
    post_entries(uow, postings)


def _home_currency(draft: InvoiceDraft) -> str:
    exchange = read_exchange_text(draft.exchange)
    return exchange.home if exchange else draft.currency


def _settle_advances(uow: UnitOfWork, draft: InvoiceDraft, invoice_id: int) -> None:
    """Tax of advances that this document makes due: what it takes off was supplied, what it credits is gone."""
    advances = {each.advance_id for each in draft.deductions}
    if draft.credited_advance is not None:
        advances.add(draft.credited_advance)
    cause = Cause(draft.kind.value, invoice_id, draft.date, draft.buyer.customer_id, _home_currency(draft))
    if advances:
        settle_tax(uow, advances, cause)


def _record(uow: UnitOfWork, draft: InvoiceDraft, drawn: DrawnNumber, invoice_id: int) -> None:
    after = {
        "number": drawn.number,
        "kind": draft.kind.value,
        "date": draft.date,
        "net_minor": draft.totals.net_minor,
        "tax_minor": draft.totals.tax_minor,
        "gross_minor": draft.totals.gross_minor,
        "currency": draft.currency,
    }
    uow.audit("invoice", invoice_id, before={}, after=after, reason=draft.reason)
    uow.changed("invoice", invoice_id, version=1)
    uow.changed("customer", draft.buyer.customer_id, version=0)
    for order_id, version in draft.orders:
        uow.changed("order", order_id, version=version)
        uow.react(InvoicePosted(order_id=order_id, invoice_id=invoice_id))
    if not draft.orders:
        uow.react(InvoicePosted(order_id=None, invoice_id=invoice_id))
