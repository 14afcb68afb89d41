"""What papers say of advances: when their tax is due, and what is taken off with which tax (section 14 (5) UStG)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.domain.billing import InvoiceKind
from app.i18n import _, format_money
from app.services.documents.figures import date_text
from app.services.unit_of_work import Reading
from db.schema.invoicing import AdvanceDeduction, Invoice, InvoiceLine
from db.statements import table_of

_TAKING, _ADVANCE = table_of(InvoiceLine).alias("taking"), table_of(InvoiceLine).alias("advance_line")
_TAKEN = (
    sa.select(
        Invoice.number, Invoice.date, sa.func.sum(AdvanceDeduction.net_minor),
        sa.func.sum(AdvanceDeduction.tax_minor),
    )
    .join_from(AdvanceDeduction, _TAKING, _TAKING.c.id == AdvanceDeduction.line_id)
    .join(_ADVANCE, _ADVANCE.c.id == AdvanceDeduction.advance_line_id)
    .join(Invoice, Invoice.id == _ADVANCE.c.invoice_id)
    .where(_TAKING.c.invoice_id == sa.bindparam("invoice"))
    .group_by(Invoice.id, Invoice.number, Invoice.date)
    .order_by(Invoice.id)
)  # fmt: skip


def advance_notes(view: Reading, head: Mapping[str, Any], language: str) -> tuple[str, ...]:
    """The sentences for the end of an invoice, in the language in force; none where there is no advance."""
    if head["kind"] != InvoiceKind.INVOICE.value:
        return ()
    if head["is_advance"]:
        return (
            _(
                "This is asked for in advance: its VAT is due once it is paid, and the invoice of the supply takes it "
                "off."
            ),
        )
    currency = head["currency"]
    text = _("Taken off: advance invoice {number} of {date}, net {net} and {tax} VAT, together {gross}.")
    return tuple(
        text.format(
            number=number,
            date=date_text(day, language),
            net=format_money(int(net), currency),
            tax=format_money(int(tax), currency),
            gross=format_money(int(net) + int(tax), currency),
        )
        for number, day, net, tax in view.db.execute(_TAKEN, {"invoice": head["id"]})
    )
