"""What customers own, as columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.orders import Order, OrderLine
from db.schema.owned import OwnedItem
from db.schema.parties import Customer
from db.statements import table_of

_ITEM, _LINE = table_of(OwnedItem).c, table_of(OrderLine).c
_ORDER, _CUSTOMER = table_of(Order).c, table_of(Customer).c
_LIKE = str.maketrans({"%": "\\%", "_": "\\_", "\\": "\\\\"})


@dataclass(frozen=True, slots=True)
class OwnedFacts:
    """A thing of a customer (`db.schema.owned`); `order` is the number of the order by which it was sold here."""

    id: int
    customer_id: int
    customer: str
    product_id: int | None
    text: str
    model: str
    configuration: str
    choices: Mapping[str, bool | str]
    quantity_micro: int
    place: str
    serial: str
    since: date | None
    order: str
    active: bool
    version: int
    sku: str = ""
    order_id: int = 0
    line: str = ""
    """Key of the order's line by which it was sold here."""

    @property
    def asked(self) -> dict[str, object]:
        """What "configurator.fits" is told of it."""
        return {
            "fits_with": (self.id,), "title": self.origin, "configuration": self.configuration,
            "product_id": self.product_id, "sku": self.sku, "order_id": self.order_id, "line": self.line,
            "order": self.order,
        }  # fmt: skip

    @property
    def origin(self) -> str:
        """Which one it is, in words: "Frame F2, hall 3, SN-4711, SO-1042"."""
        return ", ".join(filter(None, (self.text, self.place, self.serial, self.order)))


def _select() -> sa.Select[Any]:
    return (
        sa.select(
            _ITEM.id, _ITEM.customer_id, _CUSTOMER.name, _ITEM.product_id, _ITEM.text, _ITEM.model,
            _ITEM.configuration, _ITEM.choices, _ITEM.quantity_micro, _ITEM.place, _ITEM.serial, _ITEM.since,
            sa.func.coalesce(_ORDER.number, ""), _ITEM.active, _ITEM.version,
            sa.func.coalesce(_LINE.sku, ""), sa.func.coalesce(_ORDER.id, 0), sa.func.coalesce(_LINE.line_key, ""),
        )
        .join(Customer, _CUSTOMER.id == _ITEM.customer_id)
        .outerjoin(OrderLine, _LINE.id == _ITEM.order_line_id)
        .outerjoin(Order, _ORDER.id == _LINE.order_id)
    )  # fmt: skip


def read_owned(view: Reading, customer_id: int, *, only_active: bool = False) -> tuple[OwnedFacts, ...]:
    """What a customer owns: what is there before what is gone, then by place and words."""
    statement = _select().where(_ITEM.customer_id == customer_id)
    if only_active:
        statement = statement.where(_ITEM.active)
    rows = (OwnedFacts(*row) for row in view.db.execute(statement))
    return tuple(
        sorted(rows, key=lambda row: (not row.active, row.place.casefold(), row.text.casefold(), row.id))
    )


def read_owned_items(view: Reading, ids: Collection[int]) -> tuple[OwnedFacts, ...]:
    """These things in the order of their ids; those that are not there are left out. No query without ids."""
    if not ids:
        return ()
    statement = _select().where(among(view.db, _ITEM.id, sorted(set(ids)))).order_by(_ITEM.id)
    return tuple(OwnedFacts(*row) for row in view.db.execute(statement))


def find_by_serial(view: Reading, serial: str, *, limit: int = 6) -> tuple[OwnedFacts, ...]:
    """Things whose serial number begins so, whoever owns them; none for less than two letters."""
    wanted = serial.strip().translate(_LIKE)
    if len(serial.strip()) < 2:
        return ()
    begins = sa.func.lower(_ITEM.serial).like(f"{wanted.lower()}%", escape="\\")
    statement = _select().where(begins, _ITEM.active).order_by(_ITEM.serial, _ITEM.id).limit(limit)
    return tuple(OwnedFacts(*row) for row in view.db.execute(statement))
