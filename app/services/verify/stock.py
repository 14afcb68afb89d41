"""Stock is the sum of its moves; reservations are real, single, and within stock (B29)."""

from __future__ import annotations

from app.domain.money import decimal_of_micro
from app.services.orders.line_numbers import with_line_number
from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Row, Seen, quantities_of, query, tell_once

_MOVES = """
select x.product_id, x.warehouse_id, p.sku, w.code as warehouse, sum(x.on_hand) as stored, sum(x.moved) as right_micro
from (
  select product_id, warehouse_id, on_hand_micro as on_hand, 0 as moved from stock
  union all
  select product_id, warehouse_id, 0, quantity_micro from stock_move
) x join product p on p.id = x.product_id join warehouse w on w.id = x.warehouse_id
group by x.product_id, x.warehouse_id, p.sku, w.code
having sum(x.on_hand) <> sum(x.moved)
order by x.product_id, x.warehouse_id"""

_TWICE = with_line_number("""
select f.product_id, f.warehouse_id, coalesce(o.number, o.customer_name) as number,
  {line_number} as position,
  l.base_micro, s.held
from order_line l join sales_order o on o.id = l.order_id
join (
  select order_line_id, sum(reserved_micro + shipped_micro) as held from fulfilment group by order_line_id
) s on s.order_line_id = l.id
join fulfilment f on f.order_line_id = l.id
where s.held > l.base_micro
order by l.id, f.id""")

_RESERVED = """
select x.product_id, x.warehouse_id, p.sku, w.code as warehouse, sum(x.stored) as stored, sum(x.held) as right_micro
from (
  select product_id, warehouse_id, reserved_micro as stored, 0 as held from stock
  union all
  select product_id, warehouse_id, 0, reserved_micro from fulfilment where reserved_micro > 0
  union all
  select c.product_id, w.warehouse_id, 0, c.reserved_micro
  from workshop_component c join workshop_order w on w.id = c.workshop_order_id where c.reserved_micro > 0
) x join product p on p.id = x.product_id join warehouse w on w.id = x.warehouse_id
group by x.product_id, x.warehouse_id, p.sku, w.code
having sum(x.stored) <> sum(x.held)
order by x.product_id, x.warehouse_id"""

_HOLDS = with_line_number("""
select o.id, coalesce(o.number, o.customer_name) as number,
  {line_number} as position, h.held as stored,
  case when o.state = 'draft' and o.approval <> '' and h.undated = 0 then l.base_micro else 0 end as right_micro
from order_line l join sales_order o on o.id = l.order_id
join (
  select order_line_id, sum(quantity_micro) as held, sum(case when held_until is null then 1 else 0 end) as undated,
    sum(case when held_until is null then 0 else 1 end) as dated
  from fulfilment group by order_line_id
) h on h.order_line_id = l.id
where (h.dated > 0 and (o.state <> 'draft' or o.approval = '' or h.undated > 0 or h.held > l.base_micro))
  or (h.undated > 0 and o.state = 'draft')
order by o.id, l.position""")

_OVERSOLD = """
select s.product_id, s.warehouse_id, p.sku, w.code as warehouse, s.reserved_micro as stored,
  s.on_hand_micro as right_micro
from stock s join product p on p.id = s.product_id join warehouse w on w.id = s.warehouse_id
where s.reserved_micro > s.on_hand_micro or s.on_hand_micro < 0 or s.reserved_micro < 0
order by s.product_id, s.warehouse_id"""


def check_moves(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """On hand is the sum of the moves."""
    return _places(view, seen, _MOVES, "verify.stock_moves")


def check_reserved_twice(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """No order line holds and has shipped more than was ordered."""
    findings = []
    told: set[tuple[str, int]] = set()
    for row in query(view, _TWICE):
        seen.places.add((row["product_id"], row["warehouse_id"]))
        line = (row["number"], row["position"])
        if line not in told:
            told.add(line)
            params = {
                "number": row["number"],
                "position": row["position"],
                "held": decimal_of_micro(row["held"]),
                "ordered": decimal_of_micro(row["base_micro"]),
            }
            findings.append(Finding("verify.reserved_twice", params))
    return tuple(findings)


def check_holds(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Only a draft that waits for an approval holds goods up to a moment, and no more than it wants."""

    def params(row: Row) -> dict[str, object]:
        return {"number": row["number"], "position": row["position"], **quantities_of(row)}

    return tell_once(query(view, _HOLDS), seen.orders, "verify.held", params)


def check_reserved(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What a place says is reserved is what order lines and workshop orders hold there."""
    return _places(view, seen, _RESERVED, "verify.stock_reserved")


def check_oversold(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Nothing is below zero, and no more is reserved than is there."""
    return _places(view, seen, _OVERSOLD, "verify.oversold")


def _places(view: Reading, seen: Seen, sql: str, code: str) -> tuple[Finding, ...]:
    findings = []
    for row in query(view, sql):
        place = (row["product_id"], row["warehouse_id"])
        if place not in seen.places:
            seen.places.add(place)
            params = {"sku": row["sku"], "warehouse": row["warehouse"], **quantities_of(row)}
            findings.append(Finding(code, params))
    return tuple(findings)
