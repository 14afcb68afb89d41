"""The ledger: entries are movements between known accounts and tie out with documents and customers."""

from __future__ import annotations

from app.domain.accounts import Account
from app.domain.money import Money
from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Seen, query

_NAMES = ", ".join(f"'{account.value}'" for account in Account)

_ENTRIES = f"""
select id, customer_id, document_kind, document_id, debit_account, credit_account from ledger_entry
where amount_minor <= 0 or debit_account = credit_account
  or debit_account not in ({_NAMES}) or credit_account not in ({_NAMES})
order by id"""  # noqa: S608 - names of an enum

_SIDES = """
  select document_kind, document_id, customer_id, debit_account as account, tax_code, tax_ppm, amount_minor as amount
  from ledger_entry
  union all
  select document_kind, document_id, customer_id, credit_account, tax_code, tax_ppm, -amount_minor from ledger_entry"""

_TAXES = """
    select invoice_id, tax_code, tax_ppm, tax_minor, home_tax_minor from invoice_tax where tax_stack = ''
    union all
    select invoice_id, code, rate_ppm, tax_minor, home_tax_minor from invoice_tax_part"""
"""Each tax of an invoice; one that is stacked by jurisdiction."""

_ROUNDED = """
    select i.kind, i.id, i.customer_id, case when i.exchange = '' then i.rounding_minor
      else abs(o.home_minor) - (select sum(t.home_base_minor + t.home_tax_minor) from invoice_tax t
        where t.invoice_id = i.id) end as amount
    from invoice i join open_item o on o.invoice_id = i.id where i.rounding_minor <> 0"""

_OWED = f"""
  select i.kind, i.id, i.customer_id, case when i.is_advance then 'advances' else 'revenue' end,
    t.tax_code, t.tax_ppm,
    case when i.kind = 'invoice' then coalesce(t.home_base_minor, t.base_minor)
      else -coalesce(t.home_base_minor, t.base_minor) end
  from invoice_tax t join invoice i on i.id = t.invoice_id
  union all
  select i.kind, i.id, i.customer_id, case when i.is_advance then 'tax_not_due' else 'tax' end,
    t.tax_code, t.tax_ppm,
    case when i.kind = 'invoice' then coalesce(t.home_tax_minor, t.tax_minor)
      else -coalesce(t.home_tax_minor, t.tax_minor) end
  from ({_TAXES}) t join invoice i on i.id = t.invoice_id
  union all
  select i.kind, i.id, i.customer_id, case when i.kind = 'invoice' then 'receivable' else 'customer_credit' end,
    t.tax_code, t.tax_ppm,
    (case when i.kind = 'invoice' then -1 else 1 end)
    * coalesce(t.home_base_minor, t.base_minor)
  from invoice_tax t join invoice i on i.id = t.invoice_id
  union all
  select i.kind, i.id, i.customer_id, case when i.kind = 'invoice' then 'receivable' else 'customer_credit' end,
    t.tax_code, t.tax_ppm,
    (case when i.kind = 'invoice' then -1 else 1 end) * coalesce(t.home_tax_minor, t.tax_minor)
  from ({_TAXES}) t join invoice i on i.id = t.invoice_id
  union all
  select i.kind, i.id, i.customer_id, 'revenue', l.tax_code, l.tax_ppm, d.home_net_minor
  from advance_deduction d join invoice_line l on l.id = d.line_id join invoice i on i.id = l.invoice_id
  union all
  select i.kind, i.id, i.customer_id, 'advances', l.tax_code, l.tax_ppm, -d.home_net_minor
  from advance_deduction d join invoice_line l on l.id = d.line_id join invoice i on i.id = l.invoice_id
  union all
  select t.document_kind, t.document_id, i.customer_id, 'tax', t.tax_code, t.tax_ppm, t.amount_minor
  from advance_tax t join invoice i on i.id = t.invoice_id
  union all
  select t.document_kind, t.document_id, i.customer_id, 'tax_not_due', t.tax_code, t.tax_ppm, -t.amount_minor
  from advance_tax t join invoice i on i.id = t.invoice_id
  union all
  select r.kind, r.id, r.customer_id, 'rounding', '', 0, case when r.kind = 'invoice' then r.amount else -r.amount end
  from ({_ROUNDED}) r
  union all
  select r.kind, r.id, r.customer_id, case when r.kind = 'invoice' then 'receivable' else 'customer_credit' end,
    '', 0, case when r.kind = 'invoice' then -r.amount else r.amount end
  from ({_ROUNDED}) r
  union all
  select 'payment', p.id, p.customer_id, 'bank', '', 0, -coalesce(p.home_minor, p.amount_minor) from payment p
  union all
  select 'payment', p.id, p.customer_id, case when p.amount_minor > 0 then 'customer_credit' else 'receivable' end,
    '', 0, coalesce(p.home_minor, p.amount_minor) from payment p
  union all
  select 'allocation', a.id, o.customer_id, 'receivable', '', 0, coalesce(a.home_claim_minor, a.amount_minor)
  from allocation a join open_item o on o.id = a.claim_id
  union all
  select 'allocation', a.id, o.customer_id, 'customer_credit', '', 0, -coalesce(a.home_credit_minor, a.amount_minor)
  from allocation a join open_item o on o.id = a.claim_id
  union all
  select 'allocation', a.id, o.customer_id, 'exchange', '', 0, a.home_credit_minor - a.home_claim_minor
  from allocation a join open_item o on o.id = a.claim_id where a.home_claim_minor is not null"""  # noqa: S608 - constants only

_DOCUMENTS = f"""
select document_kind, document_id, min(customer_id) as customer_id, min(amount) as difference from (
  select document_kind, document_id, account, tax_code, tax_ppm, min(customer_id) as customer_id,
    sum(amount) as amount
  from ({_SIDES} union all {_OWED}) x
  group by document_kind, document_id, account, tax_code, tax_ppm
  having sum(amount) <> 0
) y
group by document_kind, document_id
order by document_kind, document_id"""  # noqa: S608 - constants only

_CUSTOMERS = """
select c.id, c.number, c.name, sum(x.receivable) as receivable, sum(x.credit) as credit
from (
  select customer_id, coalesce(home_minor, amount_minor) - coalesce(home_applied_minor, applied_minor) as receivable,
    0 as credit from open_item where amount_minor >= 0
  union all
  select customer_id, 0, coalesce(home_minor, amount_minor) - coalesce(home_applied_minor, applied_minor)
  from open_item where amount_minor < 0
  union all
  select customer_id, -amount_minor, 0 from ledger_entry where debit_account = 'receivable'
  union all
  select customer_id, amount_minor, 0 from ledger_entry where credit_account = 'receivable'
  union all
  select customer_id, 0, -amount_minor from ledger_entry where debit_account = 'customer_credit'
  union all
  select customer_id, 0, amount_minor from ledger_entry where credit_account = 'customer_credit'
) x join customer c on c.id = x.customer_id
group by c.id, c.number, c.name
having sum(x.receivable) <> 0 or sum(x.credit) <> 0
order by c.id"""

_FIRM = "select currency from firm order by id"


def check_entries(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Every entry moves a positive amount between two known accounts: then the trial balance is zero."""
    findings = []
    for row in query(view, _ENTRIES):
        seen.customers.add(row["customer_id"])
        accounts = {"debit": row["debit_account"], "credit": row["credit_account"]}
        findings.append(Finding("verify.ledger_entry", {"entry": row["id"], **accounts}))
    return tuple(findings)


def check_documents(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """The entries of each invoice (by rate), payment and allocation are what the document says."""
    findings = []
    for row in query(view, _DOCUMENTS):
        kind, id_ = row["document_kind"], row["document_id"]
        is_invoice = kind in ("invoice", "credit_note")
        if (is_invoice and id_ in seen.invoices) or row["customer_id"] in seen.customers:
            continue
        seen.customers.add(row["customer_id"])
        findings.append(Finding("verify.ledger_document", {"kind": kind, "number": _number(view, kind, id_)}))
    return tuple(findings)


def _number(view: Reading, kind: str, id_: int) -> str:
    table = {"invoice": "invoice", "credit_note": "invoice", "payment": "payment"}.get(kind)
    found = query(view, f"select number from {table} where id = :id", id=id_) if table else []  # noqa: S608 - from the map above
    return str(found[0]["number"]) if found else str(id_)


def check_customers(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Open claims and credits of each customer are the balances of the two accounts (E75)."""
    findings = []
    firm = query(view, _FIRM)
    currency = str(firm[0]["currency"]) if firm else ""
    for row in query(view, _CUSTOMERS):
        if row["id"] not in seen.customers:
            difference = Money(row["receivable"] or row["credit"], currency)
            params = {"number": row["number"], "customer": row["name"], "difference": difference}
            findings.append(Finding("verify.customer_ledger", params))
    return tuple(findings)
