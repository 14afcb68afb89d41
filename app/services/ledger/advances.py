"""What of advances was neither taken off an invoice nor credited yet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from app.domain.advances import HeldAdvance, Share
from app.domain.tax import TaxKey
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.invoicing import AdvanceDeduction, CreditedQuantity, Invoice, InvoiceLine, InvoiceTax

_LEFT: Any = InvoiceLine.amount_minor - CreditedQuantity.credited_minor
_IS_CLAIM = sa.func.coalesce(InvoiceLine.credited_line_id, 0) == 0
"""No credit note: written so that SQLite does not begin with the index of all lines that credit nothing."""
_HOME_BASE: Any = sa.func.coalesce(InvoiceTax.home_base_minor, InvoiceTax.base_minor)
_OF_LINE = sa.and_(
    InvoiceTax.invoice_id == InvoiceLine.invoice_id,
    InvoiceTax.tax_code == InvoiceLine.tax_code,
    InvoiceTax.tax_ppm == InvoiceLine.tax_ppm,
)
_HELD: Any = (
    sa.select(
        InvoiceLine.id, Invoice.id, Invoice.order_id, Invoice.customer_id, Invoice.number, Invoice.date,
        Invoice.exchange, InvoiceLine.tax_category, InvoiceLine.tax_ppm, InvoiceLine.tax_code, _LEFT,
        InvoiceTax.base_minor, InvoiceTax.tax_minor, _HOME_BASE,
    )
    .join_from(Invoice, InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
    .join(InvoiceTax, _OF_LINE)
    .join(CreditedQuantity, CreditedQuantity.invoice_line_id == InvoiceLine.id)
    .where(Invoice.is_advance, _IS_CLAIM, _LEFT > 0)
    .order_by(Invoice.id, InvoiceLine.position)
)  # fmt: skip
_OF_ORDERS: sa.Select[Any] = _HELD.where(one_of(Invoice.order_id, ids()))
_OF_CUSTOMERS: sa.Select[Any] = _HELD.where(one_of(Invoice.customer_id, ids()))
_TAKEN = (
    sa.select(
        AdvanceDeduction.advance_line_id, sa.func.sum(AdvanceDeduction.net_minor),
        sa.func.sum(AdvanceDeduction.tax_minor), sa.func.sum(AdvanceDeduction.home_net_minor),
    )
    .where(one_of(AdvanceDeduction.advance_line_id, ids()))
    .group_by(AdvanceDeduction.advance_line_id)
)  # fmt: skip
_CREDITED = (
    sa.select(
        InvoiceLine.credited_line_id, sa.func.sum(InvoiceTax.base_minor), sa.func.sum(InvoiceTax.tax_minor),
        sa.func.sum(_HOME_BASE),
    )
    .join(InvoiceTax, _OF_LINE)
    .where(one_of(InvoiceLine.credited_line_id, ids()))
    .group_by(InvoiceLine.credited_line_id)
)  # fmt: skip


def read_held(view: Reading, order_ids: Collection[int]) -> tuple[HeldAdvance, ...]:
    """The lines of these orders' advances of which something is left, the oldest first; one query where none is."""
    return _read(view, _OF_ORDERS, order_ids)


def read_held_of_customers(view: Reading, customer_ids: Collection[int]) -> tuple[HeldAdvance, ...]:
    """The same of customers."""
    return _read(view, _OF_CUSTOMERS, customer_ids)


def _read(view: Reading, statement: sa.Select[Any], wanted: Collection[int]) -> tuple[HeldAdvance, ...]:
    rows = view.db.execute(statement, {"ids": sorted(wanted)}).all()
    if not rows:
        return ()
    used = used_of(view, [row[0] for row in rows])
    return tuple(_held(row, used.get(row[0], Share(0, 0, 0, 0))) for row in rows)


def used_of(view: Reading, line_ids: Collection[int]) -> dict[int, Share]:
    """Net and tax of what invoices took off and credit notes gave back, by line of an advance (amounts are 0)."""
    used: dict[int, Share] = {}
    for statement in (_TAKEN, _CREDITED):
        for line_id, net, tax, home in view.db.execute(statement, {"ids": list(line_ids)}):
            used[line_id] = used.get(line_id, Share(0, 0, 0, 0)) + Share(0, int(net), int(tax), int(home))
    return used


def _held(row: Any, used: Share) -> HeldAdvance:
    line_id, advance_id, order_id, customer_id, number, date, exchange, category, ppm, code, *amounts = row
    left, net, tax, home = map(int, amounts)
    return HeldAdvance(
        line_id=line_id,
        advance_id=advance_id,
        order_id=order_id,
        customer_id=customer_id,
        number=number,
        date=date,
        key=TaxKey(category, ppm, code),
        left=Share(left, net, tax, home) + -used,
        exchange=exchange,
    )
