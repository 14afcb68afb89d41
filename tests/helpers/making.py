"""A small workshop: shelves of boards and screws, sold and made."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.services.configurations import keep_configuration
from app.services.making.changing import start
from app.services.making.finishing import finish
from app.services.making.releasing import release
from app.services.product_models import configure_product, release_version, save_model
from app.services.products import ProductInput, create_product
from db.schema.making import WorkshopOrder
from db.schema.products import Product
from db.schema.stock import Stock
from db.statements import table_of
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER, OrderOffice, micro
from tests.helpers.shelf_model import YAML, shelf

BOARD, SCREW = "BOARD-1", "SCREW-1"
BILL = f"""\
bom:
  - {{code: boards, article: {BOARD}, quantity: "width / 800"}}
  - {{code: screws, article: {SCREW}, quantity: 4}}
operations:
  - {{code: cut, name: {{en: Cut, de: Schneiden}}, setup: 10, minutes: 30, hourly: 48}}
"""
ORDERS = table_of(WorkshopOrder)


class Workshop:
    """An office that sells shelves as its chairs; boards at 10.00 and screws at 0.50 are bought."""

    def __init__(
        self, desk: OrderOffice, *, boards: int = 20, screws: int = 50, lacking: bool = False
    ) -> None:
        self.desk = desk
        with desk.begin(OWNER) as uow:
            bill = BILL.replace(SCREW, "NO-SUCH") if lacking else BILL
            self.version = save_model(uow, {"model.yaml": YAML + bill})
            release_version(uow, self.version.id, version=1)
            configure_product(uow, desk.ids[CHAIR], self.version.model_id)
            for sku, cost in ((BOARD, "10"), (SCREW, "0.5")):
                data = ProductInput(sku=sku, name=sku.title(), standard_cost_micro=micro(cost))
                desk.ids[sku] = create_product(uow, data)
        for sku, count in ((BOARD, boards), (SCREW, screws)):
            if count:
                desk.receive(sku, count)

    def keep(self, width: int = 800, **more: Any) -> str:
        """The key of a kept shelf."""
        with self.desk.begin(CLERK) as uow:
            return keep_configuration(uow, self.version.id, shelf(width, **more))

    def sell(self, quantity: int = 1, width: int = 800, customer: str = NORD, **more: Any) -> int:
        """A confirmed order of shelves; its id."""
        order_id = self.desk.start(customer)
        line = self.desk.line(CHAIR, quantity, configuration=self.keep(width, **more), text="Shelf")
        self.desk.edit(order_id, line)
        return self.desk.confirm(order_id).order_id

    def sell_both(self) -> int:
        """A confirmed order of two shelves of one SKU, 800 and 600 wide; its id."""
        order_id = self.desk.start(NORD)
        keys = (self.keep(), self.keep(600))
        lines = [self.desk.line(CHAIR, 1, configuration=key, text="Shelf") for key in keys]
        self.desk.edit(order_id, *lines)
        return self.desk.confirm(order_id).order_id

    def orders(self, order_id: int) -> list[Any]:
        """The workshop orders of an order."""
        return self.desk.rows(sa.select(ORDERS).where(ORDERS.c.order_id == order_id).order_by(ORDERS.c.id))

    def one(self, order_id: int) -> Any:
        """Its only one."""
        (found,) = self.orders(order_id)
        return found

    def do(self, call: Any, row: Any, **more: Any) -> Any:
        """A service in a unit of work of its own, on the workshop order as it was seen."""
        with self.desk.begin(OWNER) as uow:
            return call(uow, row["id"], version=row["version"], **more)

    def begin(self, order_id: int) -> Any:
        """Released and started."""
        self.do(release, self.one(order_id))
        self.do(start, self.one(order_id))
        return self.one(order_id)

    def finish(self, order_id: int, pieces: int) -> None:
        """So many more are finished."""
        self.do(finish, self.one(order_id), quantity_micro=micro(pieces))

    def stock(self, sku: str) -> tuple[int, int]:
        """On hand and reserved in Hamburg, in millionths."""
        stock, product = table_of(Stock), table_of(Product)
        rows = self.desk.rows(
            sa.select(stock.c.on_hand_micro, stock.c.reserved_micro)
            .join(product, product.c.id == stock.c.product_id)
            .where(product.c.sku == sku)
        )
        return next(((row["on_hand_micro"], row["reserved_micro"]) for row in rows), (0, 0))

    def made_sku(self, order_id: int) -> str:
        """The SKU of what is made for it."""
        return self.made_skus(order_id)[0]

    def made_skus(self, order_id: int) -> list[str]:
        """The SKUs of what is made for it, by workshop order; `receive` knows them then."""
        product = table_of(Product)
        ids = [row["product_id"] for row in self.orders(order_id)]
        rows = self.desk.rows(sa.select(product.c.id, product.c.sku).where(product.c.id.in_(ids)))
        skus = {row["id"]: row["sku"] for row in rows}
        self.desk.ids |= {sku: id_ for id_, sku in skus.items()}
        return [skus[id_] for id_ in ids]


def make_all(desk: OrderOffice, order_id: int) -> None:
    """All that is to be made for the order is released, started and finished."""
    live = sa.select(ORDERS).where(ORDERS.c.order_id == order_id, ORDERS.c.state == "open")
    for row in desk.rows(live):
        with desk.begin(OWNER) as uow:
            released = release(uow, row["id"], version=row["version"])
            version = start(uow, row["id"], version=released.version)
            finish(uow, row["id"], version=version, quantity_micro=row["quantity_micro"])
