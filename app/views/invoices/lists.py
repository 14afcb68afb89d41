"""The lists of the desk as data: invoices and credit notes, payments, shipments to invoice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from app.domain.pages import Filter
from app.i18n import _, format_listed
from app.models.columns import Column, State, day_column
from app.services.invoicing.lists import InvoiceRow, read_invoices
from app.services.payments.lists import PaymentRow, read_payments
from app.views.kit.list_pane import ListSpec, by_number

INVOICE_STATES: dict[str, State] = {"open": "info", "overdue": "bad", "paid": "ok"}


def state_word(state: str) -> str:
    """The state of an invoice as people say it."""
    return {"open": _("open"), "overdue": _("overdue"), "paid": _("settled")}.get(state, state)


def method_word(method: str) -> str:
    """The way of payment as people say it."""
    words = {"bank": _("bank transfer"), "cash": _("cash"), "card": _("card"), "other": _("other")}
    return words.get(method, method)


def _signed(row: InvoiceRow, minor: int) -> str:
    """A credit note takes away."""
    sign = -1 if row.kind == "credit_note" else 1
    return _listed(row, sign * minor)


def _listed(row: InvoiceRow | PaymentRow, minor: int) -> str:
    return format_listed(minor, row.currency, foreign=bool(row.exchange))


def invoice_list(today: Callable[[], dt.date]) -> ListSpec[InvoiceRow]:
    """All invoices and credit notes, the newest first."""

    def by_state(state: str) -> tuple[Filter, ...]:
        return (Filter("state", "eq", state),)

    columns: tuple[Column[InvoiceRow], ...] = (
        Column("number", _("Number"), lambda row: row.number, sort_key="number", width=110),
        Column("customer", _("Customer"), lambda row: row.customer_name, sort_key="customer", stretch=True),
        Column("orders", _("Order"), lambda row: row.order_numbers, width=120, quiet=True),
        day_column("date", _("Date"), lambda row: row.date, sort_key="date"),
        day_column("due", _("Due"), lambda row: row.due_date, sort_key="due_date"),
        Column(
            "gross", _("Gross"), lambda row: _signed(row, row.gross_minor), align_right=True, sort_key="gross",
            width=110,
        ),
        Column(
            "open", _("Open"),
            lambda row: _listed(row, row.open_minor) if row.open_minor else "",
            align_right=True, width=110,
        ),
        Column(
            "state", _("State"), lambda row: state_word(row.state(today())),
            state=lambda row: INVOICE_STATES.get(row.state(today())), width=110,
        ),
    )  # fmt: skip
    return ListSpec(
        name="invoices",
        title=_("Invoices"),
        columns=columns,
        read=read_invoices,
        count_text=_("Invoices: {count}"),
        kinds=frozenset({"invoice", "payment"}),
        sort_key="-id",
        placeholder=_("Number or customer  Ctrl+F"),
        choices=(
            (_("All"), ()),
            (_("Open"), by_state("open")),
            (_("Overdue"), by_state("overdue")),
            (_("Settled"), by_state("paid")),
            (_("Credit notes"), (Filter("kind", "eq", "credit_note"),)),
            (_("Advances"), (Filter("is_advance", "eq", True), Filter("kind", "eq", "invoice"))),
        ),
        empty=(
            "mdi6.receipt-text-outline",
            _("No invoices here"),
            _("Ship an order, then invoice it from “To invoice”."),
        ),
    )


def payment_list() -> ListSpec[PaymentRow]:
    """All payments, the newest first."""
    columns: tuple[Column[PaymentRow], ...] = (
        Column("number", _("Number"), lambda row: row.number, width=110),
        Column("customer", _("Customer"), lambda row: row.customer_name, stretch=True),
        day_column("date", _("Date"), lambda row: row.date, sort_key="date"),
        Column("method", _("Method"), lambda row: method_word(row.method), width=120, quiet=True),
        Column("reference", _("Reference"), lambda row: row.reference, width=170, quiet=True),
        Column(
            "amount", _("Amount"), lambda row: _listed(row, row.amount_minor), align_right=True, width=110,
        ),
        Column(
            "unapplied", _("Not applied"), _unapplied, align_right=True, width=120,
            state=lambda row: "warn" if row.unapplied_minor else None,
        ),
    )  # fmt: skip
    return ListSpec(
        name="payments",
        title=_("Payments"),
        columns=columns,
        read=read_payments,
        count_text=_("Payments: {count}"),
        kinds=frozenset({"payment"}),
        sort_key="-id",
        placeholder=_("Payment number  Ctrl+F"),
        find=by_number,
        empty=("mdi6.bank-outline", _("No payments yet"), _("Ctrl+N enters a payment.")),
    )


def _unapplied(row: PaymentRow) -> str:
    return _listed(row, row.unapplied_minor) if row.unapplied_minor else ""
