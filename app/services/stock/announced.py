"""Lines that wait without a day take one from an arrival as soon as it is announced.

First those that wait in its warehouse, then those that wait in another one: they are sourced again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.events import LinesServed
from app.domain.promise import NO_DATE, ProductAvailability
from app.domain.routing.book import Book, Piece
from app.domain.routing.facts import Demand, WarehouseFacts
from app.domain.routing.sources import arrival_reason
from app.services.stock.availability import read_availability
from app.services.stock.levels import lock_stock
from app.services.stock.reasons import reason_to_json
from app.services.stock.serving import Places, tell_moved
from app.services.stock.turns import ServedLine
from app.services.stock.waiting import WaitingLine, read_waiting_for
from app.services.unit_of_work import Reading, UnitOfWork
from db.bulk import RowUpdate
from db.schema.orders import Fulfilment
from db.statements import insert_rows, table_of

_LEFT = RowUpdate(table_of(Fulfilment), sets=("promise_date",), adds=("quantity_micro",))


@dataclass(frozen=True, slots=True)
class _Promised:
    """What of a line comes with an arrival."""

    line: WaitingLine
    piece: Piece


def promise_waiting(
    uow: UnitOfWork, product_ids: Iterable[int], warehouse_id: int, arrival_number: str
) -> None:
    """Promise what is announced there to those who wait without a day; the caller has held their orders."""
    keys = [(product_id, warehouse_id) for product_id in sorted(set(product_ids))]
    lock_stock(uow, keys, ensure=True)
    found = read_waiting_for(uow, keys, lock=True)
    lines = [line for line in found if line.arrival_id is None and line.promise_date is None]
    places = Places(uow)
    warehouse = places.warehouse(warehouse_id) if lines else None
    if warehouse is None:
        return
    book = Book(_without_undated(uow, lines), today=uow.today, first_ship_day=places.days)
    lines.sort(key=lambda line: line.warehouse_id != warehouse_id)
    promised = [part for line in lines for part in _take(book, line, warehouse)]
    if promised:
        _write(uow, promised, places)
        _tell(uow, promised, arrival_number)


def _without_undated(view: Reading, lines: Iterable[WaitingLine]) -> Mapping[int, ProductAvailability]:
    """The stock as if nobody waited without a day: those are asked one after the other."""
    return {
        product_id: replace(
            product,
            warehouses=tuple(
                replace(stock, waiting=tuple(entry for entry in stock.waiting if entry[0] != NO_DATE))
                for stock in product.warehouses
            ),
        )
        for product_id, product in read_availability(view, {line.product_id for line in lines}).items()
    }


def _take(book: Book, line: WaitingLine, warehouse: WarehouseFacts) -> Iterator[_Promised]:
    """What comes for the line; one that ships complete changes its warehouse whole or not at all."""
    demand = Demand(str(line.fulfilment_id), line.product_id, line.quantity_micro, line.wish)
    pieces = [piece for piece in book.find_pieces(demand, warehouse) if piece.arrival is not None]
    if line.warehouse_id != warehouse.id:
        is_whole = sum(piece.quantity_micro for piece in pieces) == line.quantity_micro
        if not line.may_move_to(warehouse.id) or (line.ships_complete and not is_whole):
            return
    for piece in pieces:
        book.take(line.product_id, piece)
        yield _Promised(line, piece)


def _write(uow: UnitOfWork, promised: Sequence[_Promised], places: Places) -> None:
    """Each part becomes a row of its own; what the old row still holds leaves when it can, if nothing waits in it."""
    gone: dict[int, int] = {}
    lines = {each.line.fulfilment_id: each.line for each in promised}
    for each in promised:
        key = each.line.fulfilment_id
        gone[key] = gone.get(key, 0) + each.piece.quantity_micro
    _LEFT.run(
        uow.db,
        [
            {
                "id": key,
                "promise_date": places.ship_day(line.warehouse_id, line.wish)
                if gone[key] == line.quantity_micro
                else None,
                "quantity_micro": -gone[key],
            }
            for key, line in sorted(lines.items())
        ],
    )
    insert_rows(uow.db, table_of(Fulfilment), [_row(each) for each in promised])


def _row(each: _Promised) -> dict[str, object]:
    line, piece = each.line, each.piece
    assert piece.arrival is not None, "only what is to come"
    return {
        "order_line_id": line.order_line_id,
        "product_id": line.product_id,
        "warehouse_id": piece.warehouse.id,
        "arrival_line_id": piece.arrival.arrival_line_id,
        "quantity_micro": piece.quantity_micro,
        "promise_date": piece.ship_day,
        "reason": reason_to_json(arrival_reason(piece, piece.arrival)),
    }


def _tell(uow: UnitOfWork, promised: Sequence[_Promised], arrival_number: str) -> None:
    tell_moved(
        uow,
        [
            ServedLine(each.line, each.piece.quantity_micro, each.piece.warehouse)
            for each in promised
            if each.line.warehouse_id != each.piece.warehouse.id
        ],
    )
    orders = {each.line.order_id: each.line.order_version for each in promised}
    uow.react(LinesServed(tuple(sorted(orders)), arrival=arrival_number))
    for order_id, version in sorted(orders.items()):
        uow.changed("order", order_id, version=version)
