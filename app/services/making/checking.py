"""What of an order's lines is begun in the workshop, and stands in the way of changes."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.making import STARTED
from app.services.unit_of_work import Reading
from db.schema.making import WorkshopOrder
from db.schema.orders import OrderLine
from db.statements import table_of

_ORDER = table_of(WorkshopOrder).c


@dataclass(frozen=True, slots=True)
class Begun:
    """A workshop order of a line that is under way, with all its pieces."""

    id: int
    number: str
    quantity_micro: int


def read_begun(view: Reading, order_id: int) -> dict[str, tuple[Begun, ...]]:
    """By line key what is under way; one query."""
    statement = (
        sa.select(OrderLine.line_key, _ORDER.id, _ORDER.number, _ORDER.quantity_micro)
        .join_from(OrderLine, WorkshopOrder, _ORDER.order_line_id == OrderLine.id)
        .where(_ORDER.order_id == order_id, _ORDER.state == STARTED)
        .order_by(_ORDER.id)
    )
    found: dict[str, tuple[Begun, ...]] = {}
    for key, *rest in view.db.execute(statement):
        found[key] = (*found.get(key, ()), Begun(*rest))
    return found
