"""Contracts' prices with the quantity agreed, what is drawn of it and what is left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from app.domain.pages import Page, PageRequest
from app.domain.quantity import Unit
from app.services.listing import ListSource, read_page
from app.services.purchases import FIRST, LAST, ORDERED
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.orders import Order, OrderLine
from db.schema.parties import Customer
from db.schema.prices import PriceList, PriceRow
from db.schema.products import Product
from db.search import PRODUCTS
from db.statements import table_of

_ROW, _LIST = table_of(PriceRow).c, table_of(PriceList).c
_PRODUCT, _CUSTOMER = table_of(Product).c, table_of(Customer).c
_DRAWN = (
    sa.select(_ROW.id, sa.func.sum(OrderLine.base_micro - OrderLine.cancelled_micro))
    .select_from(table_of(PriceRow))
    .join(PriceList, _LIST.id == _ROW.price_list_id)
    .join(
        Order,
        sa.and_(Order.customer_id == _LIST.customer_id, Order.kind == "order", Order.state.in_(ORDERED)),
    )
    .join(OrderLine, sa.and_(OrderLine.order_id == Order.id, OrderLine.product_id == _ROW.product_id))
    .where(
        one_of(_ROW.id, ids()),
        Order.order_date >= sa.func.coalesce(_ROW.valid_from, _LIST.valid_from, sa.literal(FIRST)),
        Order.order_date <= sa.func.coalesce(_ROW.valid_to, _LIST.valid_to, sa.literal(LAST)),
    )
    .group_by(_ROW.id)
)


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A price agreed with a customer; `drawn_micro` is what the customer ordered in its days, in its unit.

    `valid_from` and `valid_to` are the row's, else the list's.
    """

    id: int
    price_list_id: int
    list_code: str
    customer_id: int
    customer: str
    product_id: int
    sku: str
    product_name: str
    unit: str
    min_quantity_micro: int
    price_micro: int
    per: int
    currency: str
    valid_from: date | None
    valid_to: date | None
    agreed_micro: int | None
    active: bool
    price_unit: str = ""
    unit_num: int = 1
    unit_den: int = 1
    drawn_micro: int = 0

    @property
    def left_micro(self) -> int | None:
        """What is left of the agreed quantity; None where none was agreed."""
        return None if self.agreed_micro is None else max(self.agreed_micro - self.drawn_micro, 0)


def read_drawn(view: Reading, row_ids: Collection[int]) -> dict[int, int]:
    """What the customers ordered of the articles of contracts in the days of these rows: one query, however many.

    As `services.purchases` counts it: confirmed orders, less what was cancelled.
    """
    if not row_ids:
        return {}
    return {int(id_): int(micro) for id_, micro in view.db.execute(_DRAWN, {"ids": sorted(row_ids)})}


def read_contracts_page(view: Reading, request: PageRequest) -> Page[ContractRow]:
    """The prices of contracts as a windowed list, in the order in which they were made."""
    page = read_page(view, _source(), request)
    drawn = read_drawn(view, [row.id for row in page.rows if row.agreed_micro is not None])
    return replace(page, rows=tuple(_with_drawn(row, drawn.get(row.id, 0)) for row in page.rows))


def _with_drawn(row: ContractRow, base_micro: int) -> ContractRow:
    """What is drawn counts in the unit of the price; to 1e-6."""
    unit = Unit(row.price_unit, row.unit_num, row.unit_den)
    return replace(row, drawn_micro=unit.from_base(base_micro))


def _source() -> ListSource[ContractRow]:
    statement = (
        sa.select(
            _ROW.id, _ROW.price_list_id, _LIST.code, _LIST.customer_id, _CUSTOMER.name, _ROW.product_id, _PRODUCT.sku,
            _PRODUCT.name, _PRODUCT.unit, _ROW.min_quantity_micro, _ROW.price_micro, _ROW.per, _LIST.currency,
            sa.func.coalesce(_ROW.valid_from, _LIST.valid_from), sa.func.coalesce(_ROW.valid_to, _LIST.valid_to),
            _ROW.agreed_micro, _LIST.active, _ROW.unit, _ROW.unit_num, _ROW.unit_den,
        )
        .join(PriceList, _LIST.id == _ROW.price_list_id)
        .join(Customer, _CUSTOMER.id == _LIST.customer_id)
        .join(Product, _PRODUCT.id == _ROW.product_id)
    )  # fmt: skip
    lists = sa.select(_LIST.id).where(_LIST.kind == "contract", ~_LIST.draft)
    ends = sa.select(_LIST.valid_to).where(_LIST.id == _ROW.price_list_id).scalar_subquery()
    of_customer = sa.select(_LIST.customer_id).where(_LIST.id == _ROW.price_list_id).scalar_subquery()
    return ListSource(
        record=ContractRow,
        statement=statement,
        key=_ROW.id,
        sortable={"id": _ROW.id},
        usual_sort="id",
        filterable={
            "customer_id": of_customer,
            "agreed": _ROW.agreed_micro,
            "until": sa.func.coalesce(_ROW.valid_to, ends),
        },
        always=(_ROW.price_list_id.in_(lists), _ROW.replaced_at_version.is_(None)),
        search=PRODUCTS,
        search_key=_ROW.product_id,
    )
