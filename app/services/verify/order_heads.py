"""The heads of orders: currency, customer and state are what firm, invoices and lines say."""

from __future__ import annotations

from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Row, Seen, query, tell_once

# The currency of the rate that the order keeps; without one that of the firm, which stays once anything was priced.
_CURRENCIES = """
select o.id, o.number, o.currency as stored,
  case when o.exchange = '' then f.currency else substr(o.exchange, 1, 3) end as right_currency
from sales_order o join firm f on f.id = (select min(id) from firm)
where o.number is not null and o.currency <> case when o.exchange = '' then f.currency else substr(o.exchange, 1, 3) end
order by o.id"""

_INVOICES = """
select o.id, o.number, o.customer_id, i.customer_id as right_id, i.number as invoice
from ({pairs}) x join sales_order o on o.id = x.order_id join invoice i on i.id = x.invoice_id
where {differs}
order by o.id, i.id"""

_PAIRS = """
  select order_id, id as invoice_id from invoice where order_id is not null
  union
  select l.order_id, h.id from invoice h join invoice_line t on t.invoice_id = h.id
  join order_line l on l.id = t.order_line_id where h.order_id is null"""

_CUSTOMERS = _INVOICES.format(pairs=_PAIRS, differs="coalesce(o.customer_id, 0) <> i.customer_id")
_PRICE_MODES = _INVOICES.format(
    pairs=_PAIRS, differs="o.price_mode <> i.price_mode or o.tax_rounding <> i.tax_rounding"
)

_NUMBER_OF = "select number from customer where id = :id"

# As `app.services.orders.progress` moves them; a cancel leaves its reason, and nothing of any line.
_STATES = """
select * from (
  select o.id, o.number, o.state, case
    when o.number is null then 'draft'
    when o.kind = 'quote' then case
      when exists (select 1 from sales_order c where c.quote_id = o.id) then 'ordered'
      when o.cancel_reason <> '' then 'cancelled' else 'quoted' end
    when o.cancel_reason <> '' and coalesce(l.kept, 0) = 0 then 'cancelled'
    when coalesce(l.to_ship, 0) > 0 then 'confirmed'
    when coalesce(l.to_invoice, 0) > 0 then 'shipped' else 'closed' end as right_state
  from sales_order o left join (
    select order_id,
      sum(case when shipped_micro < base_micro - cancelled_micro
        and (kind = 'goods' or invoiced_micro < base_micro - cancelled_micro) then 1 else 0 end) as to_ship,
      sum(case when invoiced_micro < base_micro - cancelled_micro then 1 else 0 end) as to_invoice,
      sum(case when cancelled_micro <> base_micro then 1 else 0 end) as kept
    from order_line where kind not in ('section', 'note', 'kit') group by order_id
  ) l on l.order_id = o.id
) x
where x.state <> x.right_state
order by x.id"""


def check_currencies(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """An order is in the currency of its rate, or in the firm's."""

    def params(row: Row) -> dict[str, object]:
        return {"number": row["number"], "stored": row["stored"], "right": row["right_currency"]}

    return tell_once(query(view, _CURRENCIES), seen.orders, "verify.order_currency", params)


def check_customers(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """An order has its invoices' customer, prices with or without tax as they have, and taxes rounded as theirs."""

    def params(row: Row) -> dict[str, object]:
        stored, right = (_customer(view, row[name]) for name in ("customer_id", "right_id"))
        return {"number": row["number"], "stored": stored, "invoice": row["invoice"], "right": right}

    moved = tell_once(query(view, _CUSTOMERS), seen.orders, "verify.order_customer", params)
    modes = query(view, _PRICE_MODES)
    return moved + tell_once(
        modes, seen.orders, "verify.order_changed", lambda row: {"number": row["number"]}
    )


def _customer(view: Reading, customer_id: int | None) -> str:
    found = query(view, _NUMBER_OF, id=customer_id or 0)
    return str(found[0]["number"]) if found else "-"


def check_states(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """An order is in the state that its lines, its quote's order or its cancellation tell."""

    def params(row: Row) -> dict[str, object]:
        number = row["number"] or f"#{row['id']}"
        return {"number": number, "state": row["state"], "wanted": row["right_state"]}

    return tell_once(query(view, _STATES), seen.orders, "verify.order_state", params)
