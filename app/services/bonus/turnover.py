"""The turnover of customers in a period by the tax of their sales, and since when they are customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.advances import ADVANCE
from app.domain.bonus import BonusInput, TaxedPart, turnover_by_tax
from app.domain.exchange import read_exchange_text
from app.domain.tax import PriceMode, TaxKey, tax_in_gross
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.bonus import BonusCredit
from db.schema.invoicing import Invoice, InvoiceLine, InvoiceTax
from db.schema.products import Product

Turnover = Mapping[TaxKey, int]
_GOODS = InvoiceLine.kind.in_(["goods", "service", "free"])


def _sum_where(condition: Any) -> Any:
    return sa.func.sum(sa.case((condition, InvoiceLine.amount_minor), else_=0))


# Built once: making a statement costs more than running it.
_PARTS = (
    sa.select(
        Invoice.customer_id, Invoice.kind, InvoiceLine.tax_category, InvoiceLine.tax_ppm, InvoiceLine.tax_code,
        InvoiceLine.tax_stack, sa.func.sum(InvoiceLine.amount_minor), InvoiceTax.base_minor, _sum_where(_GOODS),
        _sum_where(sa.and_(_GOODS, Product.family == sa.bindparam("family"))),
        _sum_where(InvoiceLine.kind == "discount"), _sum_where(InvoiceLine.kind == ADVANCE), Invoice.price_mode,
        Invoice.exchange,
    )
    .join_from(Invoice, InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
    .join(
        InvoiceTax,
        sa.and_(
            InvoiceTax.invoice_id == Invoice.id,
            InvoiceTax.tax_code == InvoiceLine.tax_code,
            InvoiceTax.tax_ppm == InvoiceLine.tax_ppm,
        ),
    )
    .outerjoin(Product, Product.id == InvoiceLine.product_id)
    .where(one_of(Invoice.customer_id, ids("customers")))
    .where(Invoice.date >= sa.bindparam("first"), Invoice.date <= sa.bindparam("last"))
    .where(sa.not_(sa.exists().where(BonusCredit.invoice_id == Invoice.id)))
    .group_by(
        Invoice.id, Invoice.customer_id, Invoice.kind, InvoiceLine.tax_category, InvoiceLine.tax_ppm,
        InvoiceLine.tax_code, InvoiceLine.tax_stack, InvoiceTax.base_minor, Invoice.price_mode, Invoice.exchange,
    )
)  # fmt: skip
_FIRST = (
    sa.select(Invoice.customer_id, sa.func.min(Invoice.date))
    .where(one_of(Invoice.customer_id, ids("customers")), Invoice.kind == "invoice")
    .group_by(Invoice.customer_id)
)


def read_turnover(view: Reading, rule: BonusInput, customers: Collection[int]) -> dict[int, Turnover]:
    """What counts of each customer's papers in the period of an agreement; who has none is not there.

    In the firm's currency: papers in another one at the rate that they keep.
    """
    values = {
        "customers": sorted(customers), "family": rule.family, "first": rule.valid_from, "last": rule.valid_to,
    }  # fmt: skip
    parts: dict[int, list[TaxedPart]] = defaultdict(list)
    for customer_id, kind, category, ppm, code, stack, *amounts, mode, exchange in view.db.execute(
        _PARTS, values
    ):
        total, base, goods, own, off, advances = map(int, amounts)
        key = TaxKey(category, ppm, code, stack)
        if advances:  # money, no turnover: as if none had been asked for or taken off
            total -= advances
            base = total - (tax_in_gross(total, ppm) if mode == PriceMode.GROSS else 0)
        is_credit, rate = kind != "invoice", read_exchange_text(exchange)
        parts[customer_id].append(TaxedPart(key, total, base, goods, own, off, is_credit, rate))
    return {id_: turnover_by_tax(found, of_family=bool(rule.family)) for id_, found in parts.items()}


def read_first_days(view: Reading, customers: Collection[int]) -> dict[int, date]:
    """The day of each customer's first invoice."""
    rows = view.db.execute(_FIRST, {"customers": sorted(customers)})
    return {row[0]: row[1] for row in rows}
