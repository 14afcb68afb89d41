"""The credit notes of an invoice never give back more than it is over: net, gross, and by rate base and tax (D60).

All tax together has no bound of its own: where a discount has a higher rate than its goods it is below 0, and every
part of it is more. So is the net where a discount has a lower rate: it stays between that and 0.
"""

from __future__ import annotations

from app.domain.money import Money
from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Row, Seen, query

# Imported credit notes keep the figures of their files: they may name lines of several invoices, and their tax
# is rounded by itself.
_NOTES = """
select c.invoice_id as note_id, min(l.invoice_id) as invoice_id
from invoice_line c join invoice_line l on l.id = c.credited_line_id join invoice h on h.id = c.invoice_id
where not h.imported
group by c.invoice_id"""

_SUMS = f"""
select i.id, i.number, i.currency, i.net_minor, i.gross_minor,
  sum(h.net_minor) as net_credited, sum(h.gross_minor) as gross_credited
from ({_NOTES}) n join invoice i on i.id = n.invoice_id join invoice h on h.id = n.note_id
group by i.id, i.number, i.currency, i.net_minor, i.gross_minor
having sum(h.gross_minor) > i.gross_minor
  or sum(h.net_minor) > case when i.net_minor > 0 then i.net_minor else 0 end
  or sum(h.net_minor) < case when i.net_minor < 0 then i.net_minor else 0 end
order by i.id"""  # noqa: S608 - constants only

_RATES = f"""
select i.id, i.number, i.currency, t.tax_code, t.base_minor, t.tax_minor,
  sum(c.base_minor) as base_credited, sum(c.tax_minor) as tax_credited
from ({_NOTES}) n join invoice i on i.id = n.invoice_id
join invoice_tax t on t.invoice_id = i.id
join invoice_tax c on c.invoice_id = n.note_id and c.tax_code = t.tax_code and c.tax_ppm = t.tax_ppm
group by i.id, i.number, i.currency, t.id, t.tax_code, t.base_minor, t.tax_minor
having sum(c.tax_minor) > case when t.tax_minor > 0 then t.tax_minor else 0 end
  or sum(c.tax_minor) < case when t.tax_minor < 0 then t.tax_minor else 0 end
  or sum(c.base_minor) > case when t.base_minor > 0 then t.base_minor else 0 end
  or sum(c.base_minor) < case when t.base_minor < 0 then t.base_minor else 0 end
order by i.id"""  # noqa: S608 - constants only

_OF_NOTE = """
select distinct c.invoice_id from invoice_line c join invoice_line l on l.id = c.credited_line_id
where l.invoice_id = :id order by c.invoice_id"""


def check_credits(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Gross and net of all credits within the invoice's, then tax and base of each rate."""
    findings = []
    for row in query(view, _SUMS):
        if _is_new(view, seen, row):
            name = "gross" if row["gross_credited"] > row["gross_minor"] else "net"
            findings.append(Finding("verify.credits_beyond", _params(row, name)))
    for row in query(view, _RATES):
        if _is_new(view, seen, row):
            name = "tax" if abs(row["tax_credited"]) > abs(row["tax_minor"]) else "base"
            params = {"tax": row["tax_code"], **_params(row, name)}
            findings.append(Finding("verify.credits_beyond_tax", params))
    return tuple(findings)


def _params(row: Row, name: str) -> dict[str, object]:
    return {
        "number": row["number"],
        "credited": Money(row[f"{name}_credited"], row["currency"]),
        "invoiced": Money(row[f"{name}_minor"], row["currency"]),
    }


def _is_new(view: Reading, seen: Seen, row: Row) -> bool:
    """Whether neither the invoice nor one of its credit notes was told before; from now on the invoice is."""
    notes = {note["invoice_id"] for note in query(view, _OF_NOTE, id=row["id"])}
    if not seen.invoices.isdisjoint({row["id"], *notes}):
        return False
    seen.invoices.add(row["id"])
    return True
