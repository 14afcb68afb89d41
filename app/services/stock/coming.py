"""Whose turn it is when something is to come: first who waits for it there, then who waits elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.promise import ProductAvailability
from app.domain.routing.book import Book, Piece, give_back
from app.domain.routing.facts import Demand, SourceReason, WarehouseFacts
from app.domain.routing.sources import arrival_reason
from app.services.stock.levels import StockKey
from app.services.stock.places import Places, moved_reason
from app.services.stock.turns import ServedLine
from app.services.stock.waiting import WaitingLine, left_of_line, rest_of_line


@dataclass(frozen=True, slots=True)
class Promised:
    """What of a line comes with which arrival; `line` is the line as it waited for nothing.

    Where a line that ships complete changes its warehouse, a piece of it may lie there already: it has no arrival.
    """

    line: WaitingLine
    piece: Piece

    @property
    def quantity_micro(self) -> int:
        """How much it is."""
        return self.piece.quantity_micro

    @property
    def reserve_micro(self) -> int:
        """How much of it lies on the shelf."""
        return 0 if self.piece.waits else self.quantity_micro

    @property
    def place(self) -> StockKey:
        """The product and the warehouse into which it comes."""
        return self.line.product_id, self.piece.warehouse.id

    @property
    def is_elsewhere(self) -> bool:
        """Whether that is another warehouse than the one in which the line waited."""
        return self.place != self.line.place

    @property
    def as_served(self) -> ServedLine:
        """The same as it is told of a line that is served."""
        line = replace(self.line, promise_date=self.piece.ship_day)
        return ServedLine(line, self.quantity_micro, self.piece.warehouse if self.is_elsewhere else None)

    def reason(self, today: date) -> SourceReason:
        """Why it comes from there."""
        if self.piece.arrival is None:
            return moved_reason(self.as_served, today)
        return arrival_reason(self.piece, self.piece.arrival)


def choose_promised(
    lines: Sequence[WaitingLine], availability: Mapping[int, ProductAvailability], places: Places
) -> tuple[Promised, ...]:
    """What comes with which arrival for lines that wait for nothing, asked one after the other in this order.

    First each takes from its own warehouse, then what is left of it from the others, the soonest first.
    """
    if not any(stock.arrivals for product in availability.values() for stock in product.warehouses):
        return ()
    book = Book(_without(availability, lines), today=places.today, first_ship_day=places.days)
    promised: list[Promised] = []
    left: list[tuple[WaitingLine, WaitingLine]] = []
    for line in lines:
        here = list(_taken_there(book, line, places))
        promised += here
        part = sum(each.quantity_micro for each in here)
        if part < line.quantity_micro:
            left.append((line, rest_of_line(line, part) if part else line))
    for line, rest in left:
        promised += [Promised(line, piece) for piece in _taken_elsewhere(book, rest, places)]
    return tuple(promised)


def _without(
    availability: Mapping[int, ProductAvailability], lines: Iterable[WaitingLine]
) -> dict[int, ProductAvailability]:
    """The stock as if nobody of them waited: they are asked one after the other."""
    stocks = {
        (product.product_id, stock.warehouse_id): stock
        for product in availability.values()
        for stock in product.warehouses
    }
    for line in lines:
        stock = stocks.get(line.place)
        if stock is not None:
            stocks[line.place] = give_back(stock, line.promise_date, 0, line.quantity_micro)
    return {
        product_id: replace(
            product,
            warehouses=tuple(stocks[product_id, stock.warehouse_id] for stock in product.warehouses),
        )
        for product_id, product in availability.items()
    }


def _taken_there(book: Book, line: WaitingLine, places: Places) -> Iterator[Promised]:
    warehouse = places.warehouse(line.warehouse_id)
    if warehouse is None:
        return
    for piece in _to_come(book.find_pieces(_demand(line), warehouse)):
        book.take(line.product_id, piece)
        yield Promised(line, piece)


def _to_come(pieces: Iterable[Piece]) -> list[Piece]:
    """Without what lies on the shelf: that had its turn before."""
    return [piece for piece in pieces if piece.arrival is not None]


def _taken_elsewhere(book: Book, line: WaitingLine, places: Places) -> Iterator[Piece]:
    """What other warehouses give of it, piece by piece; a line that ships complete comes whole from one."""
    others = [place for place in places.nearest(line) if place.id != line.warehouse_id]
    others = [place for place in others if line.may_move_to(place.id)]
    while line.quantity_micro:
        pieces = _whole(book, line, others) if line.ships_complete else _soonest(book, line, others)
        if not pieces:
            return
        for piece in pieces:
            book.take(line.product_id, piece)
            yield piece
        line = left_of_line(line, sum(piece.quantity_micro for piece in pieces))


def _whole(book: Book, line: WaitingLine, warehouses: Iterable[WarehouseFacts]) -> Sequence[Piece]:
    """All of it from one warehouse, the one that has it first, some of it from the shelf; nothing if none has."""
    found = (book.find_pieces(_demand(line), place) for place in warehouses)
    coming = (each for each in found if _to_come(each))
    whole = (each for each in coming if sum(piece.quantity_micro for piece in each) == line.quantity_micro)
    return min(whole, key=lambda pieces: max(piece.ship_day for piece in pieces), default=())


def _soonest(book: Book, line: WaitingLine, warehouses: Iterable[WarehouseFacts]) -> Sequence[Piece]:
    """The next piece: on the earliest day, preferably all that is left, preferably from the nearest."""
    firsts = (_to_come(book.find_pieces(_demand(line), place))[:1] for place in warehouses)
    pieces = [piece for found in firsts for piece in found]
    pieces.sort(key=lambda piece: (piece.ship_day, piece.quantity_micro < line.quantity_micro))
    return pieces[:1]


def _demand(line: WaitingLine) -> Demand:
    """What it wants, at the earliest on its wished day and, if it was promised one, not before that."""
    return Demand(str(line.fulfilment_id), line.product_id, line.quantity_micro, _not_before(line))


def _not_before(line: WaitingLine) -> date | None:
    return max(filter(None, (line.wish, line.promise_date)), default=None)
