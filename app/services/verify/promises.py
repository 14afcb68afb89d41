"""The days that open orders were promised are those of the parts that hold or await their goods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from app.domain.parties import DeliveryWish
from app.domain.promise import latest_promise, line_promises
from app.i18n import _, format_date
from app.services.unit_of_work import Reading
from app.services.verify.findings import PER_CHECK_MAX, Finding, Seen
from db.schema.orders import Fulfilment, Order, OrderLine
from db.statements import table_of

_ORDER, _LINE, _PART = table_of(Order).c, table_of(OrderLine).c, table_of(Fulfilment).c
_PARTS = (
    sa.select(
        _ORDER.id,
        _ORDER.number,
        _ORDER.delivery_wish,
        _ORDER.promise_date.label("whole"),
        _LINE.line_key,
        _LINE.promise_date.label("promised"),
        _PART.promise_date.label("day"),
    )
    .join_from(table_of(Fulfilment), table_of(OrderLine), _LINE.id == _PART.order_line_id)
    .join(table_of(Order), _ORDER.id == _LINE.order_id)
    .where(_ORDER.state == "confirmed", _PART.quantity_micro > 0)
    .order_by(_ORDER.id, _PART.id)
)


@dataclass(slots=True)
class _Promised:
    """An order's promises as stored, and the days of its parts by line."""

    number: str
    is_complete: bool
    whole: date | None
    lines: dict[str, date | None] = field(default_factory=dict)
    parts: dict[str, list[date | None]] = field(default_factory=dict)


def check_promises(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Each line ships when its last part does, or all of them do; the order when its last line does."""
    found = (_finding(order) for id_, order in _read(view) if id_ not in seen.orders)
    return tuple(each for each in found if each is not None)[:PER_CHECK_MAX]


def _read(view: Reading) -> Iterator[tuple[int, _Promised]]:
    orders: dict[int, _Promised] = {}
    for row in view.db.execute(_PARTS):
        is_complete = row.delivery_wish == DeliveryWish.COMPLETE
        order = orders.setdefault(row.id, _Promised(row.number or "", is_complete, row.whole))
        order.lines[row.line_key] = row.promised
        order.parts.setdefault(row.line_key, []).append(row.day)
    yield from orders.items()


def _finding(order: _Promised) -> Finding | None:
    right = line_promises(order.parts, complete=order.is_complete)
    pairs = [
        (order.whole, latest_promise(right.values())),
        *((order.lines[key], right[key]) for key in right),
    ]
    wrong = next((pair for pair in pairs if pair[0] != pair[1]), None)
    if wrong is None:
        return None
    stored, day = (format_date(each) if each is not None else _("no day") for each in wrong)
    return Finding("verify.order_promise", {"number": order.number, "stored": stored, "right": day})
