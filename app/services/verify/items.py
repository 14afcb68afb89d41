"""Open items are their documents less their allocations; customers' balances are their items."""

from __future__ import annotations

from app.domain.money import Money
from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Seen, money_of, query, tell_once

_ALLOCATIONS = """
select a.id, c.customer_id, c.number as claim, k.number as credit
from allocation a join open_item c on c.id = a.claim_id join open_item k on k.id = a.credit_id
left join allocation r on r.id = a.reverses_id
where c.customer_id <> k.customer_id or c.amount_minor < 0 or k.amount_minor > 0
  or (a.reverses_id is null and a.amount_minor < 0)
  or (a.reverses_id is not null and (r.amount_minor <> -a.amount_minor
      or coalesce(r.home_claim_minor, 0) <> -coalesce(a.home_claim_minor, 0)
      or coalesce(r.home_credit_minor, 0) <> -coalesce(a.home_credit_minor, 0)
      or r.claim_id <> a.claim_id or r.credit_id <> a.credit_id))
order by a.id"""

_ITEMS = """
select * from (
  select 'invoice' as document, i.id, i.number, i.customer_id, i.currency, o.amount_minor,
    (case when i.kind = 'invoice' then 1 else -1 end) * (i.gross_minor + i.rounding_minor) as owed
  from invoice i left join open_item o on o.invoice_id = i.id
  where o.id is null or o.customer_id <> i.customer_id
    or o.amount_minor <> (case when i.kind = 'invoice' then 1 else -1 end) * (i.gross_minor + i.rounding_minor)
  union all
  select 'payment', p.id, p.number, p.customer_id, p.currency, o.amount_minor, -p.amount_minor
  from payment p left join open_item o on o.payment_id = p.id
  where o.id is null or o.customer_id <> p.customer_id or o.amount_minor <> -p.amount_minor
) x
order by x.document, x.id"""

_APPLIED = """
select o.id, o.number, o.customer_id, o.currency, o.amount_minor, o.applied_minor, coalesce(a.applied, 0) as applied
from open_item o left join (
  select item_id, sum(amount) as applied from (
    select claim_id as item_id, amount_minor as amount from allocation
    union all
    select credit_id, -amount_minor from allocation
  ) y group by item_id
) a on a.item_id = o.id
where o.applied_minor <> coalesce(a.applied, 0)
  or abs(coalesce(a.applied, 0)) > abs(o.amount_minor)
  or (o.amount_minor >= 0 and coalesce(a.applied, 0) < 0) or (o.amount_minor < 0 and coalesce(a.applied, 0) > 0)
order by o.id"""

_BALANCES = """
select c.id, c.number, c.name, c.open_minor, coalesce(o.balance, 0) as balance, f.currency
from customer c left join (
  select customer_id, sum(coalesce(home_minor, amount_minor) - coalesce(home_applied_minor, applied_minor)) as balance
  from open_item group by customer_id
) o on o.customer_id = c.id left join firm f on f.id = (select min(id) from firm)
where c.open_minor <> coalesce(o.balance, 0)
order by c.id"""


def check_allocations(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """An allocation joins a claim and a credit of one customer; a reversal mirrors its allocation."""
    return tell_once(
        query(view, _ALLOCATIONS),
        seen.customers,
        "verify.allocation",
        lambda row: {"claim": row["claim"], "credit": row["credit"]},
        by="customer_id",
    )


def check_items(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Every invoice, credit note and payment has its open item of its amount."""
    findings = []
    for row in query(view, _ITEMS):
        is_told = row["document"] == "invoice" and row["id"] in seen.invoices
        if is_told or row["customer_id"] in seen.customers:
            continue
        seen.customers.add(row["customer_id"])
        params = {
            "number": row["number"],
            "stored": Money(row["amount_minor"] or 0, row["currency"]),
            "right": money_of(row, "owed"),
        }
        findings.append(Finding("verify.item_amount", params))
    return tuple(findings)


def check_applied(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What is applied of an item is the sum of its allocations, within the item."""
    return tell_once(
        query(view, _APPLIED),
        seen.customers,
        "verify.item_applied",
        lambda row: {
            "number": row["number"],
            "stored": money_of(row, "applied_minor"),
            "right": money_of(row, "applied"),
        },
        by="customer_id",
    )


def check_customers(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """The balance on each customer's card is the sum of its open items."""
    findings = []
    for row in query(view, _BALANCES):
        if row["id"] not in seen.customers:
            currency = row["currency"] or ""
            params = {
                "number": row["number"],
                "customer": row["name"],
                "stored": Money(row["open_minor"], currency),
                "right": Money(row["balance"], currency),
            }
            findings.append(Finding("verify.customer_balance", params))
    return tuple(findings)
