"""Workshop orders and their components as they are stored, and how one is held to be changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.making import LIVE
from app.services.stock.levels import StockKey
from app.services.stock.waiting import hold_orders_waiting
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import among, fetch, select_as
from db.schema.making import WorkshopComponent, WorkshopOrder
from db.schema.products import Product
from db.statements import table_of, update_version

_ORDER = table_of(WorkshopOrder).c
_PART = table_of(WorkshopComponent).c
_PRODUCT = table_of(Product).c


@dataclass(frozen=True, slots=True)
class WorkshopRow:
    """A workshop order; quantities in base micro units of the article that is made."""

    id: int
    number: str
    order_id: int
    order_line_id: int
    configuration: str
    product_id: int
    warehouse_id: int
    quantity_micro: int
    finished_micro: int
    state: str
    due_date: date | None
    version: int

    @property
    def left_micro(self) -> int:
        """What is still to be finished."""
        return self.quantity_micro - self.finished_micro

    @property
    def place(self) -> StockKey:
        """Where finished pieces lie."""
        return self.product_id, self.warehouse_id


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """An article that it takes; `product_id` None: no article has this SKU. Quantities in its base micro units."""

    id: int
    article: str
    product_id: int | None
    needed_micro: int
    reserved_micro: int
    consumed_micro: int
    unit: str
    decimals: int

    @property
    def lacks_micro(self) -> int:
        """What of it is neither reserved nor used up."""
        return max(0, self.needed_micro - self.reserved_micro - self.consumed_micro)


def read_workshop_order(view: Reading, id: int) -> WorkshopRow:
    """The workshop order; `NotFoundError` for an unknown id."""
    found = fetch(view.db, WorkshopRow, select_as(WorkshopRow, WorkshopOrder).where(_ORDER.id == id))
    if not found:
        raise NotFoundError("document.not_found", kind="workshop_order", id=id)
    return found[0]


def read_live(view: Reading, order_id: int) -> tuple[WorkshopRow, ...]:
    """The workshop orders of an order that are neither finished nor cancelled, the oldest first."""
    statement = select_as(WorkshopRow, WorkshopOrder).where(
        _ORDER.order_id == order_id, _ORDER.state.in_(LIVE)
    )
    return fetch(view.db, WorkshopRow, statement.order_by(_ORDER.id))


_PARTS = (
    sa.select(*(_PART[name] for name in ("id", "article", "product_id", "needed_micro", "reserved_micro")))
    .add_columns(_PART.consumed_micro, sa.func.coalesce(_PRODUCT.unit, ""))
    .add_columns(sa.func.coalesce(_PRODUCT.unit_decimals, 0))
    .outerjoin(Product, _PRODUCT.id == _PART.product_id)
    .order_by(_PART.article)
)


def read_components(view: Reading, id: int) -> tuple[ComponentRow, ...]:
    """What a workshop order takes, by SKU."""
    rows = view.db.execute(_PARTS.where(_PART.workshop_order_id == id))
    return tuple(ComponentRow(*row) for row in rows)


def read_goods_by_sku(view: Reading, skus: Collection[str]) -> dict[str, tuple[int, int, str]]:
    """Id, decimals and kind of the articles that there are, by SKU; no query without SKUs."""
    if not skus:
        return {}
    columns = (_PRODUCT.sku, _PRODUCT.id, _PRODUCT.unit_decimals, _PRODUCT.kind)
    rows = view.db.execute(sa.select(*columns).where(among(view.db, _PRODUCT.sku, sorted(skus))))
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def hold_to_change(uow: UnitOfWork, id: int, version: int, *, allowed: Iterable[str]) -> WorkshopRow:
    """The workshop order with its customer's order and who may get what it gives; refused in another state.

    `ConflictError` where somebody changed it since that version.
    """
    uow.actor.require("workshop.work")
    row = read_workshop_order(uow, id)
    hold_orders_waiting(uow, {row.place, *places_of(row, read_components(uow, id))}, also=row.order_id)
    row = read_workshop_order(uow, id)  # as whoever held it before left it
    if row.version != version:
        raise ConflictError("document.changed_elsewhere", kind="workshop_order", id=id)
    if row.state not in allowed:
        raise RefusedError("workshop.wrong_state", number=row.number, state=row.state)
    return row


def places_of(row: WorkshopRow, components: Iterable[ComponentRow]) -> set[StockKey]:
    """Where its components lie."""
    return {(each.product_id, row.warehouse_id) for each in components if each.product_id is not None}


def write_order(uow: UnitOfWork, row: WorkshopRow, values: Mapping[str, object], *, reason: str = "") -> int:
    """Change it, with its story; the new version."""
    version = update_version(
        uow.db, WorkshopOrder, id=row.id, version=row.version, values=values, kind="workshop_order"
    )
    before = {name: getattr(row, name) for name in values}
    uow.audit("workshop_order", row.id, before=before, after=dict(values), reason=reason)
    uow.changed("workshop", row.id, version=version)
    uow.changed("order", row.order_id, version=0)
    return version


def write_components(uow: UnitOfWork, changes: Mapping[int, Mapping[str, int]]) -> None:
    """Set values of components by their ids."""
    for id_, values in sorted(changes.items()):
        uow.db.execute(sa.update(WorkshopComponent).where(_PART.id == id_).values(**values))
