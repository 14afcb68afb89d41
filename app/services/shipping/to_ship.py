"""One order as the warehouse sees it: what can be picked where, what waits and for what; and what a scan means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.making import LIVE
from app.domain.money import MICRO
from app.domain.quantity import Unit
from app.services.holds.asking import read_order_holds
from app.services.holds.rows import HoldCard
from app.services.products.finding import resolve_codes
from app.services.shipping.pieces import IS_PIECE, MADE_BY, NO_PIECE, PIECE, PIECE_SKU, Piece, with_piece
from app.services.shipping.reading import ShipmentRow, read_shipments_of_order
from app.services.stock.availability import WAITING_MICRO
from app.services.unit_of_work import Reading
from db.schema.making import WorkshopOrder
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.products import ProductUnit
from db.schema.stock import Arrival, ArrivalLine, Warehouse

_MAKES = (
    sa.select(sa.func.min(WorkshopOrder.number))
    .where(WorkshopOrder.order_line_id == OrderLine.id, WorkshopOrder.state.in_(LIVE))
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class PartToShip:
    """A part of a line in a warehouse; `_micro` quantities are base units, `unit` is the line's own."""

    order_line_id: int
    position: int
    sku: str
    text: str
    unit_code: str
    factor_num: int
    factor_den: int
    warehouse_id: int
    warehouse_name: str
    reserved_micro: int
    picking_micro: int
    shipped_micro: int
    waiting_micro: int
    promise_date: date | None
    arrival_number: str
    arrival_due: date | None
    workshop_number: str = ""
    """Of the workshop order that makes what waits, the first of several."""
    piece: Piece = NO_PIECE

    @property
    def ready_micro(self) -> int:
        """Reserved and on no pick list yet."""
        return self.reserved_micro - self.picking_micro

    @property
    def unit(self) -> Unit:
        """The unit in which the customer ordered."""
        return Unit(self.unit_code, self.factor_num, self.factor_den)


@dataclass(frozen=True, slots=True)
class OrderToShip:
    """An order with its parts by warehouse, its shipments so far and what holds it."""

    id: int
    number: str
    state: str
    customer_name: str
    ship_name: str
    ship_street: str
    ship_postcode: str
    ship_city: str
    ship_country: str
    delivery_wish: str
    requested_date: date | None
    customer_id: int | None
    parts: tuple[PartToShip, ...] = ()
    shipments: tuple[ShipmentRow, ...] = ()
    holds: tuple[HoldCard, ...] = ()


def read_order_to_ship(view: Reading, order_id: int) -> OrderToShip:
    """The order with what holds it; four queries, and five more where a hold depends on the credit."""
    ship_to = (Order.ship_name, Order.ship_street, Order.ship_postcode, Order.ship_city, Order.ship_country)
    columns: tuple[Any, ...] = (
        Order.id,
        sa.func.coalesce(Order.number, ""),
        Order.state,
        Order.customer_name,
        *ship_to,
        Order.delivery_wish,
        Order.requested_date,
        Order.customer_id,
    )
    row = view.db.execute(sa.select(*columns).where(Order.id == order_id)).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    holds = read_order_holds(view, {order_id: row.customer_id}).get(order_id, ())
    rest: tuple[Any, ...] = (_read_parts(view, order_id), read_shipments_of_order(view, order_id), holds)
    return OrderToShip(*row, *rest)


def _read_parts(view: Reading, order_id: int) -> tuple[PartToShip, ...]:
    columns: tuple[Any, ...] = (
        OrderLine.id,
        OrderLine.position,
        OrderLine.sku,
        OrderLine.text,
        OrderLine.unit,
        OrderLine.factor_num,
        OrderLine.factor_den,
        Fulfilment.warehouse_id,
        Warehouse.name,
        Fulfilment.reserved_micro,
        Fulfilment.picking_micro,
        Fulfilment.shipped_micro,
        WAITING_MICRO,
        Fulfilment.promise_date,
        sa.func.coalesce(Arrival.number, ""),
        ArrivalLine.due_date,
        sa.func.coalesce(_MAKES, ""),
        PIECE_SKU,
        MADE_BY,
    )
    statement = (
        sa.select(*columns)
        .join(Fulfilment, Fulfilment.order_line_id == OrderLine.id)
        .join(Warehouse, Warehouse.id == Fulfilment.warehouse_id)
        .outerjoin(ArrivalLine, ArrivalLine.id == Fulfilment.arrival_line_id)
        .outerjoin(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .outerjoin(PIECE, IS_PIECE)
        .where(OrderLine.order_id == order_id)
        .order_by(Warehouse.name, OrderLine.position, Fulfilment.id)
    )
    rows = view.db.execute(statement)
    return tuple(PartToShip(*with_piece(row)) for row in rows)


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scanned code stands for: so much of a product, in base micro units."""

    product_id: int
    base_micro: int


def read_scanned(view: Reading, code: str) -> Scanned | None:
    """The product behind a SKU or GTIN, one of the unit whose GTIN it is; None for an unknown code.

    The SKU of a finished piece is that very piece.
    """
    found = resolve_codes(view, [code], with_made=True).get(code)
    if found is None:
        return None
    if not found.unit:
        return Scanned(found.product_id, MICRO)
    factors = sa.select(ProductUnit.factor_num, ProductUnit.factor_den).where(
        ProductUnit.product_id == found.product_id, ProductUnit.code == found.unit
    )
    num, den = view.db.execute(factors).one()
    return Scanned(found.product_id, Unit(found.unit, num, den).to_base(MICRO))
