"""Configured goods that leave are the customer's from then on, as far as they were delivered."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.domain.events import GoodsShipped
from app.domain.owned import known_of
from app.domain.product_models.snapshots import read_snapshot
from app.services.owned.items import tell_owned, tidy_text
from app.services.unit_of_work import UnitOfWork
from db.schema.configurator import Configuration, ProductModel, ProductModelVersion
from db.schema.orders import Order, OrderLine
from db.schema.owned import OwnedItem
from db.schema.shipping import ShipmentLine
from db.statements import insert_row, table_of

_SENT, _LINE, _ORDER = table_of(ShipmentLine).c, table_of(OrderLine).c, table_of(Order).c
_KEPT, _VERSION, _MODEL = (
    table_of(Configuration).c,
    table_of(ProductModelVersion).c,
    table_of(ProductModel).c,
)
_ITEM = table_of(OwnedItem)
_ID = sa.bindparam("shipment_id", type_=sa.BigInteger)
_PICKED = sa.func.sum(_SENT.picked_micro)
_CONFIGURED = (
    sa.select(_LINE.id, _LINE.product_id, _LINE.text, _LINE.configuration, _ORDER.customer_id, _PICKED)
    .join(OrderLine, _LINE.id == _SENT.order_line_id)
    .join(Order, _ORDER.id == _LINE.order_id)
    .where(_SENT.shipment_id == _ID, _LINE.configuration != "", _ORDER.customer_id.is_not(None))
    .group_by(_LINE.id, _LINE.product_id, _LINE.text, _LINE.configuration, _ORDER.customer_id)
    .having(_PICKED > 0)
    .order_by(_LINE.id)
)
_SNAPSHOT = (
    sa.select(_KEPT.snapshot, _MODEL.code)
    .join(ProductModelVersion, _VERSION.id == _KEPT.model_version_id)
    .join(ProductModel, _MODEL.id == _VERSION.model_id)
    .where(_KEPT.key == sa.bindparam("key"))
)


def on_goods_shipped(uow: UnitOfWork, event: GoodsShipped) -> None:
    """Answer a shipment: one thing for each configured line, with what all its shipments brought."""
    for row in uow.db.execute(_CONFIGURED, {"shipment_id": event.shipment_id}).all():
        if not _more_came(uow, row):
            _came_first(uow, row)


def _more_came(uow: UnitOfWork, row: Any) -> bool:
    """Whether a part of the line was there already."""
    line_id, *_rest, picked = row
    statement = sa.update(_ITEM).where(_ITEM.c.order_line_id == line_id)
    values = {"quantity_micro": _ITEM.c.quantity_micro + picked, "version": _ITEM.c.version + 1}
    return bool(uow.db.execute(statement.values(**values)).rowcount)


def _came_first(uow: UnitOfWork, row: Any) -> None:
    line_id, product_id, text, configuration, customer_id, picked = row
    kept = uow.db.execute(_SNAPSHOT, {"key": configuration}).one_or_none()
    known = known_of(read_snapshot(kept.snapshot)) if kept is not None else {}
    values = {
        "product_id": product_id,
        "text": tidy_text(text),
        "model": kept.code if kept is not None else "",
        "configuration": configuration,
        "choices": known,
        "quantity_micro": int(picked),
        "since": uow.today,
        "order_line_id": line_id,
    }
    id_ = insert_row(uow.db, OwnedItem, {**values, "customer_id": customer_id})
    tell_owned(uow, customer_id, id_, before={}, after={"text": values["text"], "since": uow.today})
