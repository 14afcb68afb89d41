"""Workshop orders: what is finished and used up is what stock moves say; no more is reserved than is needed."""

from __future__ import annotations

from app.domain.money import decimal_of_micro
from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Row, Seen, query

_FINISHED = """
select w.id, w.number, '' as sku, w.finished_micro as stored, coalesce(m.moved, 0) as right_micro
from workshop_order w
left join (
  select source_id, product_id, sum(quantity_micro) as moved from stock_move
  where source_kind = 'workshop' and kind = 'production' group by source_id, product_id
) m on m.source_id = w.id and m.product_id = w.product_id
where w.finished_micro <> coalesce(m.moved, 0)
order by w.id"""

_USED = """
select w.id, w.number, c.article as sku, c.consumed_micro as stored, -coalesce(m.moved, 0) as right_micro
from workshop_component c join workshop_order w on w.id = c.workshop_order_id
left join (
  select source_id, product_id, sum(quantity_micro) as moved from stock_move
  where source_kind = 'workshop' and kind = 'consumption' group by source_id, product_id
) m on m.source_id = w.id and m.product_id = c.product_id
where c.consumed_micro <> -coalesce(m.moved, 0)
order by w.id, c.article"""

_RESERVED = """
select w.id, w.number, c.article as sku, c.reserved_micro as stored,
  case when w.state in ('released', 'started') then c.needed_micro - c.consumed_micro else 0 end as right_micro
from workshop_component c join workshop_order w on w.id = c.workshop_order_id
where c.reserved_micro > 0 and (
  c.product_id is null or w.state not in ('released', 'started') or c.reserved_micro > c.needed_micro - c.consumed_micro
)
order by w.id, c.article"""


def check_finished(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """Finished pieces came into stock, once each."""
    return tuple(Finding("verify.workshop_moves", _params(row)) for row in query(view, _FINISHED))


def check_used(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """Components that count as used up left the stock."""
    return tuple(Finding("verify.workshop_used", _params(row)) for row in query(view, _USED))


def check_reserved(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """Who is neither released nor started holds nothing, and nobody more than he needs."""
    return tuple(Finding("verify.workshop_reserved", _params(row)) for row in query(view, _RESERVED))


def _params(row: Row) -> dict[str, object]:
    return {
        "number": row["number"],
        "sku": row["sku"],
        "stored": decimal_of_micro(row["stored"]),
        "right": decimal_of_micro(row["right_micro"]),
    }
