"""A small firm made by the services, and a clerk who keys orders in it.

Two warehouses, three products (pieces with dozens and a break at 12, lamps in packs of 10, cable by the metre),
three customers: a domestic business, an EU business with a VAT id, a consumer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from app.domain.money import MICRO, micro_of
from app.domain.orders.draft import (
    Draft,
    Edit,
    Header,
    Line,
    apply_edits,
    edit_line,
    insert_line,
    next_position,
)
from app.domain.orders.keying import product_values
from app.domain.orders.repricing import reprice_changed
from app.domain.rights import ROLES, SYSTEM, Actor
from app.services import parties, prices, products, setup
from app.services.orders.amending import amend_order
from app.services.orders.confirming import Confirmed, confirm
from app.services.orders.context import read_order_context
from app.services.orders.drafts import read_draft, save_edits, start_draft
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.stock import Stock
from db.statements import table_of

CLERK = Actor("anna", frozenset({"sales"}))
OWNER = Actor("olaf", frozenset(ROLES))
HAMBURG, MUNICH = 1, 2
CHAIR, LAMP, CABLE = "CH-1", "LA-1", "CA-1"
NORD, WIEN, ANNA = "Nord Office GmbH", "Wien Büro GmbH", "Anna Meyer"
HEADS: dict[str, dict[str, Any]] = {
    NORD: {"ship_street": "Kai 1", "ship_postcode": "20457", "ship_city": "Hamburg", "ship_country": "DE"},
    WIEN: {"ship_street": "Ring 2", "ship_postcode": "1010", "ship_city": "Wien", "ship_country": "AT"},
    ANNA: {"ship_street": "Gasse 3", "ship_postcode": "5020", "ship_city": "Salzburg", "ship_country": "AT"},
}


def micro(text: str | int) -> int:
    """A number in millionths."""
    return micro_of(Decimal(text))


@dataclass
class OrderOffice:
    """The office; ids of products by SKU and of customers by name."""

    work: Any
    ids: dict[str, int] = field(default_factory=dict)
    price_list: int = 0
    keys: int = 0

    def begin(self, actor: Actor = CLERK) -> Any:
        """A unit of work of the clerk."""
        return self.work.begin(actor=actor)

    def reading(self, actor: Actor = CLERK) -> Any:
        """A read of the clerk."""
        return self.work.reading(actor=actor)

    def start(self, customer: str = NORD, **header: Any) -> int:
        """An empty draft for the customer."""
        with self.begin() as uow:
            order_id = start_draft(uow)
            draft = read_draft(uow, order_id)
            head = Header(
                customer_id=self.ids[customer], customer_name=customer, ship_name=customer, **HEADS[customer]
            )
            save_edits(uow, before=draft, after=replace(draft, header=replace(head, **header)))
        return order_id

    def key(self, *lines: tuple[str, Any], customer: str = NORD, **header: Any) -> int:
        """A draft with lines (SKU, quantity), the quantity as `12` or "2 dz"."""
        order_id = self.start(customer, **header)
        self.edit(order_id, *(self.line(sku, quantity) for sku, quantity in lines))
        return order_id

    def line(self, sku: str, quantity: str | int, **values: Any) -> Line:
        """A new line of a product, not priced yet."""
        number, _, unit = str(quantity).partition(" ")
        with self.reading() as view:
            facts = read_order_context(view, customer_id=None, product_ids=[self.ids[sku]]).products
        product = facts[self.ids[sku]]
        self.keys += 1
        fields = product_values(product, product.unit(unit) if unit else None)
        line = Line(key=f"k{self.keys:04d}", position=0, quantity_micro=micro(number))
        return replace(line, **{**fields, **values})

    def free(self, text: str, price: str, kind: str = "free", quantity: str = "1") -> Line:
        """A new line without a product."""
        self.keys += 1
        return Line(
            key=f"k{self.keys:04d}", position=0, kind=kind, text=text, quantity_micro=micro(quantity),
            list_price_micro=micro(price), price_source="manual", discount_source="manual",
        )  # fmt: skip

    def edited(self, before: Draft, *edits: Edit | Line) -> Draft:
        """The draft after the edits as the desk shows it; a bare line is a new one at the end."""
        after = before
        for edit in edits:
            each = (
                insert_line(replace(edit, position=next_position(after))) if isinstance(edit, Line) else edit
            )
            after = apply_edits(after, [each])
        wanted = {line.product_id for line in after.lines if line.product_id is not None}
        with self.reading() as view:
            context = read_order_context(
                view,
                customer_id=after.header.customer_id,
                product_ids=wanted,
                configurations=after.configurations,
                order_id=after.id,
            )
        after = reprice_changed(before, after, context)
        return after if after.rules_version else replace(after, rules_version=context.rules.version)

    def edit(self, order_id: int, *edits: Edit | Line) -> Draft:
        """Edit a draft as the desk does, and save it."""
        before = self.read(order_id)
        return self.save(before, self.edited(before, *edits))

    def save(self, before: Draft, after: Draft) -> Draft:
        """Save the difference in a unit of work of its own."""
        with self.begin() as uow:
            return save_edits(uow, before=before, after=after).draft

    def read(self, order_id: int) -> Draft:
        """The order as it is stored."""
        with self.reading() as view:
            return read_draft(view, order_id)

    def confirm(self, order_id: int, *, actor: Actor = CLERK, approve: bool = False) -> Confirmed:
        """Confirm it."""
        return confirm(self.work, order_id, actor=actor, approve=approve)

    def ordered(self, *lines: tuple[str, Any], customer: str = NORD, **header: Any) -> int:
        """A confirmed order; its id."""
        return self.confirm(self.key(*lines, customer=customer, **header)).order_id

    def amend(self, order_id: int, *edits: Edit | Line, **options: Any) -> Draft:
        """Amend a confirmed order; as it is stored then."""
        before = self.read(order_id)
        after = self.edited(before, *edits)
        with self.begin(options.pop("actor", CLERK)) as uow:
            amend_order(uow, before=before, after=after, **options)
        return self.read(order_id)

    def set_quantity(self, order_id: int, place: int, quantity: str | int) -> Edit:
        """An edit of the quantity of the line at that place, from 0."""
        return edit_line(self.read(order_id).lines[place], quantity_micro=micro(quantity))

    def receive(self, sku: str, quantity: int, warehouse_id: int = HAMBURG) -> None:
        """Put goods on the shelf."""
        with self.begin(OWNER) as uow:
            came = [ProductQuantity(self.ids[sku], quantity * MICRO)]
            receive_freely(uow, warehouse_id=warehouse_id, lines=came)

    def rows(self, statement: Any) -> list[Any]:
        """Rows of a select, all columns by name."""
        with self.reading() as view:
            return list(view.db.execute(statement).mappings())

    def row(self, mapped: Any, id: int) -> Mapping[str, Any]:
        """One row of a table."""
        table = table_of(mapped)
        return dict(self.rows(sa.select(table).where(table.c.id == id))[0])

    def head(self, order_id: int) -> Mapping[str, Any]:
        """The order's row."""
        return self.row(Order, order_id)

    def lines(self, order_id: int) -> list[Any]:
        """The order's line rows, removed ones too."""
        table = table_of(OrderLine)
        return self.rows(sa.select(table).where(table.c.order_id == order_id).order_by(table.c.position))

    def reserved(self) -> dict[tuple[str, int], int]:
        """What stock says is reserved, in whole units by SKU and warehouse; zeros left out."""
        names = {id_: name for name, id_ in self.ids.items() if name in {CHAIR, LAMP, CABLE}}
        return {
            (names[row["product_id"]], row["warehouse_id"]): row["reserved_micro"] // MICRO
            for row in self.rows(sa.select(table_of(Stock)))
            if row["reserved_micro"]
        }

    def held(self) -> dict[tuple[str, int], int]:
        """What the fulfilments of open orders hold, computed from them: must equal `reserved`."""
        names = {id_: name for name, id_ in self.ids.items() if name in {CHAIR, LAMP, CABLE}}
        sums: dict[tuple[str, int], int] = {}
        for row in self.rows(sa.select(table_of(Fulfilment))):
            key = names[row["product_id"]], row["warehouse_id"]
            sums[key] = sums.get(key, 0) + row["reserved_micro"]
        return {key: total // MICRO for key, total in sums.items() if total}

    def needed(self, order_id: int) -> dict[str, int]:
        """What each line's fulfilments cover, in base units by line key."""
        fulfilment, line = table_of(Fulfilment), table_of(OrderLine)
        rows = self.rows(
            sa.select(line.c.line_key, fulfilment.c.quantity_micro)
            .join_from(fulfilment, line, line.c.id == fulfilment.c.order_line_id)
            .where(line.c.order_id == order_id)
        )
        sums: dict[str, int] = {}
        for row in rows:
            sums[row["line_key"]] = sums.get(row["line_key"], 0) + row["quantity_micro"]
        return {key: total // MICRO for key, total in sums.items() if total}


def make_order_office(work: Any, *, stock: Mapping[str, int] | None = None) -> OrderOffice:
    """The firm in an empty database, with so much of each product in Hamburg."""
    office = OrderOffice(work)
    with work.begin(actor=SYSTEM) as uow:
        _make_firm(uow)
    with work.begin(actor=SYSTEM) as uow:
        _make_customers(uow, office)
        _make_products(uow, office)
    for sku, quantity in (stock or {CHAIR: 50, LAMP: 200, CABLE: 500}).items():
        if quantity:
            office.receive(sku, quantity)
    return office


def _make_firm(uow: Any) -> None:
    setup.create_firm(
        uow,
        setup.FirmInput(
            name="Kontor Nord GmbH", street="Kai 1", postcode="20457", city="Hamburg", country="DE", currency="EUR",
            vat_id="DE136695976", warehouse_code="HAM", warehouse_name="Hamburg",
        ),
    )  # fmt: skip
    setup.create_warehouse(uow, setup.WarehouseInput(code="MUC", name="Munich", country="DE", city="München"))


def _make_customers(uow: Any, office: OrderOffice) -> None:
    inputs = [
        parties.CustomerInput(
            name=NORD, country="DE", street="Kai 1", postcode="20457", city="Hamburg", vat_id="DE136695976",
            email="office@nord.example", language="de",
        ),
        parties.CustomerInput(
            name=WIEN, country="AT", street="Ring 2", postcode="1010", city="Wien", vat_id="ATU13585627",
            email="buero@wien.example",
        ),
        parties.CustomerInput(name=ANNA, country="AT", city="Salzburg", is_business=False, email="a@meyer.example"),
    ]  # fmt: skip
    office.ids |= dict(zip((NORD, WIEN, ANNA), parties.create_customers(uow, inputs), strict=True))


def _make_products(uow: Any, office: OrderOffice) -> None:
    inputs = [
        products.ProductInput(
            sku=CHAIR, name="Chair Ergo", family="seating", standard_cost_micro=micro(200),
            units=(products.UnitInput("dz", 12),),
        ),
        products.ProductInput(sku=LAMP, name="Lamp LED", family="light", units=(products.UnitInput("pk", 10),)),
        products.ProductInput(sku=CABLE, name="Cable", unit="m", unit_decimals=2),
    ]  # fmt: skip
    for data in inputs:
        office.ids[data.sku] = products.create_product(uow, data)
    general = prices.PriceListInput(code="LIST", name="List 2026", kind="general", currency="EUR")
    office.price_list = prices.create_price_list(uow, general)
    rows = [
        (CHAIR, "348.35", 0), (CHAIR, "330", 12), (LAMP, "49.90", 0), (LAMP, "45", 20), (CABLE, "7.77", 0),
    ]  # fmt: skip
    found = [
        prices.PriceRowInput(
            product_id=office.ids[sku], price_micro=micro(price), min_quantity_micro=least * MICRO
        )
        for sku, price, least in rows
    ]
    prices.add_price_rows(uow, office.price_list, found)


def change_price(office: OrderOffice, sku: str, price: str) -> None:
    """A new list price from piece one."""
    row = prices.PriceRowInput(product_id=office.ids[sku], price_micro=micro(price))
    with office.begin(OWNER) as uow:
        prices.set_prices(uow, office.price_list, [row])
