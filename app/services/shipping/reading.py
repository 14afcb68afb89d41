"""Shipments and what can be shipped, as screens show them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.holds import Stop
from app.domain.pages import Page, PageRequest
from app.domain.quantity import Unit
from app.services.holds.asking import read_order_holds
from app.services.holds.rows import HoldCard
from app.services.listing import ListSource, read_page
from app.services.setup_kept import read_version
from app.services.shipping.pieces import NO_PIECE, Piece, with_piece
from app.services.shipping.statements import SHIPMENT, SHIPMENT_LINES
from app.services.stock.availability import RESERVED, WAITS
from app.services.unit_of_work import Reading
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.shipping import Shipment
from db.schema.stock import Warehouse
from db.statements import table_of


@dataclass(frozen=True, slots=True)
class ShipmentLineFacts:
    """A line of a shipment; `_micro` quantities are base units, `unit` is the order line's own."""

    id: int
    order_line_id: int
    line_key: str
    position: int
    kind: str
    product_id: int | None
    sku: str
    text: str
    unit_code: str
    factor_num: int
    factor_den: int
    ordered_micro: int
    shipped_micro: int
    cancelled_micro: int
    quantity_micro: int
    picked_micro: int
    bin_code: str
    is_told_of: bool = False  # the law wants something said of it on papers
    piece_id: int | None = None  # the article that its finished piece is, where it was configured
    piece: Piece = NO_PIECE

    @property
    def unit(self) -> Unit:
        """The unit in which the customer ordered."""
        return Unit(self.unit_code, self.factor_num, self.factor_den)


@dataclass(frozen=True, slots=True)
class ShipmentFacts:
    """A shipment with its lines. `state`: picking, shipped, cancelled."""

    id: int
    number: str
    state: str
    order_id: int
    order_number: str
    po_number: str
    customer_id: int | None
    customer_name: str
    language: str
    warehouse_id: int
    warehouse_name: str
    ship_name: str
    ship_street: str
    ship_postcode: str
    ship_city: str
    ship_country: str
    ship_date: date | None
    created_at: datetime
    created_by: str
    version: int
    carrier_name: str = ""
    draws_on_licence: bool = False  # an export licence
    lines: tuple[ShipmentLineFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A shipment in the list."""

    id: int
    number: str
    state: str
    order_id: int
    order_number: str
    customer_name: str
    warehouse_name: str
    ship_city: str
    ship_date: date | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ShippableOrder:
    """A confirmed order with goods reserved in a warehouse and on no pick list yet."""

    order_id: int
    order_number: str
    customer_name: str
    warehouse_id: int
    warehouse_name: str
    promise_date: date | None
    ready_lines: int
    waiting_lines: int
    delivery_wish: str
    customer_id: int | None
    holds: tuple[HoldCard, ...] = ()  # what stops its picking or shipping


def read_shipment(view: Reading, shipment_id: int) -> ShipmentFacts:
    """The shipment with its lines in the order of the order; two queries. The view knows the set-up's version then."""
    row = view.db.execute(SHIPMENT, {"shipment_id": shipment_id}).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="shipment", id=shipment_id)
    facts: tuple[Any, ...] = (*row[:-1], _read_lines(view, shipment_id))
    view.setup_version = read_version(row[-1])
    return ShipmentFacts(*facts)


def _read_lines(view: Reading, shipment_id: int) -> tuple[ShipmentLineFacts, ...]:
    rows = view.db.execute(SHIPMENT_LINES, {"shipment_id": shipment_id})
    return tuple(ShipmentLineFacts(*with_piece(row)) for row in rows)


def read_shipments_of_order(view: Reading, order_id: int) -> tuple[ShipmentRow, ...]:
    """The shipments of an order, oldest first."""
    statement = _select_rows().where(Shipment.order_id == order_id).order_by(Shipment.id)
    return tuple(ShipmentRow(*row) for row in view.db.execute(statement))


def read_shipment_page(view: Reading, request: PageRequest) -> Page[ShipmentRow]:
    """A page of all shipments, the newest first unless asked otherwise. Sorts: number, state, id."""
    return read_page(view, _shipment_list(), request)


def _select_rows() -> sa.Select[Any]:
    columns: tuple[Any, ...] = (
        Shipment.id,
        Shipment.number,
        Shipment.state,
        Shipment.order_id,
        sa.func.coalesce(Order.number, ""),
        Order.customer_name,
        Warehouse.name,
        Shipment.ship_city,
        Shipment.ship_date,
        Shipment.created_at,
    )
    return (
        sa.select(*columns)
        .select_from(Shipment)
        .join(Order, Order.id == Shipment.order_id)
        .join(Warehouse, Warehouse.id == Shipment.warehouse_id)
    )


def _shipment_list() -> ListSource[ShipmentRow]:
    table = table_of(Shipment).c
    return ListSource(
        record=ShipmentRow,
        statement=_select_rows(),
        key=table.id,
        sortable={"id": table.id, "number": table.number, "state": table.state},
        usual_sort="id",
        filterable={
            "number": table.number,
            "state": table.state,
            "order_id": table.order_id,
            "warehouse_id": table.warehouse_id,
        },
    )


def read_shippable_orders(
    view: Reading, *, warehouse_id: int | None = None, limit: int = 500
) -> tuple[ShippableOrder, ...]:
    """What can be picked now, one entry an order and warehouse, first promise first."""
    ready = (
        sa.select(
            OrderLine.order_id,
            Fulfilment.warehouse_id,
            sa.func.min(Fulfilment.promise_date).label("promise_date"),
            sa.func.count(sa.distinct(OrderLine.id)).label("lines"),
        )
        .join(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .where(RESERVED, Fulfilment.reserved_micro > Fulfilment.picking_micro)
        .group_by(OrderLine.order_id, Fulfilment.warehouse_id)
        .subquery()
    )
    waiting = (
        sa.select(OrderLine.order_id, sa.func.count(sa.distinct(OrderLine.id)).label("lines"))
        .join(Fulfilment, Fulfilment.order_line_id == OrderLine.id)
        .where(WAITS)
        .group_by(OrderLine.order_id)
        .subquery()
    )
    statement = (
        sa.select(Order.id, sa.func.coalesce(Order.number, ""), Order.customer_name)
        .add_columns(ready.c.warehouse_id, Warehouse.name, ready.c.promise_date, ready.c.lines)
        .add_columns(sa.func.coalesce(waiting.c.lines, 0), Order.delivery_wish)
        .add_columns(Order.customer_id)
        .join(ready, ready.c.order_id == Order.id)
        .join(Warehouse, Warehouse.id == ready.c.warehouse_id)
        .outerjoin(waiting, waiting.c.order_id == Order.id)
        .where(Order.state == "confirmed")
        .order_by(ready.c.promise_date.asc().nulls_last(), Order.id, ready.c.warehouse_id)
        .limit(limit)
    )
    if warehouse_id is not None:
        statement = statement.where(ready.c.warehouse_id == warehouse_id)
    rows = tuple(ShippableOrder(*row) for row in view.db.execute(statement))
    held = read_order_holds(view, {row.order_id: row.customer_id for row in rows})
    return tuple(replace(row, holds=_of_goods(held.get(row.order_id, ()))) for row in rows)


def _of_goods(cards: tuple[HoldCard, ...]) -> tuple[HoldCard, ...]:
    return tuple(card for card in cards if card.hold.stops & {Stop.PICK, Stop.SHIP})
