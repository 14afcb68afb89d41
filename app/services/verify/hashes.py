"""Posted rows and frozen papers are what they were: their hashes are computed again, in pieces."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from app.domain.posted_hash import HEADER_FIELDS, LINE_FIELDS, TAX_FIELDS, posted_hash
from app.services.unit_of_work import Reading
from app.services.verify.findings import PER_CHECK_MAX, Finding, Seen
from db.schema.invoicing import Invoice, InvoiceLine, InvoiceTax
from db.schema.orders import OrderLine
from db.schema.papers import Paper

PIECE = 500
PAPER_PIECE = 50


def check_invoices(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Header, lines and taxes of every invoice against the hash of its posting.

    Afterwards the orders of every reported invoice count as reported, too.
    """
    findings = []
    columns = [getattr(Invoice, name) for name in ("id", "content_hash", *HEADER_FIELDS)]
    last = 0
    while True:
        statement = sa.select(*columns).where(Invoice.id > last).order_by(Invoice.id).limit(PIECE)
        heads = view.db.execute(statement).mappings().all()
        if not heads:
            break
        first, last = heads[0]["id"], heads[-1]["id"]
        lines = _by_invoice(view, InvoiceLine, LINE_FIELDS, first, last)
        taxes = _by_invoice(view, InvoiceTax, TAX_FIELDS, first, last)
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


def check_papers(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """The content and the PDF of every paper against their hashes (C54)."""
    findings: list[Finding] = []
    last = 0
    while True:
        statement = sa.select(Paper.__table__).where(Paper.id > last).order_by(Paper.id).limit(PAPER_PIECE)
        papers = view.db.execute(statement).mappings().all()
        if not papers:
            return tuple(findings)
        last = papers[-1]["id"]
        for paper in papers:
            sound = hashlib.sha256(paper["content"].encode()).hexdigest() == paper["content_hash"]
            if paper["pdf"] is not None:
                sound = sound and hashlib.sha256(paper["pdf"]).hexdigest() == paper["pdf_hash"]
            if not sound:
                params = {"number": paper["number"], "kind": paper["kind"]}
                findings.append(Finding("verify.paper_changed", params))
