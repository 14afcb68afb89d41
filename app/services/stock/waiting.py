"""Order lines that wait for stock: read in the order in which they are served, and their orders held before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.domain.making import NOT_BEGUN
from app.domain.parties import DeliveryWish
from app.services.stock.availability import WAITING_MICRO, WAITS
from app.services.stock.levels import StockKey, in_places
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import among, ids, one_of
from db.schema.making import WorkshopComponent, WorkshopOrder
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.products import Product
from db.schema.stock import Arrival, ArrivalLine, Warehouse
from db.statements import table_of

_HELD_PRODUCTS = (
    sa.select(Product.id)
    .where(one_of(Product.id, ids("products")))
    .order_by(Product.id)
    .with_for_update(key_share=True)
)

_IN_WORKSHOP = (
    sa.select(WorkshopComponent.product_id)
    .join(WorkshopOrder, WorkshopOrder.id == WorkshopComponent.workshop_order_id)
    .where(WorkshopOrder.order_id == sa.bindparam("of_order"), WorkshopOrder.state.in_(NOT_BEGUN))
)
_HELD_WITH_COMPONENTS = (
    sa.select(Product.id)
    .where(Product.id.in_(sa.union_all(sa.select(sa.func.unnest(ids("products"))), _IN_WORKSHOP)))
    .order_by(Product.id)
    .with_for_update(key_share=True)
)
"""With the components of what is made for an order: whoever brings them in may date it, and it may lose its day."""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A part of an order line that waits in a warehouse, and what for (no arrival: nothing is on its way to it).

    `wish` is the day on which it should leave. `held_first` and `held_last` are told of orders that ship complete
    only: the lowest and highest warehouse that holds some of the same order line, or expects it with an arrival.
    """

    fulfilment_id: int
    order_id: int
    order_number: str
    order_version: int
    customer_name: str
    order_line_id: int | None
    sku: str
    text: str
    product_id: int
    warehouse_id: int
    warehouse_name: str
    quantity_micro: int
    promise_date: date | None
    arrival_id: int | None
    arrival_number: str
    arrival_due: date | None
    wish: date | None
    delivery_wish: str
    ship_country: str
    ship_postcode: str
    held_first: int | None
    held_last: int | None
    held_until: datetime | None = None  # of what waits for an approval
    only_from: int | None = None  # the one warehouse that its order names
    changes_of: int | None = None  # the order whose changes wait for it: what is new in them has no line yet
    is_made: bool = False  # in the workshop, for its line

    @property
    def place(self) -> StockKey:
        """The product and the warehouse in which it waits."""
        return self.product_id, self.warehouse_id

    @property
    def ships_complete(self) -> bool:
        """Whether the order's wish forbids to split the line."""
        return self.delivery_wish == DeliveryWish.COMPLETE

    def may_move_to(self, warehouse_id: int) -> bool:
        """Whether that warehouse may serve it: a line that ships complete goes where all of it is, or not at all.

        An order that names its warehouse waits for that one: it is taxed from there.
        """
        if self.only_from is not None and self.only_from != warehouse_id:
            return False
        if not self.ships_complete or self.held_first is None:
            return True
        return self.held_first == self.held_last == warehouse_id


OWNER = sa.func.coalesce(OrderLine.order_id, Fulfilment.order_id)
"""The order of a part: its line's, or the one whose changes hold it while they wait for an approval."""


def of_lines(waiting: Iterable[WaitingLine]) -> tuple[int, ...]:
    """Their orders whose lines wait: what changes hold promises nothing before they are confirmed."""
    return tuple(sorted({line.order_id for line in waiting if line.changes_of is None}))


_OTHER = table_of(Fulfilment).alias("other")
_OTHER_ARRIVAL = table_of(ArrivalLine).alias("other_arrival")


def _held_at(which: Any) -> Any:
    """The warehouse that holds or expects some of the same line, asked only where the order ships complete."""
    rests = (
        sa.select(_OTHER_ARRIVAL.c.id)
        .where(_OTHER_ARRIVAL.c.id == _OTHER.c.arrival_line_id, sa.not_(_OTHER_ARRIVAL.c.closed))
        .exists()
    )
    waits = _OTHER.c.quantity_micro > _OTHER.c.reserved_micro + _OTHER.c.shipped_micro
    found = (
        sa.select(which(_OTHER.c.warehouse_id))
        .where(_OTHER.c.order_line_id == OrderLine.id)
        .where(sa.or_(_OTHER.c.reserved_micro > 0, sa.and_(waits, rests)))
        .scalar_subquery()
    )
    return sa.case((Order.delivery_wish == DeliveryWish.COMPLETE.value, found))


_COLUMNS: tuple[Any, ...] = (
    Fulfilment.id,
    Order.id,
    sa.func.coalesce(Order.number, ""),
    Order.version,
    Order.customer_name,
    OrderLine.id,
    sa.func.coalesce(OrderLine.sku, Product.sku),
    sa.func.coalesce(OrderLine.text, Product.name),
    Fulfilment.product_id,
    Fulfilment.warehouse_id,
    Warehouse.name,
    WAITING_MICRO,
    Fulfilment.promise_date,
    Arrival.id,
    sa.func.coalesce(Arrival.number, ""),
    ArrivalLine.due_date,
    sa.func.coalesce(OrderLine.requested_date, Order.requested_date),
    Order.delivery_wish,
    Order.ship_country,
    Order.ship_postcode,
    _held_at(sa.func.min),
    _held_at(sa.func.max),
    Fulfilment.held_until,
    Order.warehouse_id,
    Fulfilment.order_id,
    Product.variant_of_id.is_not(None),
)
_STILL_COMES = sa.and_(ArrivalLine.id == Fulfilment.arrival_line_id, sa.not_(ArrivalLine.closed))


def select_waiting(now: datetime) -> sa.Select[Any]:
    """A select of waiting lines, columns as in `WaitingLine`, first promise first.

    They are those of confirmed orders, and of drafts and changes that hold their date while they wait for an approval.
    """
    is_ordered = sa.and_(Order.state == "confirmed", Fulfilment.held_until.is_(None))
    return (
        sa.select(*_COLUMNS)
        .select_from(Fulfilment)
        .outerjoin(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .join(Order, Order.id == OWNER)
        .join(Product, Product.id == Fulfilment.product_id)
        .join(Warehouse, Warehouse.id == Fulfilment.warehouse_id)
        .outerjoin(ArrivalLine, _STILL_COMES)
        .outerjoin(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .where(WAITS, sa.or_(is_ordered, Fulfilment.held_until > now))
        .order_by(Fulfilment.promise_date.asc().nulls_last(), Fulfilment.id)
    )


def read_waiting_for(
    view: Reading, keys: Iterable[StockKey], *, lock: bool = False
) -> tuple[WaitingLine, ...]:
    """Every line that stock in those places may serve, first promise first; `lock` holds their fulfilments.

    They are the lines that wait there, and those that wait for the product elsewhere and rest on no arrival.
    """
    statement = select_waiting(view.clock.now()).where(_may_be_served_from(view, keys))
    if lock:  # a receipt in another warehouse may be about to serve the same line
        statement = statement.with_for_update(of=Fulfilment)
    return tuple(WaitingLine(*row) for row in view.db.execute(statement))


def _may_be_served_from(view: Reading, keys: Iterable[StockKey]) -> Any:
    wanted = sorted(set(keys))
    products = sorted({product_id for product_id, _warehouse_id in wanted})
    here = in_places(view.db, Fulfilment.product_id, Fulfilment.warehouse_id, wanted)
    return sa.and_(among(view.db, Fulfilment.product_id, products), sa.or_(here, ArrivalLine.id.is_(None)))


def left_of_line(line: WaitingLine, served_micro: int) -> WaitingLine:
    """The line with that much less to wait for."""
    return replace(line, quantity_micro=line.quantity_micro - served_micro)


def rest_of_line(line: WaitingLine, part_micro: int) -> WaitingLine:
    """What still waits of a line that got so much where it waits."""
    places = [place for place in (line.held_first, line.held_last, line.warehouse_id) if place is not None]
    return replace(left_of_line(line, part_micro), held_first=min(places), held_last=max(places))


def read_waiting_places(view: Reading, order_id: int) -> list[StockKey]:
    """Where something of the order waits."""
    found = (
        sa.select(Fulfilment.product_id, Fulfilment.warehouse_id)
        .join(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .where(OrderLine.order_id == order_id, WAITS)
        .distinct()
    )
    return sorted((row[0], row[1]) for row in view.db.execute(found))


def hold_products(uow: UnitOfWork, product_ids: Iterable[int], *, of_order: int | None = None) -> None:
    """Hold the articles by id, before any order is held: who frees or wants one of them sees what the other did.

    Else a line that loses its arrival and an arrival that is set free beside it in the same moment never meet; nor
    what is made for `of_order` and loses its day, and the receipt of its components.
    """
    if uow.db.dialect.name != "postgresql":
        return
    wanted: dict[str, object] = {"products": sorted(set(product_ids))}
    if of_order is None:
        uow.db.execute(_HELD_PRODUCTS, wanted).all()
    else:
        uow.db.execute(_HELD_WITH_COMPONENTS, {**wanted, "of_order": of_order}).all()


def hold_orders_waiting(
    uow: UnitOfWork, keys: Iterable[StockKey], *, also: int | None = None, articles: Iterable[int] = ()
) -> None:
    """Hold the articles, then the orders that may get stock now (and `also` one more), before any stock is held.

    `articles` are more of them, of which the caller will take some himself.

    Who changes or cancels an order holds it first and wants its stock then; who brings stock in writes to the orders
    that it serves. Everybody takes orders before stock, so nobody waits for somebody who waits for him. SQLite's
    writer is alone.
    """
    wanted = sorted(set(keys))
    if uow.db.dialect.name != "postgresql" or not (wanted or also):
        return
    hold_products(uow, {*articles, *(product_id for product_id, _warehouse_id in wanted)}, of_order=also)
    waits = (
        sa.select(OWNER)
        .select_from(Fulfilment)
        .outerjoin(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .outerjoin(ArrivalLine, _STILL_COMES)
        .where(WAITS, _may_be_served_from(uow, wanted))
    )
    # one list of ids: with an `or` beside it the server looks at every open order
    made = _made_of(uow, {product_id for product_id, _warehouse_id in wanted})
    named = () if also is None else (sa.select(sa.literal(also)),)
    mine = sa.union_all(waits, made, *named)
    held = sa.select(Order.id).where(Order.id.in_(mine)).order_by(Order.id)
    uow.db.execute(held.with_for_update(key_share=True)).all()


def _made_of(view: Reading, product_ids: Iterable[int]) -> sa.Select[int]:
    """The orders of workshop orders without a day that take one of the articles: what comes of it may date them."""
    return (
        sa.select(WorkshopOrder.order_id)
        .join(WorkshopComponent, WorkshopComponent.workshop_order_id == WorkshopOrder.id)
        .where(among(view.db, WorkshopComponent.product_id, sorted(product_ids)))
        .where(WorkshopOrder.due_date.is_(None), WorkshopOrder.state.in_(NOT_BEGUN))
    )


def hold_orders_beside(uow: UnitOfWork, order_id: int, *, articles: Iterable[int] = ()) -> None:
    """Hold the order and those that get what it may give back, and `articles`; see `hold_orders_waiting`."""
    if uow.db.dialect.name != "postgresql":
        return
    hold_orders_waiting(uow, read_places(uow, order_id), also=order_id, articles=articles)


def read_places(view: Reading, order_id: int) -> list[StockKey]:
    """Where the order holds or awaits something, for changes that wait too; one query."""
    places = sa.select(Fulfilment.product_id, Fulfilment.warehouse_id)
    of_lines = places.join(OrderLine, OrderLine.id == Fulfilment.order_line_id).where(
        OrderLine.order_id == order_id
    )
    found = sa.union(of_lines, places.where(Fulfilment.order_id == order_id))
    return sorted((row[0], row[1]) for row in view.db.execute(found))
