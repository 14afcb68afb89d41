"""When a workshop order can be ready as things stand now, and what is done with that: promised again, or made again.

A promise stays as it was given, as for goods that come from stock: people renew it. Only what has no day yet takes one
by itself, as soon as its components are announced or booked in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.events import ComponentsCome
from app.domain.making import CANCELLED, NOT_BEGUN
from app.domain.routing.components import Component, Readiness, when_ready
from app.domain.routing.facts import Demand
from app.domain.routing.made import made_parts
from app.services.configured_lines import read_lead_days
from app.services.making.following import make
from app.services.making.lines import parts_for, promise_parts
from app.services.making.promising import read_stocks
from app.services.making.rows import (
    WorkshopRow,
    hold_to_change,
    read_components,
    read_live,
    read_workshop_order,
    write_order,
)
from app.services.stock.places import Places
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import among
from db.schema.making import WorkshopComponent, WorkshopOrder
from db.schema.orders import Order
from db.statements import table_of

_ORDER, _PART = table_of(WorkshopOrder).c, table_of(WorkshopComponent).c


@dataclass(frozen=True, slots=True)
class Ready:
    """When it can leave, None where nothing brings what it is short of.

    `short`: SKUs that are neither reserved nor free now; `comes`: when the last of them is there.
    """

    day: date | None
    short: tuple[str, ...] = ()
    comes: date | None = None


def read_ready(view: Reading, row: WorkshopRow) -> Ready:
    """When what is left of a workshop order can leave if it is begun as soon as its components are there."""
    components = read_components(view, row.id)
    unknown = tuple(each.article for each in components if each.product_id is None and each.needed_micro)
    lacking = [
        Component(each.article, each.product_id, each.lacks_micro)
        for each in components
        if each.product_id is not None and each.lacks_micro
    ]
    stocks = read_stocks(view, {each.product_id for each in lacking}, row.warehouse_id, before=row.id)
    waits = when_ready([("", lacking)], stocks, view.clock.today())
    short = tuple(each.sku for each in waits[""].short) if waits else ()
    if unknown:
        return Ready(None, (*unknown, *short))
    return Ready(_day(view, row, waits), short, waits[""].day if waits else None)


def _day(view: Reading, row: WorkshopRow, waits: Mapping[str, Readiness]) -> date | None:
    """As a confirm would promise it today."""
    places = Places(view)
    warehouse = places.warehouse(row.warehouse_id)
    lead_days = read_lead_days(view, [row.configuration]).get(row.configuration)
    if warehouse is None or lead_days is None:
        return None
    demand = Demand("", row.product_id, row.left_micro, None, lead_days)
    parts = made_parts([demand], [warehouse], today=places.today, first_ship_day=places.days, ready=waits)
    return next(iter(parts)).promise_date


def promise_again(uow: UnitOfWork, id: int, *, version: int) -> int:
    """Its day is what can be promised now, without one where nobody knows; its line's promise follows. New version.

    Only before the work begins: who has begun knows the day better than the lead time does.
    """
    row = hold_to_change(uow, id, version, allowed=NOT_BEGUN)
    return _promise(uow, row)


def _promise(uow: UnitOfWork, row: WorkshopRow) -> int:
    """The day on which it can leave, at the earliest the one on which its customer wants it."""
    day, parts = read_ready(uow, row).day, parts_for(uow, row)
    if day is not None:
        day = max([day, *(part.wish for part in parts if part.wish is not None)])
    if day == row.due_date:
        return row.version
    new = write_order(uow, row, {"due_date": day})
    promise_parts(uow, row, parts, day)
    return new


def make_again(uow: UnitOfWork, id: int, *, version: int) -> int:
    """A new workshop order for what the line of a cancelled one still waits for; its id.

    Refused where it waits for nothing any more: it was amended, cancelled, or another workshop order makes it.
    """
    row = hold_to_change(uow, id, version, allowed=(CANCELLED,))
    parts = parts_for(uow, row)
    live = [each for each in read_live(uow, row.order_id) if _is_for_same(each, row)]
    left = sum(part.waiting_micro for part in parts) - sum(each.left_micro for each in live)
    if left <= 0:
        raise RefusedError("workshop.nothing_waits", number=row.number)
    new = make(uow, row.order_id, parts, left)
    _promise(uow, read_workshop_order(uow, new))
    uow.changed("workshop", row.id, version=row.version)
    uow.changed("order", row.order_id, version=0)
    return new


def _is_for_same(one: WorkshopRow, other: WorkshopRow) -> bool:
    return (one.order_line_id, one.place) == (other.order_line_id, other.place)


def on_components_come(uow: UnitOfWork, event: ComponentsCome) -> None:
    """What nobody could promise takes a day, in the order of its coming.

    The caller holds the orders of those that had none when he began. One that lost its day since, and whose order
    somebody holds, is left to him or to the next receipt: to wait for him here, with the stock in hand, could be for
    ever, and to write beside him would undo the receipt.
    """
    lacks = _PART.needed_micro > _PART.reserved_micro + _PART.consumed_micro
    takes = (
        sa.select(_PART.workshop_order_id)
        .where(among(uow.db, _PART.product_id, sorted(set(event.product_ids))), lacks)
        .scalar_subquery()
    )
    ids = uow.db.execute(
        sa.select(_ORDER.id)
        .join(Order, Order.id == _ORDER.order_id)
        .where(_ORDER.id.in_(takes), _ORDER.due_date.is_(None), _ORDER.state.in_(NOT_BEGUN))
        .where(_ORDER.warehouse_id == event.warehouse_id)
        .order_by(_ORDER.id)
        .with_for_update(of=Order, key_share=True, skip_locked=True)
    )
    for id_ in ids.scalars().all():
        _promise(uow, read_workshop_order(uow, id_))
