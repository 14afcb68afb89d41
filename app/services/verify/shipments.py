"""Shipments: of one order, and on pick lists just what is open on them."""

from __future__ import annotations

from app.services.orders.line_numbers import with_line_number
from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Row, Seen, quantities_of, query, tell_once

_STRANGE = """
select s.id as shipment_id, s.number, s.order_id, l.order_id as line_order_id, o.number as order_number
from shipment s join shipment_line x on x.shipment_id = s.id join order_line l on l.id = x.order_line_id
join sales_order o on o.id = l.order_id
where l.order_id <> s.order_id
order by s.id, l.order_id"""

_PICKING = with_line_number("""
select o.id, o.number,
  {line_number} as position,
  f.picking_micro as stored, coalesce(p.picking, 0) as right_micro
from fulfilment f join order_line l on l.id = f.order_line_id join sales_order o on o.id = l.order_id
left join (
  select x.fulfilment_id, sum(x.quantity_micro) as picking from shipment_line x
  join shipment s on s.id = x.shipment_id where s.state = 'picking' group by x.fulfilment_id
) p on p.fulfilment_id = f.id
where f.picking_micro <> coalesce(p.picking, 0)
order by o.id, l.position, f.id""")


def check_orders(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Every line of a shipment is of the shipment's order."""
    findings = []
    told: set[int] = set()
    for row in query(view, _STRANGE):
        if row["shipment_id"] not in told:
            told.add(row["shipment_id"])
            params = {"number": row["number"], "order": row["order_number"]}
            findings.append(Finding("verify.shipment_order", params))
        seen.orders |= {row["order_id"], row["line_order_id"]}
    return tuple(findings)


def check_picking(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What a line says lies on pick lists is what the open ones ask for."""

    def params(row: Row) -> dict[str, object]:
        return {"number": row["number"], "position": row["position"], **quantities_of(row)}

    return tell_once(query(view, _PICKING), seen.orders, "verify.picking", params)
