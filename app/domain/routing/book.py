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
    """Availability by product and warehouse; copies are cheap, for trying out."""

    def __init__(
        self,
        availability: Mapping[int, ProductAvailability],
        *,
        today: date,
        first_ship_day: Mapping[int, date],
    ) -> None:
        self._stocks = {
            (product_id, stock.warehouse_id): stock
            for product_id, product in availability.items()
            for stock in product.warehouses
        }
        self._today = today
        self._first = first_ship_day

    def copy(self) -> Book:
        """A book of its own with the same stock."""
        book = Book({}, today=self._today, first_ship_day=self._first)
        book._stocks = dict(self._stocks)
        return book

    def target_day(self, warehouse: WarehouseFacts, wish: date | None) -> date:
        """The day the warehouse aims at: the wished one, at the earliest its next possible one."""
        first = self._first.get(warehouse.id, self._today)
        return working_day_from(max(first, wish or first), warehouse.holidays)

    def is_on_time(self, piece: Piece, wish: date | None) -> bool:
        """Whether the piece leaves on the wished day or, if that cannot be, on the first day of any warehouse."""
        if wish is None:
            return piece.ship_day <= self.target_day(piece.warehouse, None)
        earliest = min(self._first.values(), default=self._today)
        return piece.ship_day <= working_day_from(max(wish, earliest), piece.warehouse.holidays)

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
        for arrival in (
            None,
            *sorted(stock.arrivals, key=lambda supply: (supply.due, supply.arrival_line_id)),
        ):
            piece = self._piece_from(stock, arrival, warehouse, target, left)
            if piece.quantity_micro > 0:
                stock = _after(stock, piece)
                left -= piece.quantity_micro
                pieces.append(piece)
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
    return replace(stock, waiting=(*stock.waiting, (day or NO_DATE, quantity_micro)))


def _after(stock: WarehouseStock, piece: Piece) -> WarehouseStock:
    if piece.arrival is None:
        return replace(stock, reserved_micro=stock.reserved_micro + piece.quantity_micro)
    return add_waiting(stock, piece.ship_day, piece.quantity_micro)
