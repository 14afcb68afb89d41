"""What of an order's lines is begun in the workshop, and stands in the way of changes."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.making import STARTED
from app.services.unit_of_work import Reading
from db.schema.making import WorkshopOrder
from db.schema.orders import Fulfilment, OrderLine
from db.statements import table_of

_ORDER = table_of(WorkshopOrder).c
_HELD = (
    sa.select(sa.func.coalesce(sa.func.sum(Fulfilment.reserved_micro + Fulfilment.shipped_micro), 0))
    .where(Fulfilment.order_line_id == OrderLine.id)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Begun:
    """A workshop order of a line that is under way: what is still to be finished, and what the line has already.

    `held_micro` is of the line, from whatever workshop order or shelf: reserved for it, or shipped.
    """

    id: int
    number: str
    left_micro: int
    held_micro: int


def read_begun(view: Reading, order_id: int) -> dict[str, tuple[Begun, ...]]:
    """By line key what is under way; one query."""
    statement = (
        sa.select(OrderLine.line_key, _ORDER.id, _ORDER.number)
        .add_columns(_ORDER.quantity_micro - _ORDER.finished_micro, _HELD)
        .join_from(OrderLine, WorkshopOrder, _ORDER.order_line_id == OrderLine.id)
        .where(_ORDER.order_id == order_id, _ORDER.state == STARTED)
        .order_by(_ORDER.id)
    )
    found: dict[str, tuple[Begun, ...]] = {}
    for key, id_, number, left, held in view.db.execute(statement):
        found[key] = (*found.get(key, ()), Begun(id_, number, left, int(held)))
    return found
