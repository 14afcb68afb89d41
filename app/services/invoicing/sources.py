"""What there is to invoice: orders, their lines, and shipped quantities that no invoice has yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.billing import LineProgress
from app.domain.tax import TaxKey
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import ids, one_of
from db.schema.orders import Order, OrderLine
from db.schema.shipping import Shipment, ShipmentLine
from db.statements import table_of
from db.wanted import WantedRows

PRICED_KINDS = ("goods", "service", "charge", "free", "discount")


@dataclass(frozen=True, slots=True)
class SourceOrder:
    """An order as its invoice needs it."""

    id: int
    number: str
    state: str
    customer_id: int
    po_number: str
    term_id: int | None
    currency: str
    exchange: str
    price_mode: str
    tax_rounding: str
    ship_name: str
    ship_street: str
    ship_postcode: str
    ship_city: str
    ship_country: str
    warehouse_id: int | None
    version: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A priced order line with its progress."""

    id: int
    order_id: int
    kind: str
    product_id: int | None
    sku: str
    text: str
    unit: str
    list_price_micro: int | None
    discount_ppm: int
    tax: TaxKey
    progress: LineProgress
    tax_class: str = "standard"
    discount_on_micro: int | None = None


@dataclass(frozen=True, slots=True)
class SourceShipment:
    """A shipment as its invoice needs it."""

    id: int
    number: str
    order_id: int
    state: str
    ship_date: dt.date | None
    version: int
    warehouse_id: int


@dataclass(frozen=True, slots=True)
class ShippedPart:
    """A shipped quantity of an order line that is not invoiced yet, in base units."""

    shipment_line_id: int
    shipment_id: int
    order_line_id: int
    open_micro: int


# Built once: making a statement costs more than running it.
_SHIPMENT = (
    sa.select(Shipment.id, Shipment.number, Shipment.order_id)
    .add_columns(Shipment.state, Shipment.ship_date, Shipment.version, Shipment.warehouse_id)
    .order_by(Shipment.id)
)
_SHIPMENTS: sa.Select[Any] = _SHIPMENT.where(one_of(Shipment.id, ids()))
_SHIPPED_OF: sa.Select[Any] = _SHIPMENT.where(
    Shipment.order_id == sa.bindparam("order"), Shipment.state == "shipped"
)


def read_shipments(view: Reading, ids: Collection[int]) -> tuple[SourceShipment, ...]:
    """The shipments by id."""
    return tuple(SourceShipment(*row) for row in view.db.execute(_SHIPMENTS, {"ids": list(ids)}))


def read_shipped_of(view: Reading, order_id: int) -> tuple[SourceShipment, ...]:
    """Every shipment of an order that left."""
    return tuple(SourceShipment(*row) for row in view.db.execute(_SHIPPED_OF, {"order": order_id}))


_ORDERS = (
    sa.select(
        Order.id,
        Order.number,
        Order.state,
        Order.customer_id,
        Order.po_number,
        Order.term_id,
        Order.currency,
        Order.exchange,
        Order.price_mode,
        Order.tax_rounding,
        Order.ship_name,
        Order.ship_street,
        Order.ship_postcode,
        Order.ship_city,
        Order.ship_country,
        Order.warehouse_id,
        Order.version,
    )
    .where(one_of(Order.id, ids()))
    .order_by(Order.id)
)
_LOCK_ORDERS = _ORDERS.with_for_update()


def lock_orders(uow: UnitOfWork, ids: Collection[int]) -> tuple[SourceOrder, ...]:
    """The orders, locked in id order: two clerks who invoice the same order come one after the other."""
    rows = uow.db.execute(_LOCK_ORDERS, {"ids": sorted(ids)}).mappings()
    return tuple(SourceOrder(**row) for row in rows)


def read_orders(view: Reading, ids: Collection[int]) -> tuple[SourceOrder, ...]:
    """The orders, only looked at."""
    rows = view.db.execute(_ORDERS, {"ids": sorted(ids)}).mappings()
    return tuple(SourceOrder(**row) for row in rows)


_LINE_COLUMNS = (
    "id", "order_id", "kind", "product_id", "sku", "text", "unit", "list_price_micro", "discount_ppm", "tax_category",
    "tax_ppm", "tax_code", "base_micro", "cancelled_micro", "invoiced_micro", "invoiced_minor", "quantity_micro",
    "price_micro", "amount_minor", "factor_num", "factor_den", "price_per", "tax_stack",
    "tax_class", "discount_on_micro",
)  # fmt: skip
_LINES = (
    sa.select(*(table_of(OrderLine).c[name] for name in _LINE_COLUMNS))
    .where(one_of(OrderLine.order_id, ids()), OrderLine.kind.in_(PRICED_KINDS))
    .order_by(OrderLine.order_id, OrderLine.position, OrderLine.id)
)


def read_lines(view: Reading, order_ids: Collection[int]) -> tuple[SourceLine, ...]:
    """The priced lines of the orders, as they stand on the order."""
    rows = view.db.execute(_LINES, {"ids": list(order_ids)}).mappings()
    return tuple(_line(row) for row in rows)


def _line(row: Any) -> SourceLine:
    progress = LineProgress(
        base_micro=row["base_micro"],
        cancelled_micro=row["cancelled_micro"],
        invoiced_micro=row["invoiced_micro"],
        invoiced_minor=row["invoiced_minor"],
        quantity_micro=row["quantity_micro"],
        price_micro=row["price_micro"],
        amount_minor=row["amount_minor"],
        factor_num=row["factor_num"],
        factor_den=row["factor_den"],
        price_per=row["price_per"],
    )
    return SourceLine(
        id=row["id"],
        order_id=row["order_id"],
        kind=row["kind"],
        product_id=row["product_id"],
        sku=row["sku"],
        text=row["text"],
        unit=row["unit"],
        list_price_micro=row["list_price_micro"],
        discount_ppm=row["discount_ppm"],
        tax=TaxKey(row["tax_category"], row["tax_ppm"], row["tax_code"], row["tax_stack"]),
        progress=progress,
        tax_class=row["tax_class"],
        discount_on_micro=row["discount_on_micro"],
    )


_PARTS = (
    sa.select(ShipmentLine.id, ShipmentLine.shipment_id, ShipmentLine.order_line_id)
    .add_columns(ShipmentLine.picked_micro - ShipmentLine.invoiced_micro)
    .where(one_of(ShipmentLine.shipment_id, ids()), ShipmentLine.picked_micro > ShipmentLine.invoiced_micro)
    .order_by(ShipmentLine.id)
)


def read_shipped_parts(view: Reading, shipment_ids: Collection[int]) -> tuple[ShippedPart, ...]:
    """What the shipments hold that no invoice has yet."""
    rows = view.db.execute(_PARTS, {"ids": list(shipment_ids)})
    return tuple(ShippedPart(*row) for row in rows)


_MARK_PARTS = WantedRows(
    """
update shipment_line set invoiced_micro = shipment_line.invoiced_micro + wanted.part from {wanted}
where shipment_line.id = wanted.line_id
  and shipment_line.picked_micro >= shipment_line.invoiced_micro + wanted.part
""",
    ("line_id", "part"),
)


def mark_parts_invoiced(uow: UnitOfWork, parts: Sequence[ShippedPart]) -> bool:
    """Raise what is invoiced of each shipment line; False if somebody else was first."""
    if not parts:
        return True
    rows = [(part.shipment_line_id, part.open_micro) for part in parts]
    assert len({row[0] for row in rows}) == len(rows), "each line of a shipment once"
    return _MARK_PARTS.run(uow.db, rows) == len(rows)


@dataclass(frozen=True, slots=True)
class LinePart:
    """A part of an order line on its way to an invoice; `ordered_tax` where the day of supply has another rate."""

    line: SourceLine
    base_micro: int
    amount_minor: int
    shipment_line_id: int | None
    ordered_tax: TaxKey | None = None


_MARK_LINES = WantedRows(
    """
update order_line
set invoiced_micro = order_line.invoiced_micro + wanted.part, invoiced_minor = order_line.invoiced_minor + wanted.minor
from {wanted}
where order_line.id = wanted.line_id and order_line.invoiced_micro = wanted.seen
  and order_line.base_micro - order_line.cancelled_micro >= order_line.invoiced_micro + wanted.part
""",
    ("line_id", "seen", "part", "minor"),
)


def mark_lines_invoiced(uow: UnitOfWork, parts: Sequence[LinePart]) -> bool:
    """Raise what is invoiced of each order line, if nobody did since it was read."""
    sums: dict[int, tuple[int, int, int]] = {}
    for part in parts:  # a line that was supplied at two rates has two
        _seen, micro, minor = sums.get(part.line.id, (0, 0, 0))
        seen = part.line.progress.invoiced_micro
        sums[part.line.id] = (seen, micro + part.base_micro, minor + part.amount_minor)
    return _MARK_LINES.run(uow.db, [(id_, *each) for id_, each in sums.items()]) == len(sums)
