"""Opening stock and purchasing: what falls short is ordered on Mondays and arrives some weeks later."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from app.domain.money import MICRO
from app.services.demo.office import OWNER, WAREHOUSE, DemoOffice, DemoProduct
from app.services.stock.arrivals import ExpectedLine, create_arrival, read_arrival
from app.services.stock.changes import open_stock
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import ReceivedLine, receive_arrival
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import Fulfilment
from db.schema.stock import Arrival, ArrivalLine, Stock

SUPPLIERS = ("Holzwerk Lippe", "Metallbau Nord", "Seating Components BV", "Tessitura Prato")
RANGE = (0.9, 0.78, 0.8)  # how much of the range lies in Hamburg, Leeds and Lyon; each product lies somewhere
DEMAND = (0.6, 0.22, 0.3)  # how much of the demand each is stocked for: they help one another out
StockKey = tuple[int, int]


@dataclass(slots=True)
class Supply:
    """Reorder points and lots by (product, warehouse), in whole units; when open arrivals really come."""

    points: dict[StockKey, tuple[int, int]] = field(default_factory=dict)
    coming: list[tuple[date, int]] = field(default_factory=list)


def make_stock(office: DemoOffice) -> Supply:
    """Book the opening stock."""
    source = office.random("stock")
    supply = Supply()
    for place, warehouse_id in enumerate(office.warehouses):
        lines = []
        for id_, product in office.products.items():
            if product.facts.kind != "goods" or not _lies_in(id_, place):
                continue
            point, lot = _reorder(product, source, share=DEMAND[place])
            if not product.facts.discontinued:
                supply.points[id_, warehouse_id] = point, lot
            opening = (point + source.randrange(1, lot + 1)) * office.size.opening_factor
            lines.append(ProductQuantity(id_, opening * MICRO))
        office.write(OWNER, open_stock, warehouse_id=warehouse_id, lines=lines)
    return supply


def _lies_in(product_id: int, place: int) -> bool:
    """Whether the warehouse keeps the product: what one leaves out, the next one keeps."""
    left_out = [(product_id * 37 + 29 * each) % 100 >= share * 100 for each, share in enumerate(RANGE)]
    return all(left_out) or not left_out[place]


def _reorder(product: DemoProduct, source: random.Random, *, share: float) -> tuple[int, int]:
    """(reorder point, lot): enough for about three and ten weeks of what usually sells."""
    typical = sum(product.pick) / 2
    weekly = product.popularity * typical * 0.042 * share
    point = max(1, round(weekly * 3 + typical * source.uniform(0.2, 1.0)))
    step = max(1, product.facts.step_micro // MICRO)
    lot = max(product.pick[1], round(weekly * 10))
    return point, -(-lot // step) * step


def purchase(office: DemoOffice, supply: Supply, source: random.Random, today: date) -> None:
    """Order what is below its reorder point: one arrival a warehouse and supplier."""
    levels = office.read(_read_levels)
    short: dict[tuple[int, int], list[ExpectedLine]] = {}
    for key, (point, lot) in sorted(supply.points.items()):
        free = levels.get(key, 0) // MICRO
        if free > point:
            continue
        wanted = lot * (1 + max(0, point - free) // lot)
        place = (key[1], key[0] % len(SUPPLIERS))
        due = today + timedelta(days=14 + 5 * place[1] + source.randrange(0, 4))
        short.setdefault(place, []).append(ExpectedLine(key[0], wanted * MICRO, due))
    for (warehouse_id, supplier), lines in short.items():
        due = max(line.due_date for line in lines)
        same_day = [ExpectedLine(line.product_id, line.quantity_micro, due) for line in lines]
        arrival_id = office.write(
            WAREHOUSE, create_arrival, warehouse_id=warehouse_id, supplier=SUPPLIERS[supplier], lines=same_day
        )
        late = source.choices((0, 3, 9), weights=(80, 14, 6))[0]
        supply.coming.append((due + timedelta(days=late), arrival_id))


def receive_due(office: DemoOffice, supply: Supply, today: date) -> None:
    """Book in what comes today."""
    here = [arrival_id for day, arrival_id in supply.coming if day <= today]
    supply.coming = [entry for entry in supply.coming if entry[0] > today]
    for arrival_id in here:
        office.write(WAREHOUSE, _receive, arrival_id)


def _receive(uow: UnitOfWork, arrival_id: int) -> None:
    arrival = read_arrival(uow, arrival_id)
    received = [ReceivedLine(line.id, line.open_micro) for line in arrival.lines]
    receive_arrival(uow, arrival_id=arrival_id, version=arrival.version, received=received)


def _read_levels(view: Reading) -> Mapping[StockKey, int]:
    """What is free and what comes, less what waits, by product and warehouse."""
    levels: dict[StockKey, int] = {}
    open_micro = ArrivalLine.quantity_micro - ArrivalLine.received_micro
    waits = Fulfilment.quantity_micro - Fulfilment.reserved_micro - Fulfilment.shipped_micro
    free = Stock.on_hand_micro - Stock.reserved_micro
    statements = (
        sa.select(Stock.product_id, Stock.warehouse_id, free),
        sa.select(ArrivalLine.product_id, Arrival.warehouse_id, sa.func.sum(open_micro))
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .where(Arrival.state == "open", sa.not_(ArrivalLine.closed))
        .group_by(ArrivalLine.product_id, Arrival.warehouse_id),
        sa.select(Fulfilment.product_id, Fulfilment.warehouse_id, -sa.func.sum(waits))
        .where(waits > 0)
        .group_by(Fulfilment.product_id, Fulfilment.warehouse_id),
    )
    for statement in statements:
        for product_id, warehouse_id, quantity in view.db.execute(statement):
            key = (product_id, warehouse_id)
            levels[key] = levels.get(key, 0) + int(quantity)
    return levels
