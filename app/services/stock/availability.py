"""Availability of products, warehouses and their next shipping days, as the domain asks for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.calendar import ONE_DAY, first_ship_day
from app.domain.places import place_of_address
from app.domain.promise import (
    NO_DATE,
    ArrivalSupply,
    ProductAvailability,
    WarehouseStock,
    seen_by_holder,
)
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
_LIES, _IS_WAITED_FOR, _COMES = range(3)
_NO_DAY, _NO_ID, _NO_NUMBER = (sa.cast(sa.null(), kind) for kind in (sa.Date, sa.BigInteger, sa.Text))
_LYING: Any = sa.select(
    sa.literal(_LIES).label("what"),
    Stock.product_id,
    Stock.warehouse_id,
    Stock.on_hand_micro.label("micro"),
    sa.cast(RESERVED_NOW, sa.BigInteger).label("reserved"),
    _NO_DAY.label("day"),
    _NO_ID.label("line_id"),
    _NO_NUMBER.label("number"),
).where(one_of(Stock.product_id, _IDS))
_WAITING: Any = (
    sa.select(
        sa.literal(_IS_WAITED_FOR),
        Fulfilment.product_id,
        Fulfilment.warehouse_id,
        sa.cast(sa.func.sum(WAITING_MICRO), sa.BigInteger),
        sa.literal(0),
        Fulfilment.promise_date,
        _NO_ID,
        _NO_NUMBER,
    )
    .where(one_of(Fulfilment.product_id, _IDS), WAITS, COUNTS)
    .group_by(Fulfilment.product_id, Fulfilment.warehouse_id, Fulfilment.promise_date)
)
_ARRIVING: Any = (
    sa.select(
        sa.literal(_COMES),
        ArrivalLine.product_id,
        Arrival.warehouse_id,
        ArrivalLine.quantity_micro - ArrivalLine.received_micro,
        sa.literal(0),
        ArrivalLine.due_date,
        ArrivalLine.id,
        Arrival.number,
    )
    .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
    .where(one_of(ArrivalLine.product_id, _IDS), sa.not_(ArrivalLine.closed), Arrival.state == "open")
    .where(ArrivalLine.quantity_micro > ArrivalLine.received_micro)
)
_SUPPLY = sa.union_all(_LYING, _WAITING, _ARRIVING).order_by("day", "line_id")
"""What lies there, what is waited for and what comes: nobody asks for one of them alone, so it is one query."""
_WAREHOUSES: sa.Select[Any] = (
    sa.select(Warehouse.id, Warehouse.code, Warehouse.name, Warehouse.country)
    .add_columns(Warehouse.latitude_micro, Warehouse.longitude_micro, Warehouse.cutoff)
    .add_columns(Warehouse.active, Warehouse.postcode, Warehouse.city)
    .order_by(Warehouse.code)
)


_Levels = dict[StockKey, tuple[int, int]]
_Waiting = defaultdict[StockKey, list[tuple[date, int]]]
_Arrivals = defaultdict[StockKey, list[ArrivalSupply]]

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
    """Each product in every warehouse that has, expects or owes it. One query, whatever the number.

    An arrival that is overdue and has no new date counts from tomorrow on. What drafts hold counts until their time
    is over; what `without` names does not count: the draft that holds it wants it itself.
    """
    wanted = sorted(set(product_ids))
    levels, waiting, arrivals = _read_supply(view, wanted)
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
    found = {id_: ProductAvailability(id_, tuple(places)) for id_, places in stocks.items()}
    return set_free(found, without)


def set_free(
    stocks: Mapping[int, ProductAvailability], held: Iterable[HeldPlace]
) -> dict[int, ProductAvailability]:
    """The stock for who holds this while he waits: it is free for him, and nobody who waits takes any of it."""
    free = dict(stocks)
    places: defaultdict[StockKey, list[HeldPlace]] = defaultdict(list)
    for each in held:
        places[each.product_id, each.warehouse_id].append(each)
    for (product_id, warehouse_id), mine in places.items():
        if product_id in free:
            free[product_id] = _set_free_at(free[product_id], warehouse_id, mine)
    return free


def _set_free_at(
    product: ProductAvailability, warehouse_id: int, held: Iterable[HeldPlace]
) -> ProductAvailability:
    reserved, waiting = 0, Counter[date]()
    for each in held:
        reserved += each.reserved_micro
        waiting[each.promise_date or NO_DATE] += each.waiting_micro
    stocks = (
        seen_by_holder(stock, reserved, waiting) if stock.warehouse_id == warehouse_id else stock
        for stock in product.warehouses
    )
    return ProductAvailability(product.product_id, tuple(stocks))


def _read_supply(view: Reading, product_ids: list[int]) -> tuple[_Levels, _Waiting, _Arrivals]:
    """By place: on hand and reserved, what is waited for by day, and what comes."""
    values = {"product_ids": product_ids, "now": view.clock.now()}
    today = view.clock.today()
    levels: _Levels = {}
    waiting: _Waiting = defaultdict(list)
    arrivals: _Arrivals = defaultdict(list)
    for what, product_id, warehouse_id, micro, reserved, day, line_id, number in view.db.execute(
        _SUPPLY, values
    ).all():
        key = (product_id, warehouse_id)
        if what == _LIES:
            levels[key] = (micro, reserved)
        elif what == _IS_WAITED_FOR:
            waiting[key].append((day or NO_DATE, micro))
        else:
            counts_from = day if day >= today else today + ONE_DAY
            arrivals[key].append(ArrivalSupply(line_id, number, counts_from, micro))
    return levels, waiting, arrivals


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
