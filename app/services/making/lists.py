"""Workshop orders as a list, and one with its components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from app.domain.making import LIVE, NOT_BEGUN
from app.domain.pages import Page, PageRequest
from app.domain.quantity import shown_quantity
from app.services.listing import ListSource, read_page
from app.services.making.renewing import Ready, read_ready
from app.services.making.rows import ComponentRow, WorkshopRow, read_components, read_workshop_order
from app.services.making.taking_back import read_last_finished
from app.services.stock.availability import read_availability
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.making import WorkshopComponent, WorkshopOrder
from db.schema.orders import Order, OrderLine
from db.schema.products import Product
from db.schema.stock import Stock, Warehouse
from db.statements import table_of

_ORDER, _PART = table_of(WorkshopOrder).c, table_of(WorkshopComponent).c
_STOCK = table_of(Stock).c
_UNDATED = sa.literal_column("'9999-12-31'", sa.Date())
"""What nobody can promise stands behind all that is due, on both databases."""
_WHOSE = (
    sa.select(sa.func.coalesce(Order.number, "") + " " + Order.customer_name)
    .where(Order.id == _ORDER.order_id)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class WorkshopListRow:
    """A line of the list; `short`: what of its components lies neither reserved nor free, as SKUs with quantities."""

    id: int
    number: str
    due_date: date | None
    state: str
    order_number: str
    customer: str
    text: str
    quantity_micro: int
    finished_micro: int
    unit: str
    short: str = ""

    @property
    def left_micro(self) -> int:
        """What is still to be finished."""
        return self.quantity_micro - self.finished_micro


_LIST: ListSource[WorkshopListRow] = ListSource(
    record=WorkshopListRow,
    statement=sa.select(_ORDER.id, _ORDER.number, _ORDER.due_date, _ORDER.state)
    .add_columns(sa.func.coalesce(Order.number, ""), Order.customer_name, OrderLine.text)
    .add_columns(_ORDER.quantity_micro, _ORDER.finished_micro, Product.unit, sa.literal(""))
    .join(Order, Order.id == _ORDER.order_id)
    .join(OrderLine, OrderLine.id == _ORDER.order_line_id)
    .join(Product, Product.id == _ORDER.product_id),
    key=_ORDER.id,
    sortable={
        "due": sa.func.coalesce(_ORDER.due_date, _UNDATED), "state": _ORDER.state, "id": _ORDER.id,
        "number": _ORDER.number,
    },
    usual_sort="due",
    reckoned=frozenset({"due"}),
    filterable={
        "state": _ORDER.state, "number": _ORDER.number, "due": _ORDER.due_date,
        "named": _ORDER.number + " " + _WHOSE,
    },
)  # fmt: skip


def read_workshop_page(view: Reading, request: PageRequest) -> Page[WorkshopListRow]:
    """Workshop orders by due date with what they lack; two statements more than a page."""
    page = read_page(view, _LIST, request)
    lacking = _read_lacking(view, [row.id for row in page.rows if row.state in LIVE])
    rows = tuple(replace(row, short=lacking.get(row.id, "")) for row in page.rows)
    return Page(rows, page.total, page.exact, page.marks)


def _read_lacking(view: Reading, ids: Sequence[int]) -> Mapping[int, str]:
    if not ids:
        return {}
    lacks = _PART.needed_micro - _PART.reserved_micro - _PART.consumed_micro
    free = sa.func.coalesce(_STOCK.on_hand_micro - _STOCK.reserved_micro, 0)
    short = lacks - sa.case((free > 0, free), else_=0)
    here = sa.and_(_STOCK.product_id == _PART.product_id, _STOCK.warehouse_id == _ORDER.warehouse_id)
    statement = (
        sa.select(_PART.workshop_order_id, _PART.article, short)
        .join(WorkshopOrder, _ORDER.id == _PART.workshop_order_id)
        .outerjoin(Stock, here)
        .where(among(view.db, _PART.workshop_order_id, ids), lacks > 0, short > 0)
        .order_by(_PART.workshop_order_id, _PART.article)
    )
    found: dict[int, list[str]] = {}
    for id_, article, micro in view.db.execute(statement):
        found.setdefault(id_, []).append(f"{article} ({shown_quantity(micro).normalize():f})")
    return {id_: ", ".join(told) for id_, told in found.items()}


@dataclass(frozen=True, slots=True)
class SeenComponent:
    """A component with its name, and what of it lies free where it is made."""

    row: ComponentRow
    name: str
    free_micro: int

    @property
    def short_micro(self) -> int:
        """What of it is neither reserved, used up nor free."""
        return max(0, self.row.lacks_micro - max(0, self.free_micro))


@dataclass(frozen=True, slots=True)
class WorkshopDetail:
    """A workshop order with all that its page says in words; `ready`: of what nobody began, when it can be.

    `last_micro`: what the last finish booked in, which a slip of a key may have been.
    """

    row: WorkshopRow
    order_number: str
    customer: str
    text: str
    position: int
    unit: str
    warehouse: str
    components: tuple[SeenComponent, ...]
    ready: Ready | None = None
    last_micro: int = 0


def read_workshop_detail(view: Reading, id: int) -> WorkshopDetail:
    """The workshop order; `NotFoundError` for an unknown id."""
    row = read_workshop_order(view, id)
    above = table_of(OrderLine).alias("above")
    place = (
        sa.select(sa.func.count())
        .where(above.c.order_id == row.order_id, above.c.position <= OrderLine.position)
        .where(sa.or_(above.c.base_micro != 0, above.c.kind.in_(("section", "note", "kit"))))
        .scalar_subquery()
    )
    head = view.db.execute(
        sa.select(sa.func.coalesce(Order.number, ""), Order.customer_name, OrderLine.text, place)
        .join_from(OrderLine, Order, Order.id == OrderLine.order_id)
        .where(OrderLine.id == row.order_line_id)
    ).one()
    unit = view.db.execute(sa.select(Product.unit).where(Product.id == row.product_id)).scalar_one()
    warehouse = view.db.execute(
        sa.select(Warehouse.name).where(Warehouse.id == row.warehouse_id)
    ).scalar_one()
    told = (head[0], head[1], head[2], 10 * int(head[3]), unit, warehouse)
    ready = read_ready(view, row) if row.state in NOT_BEGUN else None
    last = read_last_finished(view, row) if row.finished_micro else 0
    return WorkshopDetail(row, *told, _read_seen(view, row), ready, last)


def _read_seen(view: Reading, row: WorkshopRow) -> tuple[SeenComponent, ...]:
    components = read_components(view, row.id)
    ids = sorted({each.product_id for each in components if each.product_id is not None})
    if not ids:
        return tuple(SeenComponent(each, "", 0) for each in components)
    stocks = read_availability(view, ids)
    rows = view.db.execute(sa.select(Product.id, Product.name).where(among(view.db, Product.id, ids)))
    names = {row[0]: row[1] for row in rows}
    return tuple(
        SeenComponent(
            each,
            names.get(each.product_id or 0, ""),
            stocks[each.product_id].at(row.warehouse_id).free_micro if each.product_id is not None else 0,
        )
        for each in components
    )
