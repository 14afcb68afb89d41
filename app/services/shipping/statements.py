"""The statements of picking and shipping, built once: building them per call cost as much as running them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.domain.orders.draft import KIT
from app.services.orders.line_numbers import STANDS, WORDS
from app.services.shipping.pieces import IS_PIECE, MADE_BY, PIECE, PIECE_SKU
from app.services.stock.availability import WAITS
from db.bulk import RowUpdate
from db.schema.goods import Carrier, ExportLicenceUse
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.parties import Customer
from db.schema.products import Product
from db.schema.shipping import Shipment, ShipmentLine
from db.schema.stock import Bin, Stock, Warehouse
from db.statements import table_of
from db.versions import SETUP_VERSION, version_of

_ORDER, _LINE, _FULFILMENT = table_of(Order), table_of(OrderLine), table_of(Fulfilment)
_SHIPMENT, _SHIPPED = table_of(Shipment), table_of(ShipmentLine)
_CUSTOMER, _WAREHOUSE = table_of(Customer), table_of(Warehouse)
_STOCK, _BIN, _PRODUCT = table_of(Stock), table_of(Bin), table_of(Product)
_CARRIER, _USE = table_of(Carrier), table_of(ExportLicenceUse)
_ADDRESS = ("ship_name", "ship_street", "ship_postcode", "ship_city", "ship_country")


def _key(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name)


def _of(table: sa.Table, *names: str) -> list[Any]:
    return [table.c[name] for name in names]


def _select(*columns: Any) -> sa.Select[Any]:
    return sa.select(*columns)


_LINE_LEFT = _LINE.c.base_micro - _LINE.c.cancelled_micro - _LINE.c.shipped_micro
_READY = _FULFILMENT.c.reserved_micro - _FULFILMENT.c.picking_micro
_HEAD = _of(_SHIPMENT, "id", "number", "order_id", "warehouse_id", "state", "version")

LOCK_ORDER = (
    _select(
        _ORDER.c.id,
        sa.func.coalesce(_ORDER.c.number, ""),
        *_of(_ORDER, "state", "version", "delivery_wish", "customer_id", "customer_name", *_ADDRESS),
    )
    .where(_ORDER.c.id == _key("order_id"))
    .with_for_update()
)

SHIPMENT_HEAD = _select(*_HEAD).where(_SHIPMENT.c.id == _key("shipment_id"))

MOVE_SHIPMENT = (
    sa.update(_SHIPMENT)
    .where(_SHIPMENT.c.id == _key("shipment_id"), _SHIPMENT.c.state == "picking")
    .where(_SHIPMENT.c.version == sa.func.coalesce(_key("wanted_version"), _SHIPMENT.c.version))
    .values(
        state=_key("new_state"),
        ship_date=sa.bindparam("new_date", type_=_SHIPMENT.c.ship_date.type),
        version=_SHIPMENT.c.version + 1,
    )
    .returning(*_HEAD)
)


def _numbered(order_id: Any) -> sa.Subquery:
    """The lines of an order with the numbers that people see: 10, 20, 30."""
    counted = sa.func.sum(sa.case((STANDS, 1), else_=0))
    place = counted.over(order_by=(_LINE.c.position, _LINE.c.line_key))
    columns = (*_of(_LINE, "id", "kind", "sku"), (place * 10).label("number"))
    return sa.select(*columns).where(_LINE.c.order_id == order_id).subquery("numbered")


_SHIPPED_LINE = _numbered(
    sa.select(_SHIPMENT.c.order_id).where(_SHIPMENT.c.id == _key("shipment_id")).scalar_subquery()
)
PICKED_LINES = (
    _select(
        *_of(_SHIPPED, "id", "order_line_id", "fulfilment_id"),
        _FULFILMENT.c.product_id,
        _SHIPPED_LINE.c.sku,
        *_of(_SHIPPED, "quantity_micro", "picked_micro"),
        _SHIPPED_LINE.c.number,
        *_of(_PRODUCT, "unit", "unit_decimals"),
    )
    .select_from(
        _SHIPPED.join(_SHIPPED_LINE, _SHIPPED_LINE.c.id == _SHIPPED.c.order_line_id)
        .outerjoin(_FULFILMENT, _FULFILMENT.c.id == _SHIPPED.c.fulfilment_id)
        .outerjoin(_PRODUCT, _PRODUCT.c.id == _FULFILMENT.c.product_id)
    )
    .where(_SHIPPED.c.shipment_id == _key("shipment_id"))
    .order_by(_SHIPPED.c.id)
)

READY_LINES = (
    _select(
        _FULFILMENT.c.id,
        *_of(_LINE, "id", "line_key", "sku"),
        _READY,
        *_of(_PRODUCT, "unit", "unit_decimals"),
    )
    .select_from(
        _FULFILMENT.join(_LINE, _LINE.c.id == _FULFILMENT.c.order_line_id).join(
            _PRODUCT, _PRODUCT.c.id == _FULFILMENT.c.product_id
        )
    )
    .where(_LINE.c.order_id == _key("order_id"), _FULFILMENT.c.warehouse_id == _key("warehouse_id"))
    .where(_READY > 0)
    .order_by(_LINE.c.position, _FULFILMENT.c.id)
    .with_for_update(of=_FULFILMENT)
)

WAITING_SKUS = (
    sa.select(_LINE.c.sku)
    .select_from(_LINE.join(_FULFILMENT, _FULFILMENT.c.order_line_id == _LINE.c.id))
    .where(_LINE.c.order_id == _key("order_id"), WAITS)
    .distinct()
    .order_by(_LINE.c.sku)
)

_TAKEN = (
    sa.select(sa.func.coalesce(sa.func.sum(_SHIPPED.c.quantity_micro), 0))
    .select_from(_SHIPPED.join(_SHIPMENT, _SHIPMENT.c.id == _SHIPPED.c.shipment_id))
    .where(_SHIPPED.c.order_line_id == _LINE.c.id, _SHIPMENT.c.state == "picking")
    .correlate(_LINE)
    .scalar_subquery()
)
RIDING_LINES = (
    sa.select(_LINE.c.id, _LINE_LEFT - _TAKEN)
    .where(_LINE.c.order_id == _key("order_id"), _LINE.c.kind.not_in(("goods", KIT, *WORDS)))
    .where(_LINE_LEFT - _TAKEN > 0)
    .order_by(_LINE.c.position)
)

OPEN_GOODS = (
    sa.select(_LINE.c.id)
    .where(_LINE.c.order_id == _key("order_id"), _LINE.c.kind == "goods", _LINE_LEFT > 0)
    .limit(1)
)

_ORDER_LINE = _numbered(_key("order_id"))
GOODS_LINES = sa.select(_ORDER_LINE.c.id, _ORDER_LINE.c.number, _ORDER_LINE.c.sku).where(
    _ORDER_LINE.c.kind == "goods"
)

MARK_PICKING = RowUpdate(_FULFILMENT, adds=("picking_micro",))
RECORD_PICKED = RowUpdate(_SHIPPED, sets=("picked_micro",))
SHIP_FULFILMENTS = RowUpdate(_FULFILMENT, adds=("shipped_micro", "reserved_micro", "picking_micro"))
SHIP_LINES = RowUpdate(_LINE, adds=("shipped_micro",))
CANCEL_LINES = RowUpdate(_LINE, adds=("cancelled_micro",))

SHIPMENT = (
    _select(
        *_of(_SHIPMENT, "id", "number", "state", "order_id"),
        sa.func.coalesce(_ORDER.c.number, ""),
        *_of(_ORDER, "po_number", "customer_id", "customer_name"),
        sa.func.coalesce(_CUSTOMER.c.language, "en"),
        _SHIPMENT.c.warehouse_id,
        _WAREHOUSE.c.name,
        *_of(_SHIPMENT, *_ADDRESS, "ship_date", "created_at", "created_by", "version"),
        sa.func.coalesce(_CARRIER.c.name, ""),
        sa.exists().where(_USE.c.order_id == _SHIPMENT.c.order_id),
        version_of(SETUP_VERSION).scalar_subquery(),
    )
    .select_from(
        _SHIPMENT.join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
        .outerjoin(_CARRIER, _CARRIER.c.code == _ORDER.c.carrier)
        .join(_WAREHOUSE, _WAREHOUSE.c.id == _SHIPMENT.c.warehouse_id)
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    )
    .where(_SHIPMENT.c.id == _key("shipment_id"))
)

_IN_STOCK = sa.and_(
    _STOCK.c.product_id == _FULFILMENT.c.product_id,  # a finished piece is an article of its own
    _STOCK.c.warehouse_id == _SHIPMENT.c.warehouse_id,
)
SHIPMENT_LINES = (
    _select(
        _SHIPPED.c.id,
        *_of(_LINE, "id", "line_key", "position", "kind", "product_id", "sku", "text", "unit"),
        *_of(_LINE, "factor_num", "factor_den", "base_micro", "shipped_micro", "cancelled_micro"),
        *_of(_SHIPPED, "quantity_micro", "picked_micro"),
        sa.func.coalesce(_BIN.c.code, ""),
        sa.or_(
            sa.func.coalesce(_PRODUCT.c.un_number, "") != "", sa.func.coalesce(_PRODUCT.c.age_least, 0) > 0
        ),
        PIECE.c.id,
        PIECE_SKU,
        MADE_BY,
    )
    .select_from(
        _SHIPPED.join(_LINE, _LINE.c.id == _SHIPPED.c.order_line_id)
        .outerjoin(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
        .outerjoin(_FULFILMENT, _FULFILMENT.c.id == _SHIPPED.c.fulfilment_id)
        .outerjoin(PIECE, IS_PIECE)
        .join(_SHIPMENT, _SHIPMENT.c.id == _SHIPPED.c.shipment_id)
        .outerjoin(_STOCK, _IN_STOCK)
        .outerjoin(_BIN, _BIN.c.id == _STOCK.c.bin_id)
    )
    .where(_SHIPPED.c.shipment_id == _key("shipment_id"))
    .order_by(_LINE.c.position, _SHIPPED.c.id)
)
