"""A small firm with confirmed orders and shipped shipments, written row by row: what invoicing starts from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.domain.money import MICRO, line_amount
from app.domain.orders.content_hash import content_hash
from app.domain.rights import SYSTEM
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, document_totals
from app.services.invoicing.shipped import post_invoice
from app.services.numbering import draw_number
from app.services.orders.drafts import read_draft
from app.services.orders.progress import update_progress
from app.services.payments.entering import PaymentInput, enter_payment
from app.services.setup import FirmInput, create_firm
from app.services.unit_of_work import UnitOfWork
from db.schema.firm import Firm
from db.schema.invoicing import OpenItem
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.parties import Customer
from db.schema.products import Product
from db.schema.shipping import Shipment, ShipmentLine
from db.schema.stock import Stock, StockMove
from db.statements import insert_row, insert_rows


@dataclass(frozen=True)
class Line:
    """An order line in plain numbers: quantity and price in millionths of the unit and currency.

    A rate other than the firm's 19 % has a code of its own unless one is named: an invoice takes the table's rate.
    """

    quantity: int = 1 * MICRO
    price: int = 10 * MICRO
    rate: int = 190_000
    kind: str = "goods"
    code: str = ""
    factor: tuple[int, int] = (1, 1)
    text: str = "Desk lamp"
    discount: int = 0
    amount: int | None = None
    list_price: int | None = None
    base_quantity: int | None = None

    def net(self, currency: str = "EUR") -> int:
        if self.amount is not None:
            return self.amount
        return line_amount(quantity_micro=self.quantity, price_micro=self.price, per=1, currency=currency)

    @property
    def base(self) -> int:
        if self.base_quantity is not None:
            return self.base_quantity
        return self.quantity * self.factor[0] // self.factor[1]

    @property
    def key(self) -> TaxKey:
        own = "S" if self.rate == 190_000 else f"S{self.rate}"
        return TaxKey("S" if self.rate else "K", self.rate, (self.code or own) if self.rate else "K")


@dataclass
class InvoiceOffice:
    """Does what order desk and warehouse would do, one short unit of work a call."""

    work: Any
    products: list[int] = field(default_factory=list)
    warehouse_id: int = 0

    def do(self, call: Callable[[UnitOfWork], Any], *, actor: Any = SYSTEM) -> Any:
        return self.work.run(call, actor=actor)

    def ask(self, call: Callable[[Any], Any]) -> Any:
        with self.work.reading(actor=SYSTEM) as view:
            return call(view)

    def scalar(self, statement: Any) -> Any:
        return self.ask(lambda view: view.db.execute(statement).scalar_one())

    def rows(self, statement: Any) -> list[dict[str, Any]]:
        return self.ask(lambda view: [dict(row) for row in view.db.execute(statement).mappings()])

    def set_up(self) -> InvoiceOffice:
        firm = FirmInput(
            name="Nordlicht GmbH",
            country="DE",
            currency="EUR",
            street="Speicherstr. 12",
            postcode="20457",
            city="Hamburg",
            vat_id="DE136695976",
            bank_name="Hansebank",
            iban="DE02120300000000202051",
        )

        def make(uow: UnitOfWork) -> None:
            create_firm(uow, firm)
            self.warehouse_id = int(uow.db.execute(sa.select(Firm.default_warehouse_id)).scalar_one() or 0)
            for number in range(1, 4):
                values = {"sku": f"L-{number}", "name": f"Lamp {number}", "sort_key": f"lamp {number}"}
                self.products.append(insert_row(uow.db, Product, {**values, "description": ""}))
            insert_rows(uow.db, StockMove, [self._move(uow, id_, 10**12, "opening") for id_ in self.products])

        self.do(make)
        return self

    def _move(self, uow: UnitOfWork, product_id: int, quantity: int, kind: str) -> dict[str, Any]:
        return {
            "product_id": product_id,
            "warehouse_id": self.warehouse_id,
            "quantity_micro": quantity,
            "kind": kind,
            "reason": "",
            "date": uow.today,
            "at": uow.now,
            "actor": "test",
        }

    def customer(self, name: str = "Café Größenwahn", *, term: int = 30, **changes: Any) -> int:
        def make(uow: UnitOfWork) -> int:
            term_id = uow.db.execute(
                sa.text("select id from payment_term where days=:d and not end_of_month"), {"d": term}
            ).scalar_one()
            count = uow.db.execute(sa.select(sa.func.count()).select_from(Customer)).scalar_one()
            values = {
                "number": f"K{count:04}",
                "name": name,
                "sort_key": name.casefold(),
                "street": "Königsallee 27",
                "postcode": "40212",
                "city": "Düsseldorf",
                "country": "DE",
                "vat_id": "DE129273398",
                "term_id": term_id,
                "notes": "",
            }
            return insert_row(uow.db, Customer, {**values, **changes})

        return self.do(make)

    def order(self, customer_id: int, lines: Sequence[Line], *, mode: str = "net", **changes: Any) -> int:
        """A confirmed order whose goods are reserved."""
        return self.do(lambda uow: self._insert_order(uow, customer_id, lines, mode, changes))

    def _insert_order(self, uow: UnitOfWork, customer_id: int, lines: Any, mode: str, changes: Any) -> int:
        number = draw_number(uow, "order", on=uow.today)
        amounts = [TaxedAmount(line.net(), line.key) for line in lines]
        totals = document_totals(amounts, PriceMode(mode))
        values = {
            "state": "confirmed",
            "number": number.number,
            "series_id": number.series_id,
            "series_number": number.series_number,
            "customer_id": customer_id,
            "customer_name": "Café Größenwahn",
            "ship_name": "Lager 2",
            "ship_street": "Hafenstr. 5",
            "ship_postcode": "40213",
            "ship_city": "Düsseldorf",
            "ship_country": "DE",
            "po_number": "PO 4711",
            "currency": "EUR",
            "price_mode": mode,
            "order_date": uow.today,
            "note": "",
            "net_minor": totals.net_minor,
            "tax_minor": totals.tax_minor,
            "gross_minor": totals.gross_minor,
            "cancel_reason": "",
            "created_by": "test",
            "created_at": uow.now,
        }
        order_id = insert_row(uow.db, Order, {**values, **changes})
        for position, line in enumerate(lines, start=1):
            self._insert_line(uow, order_id, position, line)
        hashed = content_hash(read_draft(uow, order_id))
        uow.db.execute(sa.update(Order).where(Order.id == order_id).values(content_hash=hashed))
        return order_id

    def _insert_line(self, uow: UnitOfWork, order_id: int, position: int, line: Line) -> None:
        product_id = self.products[position % 3] if line.kind == "goods" else None
        values = {
            "order_id": order_id,
            "line_key": f"k{position}",
            "position": position,
            "kind": line.kind,
            "product_id": product_id,
            "sku": f"L-{position}",
            "text": line.text,
            "quantity_micro": line.quantity,
            "factor_num": line.factor[0],
            "factor_den": line.factor[1],
            "base_micro": line.base,
            "list_price_micro": line.price if line.list_price is None else line.list_price,
            "discount_ppm": line.discount,
            "price_micro": line.price,
            "amount_minor": line.net(),
            "tax_code": line.key.code,
            "tax_category": line.key.category,
            "tax_ppm": line.rate,
        }
        line_id = insert_row(uow.db, OrderLine, values)
        if product_id is None:
            return
        place = {"product_id": product_id, "warehouse_id": self.warehouse_id}
        fulfilment = {"order_line_id": line_id, "quantity_micro": line.base, "reserved_micro": line.base}
        insert_row(uow.db, Fulfilment, {**place, **fulfilment})
        self._reserve(uow, product_id, line.base)

    def _reserve(self, uow: UnitOfWork, product_id: int, base: int) -> None:
        uow.db.execute(
            sa.update(Stock)
            .where(Stock.product_id == product_id, Stock.warehouse_id == self.warehouse_id)
            .values(reserved_micro=Stock.reserved_micro + base)
        )

    def ship(self, order_id: int, quantities: dict[int, int] | None = None) -> int:
        """Ship base quantities by line position (all that is left without); the shipment's id."""
        return self.do(lambda uow: self._ship(uow, order_id, quantities))

    def _ship(self, uow: UnitOfWork, order_id: int, quantities: dict[int, int] | None) -> int:
        number = draw_number(uow, "shipment", on=uow.today)
        values = {
            "number": number.number,
            "series_id": number.series_id,
            "series_number": number.series_number,
            "order_id": order_id,
            "warehouse_id": self.warehouse_id,
            "state": "shipped",
            "ship_name": "",
            "ship_street": "",
            "ship_postcode": "",
            "ship_city": "",
            "ship_country": "DE",
            "ship_date": uow.today,
            "created_at": uow.now,
            "created_by": "test",
        }
        shipment_id = insert_row(uow.db, Shipment, values)
        statement = (
            sa.select(OrderLine.position, Fulfilment.__table__)
            .join(Fulfilment, Fulfilment.order_line_id == OrderLine.id)
            .where(OrderLine.order_id == order_id)
        )
        for row in uow.db.execute(statement).mappings().all():
            left = row["reserved_micro"] if quantities is None else quantities.get(row["position"], 0)
            if left:
                self._ship_line(uow, shipment_id, row, left)
        update_progress(uow, order_id)
        return shipment_id

    def _ship_line(self, uow: UnitOfWork, shipment_id: int, row: Any, base: int) -> None:
        line = {"quantity_micro": base, "picked_micro": base}
        keys = {"order_line_id": row["order_line_id"], "fulfilment_id": row["id"]}
        insert_row(uow.db, ShipmentLine, {"shipment_id": shipment_id, **keys, **line})
        shipped = {
            "reserved_micro": Fulfilment.reserved_micro - base,
            "shipped_micro": Fulfilment.shipped_micro + base,
        }
        uow.db.execute(sa.update(Fulfilment).where(Fulfilment.id == row["id"]).values(**shipped))
        raised = OrderLine.shipped_micro + base
        uow.db.execute(
            sa.update(OrderLine).where(OrderLine.id == row["order_line_id"]).values(shipped_micro=raised)
        )
        self._reserve(uow, row["product_id"], -base)
        move = self._move(uow, row["product_id"], -base, "shipment")
        insert_row(uow.db, StockMove, {**move, "source_kind": "shipment", "source_id": shipment_id})

    def invoice(self, customer_id: int, lines: Sequence[Line], *, reason: str = "", **changes: Any) -> int:
        """An order, shipped and invoiced at once; the invoice's id. Below zero it takes a reason."""
        shipment_id = self.ship(self.order(customer_id, lines, **changes))
        return self.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id], reason=reason))

    def claim(self, customer_id: int, gross: int, *, date: dt.date | None = None) -> int:
        """An invoice over an untaxed amount; its open item."""
        line = Line(quantity=MICRO, price=gross * 10_000, rate=0)
        shipment_id = self.ship(self.order(customer_id, [line]))
        id_ = self.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id], date=date))
        return self.item(id_)

    def item(self, invoice_id: int) -> int:
        return self.scalar(sa.select(OpenItem.id).where(OpenItem.invoice_id == invoice_id))

    def pay(self, customer_id: int, amount: int, *, on: dt.date | None = None, **changes: Any) -> int:
        def enter(uow: UnitOfWork) -> int:
            return enter_payment(uow, PaymentInput(customer_id, amount, on or uow.today, **changes))

        return self.do(enter)

    def open_minor(self, item_id: int) -> int:
        statement = sa.select(OpenItem.amount_minor - OpenItem.applied_minor).where(OpenItem.id == item_id)
        return int(self.scalar(statement))
