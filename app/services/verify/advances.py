"""Advances: what invoices take off for them is what their lines say, and their tax is due as far as it was received."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.money import Money
from app.services.ledger.advance_tax import read_states
from app.services.unit_of_work import Reading
from app.services.verify.findings import PER_CHECK_MAX, Finding, Seen, money_of, query, tell_once
from db.schema.invoicing import Invoice

_DEDUCTIONS = """
select i.id, h.id as advance_id, i.number, i.currency, coalesce(d.amount_minor, 0) as stored,
  case when i.kind = 'invoice' then -l.amount_minor else l.amount_minor end as owed
from invoice_line l join invoice i on i.id = l.invoice_id
left join advance_deduction d on d.line_id = l.id
left join invoice_line a on a.id = d.advance_line_id left join invoice h on h.id = a.invoice_id
where (l.kind = 'advance' and not i.is_advance and not i.imported and (
    d.id is null or d.amount_minor <> case when i.kind = 'invoice' then -l.amount_minor else l.amount_minor end
    or h.customer_id <> i.customer_id or not h.is_advance or h.kind <> 'invoice'))
  or (d.id is not null and (l.kind <> 'advance' or i.is_advance))
order by i.id"""
_FIRM = "select currency from firm order by id"


def check_deductions(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Each line that takes an advance off names the line of the advance, with its own amount."""
    rows = (row for row in query(view, _DEDUCTIONS) if row["advance_id"] not in seen.invoices)
    return tell_once(
        rows,
        seen.invoices,
        "verify.advance_deduction",
        lambda row: {
            "number": row["number"],
            "stored": money_of(row, "stored"),
            "right": money_of(row, "owed"),
        },
    )


def check_taxes(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What is posted as due of an advance's tax is what was received of it, or supplied and taken off."""
    statement = sa.select(Invoice.id, Invoice.number, Invoice.customer_id).where(
        Invoice.is_advance, Invoice.kind == "invoice"
    )
    advances = {row.id: row for row in view.db.execute(statement)}
    firm = query(view, _FIRM)
    currency = str(firm[0]["currency"]) if firm else ""
    findings = []
    for id_, state in read_states(view, list(advances)).items() if advances else ():
        row, missing = advances[id_], sum(state.missing().values())
        if not state.missing() or id_ in seen.invoices or row.customer_id in seen.customers:
            continue
        seen.customers.add(row.customer_id)
        posted = sum(state.posted.values())
        stored, right = Money(posted, currency), Money(posted + missing, currency)
        findings.append(
            Finding("verify.advance_tax", {"number": row.number, "stored": stored, "right": right})
        )
    return tuple(findings[:PER_CHECK_MAX])
