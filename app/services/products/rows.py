"""The product list, with what all warehouses hold."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.domain.pages import Page, PageRequest
from app.services.costs import read_costs
from app.services.listing import ListSource, read_page
from app.services.stock.availability import RESERVED_NOW
from app.services.unit_of_work import Reading
from db.rows import select_as
from db.schema.products import Product
from db.schema.stock import ArrivalLine, Stock
from db.search import PRODUCTS
from db.statements import table_of

_PRODUCT = table_of(Product).c


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One line of the product list; quantities in base units."""

    id: int
    sku: str
    name: str
    family: str
    kind: str
    unit: str
    gtin: str | None
    tax_class: str
    active: bool
    discontinued: bool
    cost_micro: int | None = None
    on_hand_micro: int = 0
    reserved_micro: int = 0
    coming_micro: int = 0

    @property
    def free_micro(self) -> int:
        """On hand and not reserved."""
        return self.on_hand_micro - self.reserved_micro


_ZERO = sa.literal(0)
_UNKNOWN = sa.null()
_SOURCE = ListSource(
    record=ProductRow,
    statement=select_as(ProductRow, Product, _UNKNOWN, _ZERO, _ZERO, _ZERO),
    key=_PRODUCT.id,
    sortable={
        "name": _PRODUCT.sort_key,
        "sku": _PRODUCT.sku,
        "family": _PRODUCT.family,
        "id": _PRODUCT.id,
    },
    usual_sort="name",
    filterable={
        "name": _PRODUCT.sort_key,
        "sku": _PRODUCT.sku,
        "family": _PRODUCT.family,
        "kind": _PRODUCT.kind,
        "tax_class": _PRODUCT.tax_class,
        "active": _PRODUCT.active,
        "discontinued": _PRODUCT.discontinued,
    },
    folded=frozenset({"name"}),
    search=PRODUCTS,
    always=(_PRODUCT.variant_of_id.is_(None),),
    leaves_out_few=True,
)


def read_products_page(view: Reading, request: PageRequest) -> Page[ProductRow]:
    """Products sorted by name, sku or family with their stock and costs: five statements a page.

    Who may not see margins gets no cost (rule: it does not leave the service).
    """
    page = read_page(view, _SOURCE, request)
    ids = [row.id for row in page.rows]
    if not ids:
        return page
    held = _read_held(view, ids)
    coming = _read_coming(view, ids)
    costs = read_costs(view, ids) if view.actor.can("margin.see") else {}
    rows = (
        replace(
            row,
            on_hand_micro=held.get(row.id, (0, 0))[0],
            reserved_micro=held.get(row.id, (0, 0))[1],
            coming_micro=coming.get(row.id, 0),
            cost_micro=costs[row.id].cost_micro if row.id in costs else None,
        )
        for row in page.rows
    )
    return Page(tuple(rows), page.total, page.exact, page.marks)


def _read_held(view: Reading, ids: list[int]) -> dict[int, tuple[int, int]]:
    statement = (
        sa.select(Stock.product_id, sa.func.sum(Stock.on_hand_micro), sa.func.sum(RESERVED_NOW))
        .where(Stock.product_id.in_(ids))
        .group_by(Stock.product_id)
    )
    rows = view.db.execute(statement, {"now": view.clock.now()})
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def _read_coming(view: Reading, ids: list[int]) -> dict[int, int]:
    left = ArrivalLine.quantity_micro - ArrivalLine.received_micro
    statement = (
        sa.select(ArrivalLine.product_id, sa.func.sum(left))
        .where(ArrivalLine.product_id.in_(ids), ArrivalLine.closed.is_(False), left > 0)
        .group_by(ArrivalLine.product_id)
    )
    return {row[0]: int(row[1]) for row in view.db.execute(statement)}
