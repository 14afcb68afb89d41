"""Availability of products, warehouses and their next shipping days, as the domain asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.calendar import ONE_DAY, first_ship_day
from app.domain.places import place_of_address
from app.domain.promise import NO_DATE, ArrivalSupply, ProductAvailability, WarehouseStock
from app.domain.routing.facts import ShipPlace, WarehouseFacts
from app.services.setup_kept import kept
from app.services.stock.holiday_dates import holidays_from
from app.services.stock.levels import StockKey
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.base import Moment
from db.schema.orders import Fulfilment
from db.schema.stock import Arrival, ArrivalLine, Stock, Warehouse

WAITS = sa.text("fulfilment.quantity_micro > fulfilment.reserved_micro + fulfilment.shipped_micro")
"""Literal, as the partial index `ix_fulfilment_waiting` has it: both planners then use the index."""
RESERVED = sa.text("fulfilment.reserved_micro > 0")
WAITING_MICRO = Fulfilment.quantity_micro - Fulfilment.reserved_micro - Fulfilment.shipped_micro

HELD = sa.text("fulfilment.held_until is not null")
_NOW = sa.bindparam("now", type_=Moment())
COUNTS = sa.or_(Fulfilment.held_until.is_(None), Fulfilment.held_until > _NOW)
"""What orders hold, and drafts whose time is not over; asked with the moment `now`."""
_OVER = (
    sa.select(sa.func.coalesce(sa.func.sum(Fulfilment.reserved_micro), 0))
    .where(HELD, Fulfilment.held_until <= _NOW)
    .where(Fulfilment.product_id == Stock.product_id, Fulfilment.warehouse_id == Stock.warehouse_id)
    .correlate(Stock)
    .scalar_subquery()
)
RESERVED_NOW = Stock.reserved_micro - _OVER
"""What a stock row has reserved without drafts whose time is over; asked with the moment `now`."""

_IDS = ids("product_ids")
_STOCK = sa.select(Stock.product_id, Stock.warehouse_id, Stock.on_hand_micro, RESERVED_NOW).where(
    one_of(Stock.product_id, _IDS)
)
_PLACE = (Fulfilment.product_id, Fulfilment.warehouse_id, Fulfilment.promise_date)
_WAITING = (
    sa.select(*_PLACE, sa.func.sum(WAITING_MICRO))
    .where(one_of(Fulfilment.product_id, _IDS), WAITS, COUNTS)
    .group_by(*_PLACE)
    .order_by(*_PLACE)
)
_ARRIVING = (
    sa.select(ArrivalLine.product_id, Arrival.warehouse_id, ArrivalLine.id, Arrival.number)
    .add_columns(ArrivalLine.due_date, ArrivalLine.quantity_micro - ArrivalLine.received_micro)
    .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
    .where(one_of(ArrivalLine.product_id, _IDS), sa.not_(ArrivalLine.closed), Arrival.state == "open")
    .where(ArrivalLine.quantity_micro > ArrivalLine.received_micro)
    .order_by(ArrivalLine.due_date, ArrivalLine.id)
)
_WAREHOUSES: sa.Select[Any] = (
    sa.select(Warehouse.id, Warehouse.code, Warehouse.name, Warehouse.country)
    .add_columns(Warehouse.latitude_micro, Warehouse.longitude_micro, Warehouse.cutoff)
    .add_columns(Warehouse.active, Warehouse.postcode, Warehouse.city)
    .order_by(Warehouse.code)
)


_FACTS = 7
"""How many columns of a warehouse `WarehouseFacts` begins with."""


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """What a draft holds in a place for a day."""

    product_id: int
    warehouse_id: int
    promise_date: date | None
    reserved_micro: int
    waiting_micro: int


def read_availability(
    view: Reading, product_ids: Iterable[int], *, without: Iterable[HeldPlace] = ()
) -> dict[int, ProductAvailability]:
    """Each product in every warehouse that has, expects or owes it. Three queries, whatever the number.

    An arrival that is overdue and has no new date counts from tomorrow on. What drafts hold counts until their time
    is over; what `without` names does not count: the draft that holds it wants it itself.
    """
    wanted = sorted(set(product_ids))
    levels = _read_stock(view, wanted)
    waiting = _read_waiting(view, wanted)
    _leave_out(levels, waiting, without)
    arrivals = _read_arrivals(view, wanted)
    stocks: dict[int, list[WarehouseStock]] = {product_id: [] for product_id in wanted}
    for product_id, warehouse_id in sorted(levels.keys() | waiting.keys() | arrivals.keys()):
        key = (product_id, warehouse_id)
        on_hand, reserved = levels.get(key, (0, 0))
        stock = WarehouseStock(
            warehouse_id=warehouse_id,
            on_hand_micro=on_hand,
            reserved_micro=reserved,
            waiting=tuple(waiting.get(key, ())),
            arrivals=tuple(arrivals.get(key, ())),
        )
        stocks[product_id].append(stock)
    return {product_id: ProductAvailability(product_id, tuple(found)) for product_id, found in stocks.items()}


def _leave_out(
    levels: dict[StockKey, tuple[int, int]],
    waiting: dict[StockKey, list[tuple[date, int]]],
    without: Iterable[HeldPlace],
) -> None:
    for held in without:
        key = (held.product_id, held.warehouse_id)
        if key in levels:
            on_hand, reserved = levels[key]
            levels[key] = (on_hand, reserved - held.reserved_micro)
        if held.waiting_micro and key in waiting:
            days = dict(waiting[key])
            days[held.promise_date or NO_DATE] -= held.waiting_micro
            waiting[key] = [(day, micro) for day, micro in days.items() if micro]
            if not waiting[key]:
                del waiting[key]


def _read_stock(view: Reading, product_ids: list[int]) -> dict[StockKey, tuple[int, int]]:
    rows = view.db.execute(_STOCK, {"product_ids": product_ids, "now": view.clock.now()}).all()
    return {(row[0], row[1]): (row[2], int(row[3])) for row in rows}


def _read_waiting(view: Reading, product_ids: list[int]) -> dict[StockKey, list[tuple[date, int]]]:
    rows = view.db.execute(_WAITING, {"product_ids": product_ids, "now": view.clock.now()}).all()
    waiting: defaultdict[StockKey, list[tuple[date, int]]] = defaultdict(list)
    for product_id, warehouse_id, day, quantity in rows:
        waiting[product_id, warehouse_id].append((day or NO_DATE, int(quantity)))
    return waiting


def _read_arrivals(view: Reading, product_ids: list[int]) -> dict[StockKey, list[ArrivalSupply]]:
    rows = view.db.execute(_ARRIVING, {"product_ids": product_ids}).all()
    today = view.clock.today()
    arrivals: defaultdict[StockKey, list[ArrivalSupply]] = defaultdict(list)
    for product_id, warehouse_id, line_id, number, due, open_micro in rows:
        counts_from = due if due >= today else today + ONE_DAY
        arrivals[product_id, warehouse_id].append(ArrivalSupply(line_id, number, counts_from, open_micro))
    return arrivals


def read_warehouses(view: Reading, *, only: int | None = None) -> tuple[WarehouseFacts, ...]:
    """The active warehouses by code, with their country's holidays; `only`: the one that an order names."""
    today = view.clock.today()
    rows = (row for row in _cards(view) if row.active and only in (None, row.id))
    return tuple(WarehouseFacts(*_with_holidays(row, today)) for row in rows)


def read_ship_places(view: Reading) -> dict[int, ShipPlace]:
    """All warehouses by id as those that ship an order, also those that are given up."""
    return kept(view, "ship places", lambda: {row.id: _ship_place(row) for row in _cards(view)})


def _cards(view: Reading) -> Sequence[sa.Row[Any]]:
    return kept(view, "warehouses", lambda: view.db.execute(_WAREHOUSES).all())


def _ship_place(row: sa.Row[Any]) -> ShipPlace:
    place = place_of_address(row.country, row.postcode, row.city)
    return ShipPlace(row.id, row.code, row.name, place, row.active)


def _with_holidays(row: sa.Row[Any], today: date) -> tuple[Any, ...]:
    return (*row[:_FACTS], holidays_from(row.country, today))


def first_ship_days(view: Reading, warehouses: Iterable[WarehouseFacts]) -> Mapping[int, date]:
    """From each warehouse, the first day on which an order of this moment can leave (B33)."""
    moment = view.clock.local()
    return {
        warehouse.id: first_ship_day(moment, warehouse.cutoff, warehouse.holidays) for warehouse in warehouses
    }
