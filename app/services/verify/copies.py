"""What is kept in two places says the same: dates, currencies, numbers, planned and moved quantities."""

from __future__ import annotations

from app.services.orders.line_numbers import with_line_number
from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Row, Seen, quantities_of, query, tell_once

_ITEMS = """
select i.customer_id, i.number, i.id as invoice_id from invoice i join open_item o on o.invoice_id = i.id
where o.number <> i.number or o.date <> i.date or o.due_date <> i.due_date or o.currency <> i.currency
union all
select p.customer_id, p.number, 0 from payment p join open_item o on o.payment_id = p.id
where o.number <> p.number or o.date <> p.date or o.currency <> p.currency
order by 2"""

_ENTRIES = """
select distinct x.id, x.number from (
  select i.customer_id as id, i.number, i.date, f.currency, e.date as day, e.currency as money
  from ledger_entry e join invoice i on i.id = e.document_id and e.document_kind in ('invoice', 'credit_note')
  join firm f on f.id = (select min(id) from firm)
  union all
  select p.customer_id, p.number, p.date, f.currency, e.date, e.currency
  from ledger_entry e join payment p on p.id = e.document_id and e.document_kind = 'payment'
  join firm f on f.id = (select min(id) from firm)
  union all
  select c.customer_id, c.number, a.date, f.currency, e.date, e.currency
  from ledger_entry e join allocation a on a.id = e.document_id and e.document_kind = 'allocation'
  join open_item c on c.id = a.claim_id
  join firm f on f.id = (select min(id) from firm)
) x where x.date <> x.day or x.currency <> x.money
order by x.number"""

_PLANNED = with_line_number("""
select o.id, o.number, l.product_id,
  {line_number} as position,
  l.base_micro - l.cancelled_micro as right_micro, coalesce(f.planned, 0) as stored
from order_line l join sales_order o on o.id = l.order_id left join product p on p.id = l.product_id
left join (
  select order_line_id, sum(quantity_micro) as planned, sum(shipped_micro) as shipped,
    max(case when reserved_micro + shipped_micro > quantity_micro or picking_micro > reserved_micro
      then 1 else 0 end) as is_over
  from fulfilment where held_until is null group by order_line_id
) f on f.order_line_id = l.id
where f.planned <> l.base_micro - l.cancelled_micro or f.shipped <> l.shipped_micro or f.is_over = 1
  or (f.planned is null and l.shipped_micro > 0 and l.kind = 'goods' and p.kind = 'goods')
order by o.id, l.position""")

_LEFT = """
select s.order_id, s.number, p.sku, s.warehouse_id, s.product_id, -coalesce(m.moved, 0) as stored,
  s.picked as right_micro
from (
  select h.id, h.order_id, h.number, h.warehouse_id, coalesce(v.id, l.product_id) as product_id,
    sum(x.picked_micro) as picked
  from shipment h join shipment_line x on x.shipment_id = h.id join order_line l on l.id = x.order_line_id
  left join fulfilment f on f.id = x.fulfilment_id and l.configuration <> ''
  left join product v on v.id = f.product_id and v.variant_of_id = l.product_id
  where h.state = 'shipped' and l.kind = 'goods'
  group by h.id, h.order_id, h.number, h.warehouse_id, coalesce(v.id, l.product_id)
) s join product p on p.id = s.product_id and p.kind = 'goods'
left join (
  select source_id, product_id, sum(quantity_micro) as moved from stock_move
  where source_kind = 'shipment' group by source_id, product_id
) m on m.source_id = s.id and m.product_id = s.product_id
where s.picked <> -coalesce(m.moved, 0)
order by s.number, p.sku"""

_PRINTED = """
select * from (
  select 'order' as kind, o.id, o.number, o.series_number from sales_order o
  join number_series s on s.id = o.series_id and s.kind <> 'imported'
  union all
  select 'shipment', h.id, h.number, h.series_number from shipment h
  join number_series s on s.id = h.series_id and s.kind <> 'imported'
  union all
  select i.kind, i.id, i.number, i.series_number from invoice i
  join number_series s on s.id = i.series_id and s.kind <> 'imported'
  union all
  select 'payment', p.id, p.number, p.series_number from payment p
  join number_series s on s.id = p.series_id and s.kind <> 'imported'
) x
where x.series_number is not null
  and (x.number is null or x.number not like '%' || cast(x.series_number as text))
order by x.kind, x.id"""


def check_items(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """An open item has its document's number, dates and currency: aging counts by them."""
    rows = (row for row in query(view, _ITEMS) if row["invoice_id"] not in seen.invoices)
    return tell_once(rows, seen.customers, "verify.item_copy", _number, by="customer_id")


def check_entries(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """A ledger entry has its document's date and the firm's currency: the books as of a day count by them."""
    return tell_once(query(view, _ENTRIES), seen.customers, "verify.ledger_copy", _number)


def check_planned(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What warehouses and arrivals are to deliver of a line is what is due of it, and no place holds more."""
    places = {product for product, _warehouse in seen.places}
    rows = (row for row in query(view, _PLANNED) if row["product_id"] not in places)

    def params(row: Row) -> dict[str, object]:
        return {"number": row["number"], "position": row["position"], **quantities_of(row)}

    return tell_once(rows, seen.orders, "verify.planned", params)


def check_left(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What a shipment picked has left the stock."""
    rows = (row for row in query(view, _LEFT) if (row["product_id"], row["warehouse_id"]) not in seen.places)

    def params(row: Row) -> dict[str, object]:
        return {"number": row["number"], "sku": row["sku"], **quantities_of(row)}

    return tell_once(rows, seen.orders, "verify.shipment_moves", params, by="order_id")


def check_printed(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """The number on the paper is the one that was drawn."""
    return tuple(
        Finding(
            "verify.number_printed",
            {"kind": row["kind"], "number": row["number"] or "", "right": row["series_number"]},
        )
        for row in query(view, _PRINTED)
    )


def _number(row: Row) -> dict[str, object]:
    return {"number": row["number"]}
