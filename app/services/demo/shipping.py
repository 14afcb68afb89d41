"""The warehouse's day: pick lists for what is reserved, shipments, now and then a part only."""

from __future__ import annotations

import random
from dataclasses import dataclass

import sqlalchemy as sa

from app.services.demo.office import WAREHOUSE, DemoOffice
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import Fulfilment, Order, OrderLine

PARTLY = 0.04


@dataclass(frozen=True, slots=True)
class Ready:
    """Goods of an order that a warehouse could pick now."""

    order_id: int
    warehouse_id: int


def read_ready(view: Reading) -> list[Ready]:
    """What could be picked, oldest orders first; ship-complete orders only when nothing waits."""
    waits = Fulfilment.quantity_micro - Fulfilment.reserved_micro - Fulfilment.shipped_micro
    rows = view.db.execute(
        sa.select(
            OrderLine.order_id,
            Fulfilment.warehouse_id,
            Order.delivery_wish,
            sa.func.sum(sa.case((Fulfilment.reserved_micro > Fulfilment.picking_micro, 1), else_=0)),
            sa.func.sum(sa.case((waits > 0, 1), else_=0)),
        )
        .join(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state == "confirmed")
        .group_by(OrderLine.order_id, Fulfilment.warehouse_id, Order.delivery_wish)
        .order_by(OrderLine.order_id, Fulfilment.warehouse_id)
    ).all()
    held = {row[0] for row in rows if row[2] == "complete" and row[4]}
    return [Ready(row[0], row[1]) for row in rows if row[3] and row[0] not in held]


def ship(office: DemoOffice, ready: Ready, source: random.Random) -> int:
    """Pick and ship; the shipment's id. The papers of this history are made on their first view."""
    partly = source.random() < PARTLY

    def call(uow: UnitOfWork) -> int:
        shipment_id = create_pick_list(uow, ready.order_id, ready.warehouse_id, with_paper=False)
        lines = read_picked_lines(uow, shipment_id)
        picked = {line.id: line.quantity_micro for line in lines}
        goods = [line for line in lines if line.fulfilment_id is not None]
        if partly and len(goods) > 1:
            picked[goods[-1].id] = 0
        record_picked(uow, shipment_id, picked)
        post_shipment(uow, shipment_id, with_paper=False)
        return shipment_id

    return office.write(WAREHOUSE, call)


def pick(office: DemoOffice, ready: Ready) -> int:
    """Make a pick list that still lies in the warehouse; the shipment's id."""
    return office.write(WAREHOUSE, create_pick_list, ready.order_id, ready.warehouse_id, with_paper=False)
