"""Credited quantities are what credit notes, and deductions of advances, say, within their invoice lines (D58, D60)."""

from __future__ import annotations

from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Seen, quantities_of, query

_CREDITED = """
select l.invoice_id, i.number, l.position, coalesce(c.credited_micro, 0) as stored,
  coalesce(s.quantity, 0) as right_micro, l.id
from invoice_line l join invoice i on i.id = l.invoice_id
left join credited_quantity c on c.invoice_line_id = l.id
left join (
  select credited_line_id, sum(quantity) as quantity, sum(amount) as amount from (
    select credited_line_id, abs(quantity_micro) as quantity, abs(amount_minor) as amount
    from invoice_line where credited_line_id is not null
    union all
    select advance_line_id, quantity_micro, amount_minor from advance_deduction
  ) u group by credited_line_id
) s on s.credited_line_id = l.id
where (c.invoice_line_id is not null or s.credited_line_id is not null) and (
  coalesce(c.credited_micro, 0) <> coalesce(s.quantity, 0)
  or coalesce(c.credited_minor, 0) <> coalesce(s.amount, 0)
  or coalesce(s.quantity, 0) > abs(l.quantity_micro) or coalesce(s.amount, 0) > abs(l.amount_minor)
  or c.limit_micro <> abs(l.quantity_micro) or c.limit_minor <> abs(l.amount_minor))
order by l.id"""

_CREDIT_NOTES = """
select invoice_id from invoice_line where credited_line_id = :id
union all
select t.invoice_id from advance_deduction d join invoice_line t on t.id = d.line_id where d.advance_line_id = :id
order by 1"""


def check_credited(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Per invoice line: credited so far = its credit lines and what was taken off for it, and not above the line."""
    findings = []
    for row in query(view, _CREDITED):
        notes = {note["invoice_id"] for note in query(view, _CREDIT_NOTES, id=row["id"])}
        if not seen.invoices.isdisjoint({row["invoice_id"], *notes}):
            continue
        params = {"number": row["number"], "position": row["position"], **quantities_of(row)}
        findings.append(Finding("verify.credited", params))
    return tuple(findings)
