"""Invoices and credit notes (append-only from their first row on), open items, payments, ledger.

Ledger rows move an amount from one account to another (debit and credit in one row), so that no posting
can be out of balance: the shape of the table holds the rule (docs/decisions/0003).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from db.schema.base import (
    Base,
    Id,
    JsonText,
    Long,
    Micro,
    Minor,
    Moment,
    Name,
    Ppm,
    PrimaryId,
    ScaledInt,
    Short,
    SortKey,
    partial_index,
    reference,
)
from db.schema.mapping import Mapped, mapped_column


class Invoice(Base):
    """A posted invoice or credit note. `kind`: invoice, credit_note; amounts are positive in both.

    Seller and buyer are frozen copies (C54). Append-only: a trigger refuses update and delete.
    `is_advance`: an invoice of an advance, or a credit note over one.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        sa.UniqueConstraint("series_id", "series_number"),
        sa.UniqueConstraint("series_id", "number"),
        sa.CheckConstraint("gross_minor = net_minor + tax_minor", name="gross"),
        sa.CheckConstraint("kind in ('invoice','credit_note')", name="kind"),
        sa.Index("ix_invoice_kind_id", "kind", "id"),
        sa.Index("ix_invoice_number_id", "number", "id"),
        sa.Index("ix_invoice_date_id", "date", "id"),
        sa.Index("ix_invoice_due_date_id", "due_date", "id"),
        sa.Index("ix_invoice_gross_minor_id", "gross_minor", "id"),
        sa.Index("ix_invoice_customer_id_id", "customer_id", "id"),
        sa.Index("ix_invoice_customer_sort_id", "customer_sort", "id"),
        partial_index(
            "ix_invoice_advance", "customer_id", "order_id", where="is_advance", on_sqlite="is_advance = 1"
        ),
    )
    id: Mapped[PrimaryId]
    kind: Mapped[Short]
    number: Mapped[Short]
    series_id: Mapped[int] = reference("number_series.id", index=False)
    series_number: Mapped[int | None] = mapped_column(ScaledInt)
    order_id: Mapped[int | None] = reference("sales_order.id")
    customer_id: Mapped[int] = reference("customer.id", index=False)
    customer_name: Mapped[Name]
    customer_sort: Mapped[SortKey]
    date: Mapped[dt.date]
    supply_date: Mapped[dt.date]
    due_date: Mapped[dt.date]
    term_text: Mapped[Name] = mapped_column(default="", server_default="")
    po_number: Mapped[Name] = mapped_column(default="", server_default="")
    order_numbers: Mapped[Long]
    delivery_numbers: Mapped[Long]
    seller: Mapped[Any] = mapped_column(JsonText)
    buyer: Mapped[Any] = mapped_column(JsonText)
    ship_to: Mapped[Any] = mapped_column(JsonText)
    currency: Mapped[str] = mapped_column(sa.String(3))
    exchange: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    price_mode: Mapped[Short] = mapped_column(default="net", server_default="net")
    tax_rounding: Mapped[Short] = mapped_column(default="group", server_default="group")
    language: Mapped[str] = mapped_column(sa.String(2), default="en", server_default="en")
    net_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    gross_minor: Mapped[Minor]
    rounding_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    coin_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    reason: Mapped[Long]
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    posted_at: Mapped[dt.datetime] = mapped_column(Moment)
    posted_by: Mapped[Name]
    imported: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    is_advance: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


class InvoiceLine(Base):
    """A posted line. On a credit note `credited_line_id` names the invoice line that it takes back.

    Prices are for `price_per` of `unit`, as on the order line, and so is `discount_on_micro`.
    """

    __tablename__ = "invoice_line"
    __table_args__ = (sa.CheckConstraint("price_per > 0", name="price_per"),)
    id: Mapped[PrimaryId]
    invoice_id: Mapped[int] = reference("invoice.id")
    position: Mapped[int]
    kind: Mapped[Short]
    order_line_id: Mapped[int | None] = reference("order_line.id")
    shipment_line_id: Mapped[int | None] = reference("shipment_line.id")
    credited_line_id: Mapped[int | None] = reference("invoice_line.id")
    product_id: Mapped[int | None] = reference("product.id")
    sku: Mapped[Name] = mapped_column(default="", server_default="")
    text: Mapped[Long]
    quantity_micro: Mapped[Micro]
    unit: Mapped[Short]
    base_micro: Mapped[Micro]
    list_price_micro: Mapped[Micro | None]
    discount_ppm: Mapped[Ppm] = mapped_column(default=0, server_default="0")
    price_micro: Mapped[Micro]
    amount_minor: Mapped[Minor]
    tax_code: Mapped[Short]
    tax_category: Mapped[str] = mapped_column(sa.String(2))
    tax_ppm: Mapped[Ppm]
    price_per: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    tax_stack: Mapped[Long]
    discount_on_micro: Mapped[Micro | None]


class InvoiceTax(Base):
    """The tax of an invoice by rate, as computed once by `document_totals`; `home_` in the firm's currency."""

    __tablename__ = "invoice_tax"
    __table_args__ = (sa.UniqueConstraint("invoice_id", "tax_code", "tax_ppm"),)
    id: Mapped[PrimaryId]
    invoice_id: Mapped[int] = reference("invoice.id", index=False)
    tax_code: Mapped[Short]
    tax_category: Mapped[str] = mapped_column(sa.String(2))
    tax_ppm: Mapped[Ppm]
    base_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    exemption_text: Mapped[Long]
    exemption_code: Mapped[Short] = mapped_column(default="", server_default="")
    home_base_minor: Mapped[Minor | None]
    home_tax_minor: Mapped[Minor | None]
    tax_stack: Mapped[Long]


class InvoiceTaxPart(Base):
    """What one jurisdiction takes of a stacked tax of an invoice, with its name on that day; state first.

    Summed over its parts it is the `invoice_tax` of the same code. `home_` in the firm's currency.
    """

    __tablename__ = "invoice_tax_part"
    __table_args__ = (sa.UniqueConstraint("invoice_id", "tax_code", "position"),)
    id: Mapped[PrimaryId]
    invoice_id: Mapped[int] = reference("invoice.id", index=False)
    tax_code: Mapped[Short]
    position: Mapped[int]
    code: Mapped[Short]
    name: Mapped[Name]
    rate_ppm: Mapped[Ppm]
    tax_minor: Mapped[Minor]
    home_tax_minor: Mapped[Minor | None]


class AdvanceDeduction(Base):
    """What the line of an invoice takes off for the line of an advance invoice; minus gives it back. Append-only.

    `amount_minor` as the advance's line has it, net and tax as its share of them; `home_` in the firm's currency.
    """

    __tablename__ = "advance_deduction"
    __table_args__ = (sa.CheckConstraint("amount_minor <> 0", name="amount"),)
    id: Mapped[PrimaryId]
    line_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("invoice_line.id"), unique=True)
    advance_line_id: Mapped[int] = reference("invoice_line.id")
    amount_minor: Mapped[Minor]
    quantity_micro: Mapped[Micro]
    net_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    home_net_minor: Mapped[Minor]


class AdvanceTax(Base):
    """How much of an advance's tax became due, by which document, in the firm's currency. Append-only."""

    __tablename__ = "advance_tax"
    __table_args__ = (
        sa.CheckConstraint("amount_minor <> 0", name="amount"),
        sa.Index("ix_advance_tax_document", "document_kind", "document_id"),
    )
    id: Mapped[PrimaryId]
    invoice_id: Mapped[int] = reference("invoice.id")
    document_kind: Mapped[Short]
    document_id: Mapped[int] = mapped_column(Id)
    date: Mapped[dt.date]
    tax_code: Mapped[Short]
    tax_ppm: Mapped[Ppm]
    amount_minor: Mapped[Minor]


class CreditedQuantity(Base):
    """How much of an invoice line was credited so far; the CHECK refuses crediting more (D60).

    What invoices take off for the line of an advance counts as well: a euro is given back or taken off, once.
    """

    __tablename__ = "credited_quantity"
    __table_args__ = (
        sa.CheckConstraint("credited_micro >= 0 and credited_micro <= limit_micro", name="quantity_within"),
        sa.CheckConstraint("credited_minor >= 0 and credited_minor <= limit_minor", name="amount_within"),
    )
    invoice_line_id: Mapped[int] = mapped_column(
        Id, sa.ForeignKey("invoice_line.id"), primary_key=True, autoincrement=False
    )
    credited_micro: Mapped[Micro]
    limit_micro: Mapped[Micro]
    credited_minor: Mapped[Minor]
    limit_minor: Mapped[Minor]


class Payment(Base):
    """Money received. Append-only; an error is undone by reversing its allocations and a counter payment."""

    __tablename__ = "payment"
    __table_args__ = (
        sa.UniqueConstraint("series_id", "series_number"),
        sa.CheckConstraint("amount_minor <> 0", name="amount"),
        sa.Index("ix_payment_number_id", "number", "id"),
        sa.Index("ix_payment_date_id", "date", "id"),
    )
    id: Mapped[PrimaryId]
    number: Mapped[Short]
    series_id: Mapped[int] = reference("number_series.id", index=False)
    series_number: Mapped[int] = mapped_column(ScaledInt)
    customer_id: Mapped[int] = reference("customer.id")
    date: Mapped[dt.date]
    amount_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    exchange: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    home_minor: Mapped[Minor | None]
    method: Mapped[Short] = mapped_column(default="bank", server_default="bank")
    reference: Mapped[Name] = mapped_column(default="", server_default="")
    posted_at: Mapped[dt.datetime] = mapped_column(Moment)
    posted_by: Mapped[Name]


class OpenItem(Base):
    """A claim (invoice, amount > 0) or a credit (credit note, payment, amount < 0) of a customer.

    `applied_minor` has the amount's sign and never passes it: a CHECK, so two clerks can't over-apply.
    `home_` are both in the firm's currency, for items in another one; else NULL.
    """

    __tablename__ = "open_item"
    __table_args__ = (
        sa.CheckConstraint(
            "(amount_minor >= 0 and applied_minor >= 0 and applied_minor <= amount_minor)"
            " or (amount_minor < 0 and applied_minor <= 0 and applied_minor >= amount_minor)",
            name="applied_within",
        ),
        sa.Index("ix_open_item_customer_id_is_open", "customer_id", "is_open"),
        partial_index(  # aging, worklist and "open" filters read this index first
            "ix_open_item_aging",
            "is_open",
            "customer_id",
            "due_date",
            "date",
            "amount_minor",
            "applied_minor",
            "home_minor",
            "home_applied_minor",
            "invoice_id",
            where="is_open",
            on_sqlite="is_open = 1",
        ),
    )
    id: Mapped[PrimaryId]
    customer_id: Mapped[int] = reference("customer.id", index=False)
    kind: Mapped[Short]
    invoice_id: Mapped[int | None] = mapped_column(Id, sa.ForeignKey("invoice.id"), unique=True)
    payment_id: Mapped[int | None] = mapped_column(Id, sa.ForeignKey("payment.id"), unique=True)
    number: Mapped[Short]
    date: Mapped[dt.date]
    due_date: Mapped[dt.date]
    currency: Mapped[str] = mapped_column(sa.String(3))
    amount_minor: Mapped[Minor]
    applied_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    home_minor: Mapped[Minor | None]
    home_applied_minor: Mapped[Minor | None]
    is_open: Mapped[bool] = mapped_column(
        sa.Boolean, sa.Computed("amount_minor <> applied_minor", persisted=True)
    )


class Allocation(Base):
    """A part of a credit applied to a claim, on a day; a reversal is a row of its own with minus. Append-only."""

    __tablename__ = "allocation"
    __table_args__ = (
        sa.CheckConstraint("amount_minor <> 0", name="amount"),
        sa.Index("ix_allocation_date", "date"),
    )
    id: Mapped[PrimaryId]
    claim_id: Mapped[int] = reference("open_item.id")
    credit_id: Mapped[int] = reference("open_item.id")
    amount_minor: Mapped[Minor]
    home_claim_minor: Mapped[Minor | None]
    home_credit_minor: Mapped[Minor | None]
    date: Mapped[dt.date]
    reverses_id: Mapped[int | None] = mapped_column(Id, sa.ForeignKey("allocation.id"), unique=True)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    actor: Mapped[Name]


class LedgerEntry(Base):
    """`amount_minor` (> 0) goes to the debit account from the credit account. Append-only.

    Accounts: see `app.domain.accounts`.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.CheckConstraint("debit_account <> credit_account", name="accounts"),
        sa.Index("ix_ledger_entry_document", "document_kind", "document_id"),
        sa.Index("ix_ledger_entry_customer_id_date", "customer_id", "date"),
    )
    id: Mapped[PrimaryId]
    document_kind: Mapped[Short]
    document_id: Mapped[int] = mapped_column(Id)
    date: Mapped[dt.date]
    customer_id: Mapped[int | None] = reference("customer.id", index=False)
    debit_account: Mapped[Short]
    credit_account: Mapped[Short]
    amount_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    tax_code: Mapped[Short] = mapped_column(default="", server_default="")
    tax_ppm: Mapped[Ppm] = mapped_column(default=0, server_default="0")
    at: Mapped[dt.datetime] = mapped_column(Moment)
