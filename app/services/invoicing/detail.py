"""An invoice or credit note with everything around it, for one screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.tax import TaxKey
from app.services.ledger.advances import read_held
from app.services.papers import PaperFacts, read_papers
from app.services.unit_of_work import Reading
from db.rows import fetch
from db.schema.invoicing import (
    Allocation,
    CreditedQuantity,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    InvoiceTaxPart,
    OpenItem,
)
from db.schema.products import Product
from db.statements import table_of


@dataclass(frozen=True, slots=True)
class InvoiceHead:
    """The document itself; seller, buyer and ship-to are the frozen copies."""

    id: int
    kind: str
    number: str
    order_id: int | None
    customer_id: int
    customer_name: str
    date: dt.date
    supply_date: dt.date
    due_date: dt.date
    term_text: str
    po_number: str
    order_numbers: str
    delivery_numbers: str
    seller: Mapping[str, str]
    buyer: Mapping[str, str]
    ship_to: Mapping[str, str]
    currency: str
    exchange: str
    price_mode: str
    net_minor: int
    tax_minor: int
    gross_minor: int
    rounding_minor: int
    reason: str
    posted_at: dt.datetime
    posted_by: str
    is_advance: bool
    item_id: int | None
    open_minor: int

    @property
    def payable_minor(self) -> int:
        """The gross, rounded to the smallest coin where it is paid so."""
        return self.gross_minor + self.rounding_minor


@dataclass(frozen=True, slots=True)
class InvoiceDetailLine:
    """A posted line; `credited_micro` of its quantity was credited so far; `base_unit` is its product's own."""

    id: int
    position: int
    kind: str
    sku: str
    text: str
    quantity_micro: int
    unit: str
    list_price_micro: int | None
    discount_ppm: int
    discount_on_micro: int | None
    price_micro: int
    price_per: int
    amount_minor: int
    tax_code: str
    tax_ppm: int
    order_line_id: int | None
    credited_line_id: int | None
    base_micro: int
    credited_micro: int
    base_unit: str

    @property
    def follows(self) -> bool:
        """Whether a credit takes it along in proportion: a discount."""
        return self.amount_minor < 0

    @property
    def creditable_micro(self) -> int:
        """The quantity that may still be credited."""
        return abs(self.quantity_micro) - self.credited_micro


@dataclass(frozen=True, slots=True)
class InvoiceDetailPart:
    """What one jurisdiction takes of a stacked tax."""

    tax_code: str
    name: str
    rate_ppm: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class InvoiceDetailTax:
    """The tax by rate."""

    tax_code: str
    tax_category: str
    tax_ppm: int
    base_minor: int
    tax_minor: int
    exemption_text: str
    tax_stack: str = ""
    parts: tuple[InvoiceDetailPart, ...] = ()

    @property
    def key(self) -> TaxKey:
        """The tax as totals group it."""
        return TaxKey(self.tax_category, self.tax_ppm, self.tax_code, self.tax_stack)


@dataclass(frozen=True, slots=True)
class Settlement:
    """An allocation from or to the document; a reversal has a minus. `other` is the other open item."""

    id: int
    date: dt.date
    amount_minor: int
    other_kind: str
    other_number: str
    other_invoice_id: int | None
    other_payment_id: int | None
    reverses_id: int | None
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """Everything that the invoice's screen shows."""

    head: InvoiceHead
    lines: tuple[InvoiceDetailLine, ...]
    taxes: tuple[InvoiceDetailTax, ...]
    settlements: tuple[Settlement, ...]
    papers: tuple[PaperFacts, ...]
    advance_left_minor: int = 0  # gross, of an advance: what no invoice took off and no credit note gave back


def read_invoice(view: Reading, invoice_id: int) -> InvoiceDetail:
    """An invoice or credit note: five queries, one more where jurisdictions stack its taxes, or for an advance."""
    head = _read_head(view, invoice_id)
    return InvoiceDetail(
        head=head,
        lines=_read_lines(view, invoice_id),
        taxes=_read_taxes(view, invoice_id),
        settlements=read_settlements(view, head.item_id) if head.item_id else (),
        papers=read_papers(view, "invoice", invoice_id),
        advance_left_minor=_advance_left(view, head) if head.is_advance else 0,
    )


def _advance_left(view: Reading, head: InvoiceHead) -> int:
    held = read_held(view, [head.order_id]) if head.order_id is not None else ()
    return sum(each.left.gross_minor for each in held if each.advance_id == head.id)


def _read_head(view: Reading, invoice_id: int) -> InvoiceHead:
    names = [name for name in InvoiceHead.__dataclass_fields__ if name not in ("item_id", "open_minor")]
    columns: list[Any] = [getattr(Invoice, name) for name in names]
    left = sa.func.coalesce(OpenItem.amount_minor - OpenItem.applied_minor, 0)
    statement = (
        sa.select(*columns, OpenItem.id.label("item_id"), left.label("open_minor"))
        .outerjoin(OpenItem, OpenItem.invoice_id == Invoice.id)
        .where(Invoice.id == invoice_id)
    )
    heads = fetch(view.db, InvoiceHead, statement)
    if not heads:
        raise NotFoundError("document.not_found", kind="invoice", id=invoice_id)
    return heads[0]


_OTHERS = frozenset({"credited_micro", "base_unit"})


def _read_lines(view: Reading, invoice_id: int) -> tuple[InvoiceDetailLine, ...]:
    names = [name for name in InvoiceDetailLine.__dataclass_fields__ if name not in _OTHERS]
    columns: list[Any] = [getattr(InvoiceLine, name) for name in names]
    statement = (
        sa.select(*columns, sa.func.coalesce(CreditedQuantity.credited_micro, 0))
        .add_columns(sa.func.coalesce(Product.unit, InvoiceLine.unit))
        .outerjoin(Product, Product.id == InvoiceLine.product_id)
        .outerjoin(CreditedQuantity, CreditedQuantity.invoice_line_id == InvoiceLine.id)
        .where(InvoiceLine.invoice_id == invoice_id)
        .order_by(InvoiceLine.position)
    )
    return fetch(view.db, InvoiceDetailLine, statement)


def _read_taxes(view: Reading, invoice_id: int) -> tuple[InvoiceDetailTax, ...]:
    names = [name for name in InvoiceDetailTax.__dataclass_fields__ if name != "parts"]
    columns: list[Any] = [getattr(InvoiceTax, name) for name in names]
    statement = sa.select(*columns).where(InvoiceTax.invoice_id == invoice_id)
    taxes = fetch(
        view.db, InvoiceDetailTax, statement.order_by(InvoiceTax.tax_ppm.desc(), InvoiceTax.tax_code)
    )
    if not any(tax.tax_stack for tax in taxes):
        return taxes
    parts = _read_parts(view, invoice_id)
    return tuple(
        replace(tax, parts=tuple(part for part in parts if part.tax_code == tax.tax_code)) for tax in taxes
    )


def _read_parts(view: Reading, invoice_id: int) -> tuple[InvoiceDetailPart, ...]:
    columns: list[Any] = [getattr(InvoiceTaxPart, name) for name in InvoiceDetailPart.__dataclass_fields__]
    statement = sa.select(*columns).where(InvoiceTaxPart.invoice_id == invoice_id)
    return fetch(
        view.db, InvoiceDetailPart, statement.order_by(InvoiceTaxPart.tax_code, InvoiceTaxPart.position)
    )


def read_settlements(view: Reading, item_id: int) -> tuple[Settlement, ...]:
    """Every allocation of an open item, claims and credits alike, oldest first."""
    other, reversal = table_of(OpenItem).alias("other"), table_of(Allocation).alias("reversal")
    allocation = Allocation
    other_id = sa.case((allocation.claim_id == item_id, allocation.credit_id), else_=allocation.claim_id)
    statement = (
        sa.select(
            allocation.id,
            allocation.date,
            allocation.amount_minor,
            other.c.kind,
            other.c.number,
            other.c.invoice_id,
            other.c.payment_id,
            allocation.reverses_id,
            reversal.c.id.is_not(None),
        )
        .join(other, other.c.id == other_id)
        .outerjoin(reversal, reversal.c.reverses_id == allocation.id)
        .where(sa.or_(allocation.claim_id == item_id, allocation.credit_id == item_id))
        .order_by(allocation.id)
    )
    return fetch(view.db, Settlement, statement)
