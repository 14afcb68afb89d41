"""What is made for the lines of an order."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.making import LIVE
from app.services.unit_of_work import Reading
from db.schema.making import WorkshopOrder
from db.schema.orders import OrderLine
from db.statements import table_of

_ORDER = table_of(WorkshopOrder).c


@dataclass(frozen=True, slots=True)
class MadeFor:
    """A workshop order and the line of the order that it is for; `is_live`: something of it is still to be made."""

    id: int
    number: str
    line_key: str
    is_live: bool


def read_made_for(view: Reading, order_id: int) -> tuple[MadeFor, ...]:
    """The workshop orders of an order but cancelled ones, what is still to be made first; one query."""
    statement = (
        sa.select(_ORDER.id, _ORDER.number, OrderLine.line_key, _ORDER.state)
        .join(OrderLine, OrderLine.id == _ORDER.order_line_id)
        .where(_ORDER.order_id == order_id, _ORDER.state != "cancelled")
        .order_by(OrderLine.position, _ORDER.id)
    )
    rows = view.db.execute(statement)
    found = (MadeFor(id_, number, line_key, state in LIVE) for id_, number, line_key, state in rows)
    return tuple(sorted(found, key=lambda made: not made.is_live))
