"""The stock book of one choice: what is left while the order's own lines take from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import working_day_from
from app.domain.promise import (
    NO_DATE,
    ArrivalSupply,
    ProductAvailability,
    WarehouseStock,
    available_now,
    available_on,
)
from app.domain.routing.facts import Demand, WarehouseFacts


@dataclass(frozen=True, slots=True)
class Piece:
    """A quantity of one product from one warehouse on one day; without an arrival it comes from the shelf.

    A piece that nothing covers has `NO_DATE`.
    """

    warehouse: WarehouseFacts
    quantity_micro: int
    ship_day: date
    arrival: ArrivalSupply | None = None

    @property
    def waits(self) -> bool:
        """Whether it is not on the shelf yet."""
        return self.arrival is not None or self.ship_day == NO_DATE


class Book:
    """Availability by product and warehouse; copies are cheap, for trying out.

    Each copy shares what never changes within one choice: the days that a warehouse aims at.
    """

    def __init__(
        self,
        availability: Mapping[int, ProductAvailability],
        *,
        today: date,
        first_ship_day: Mapping[int, date],
    ) -> None:
        self._stocks = {
            (product_id, stock.warehouse_id): _by_due_day(stock)
            for product_id, product in availability.items()
            for stock in product.warehouses
        }
        self._today = today
        self._first = first_ship_day
        self._targets: dict[tuple[int, date | None], date] = {}
        self._limits: dict[tuple[int, date | None], date] = {}

    def copy(self) -> Book:
        """A book of its own with the same stock."""
        book = Book({}, today=self._today, first_ship_day=self._first)
        book._stocks = dict(self._stocks)
        book._targets, book._limits = self._targets, self._limits
        return book

    def target_day(self, warehouse: WarehouseFacts, wish: date | None) -> date:
        """The day the warehouse aims at: the wished one, at the earliest its next possible one."""
        target = self._targets.get((warehouse.id, wish))
        if target is None:
            first = self._first.get(warehouse.id, self._today)
            target = working_day_from(max(first, wish or first), warehouse.holidays)
            self._targets[warehouse.id, wish] = target
        return target

    def is_on_time(self, piece: Piece, wish: date | None) -> bool:
        """Whether the piece leaves on the wished day or, if that cannot be, on the first day of any warehouse."""
        if wish is None:
            return piece.ship_day <= self.target_day(piece.warehouse, None)
        limit = self._limits.get((piece.warehouse.id, wish))
        if limit is None:
            earliest = min(self._first.values(), default=self._today)
            limit = working_day_from(max(wish, earliest), piece.warehouse.holidays)
            self._limits[piece.warehouse.id, wish] = limit
        return piece.ship_day <= limit

    def find_pieces(
        self, demand: Demand, warehouse: WarehouseFacts, quantity_micro: int | None = None
    ) -> tuple[Piece, ...]:
        """What that warehouse can give of the demand, earliest first: from the shelf, then arrival by arrival."""
        stock = self._stocks.get((demand.product_id, warehouse.id))
        if stock is None:
            return ()
        left = demand.base_micro if quantity_micro is None else quantity_micro
        target = self.target_day(warehouse, demand.wish)
        pieces: list[Piece] = []
        for arrival in (None, *stock.arrivals):
            piece = self._piece_from(stock, arrival, warehouse, target, left)
            if piece.quantity_micro > 0:
                left -= piece.quantity_micro
                pieces.append(piece)
                if left <= 0:
                    break
                stock = _after(stock, piece)
        return tuple(pieces)

    def take(self, product_id: int, piece: Piece) -> None:
        """Write the piece down as demand."""
        key = (product_id, piece.warehouse.id)
        self._stocks[key] = _after(self._stocks[key], piece)

    def _piece_from(
        self,
        stock: WarehouseStock,
        arrival: ArrivalSupply | None,
        warehouse: WarehouseFacts,
        target: date,
        wanted: int,
    ) -> Piece:
        if arrival is None:
            return Piece(warehouse, min(wanted, available_now(stock, self._today)), target)
        day = working_day_from(max(arrival.due, target), warehouse.holidays)
        quantity = min(wanted, arrival.open_micro, available_on(stock, day))
        return Piece(warehouse, quantity, day, arrival)


def add_waiting(stock: WarehouseStock, day: date | None, quantity_micro: int) -> WarehouseStock:
    """The stock with one more promised demand."""
    waiting = (*stock.waiting, (day or NO_DATE, quantity_micro))
    return WarehouseStock(
        stock.warehouse_id, stock.on_hand_micro, stock.reserved_micro, waiting, stock.arrivals
    )


def give_back(
    stock: WarehouseStock, day: date | None, reserved_micro: int, waiting_micro: int
) -> WarehouseStock:
    """The stock with less reserved, and with less waiting for that day."""
    less = replace(stock, reserved_micro=stock.reserved_micro - reserved_micro)
    return add_waiting(less, day, -waiting_micro) if waiting_micro else less


def shift_stock(
    stocks: dict[int, ProductAvailability],
    product_id: int,
    warehouse_id: int,
    day: date | None,
    reserved_micro: int,
    waiting_micro: int,
) -> None:
    """Less reserved and less waiting in one place of a book that is written by hand."""
    product = stocks.get(product_id)
    if product is not None:
        stock = give_back(product.at(warehouse_id), day, reserved_micro, waiting_micro)
        others = (other for other in product.warehouses if other.warehouse_id != warehouse_id)
        stocks[product_id] = replace(product, warehouses=(*others, stock))


def _after(stock: WarehouseStock, piece: Piece) -> WarehouseStock:
    """The stock without the piece; built by hand, because `replace` takes most of a choice's time."""
    if piece.arrival is None:
        reserved = stock.reserved_micro + piece.quantity_micro
        return WarehouseStock(
            stock.warehouse_id, stock.on_hand_micro, reserved, stock.waiting, stock.arrivals
        )
    return add_waiting(stock, piece.ship_day, piece.quantity_micro)


def _by_due_day(stock: WarehouseStock) -> WarehouseStock:
    """The stock with its arrivals in the order in which they come."""
    if len(stock.arrivals) < 2:
        return stock
    ordered = sorted(stock.arrivals, key=lambda supply: (supply.due, supply.arrival_line_id))
    return replace(stock, arrivals=tuple(ordered))
