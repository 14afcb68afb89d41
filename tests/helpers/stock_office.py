"""A minimal firm for tests of stock and shipping, by direct inserts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.domain.routing.facts import SourcePart, SourceReason
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.services.stock.levels import StockLevel, read_levels
from app.services.stock.moves import post_moves
from db.schema.firm import Firm, NumberSeries
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.parties import Customer, PaymentTerm
from db.schema.products import Product
from db.schema.stock import Warehouse
from db.statements import insert_row, insert_rows

HAMBURG, MUNICH, VIENNA = 1, 2, 3


@dataclass
class StockOffice:
    """The office with its work; quantities in whole units."""

    work: Any
    customer_id: int = 1
    orders: int = 0

    def begin(self):
        return self.work.begin(actor=SYSTEM)

    def reading(self):
        return self.work.reading(actor=SYSTEM)

    def add_stock(self, product_id: int, warehouse_id: int, quantity: int) -> None:
        with self.begin() as uow:
            post_moves(uow, {(product_id, warehouse_id): quantity * MICRO}, kind="opening")

    def level(self, product_id: int, warehouse_id: int) -> StockLevel:
        with self.reading() as view:
            return read_levels(view, [(product_id, warehouse_id)])[product_id, warehouse_id]

    def add_order(self, *lines: tuple[int, int], **values: Any) -> int:
        """A confirmed order of (product, quantity) lines; product 0 is a service."""
        self.orders += 1
        number = f"SO-{self.orders:05d}"
        head = {
            "state": "confirmed",
            "number": number,
            "customer_id": self.customer_id,
            "customer_name": "Nord Office GmbH",
            "ship_name": "Nord Office GmbH",
            "ship_street": "Elbchaussee 1",
            "ship_postcode": "22765",
            "ship_city": "Hamburg",
            "ship_country": "DE",
            "currency": "EUR",
            "order_date": date(2026, 3, 2),
            "created_by": "test",
            "po_number": "PO 4711",
        }
        with self.begin() as uow:
            order_id = insert_row(uow.db, Order, {**head, "created_at": uow.now, **values})
            rows = [
                self._line(order_id, place, product, quantity)
                for place, (product, quantity) in enumerate(lines)
            ]
            insert_rows(uow.db, OrderLine, rows)
        return order_id

    def _line(self, order_id: int, place: int, product_id: int, quantity: int) -> dict[str, Any]:
        return {
            "order_id": order_id,
            "line_key": f"k{place}",
            "position": place + 1,
            "kind": "goods" if product_id else "service",
            "product_id": product_id or None,
            "sku": f"P{product_id}" if product_id else "SERVICE",
            "text": f"Product {product_id}" if product_id else "Assembly on site",
            "quantity_micro": quantity * MICRO,
            "base_micro": quantity * MICRO,
        }

    def line_ids(self, order_id: int) -> list[int]:
        with self.reading() as view:
            statement = sa.select(OrderLine.id).where(OrderLine.order_id == order_id).order_by(OrderLine.id)
            return list(view.db.execute(statement).scalars())

    def reserve(self, order_id: int, warehouse_id: int = HAMBURG) -> None:
        """Reserve every goods line of the order there."""
        with self.begin() as uow:
            statement = sa.select(OrderLine.id, OrderLine.product_id, OrderLine.base_micro)
            rows = uow.db.execute(
                statement.where(OrderLine.order_id == order_id, OrderLine.kind == "goods")
            ).all()
            fulfil_lines(
                uow, [LinePart(row[0], part(row[1], warehouse_id, reserve=row[2] // MICRO)) for row in rows]
            )

    def fulfilments(self, order_id: int) -> list[Any]:
        with self.reading() as view:
            statement = (
                sa.select(Fulfilment.__table__)
                .join(OrderLine, OrderLine.id == Fulfilment.order_line_id)
                .where(OrderLine.order_id == order_id)
                .order_by(Fulfilment.id)
            )
            return list(view.db.execute(statement))


def part(
    product_id: int,
    warehouse_id: int = HAMBURG,
    *,
    reserve: int = 0,
    wait: int = 0,
    arrival_line_id: int | None = None,
    promise: date | None = date(2026, 3, 2),
    line_key: str = "k0",
) -> SourcePart:
    """A chosen part in whole units."""
    return SourcePart(
        line_key,
        product_id,
        warehouse_id,
        reserve * MICRO,
        wait * MICRO,
        arrival_line_id,
        promise,
        SourceReason("source.only_line", {"warehouse": "Hamburg", "date": promise}),
    )


def make_stock_office(work: Any, *, products: int = 5) -> StockOffice:
    """A firm with three warehouses, a customer and `products` goods (ids from 1)."""
    with work.begin(actor=SYSTEM) as uow:
        _insert_firm(uow)
        rows = [
            {"sku": f"P{number}", "name": f"Product {number}", "sort_key": f"product {number:06d}"}
            for number in range(1, products + 1)
        ]
        insert_rows(uow.db, Product, rows)
    return StockOffice(work)


def _insert_firm(uow: Any) -> None:
    address = {"street": "Kai 1", "postcode": "20457", "city": "Hamburg"}
    firm = {"name": "Kontor Nord", **address, "country": "DE", "vat_id": "DE136695976", "currency": "EUR"}
    insert_row(uow.db, Firm, firm)
    term_id = insert_row(uow.db, PaymentTerm, {"code": "30", "name": "30 days", "days": 30})
    customer = {"number": "C1", "name": "Nord Office GmbH", "sort_key": "nord office", "country": "DE"}
    insert_row(uow.db, Customer, {**customer, "term_id": term_id})
    places = [
        ("HH", "Hamburg", "DE", 53_550_000, 9_990_000, time(14)),
        ("M", "Munich", "DE", 48_140_000, 11_580_000, time(12)),
        ("VIE", "Vienna", "AT", 48_210_000, 16_370_000, time(15)),
    ]
    names = ("code", "name", "country", "latitude_micro", "longitude_micro", "cutoff")
    insert_rows(uow.db, Warehouse, [dict(zip(names, place, strict=True)) for place in places])
    series = [{"kind": kind, "prefix": prefix} for kind, prefix in (("shipment", "DN-"), ("arrival", "AR-"))]
    insert_rows(uow.db, NumberSeries, series)
