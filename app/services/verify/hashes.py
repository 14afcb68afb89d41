"""Posted rows and confirmed orders are what they were: their hashes are computed again, in pieces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from app.domain.orders.content_hash import HEAD_FIELDS, is_content
from app.domain.orders.draft import LINE_FIELDS as ORDER_LINE_FIELDS
from app.domain.posted_hash import (
    HEADER_FIELDS,
    LATER_HEADER_FIELDS,
    LATER_LINE_FIELDS,
    LATER_TAX_FIELDS,
    LINE_FIELDS,
    TAX_FIELDS,
    posted_hash,
)
from app.services.unit_of_work import Reading
from app.services.verify.findings import PER_CHECK_MAX, Finding, Row, Seen
from db.schema.invoicing import Invoice, InvoiceLine, InvoiceTax
from db.schema.orders import Order, OrderLine
from db.statements import table_of

PIECE = 500
_ORDER, _LINE = table_of(Order), table_of(OrderLine)
_OWN = sa.and_(_ORDER.c.number.is_not(None), sa.or_(_ORDER.c.series_number.is_not(None), ~_ORDER.c.imported))
"""Imported history was never confirmed here, and has no hash."""
_HEAD_NAMES = ("id", "number", "kind", "content_hash", *HEAD_FIELDS)
_ORDERS = (
    sa.select(
        *(_ORDER.c[name] for name in ("id", "number", "kind", "content_hash", *HEAD_FIELDS)),
        *(_LINE.c["line_key" if name == "key" else name].label(f"line_{name}") for name in ORDER_LINE_FIELDS),
    )
    .select_from(_ORDER.outerjoin(_LINE, _LINE.c.order_id == _ORDER.c.id))
    .where(_OWN)
    .order_by(_ORDER.c.id, _LINE.c.position, _LINE.c.line_key)
)


def check_invoices(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Header, lines and taxes of every invoice against the hash of its posting.

    Afterwards the orders of every reported invoice count as reported, too.
    """
    findings = []
    columns = [
        getattr(Invoice, name) for name in ("id", "content_hash", *HEADER_FIELDS, *LATER_HEADER_FIELDS)
    ]
    last = 0
    while True:
        statement = sa.select(*columns).where(Invoice.id > last).order_by(Invoice.id).limit(PIECE)
        heads = view.db.execute(statement).mappings().all()
        if not heads:
            break
        first, last = heads[0]["id"], heads[-1]["id"]
        lines = _by_invoice(view, InvoiceLine, (*LINE_FIELDS, *LATER_LINE_FIELDS), first, last)
        taxes = _by_invoice(view, InvoiceTax, (*TAX_FIELDS, *LATER_TAX_FIELDS), first, last)
        for head in heads:
            found = posted_hash(dict(head), lines[head["id"]], taxes[head["id"]])
            if found != head["content_hash"] and head["id"] not in seen.invoices:
                seen.invoices.add(head["id"])
                findings.append(Finding("verify.posted_changed", {"number": head["number"]}))
    _tell_orders(view, seen)
    return tuple(findings[:PER_CHECK_MAX])


def _tell_orders(view: Reading, seen: Seen) -> None:
    known = sorted(seen.invoices)
    for start in range(0, len(known), PIECE):
        piece = known[start : start + PIECE]
        statement = (
            sa.select(OrderLine.order_id)
            .join(InvoiceLine, InvoiceLine.order_line_id == OrderLine.id)
            .where(InvoiceLine.invoice_id.in_(piece))
            .distinct()
        )
        seen.orders |= set(view.db.execute(statement).scalars())


def _by_invoice(
    view: Reading, table: Any, names: tuple[str, ...], first: int, last: int
) -> dict[int, list[dict[str, object]]]:
    columns = [getattr(table, name) for name in names]
    statement = sa.select(table.invoice_id, *columns).where(table.invoice_id.between(first, last))
    found: dict[int, list[dict[str, object]]] = defaultdict(list)
    for row in view.db.execute(statement).mappings():
        found[row["invoice_id"]].append(dict(row))
    return found


def check_orders(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Head and lines of every order and quote against the hash of their last confirmation (C48)."""
    findings = []
    rows = view.db.execution_options(yield_per=2000).execute(_ORDERS)
    for order_id, found in groupby(rows, key=itemgetter(0)):
        both = list(found)
        head: Row = dict(zip(_HEAD_NAMES, both[0], strict=False))
        if order_id not in seen.orders and not is_content(head["content_hash"], head, _lines_of(head, both)):
            seen.orders.add(order_id)
            findings.append(Finding("verify.order_changed", {"number": head["number"]}))
    return tuple(findings[:PER_CHECK_MAX])


def _lines_of(head: Row, rows: Sequence[Sequence[Any]]) -> list[Row]:
    """The lines as the hash takes them: one that an amendment took out stays in the table with quantity 0."""
    lines = (dict(zip(ORDER_LINE_FIELDS, row[len(_HEAD_NAMES) :], strict=True)) for row in rows)
    return [
        line
        for line in lines
        if line["key"] is not None
        and (head["kind"] == "quote" or line["quantity_micro"] or line["kind"] in {"section", "note"})
    ]
