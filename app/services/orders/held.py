"""What an order holds of stock and arrivals, part by part, and what an amendment leaves of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.domain.routing.sources import SourcePart, SourceReason
from app.services.stock.availability import HeldPlace
from app.services.stock.fulfilments import reason_from_json
from app.services.stock.releases import GivenBack
from app.services.unit_of_work import Reading
from db.schema.orders import Fulfilment, OrderLine
from db.statements import table_of

_LINE = table_of(OrderLine)
_FULFILMENT = table_of(Fulfilment)
_NO_REASON = SourceReason("order.as_confirmed")
_PLANNED = _FULFILMENT.c.quantity_micro > 0
_NAMES = ("id", "product_id", "warehouse_id", "arrival_line_id", "promise_date", "reason", "shipped_micro")
_HELD = _FULFILMENT.c.reserved_micro + _FULFILMENT.c.shipped_micro
_COLUMNS = (
    *(_FULFILMENT.c[name] for name in _NAMES),
    _HELD.label("held"),
    (_FULFILMENT.c.quantity_micro - _HELD).label("waits"),
)
_ID = sa.bindparam("id", type_=sa.BigInteger)
_PARTS = (
    sa.select(_LINE.c.line_key, *_COLUMNS)
    .join_from(_FULFILMENT, _LINE, _LINE.c.id == _FULFILMENT.c.order_line_id)
    .where(_LINE.c.order_id == _ID, _PLANNED)
    .order_by(_FULFILMENT.c.id)
)
_FOR_CHANGES = (
    sa.select(sa.literal("").label("line_key"), *_COLUMNS)
    .where(_FULFILMENT.c.order_id == _ID, _FULFILMENT.c.held_until > sa.bindparam("now"), _PLANNED)
    .order_by(_FULFILMENT.c.id)
)


_CANCELLED = sa.select(_LINE.c.line_key, _LINE.c.cancelled_micro).where(
    _LINE.c.order_id == sa.bindparam("id", type_=sa.BigInteger), _LINE.c.cancelled_micro > 0
)


@dataclass(frozen=True, slots=True)
class HeldPart:
    """A part that an order holds; what was shipped of it counts as reserved in the part."""

    fulfilment_id: int
    part: SourcePart
    shipped_micro: int

    @property
    def reserved_micro(self) -> int:
        """What is reserved for it and has not left yet."""
        return self.part.reserve_micro - self.shipped_micro

    @property
    def is_open(self) -> bool:
        """Whether any of it is still to leave."""
        return self.shipped_micro < self.part.quantity_micro


def read_held(view: Reading, order_id: int) -> tuple[HeldPart, ...]:
    """All that the order holds or got; what was given back is no part of it any more. One query."""
    return tuple(map(_part_of, view.db.execute(_PARTS, {"id": order_id})))


def read_held_for_changes(view: Reading, order_id: int) -> tuple[HeldPart, ...]:
    """What is held for changes of the order that wait for an approval, of no line; nothing once their time is over."""
    return tuple(map(_part_of, view.db.execute(_FOR_CHANGES, {"id": order_id, "now": view.clock.now()})))


def _part_of(row: sa.Row[Any]) -> HeldPart:
    part = SourcePart(
        line_key=row.line_key,
        product_id=row.product_id,
        warehouse_id=row.warehouse_id,
        reserve_micro=row.held,
        wait_micro=row.waits,
        arrival_line_id=row.arrival_line_id,
        promise_date=row.promise_date,
        reason=reason_from_json(row.reason) or _NO_REASON,
    )
    return HeldPart(row.id, part, row.shipped_micro)


def place_of(held: HeldPart) -> HeldPlace:
    """Where a part is held, and for which day."""
    part = held.part
    place = part.product_id, part.warehouse_id, part.promise_date
    return HeldPlace(*place, held.reserved_micro, part.wait_micro)


def read_cancelled(view: Reading, order_id: int) -> dict[str, int]:
    """What was cancelled of the order's lines since it was confirmed, in base units by line key. One query."""
    return {row.line_key: row.cancelled_micro for row in view.db.execute(_CANCELLED, {"id": order_id})}


def left_of(held: Iterable[HeldPart], given: Iterable[GivenBack]) -> tuple[HeldPart, ...]:
    """What is left of the parts once that is given back."""
    back = {each.held.id: each for each in given}
    left = (_less(each, back.get(each.fulfilment_id)) for each in held)
    return tuple(each for each in left if each.part.quantity_micro)


def _less(held: HeldPart, given: GivenBack | None) -> HeldPart:
    if given is None:
        return held
    part = held.part
    reserve, wait = part.reserve_micro - given.reserved_micro, part.wait_micro - given.waiting_micro
    return replace(held, part=replace(part, reserve_micro=reserve, wait_micro=wait))
