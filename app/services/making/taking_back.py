"""The last step of a workshop order is taken back: the finish of pieces, the start, the release.

The ledger of stock is only ever added to: what a finish moved is moved the other way. What the pieces cost goes with
them; components come back at their average, as returns do, and are reserved again for what is to be made of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.making import FINISHED, OPEN, RELEASED, STARTED, consumed_until
from app.domain.quantity import fits_decimals, shown_quantity
from app.domain.units import Counted
from app.services.costs.taken_back import take_back_receipts
from app.services.making.lines import parts_for, promise_parts
from app.services.making.releasing import give_reserved_back
from app.services.making.rows import (
    ComponentRow,
    WorkshopRow,
    hold_to_change,
    places_of,
    read_components,
    write_components,
    write_order,
)
from app.services.stock.levels import shift_reserved
from app.services.stock.moves import post_moves, read_products
from app.services.stock.serving import lock_supply, serve_waiting
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.shipping import Shipment
from db.schema.stock import StockMove
from db.statements import table_of

_PART, _MOVE = table_of(Fulfilment).c, table_of(StockMove).c


@dataclass(frozen=True, slots=True)
class _Held:
    """Finished pieces that lie there for the line; `picking_micro` of them are on a pick list."""

    id: int
    reserved_micro: int
    picking_micro: int

    @property
    def loose_micro(self) -> int:
        """What nobody has begun to ship."""
        return self.reserved_micro - self.picking_micro


def take_back_step(uow: UnitOfWork, id: int, *, version: int, quantity_micro: int = 0) -> int:
    """The last step never was: so many finished pieces, else the start, else the release. The new version.

    Pieces are taken back while they lie there for their line, neither picked nor shipped: refused in words otherwise.
    """
    row = hold_to_change(uow, id, version, allowed=(RELEASED, STARTED, FINISHED))
    if row.finished_micro:
        return _take_back_pieces(uow, row, quantity_micro)
    if row.state == STARTED:
        return write_order(uow, row, {"state": RELEASED})
    new = write_order(uow, row, {"state": OPEN})
    give_reserved_back(uow, row)
    return new


def read_last_finished(view: Reading, row: WorkshopRow) -> int:
    """How many pieces the last finish booked in that was not taken back; 0 where nothing is finished."""
    moved = view.db.execute(
        sa.select(_MOVE.quantity_micro)
        .where(_MOVE.source_kind == "workshop", _MOVE.source_id == row.id, _MOVE.kind == "production")
        .order_by(_MOVE.id)
    )
    booked: list[int] = []
    for micro in moved.scalars():
        if micro > 0:
            booked.append(micro)
            continue
        back = -micro
        while back and booked:
            last = booked.pop()
            if last > back:
                booked.append(last - back)
            back -= min(last, back)
    return booked[-1] if booked else 0


def _take_back_pieces(uow: UnitOfWork, row: WorkshopRow, quantity_micro: int) -> int:
    held = _read_held(uow, row)
    _require_there(uow, row, held, quantity_micro)
    components = read_components(uow, row.id)
    lock_supply(uow, {row.place, *places_of(row, components)})
    left = row.finished_micro - quantity_micro
    _take_out(uow, row, held, quantity_micro)
    _put_back(uow, row, components, left)
    new = write_order(uow, row, {"finished_micro": left, "state": STARTED})
    serve_waiting(uow, {row.place})  # pieces of the very same configuration may lie free beside them
    promise_parts(uow, row, parts_for(uow, row), row.due_date)
    return new


def _read_held(view: Reading, row: WorkshopRow) -> tuple[_Held, ...]:
    """What of its line lies there, the newest part first."""
    rows = view.db.execute(
        sa.select(_PART.id, _PART.reserved_micro, _PART.picking_micro)
        .join(OrderLine, OrderLine.id == _PART.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(_PART.order_line_id == row.order_line_id, _PART.held_until.is_(None))
        .where(_PART.product_id == row.product_id, _PART.warehouse_id == row.warehouse_id)
        .where(Order.state != "cancelled", _PART.reserved_micro > 0)
        .order_by(_PART.id.desc())
    )
    return tuple(_Held(*each) for each in rows)


def _require_there(uow: UnitOfWork, row: WorkshopRow, held: tuple[_Held, ...], quantity_micro: int) -> None:
    product = read_products(uow, [row.product_id])[row.product_id]
    there = min(row.finished_micro, sum(part.loose_micro for part in held))
    fits = fits_decimals(quantity_micro, product.decimals)
    if 0 < quantity_micro <= there and fits:
        return
    if 0 < quantity_micro <= row.finished_micro and fits:
        raise _not_there(uow, row, held, Counted(shown_quantity(there), product.unit))
    finished = Counted(shown_quantity(row.finished_micro), product.unit)
    raise RefusedError("workshop.bad_taken_back", number=row.number, finished=finished)


def _not_there(view: Reading, row: WorkshopRow, held: tuple[_Held, ...], there: Counted) -> RefusedError:
    """Fewer lie there than are to be taken back: they are on a pick list, or they left."""
    if any(part.picking_micro for part in held):
        lists = view.db.execute(
            sa.select(Shipment.number)
            .where(Shipment.order_id == row.order_id, Shipment.warehouse_id == row.warehouse_id)
            .where(Shipment.state == "picking")
            .order_by(Shipment.id)
        ).scalars()
        return RefusedError(
            "workshop.pieces_picked", number=row.number, there=there, shipment=", ".join(lists)
        )
    return RefusedError("workshop.pieces_gone", number=row.number, there=there)


def _take_out(uow: UnitOfWork, row: WorkshopRow, held: tuple[_Held, ...], quantity_micro: int) -> None:
    """The pieces leave the stock, and their line waits for them again."""
    left = quantity_micro
    for part in held:
        micro = min(left, part.loose_micro)
        left -= micro
        if micro:
            less = {"reserved_micro": _PART.reserved_micro - micro}
            uow.db.execute(sa.update(Fulfilment).where(_PART.id == part.id).values(less))
    assert not left, "they were counted just now"
    refused = shift_reserved(uow, {row.place: -quantity_micro}, held=True)
    assert not refused, "stock holds what lines hold"
    take_back_receipts(uow, row.product_id, quantity_micro, source_kind="workshop", source_id=row.id)
    post_moves(uow, {row.place: -quantity_micro}, kind="production", source_kind="workshop", source_id=row.id)


def _put_back(
    uow: UnitOfWork, row: WorkshopRow, components: tuple[ComponentRow, ...], finished_micro: int
) -> None:
    """What the pieces took lies there again, reserved for what is to be made of it."""
    back = {}
    for each in components:
        used = consumed_until(each.needed_micro, finished_micro, row.quantity_micro, each.decimals)
        if each.product_id is not None and each.consumed_micro > used:
            back[each] = each.consumed_micro - used
    into = {(each.product_id or 0, row.warehouse_id): micro for each, micro in back.items()}
    post_moves(uow, into, kind="consumption", source_kind="workshop", source_id=row.id)
    refused = shift_reserved(uow, into, held=True)
    assert not refused, "it came back just now"
    write_components(
        uow,
        {
            each.id: {
                "reserved_micro": each.reserved_micro + micro,
                "consumed_micro": each.consumed_micro - micro,
            }
            for each, micro in back.items()
        },
    )
