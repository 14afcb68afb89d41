"""An arrival comes on another day: whose promises are too early now, of what waits for it and of what is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from app.domain.making import NOT_BEGUN
from app.services.making.renewing import read_ready
from app.services.making.rows import WorkshopRow
from app.services.stock.arrivals import change_due_date, read_arrival
from app.services.stock.levels import StockKey
from app.services.stock.waiting import WaitingLine, read_waiting_for
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import among, fetch, select_as
from db.schema.making import WorkshopComponent, WorkshopOrder
from db.statements import table_of

_ORDER, _PART = table_of(WorkshopOrder).c, table_of(WorkshopComponent).c


def change_arrival_day(
    uow: UnitOfWork,
    *,
    arrival_id: int,
    version: int,
    due_date: date,
    line_ids: Sequence[int] | None = None,
    reason: str = "",
) -> tuple[WaitingLine, ...]:
    """`change_due_date`; returned are the made lines, too, that cannot be ready any more on their promised day."""
    uow.actor.require("stock.receive")
    arrival = read_arrival(uow, arrival_id)
    keys = [(line.product_id, arrival.warehouse_id) for line in arrival.lines if line.open_micro]
    rows = _read_made_of(uow, keys)
    before = {row.id: _is_late(uow, row) for row in rows}
    late = change_due_date(
        uow, arrival_id=arrival_id, version=version, due_date=due_date, line_ids=line_ids, reason=reason
    )
    delayed = [row for row in rows if not before[row.id] and _is_late(uow, row)]
    return (*late, *_lines_of(uow, delayed))


def _read_made_of(view: Reading, keys: Sequence[StockKey]) -> tuple[WorkshopRow, ...]:
    """What nobody began, has a day and still lacks one of the articles in its warehouse."""
    lacks = _PART.needed_micro > _PART.reserved_micro + _PART.consumed_micro
    takes = sa.select(_PART.workshop_order_id).where(
        among(view.db, _PART.product_id, sorted({product_id for product_id, _place in keys})), lacks
    )
    statement = select_as(WorkshopRow, WorkshopOrder).where(
        _ORDER.id.in_(takes.scalar_subquery()), _ORDER.due_date.is_not(None), _ORDER.state.in_(NOT_BEGUN),
        _ORDER.warehouse_id.in_(sorted({place for _product_id, place in keys})),
    )  # fmt: skip
    return fetch(view.db, WorkshopRow, statement.order_by(_ORDER.id))


def _is_late(view: Reading, row: WorkshopRow) -> bool:
    day = read_ready(view, row).day
    return row.due_date is not None and (day is None or day > row.due_date)


def _lines_of(view: Reading, rows: Iterable[WorkshopRow]) -> tuple[WaitingLine, ...]:
    wanted = {(row.order_line_id, row.place) for row in rows}
    if not wanted:
        return ()
    waiting = read_waiting_for(view, {place for _line, place in wanted})
    return tuple(line for line in waiting if (line.order_line_id, line.place) in wanted)
