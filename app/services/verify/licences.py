"""Export licences: what is used of them is what orders take, and only orders that stand take something."""

from __future__ import annotations

from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Row, Seen, quantities_of, query

_USED = """
select l.id, l.number, l.used_micro as stored, coalesce(sum(u.quantity_micro), 0) as right_micro
from export_licence l left join export_licence_use u on u.licence_id = l.id
group by l.id, l.number, l.used_micro, l.used_minor
having l.used_micro <> coalesce(sum(u.quantity_micro), 0) or l.used_minor <> coalesce(sum(u.amount_minor), 0)
order by l.id"""

_ENDED = """
select u.id, l.number, o.number as order_number
from export_licence_use u join export_licence l on l.id = u.licence_id join sales_order o on o.id = u.order_id
where o.state in ('draft', 'cancelled', 'quoted', 'ordered')
  or not exists (select 1 from order_line n where n.order_id = u.order_id and n.line_key = u.line_key
    and n.base_micro - n.cancelled_micro >= u.quantity_micro)
order by u.id"""


def check_used(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """Quantity and value used of a licence are the sums of its uses."""

    def finding(row: Row) -> Finding:
        return Finding("verify.export_licence_used", {"number": row["number"], **quantities_of(row)})

    return tuple(finding(row) for row in query(view, _USED))


def check_uses(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """What is used is used by a line of a confirmed order, for no more than it is."""

    def finding(row: Row) -> Finding:
        params = {"number": row["number"], "order": row["order_number"] or "-"}
        return Finding("verify.export_licence_use", params)

    return tuple(finding(row) for row in query(view, _ENDED))
