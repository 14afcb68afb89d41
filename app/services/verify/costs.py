"""Averages of receipts follow from one another; what a bonus gave back is what its credit note says."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.domain.bonus import bonus_of
from app.domain.costs import CostedReceipt, moving_average
from app.domain.money import Money, decimal_of_micro
from app.services.unit_of_work import Reading
from app.services.verify.findings import PER_CHECK_MAX, Finding, Row, Seen, money_of, query, tell_once
from db.schema.bonus import BonusCredit
from db.schema.costs import ReceiptCost
from db.schema.invoicing import Invoice
from db.schema.products import Product
from db.statements import table_of

_ROW = table_of(ReceiptCost).c
_RECEIPTS = (
    sa.select(
        _ROW.product_id,
        Product.sku,
        _ROW.on_hand_micro,
        _ROW.quantity_micro,
        _ROW.cost_micro,
        _ROW.before_micro,
        _ROW.average_micro,
    )
    .join(Product, Product.id == _ROW.product_id)
    .order_by(_ROW.product_id, _ROW.id)
)
_CREDITS = """
select i.id, i.number, i.kind, i.currency, i.net_minor as right_minor, b.amount_minor as stored
from bonus_credit b join invoice i on i.id = b.invoice_id
where i.kind <> 'credit_note' or i.net_minor <> b.amount_minor or i.customer_id <> b.customer_id or i.exchange <> ''
order by i.id"""

_SHARES = (
    sa.select(
        Invoice.id,
        Invoice.number,
        Invoice.currency,
        BonusCredit.turnover_minor,
        BonusCredit.rate_ppm,
        BonusCredit.amount_minor,
    )
    .join(Invoice, Invoice.id == BonusCredit.invoice_id)
    .order_by(Invoice.id)
)


def check_averages(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """The average after each receipt is that of the one before it and its own cost; a product is told once."""
    found: dict[int, Finding] = {}
    before: Any = None
    for row in view.db.execute(_RECEIPTS):
        is_first = before is None or before.product_id != row.product_id
        starts = row.before_micro if is_first else before.average_micro
        receipt = CostedReceipt(row.on_hand_micro, row.quantity_micro, row.cost_micro)
        right = moving_average(starts, receipt)
        if (starts, right) != (row.before_micro, row.average_micro) and row.product_id not in found:
            values = {"stored": decimal_of_micro(row.average_micro), "right": decimal_of_micro(right)}
            found[row.product_id] = Finding("verify.cost_average", {"sku": row.sku, **values})
        before = row
    return tuple(found.values())[:PER_CHECK_MAX]


def check_bonus_credits(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """The credit note of a bonus is one, for its customer, of its amount, which is that share of the turnover.

    It is in the firm's currency, whatever its customer buys in.
    """

    def params(row: Row) -> dict[str, object]:
        stored: Money = money_of(row, "stored")
        return {"number": row["number"], "stored": stored, "right": money_of(row, "right_minor")}

    found = tell_once(query(view, _CREDITS), seen.invoices, "verify.bonus_credit", params)
    return (*found, *_wrong_shares(view, seen))


def _wrong_shares(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    wrong = []
    for row in view.db.execute(_SHARES).mappings():
        right = bonus_of(row["turnover_minor"], row["rate_ppm"])
        if row["amount_minor"] != right:
            wrong.append({**row, "right": right})

    def params(row: Row) -> dict[str, object]:
        return {
            "number": row["number"],
            "stored": money_of(row, "amount_minor"),
            "right": money_of(row, "right"),
        }

    return tell_once(wrong[:PER_CHECK_MAX], seen.invoices, "verify.bonus_share", params)
