"""One product's stock: by warehouse, what arrives, who holds it, who waits, and what is available when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.promise import ArrivalSupply, WarehouseStock, timeline
from app.services.stock.availability import COUNTS, RESERVED, read_availability
from app.services.stock.lists import MoveRow, read_move_page, read_waiting_lines
from app.services.stock.serving import WaitingLine
from app.services.stock.waiting import OWNER
from app.services.unit_of_work import Reading
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.products import Product
from db.schema.stock import Bin, Stock, Warehouse


@dataclass(frozen=True, slots=True)
class StockPlace:
    """A product in one warehouse, with what can be promised from when."""

    warehouse_id: int
    code: str
    name: str
    bin_code: str
    stock: WarehouseStock
    timeline: tuple[tuple[date, int], ...]

    @property
    def arrivals(self) -> tuple[ArrivalSupply, ...]:
        """What is still to come."""
        return self.stock.arrivals


@dataclass(frozen=True, slots=True)
class HoldingLine:
    """An order line, or changes that wait, with reserved stock; `picking_micro` of it lies on a pick list."""

    order_id: int
    order_number: str
    customer_name: str
    warehouse_id: int
    reserved_micro: int
    picking_micro: int
    promise_date: date | None


@dataclass(frozen=True, slots=True)
class StockCard:
    """Everything about one product's stock; quantities in base micro units of `unit`."""

    product_id: int
    sku: str
    name: str
    unit: str
    places: tuple[StockPlace, ...]
    holders: tuple[HoldingLine, ...]
    waiting: tuple[WaitingLine, ...]
    moves: tuple[MoveRow, ...]


def read_stock_card(view: Reading, product_id: int) -> StockCard:
    """The card; a fixed number of queries, lists cut at the newest hundred."""
    columns = (Product.id, Product.sku, Product.name, Product.unit)
    row = view.db.execute(sa.select(*columns).where(Product.id == product_id)).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="product", id=product_id)
    return StockCard(
        product_id=row.id,
        sku=row.sku,
        name=row.name,
        unit=row.unit,
        places=_read_places(view, product_id),
        holders=_read_holders(view, product_id),
        waiting=read_waiting_lines(view, product_id=product_id, limit=100),
        moves=read_move_page(view, product_id),
    )


def _read_places(view: Reading, product_id: int) -> tuple[StockPlace, ...]:
    """Every active warehouse, also those that have none of it."""
    product = read_availability(view, [product_id])[product_id]
    here = sa.and_(Stock.warehouse_id == Warehouse.id, Stock.product_id == product_id)
    rows = view.db.execute(
        sa.select(Warehouse.id, Warehouse.code, Warehouse.name, sa.func.coalesce(Bin.code, ""))
        .outerjoin(Stock, here)
        .outerjoin(Bin, Bin.id == Stock.bin_id)
        .where(Warehouse.active)
        .order_by(Warehouse.code)
    )
    today = view.clock.today()
    return tuple(
        StockPlace(row[0], row[1], row[2], row[3], product.at(row[0]), timeline(product.at(row[0]), today))
        for row in rows
    )


def _read_holders(view: Reading, product_id: int) -> tuple[HoldingLine, ...]:
    rows = view.db.execute(
        sa.select(Order.id, sa.func.coalesce(Order.number, ""), Order.customer_name)
        .add_columns(Fulfilment.warehouse_id, Fulfilment.reserved_micro, Fulfilment.picking_micro)
        .add_columns(Fulfilment.promise_date)
        .select_from(Fulfilment)
        .outerjoin(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .join(Order, Order.id == OWNER)
        .where(Fulfilment.product_id == product_id, RESERVED, COUNTS)
        .order_by(Fulfilment.promise_date.asc().nulls_last(), Fulfilment.id)
        .limit(100),
        {"now": view.clock.now()},
    )
    return tuple(HoldingLine(*row) for row in rows)
