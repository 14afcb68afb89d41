"""Stock lists: all products with their stock, arrivals, moves, waiting lines; each page a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.domain.pages import Page, PageRequest
from app.services.listing import ListSource, read_page
from app.services.stock.availability import COUNTS, RESERVED_NOW, WAITING_MICRO, WAITS
from app.services.stock.waiting import WaitingLine, select_waiting
from app.services.unit_of_work import Reading
from db.schema.orders import Fulfilment
from db.schema.products import Product
from db.schema.stock import Arrival, ArrivalLine, Stock, StockMove, Warehouse
from db.search import PRODUCTS
from db.statements import table_of


@dataclass(frozen=True, slots=True)
class StockRow:
    """A product in the stock list; quantities in base micro units over all warehouses."""

    product_id: int
    sku: str
    name: str
    family: str
    unit: str
    on_hand_micro: int
    reserved_micro: int
    waiting_micro: int
    arriving_micro: int
    next_due: date | None

    @property
    def free_micro(self) -> int:
        """On the shelf and held by no order."""
        return self.on_hand_micro - self.reserved_micro


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A stock move as history shows it. `source`: the document's kind and id."""

    id: int
    date: date
    at: datetime
    actor: str
    product_id: int
    warehouse_name: str
    kind: str
    quantity_micro: int
    reason: str
    source_kind: str
    source_id: int | None


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """An arrival in the list; quantities are not added over products, lines are counted."""

    id: int
    number: str
    supplier: str
    warehouse_name: str
    state: str
    created_at: datetime
    lines: int = 0
    open_lines: int = 0
    next_due: date | None = None


@dataclass(frozen=True, slots=True)
class _Head:
    product_id: int
    sku: str
    name: str
    family: str
    unit: str


def read_stock_page(view: Reading, request: PageRequest) -> Page[StockRow]:
    """A page of goods with their stock. Sorts: name, sku; filters: sku, name, family, active, made.

    `made`: what was ever made of configurable articles, also where nothing of it lies on a shelf now.
    """
    filters = tuple(each for each in request.filters if each.column != "made")
    is_made = len(filters) < len(request.filters)
    page = read_page(view, _MADE_LIST if is_made else _PRODUCT_LIST, replace(request, filters=filters))
    ids = [head.product_id for head in page.rows]
    figures = _read_figures(view, ids)
    arriving = _read_arriving(view, ids)
    rows = tuple(
        _stock_row(head, figures[head.product_id], arriving.get(head.product_id)) for head in page.rows
    )
    return Page(rows, page.total, page.exact, page.marks)


def _stock_row(head: _Head, figures: Sequence[int], arriving: tuple[int, date] | None) -> StockRow:
    on_hand, reserved, waiting = figures
    quantity, due = arriving or (0, None)
    return StockRow(
        product_id=head.product_id,
        sku=head.sku,
        name=head.name,
        family=head.family,
        unit=head.unit,
        on_hand_micro=on_hand,
        reserved_micro=reserved,
        waiting_micro=waiting,
        arriving_micro=quantity,
        next_due=due,
    )


_PRODUCT = table_of(Product).c
_STOCK = table_of(Stock).c
_LIES_THERE = sa.exists().where(_STOCK.product_id == _PRODUCT.id, _STOCK.on_hand_micro > 0)
"""Variants are seen while finished pieces of them lie on a shelf."""
_PRODUCT_LIST: ListSource[_Head] = ListSource(
    record=_Head,
    statement=sa.select(*(_PRODUCT[name] for name in ("id", "sku", "name", "family", "unit"))),
    key=_PRODUCT.id,
    sortable={"name": _PRODUCT.sort_key, "sku": _PRODUCT.sku},
    usual_sort="name",
    filterable={
        "kind": _PRODUCT.kind,
        "sku": _PRODUCT.sku,
        "name": _PRODUCT.sort_key,
        "family": _PRODUCT.family,
        "active": _PRODUCT.active,
    },
    folded=frozenset({"name"}),
    search=PRODUCTS,
    always=(_PRODUCT.kind == "goods", sa.or_(_PRODUCT.variant_of_id.is_(None), _LIES_THERE)),
    always_leads=True,
)
_MADE_LIST = replace(_PRODUCT_LIST, always=(_PRODUCT.variant_of_id.is_not(None),), always_leads=False)


def _read_figures(view: Reading, product_ids: Sequence[int]) -> dict[int, list[int]]:
    """On hand, reserved, waiting by product."""
    figures: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    stock = (
        sa.select(Stock.product_id, sa.func.sum(Stock.on_hand_micro), sa.func.sum(RESERVED_NOW))
        .where(Stock.product_id.in_(product_ids))
        .group_by(Stock.product_id)
    )
    now = {"now": view.clock.now()}
    for product_id, on_hand, reserved in view.db.execute(stock, now):
        figures[product_id][:2] = [int(on_hand), int(reserved)]
    waiting = (
        sa.select(Fulfilment.product_id, sa.func.sum(WAITING_MICRO))
        .where(Fulfilment.product_id.in_(product_ids), WAITS, COUNTS)
        .group_by(Fulfilment.product_id)
    )
    for product_id, quantity in view.db.execute(waiting, now):
        figures[product_id][2] = int(quantity)
    return figures


def _read_arriving(view: Reading, product_ids: Sequence[int]) -> dict[int, tuple[int, date]]:
    line = ArrivalLine
    rows = view.db.execute(
        sa.select(
            line.product_id,
            sa.func.sum(line.quantity_micro - line.received_micro),
            sa.func.min(line.due_date),
        )
        .join(Arrival, Arrival.id == line.arrival_id)
        .where(line.product_id.in_(product_ids), sa.not_(line.closed), Arrival.state == "open")
        .where(line.quantity_micro > line.received_micro)
        .group_by(line.product_id)
    )
    return {row[0]: (int(row[1]), row[2]) for row in rows}


def read_move_page(
    view: Reading, product_id: int, *, before_id: int | None = None, count: int = 100
) -> tuple[MoveRow, ...]:
    """The product's moves, newest first; the next page begins before the last id of this one."""
    columns: tuple[Any, ...] = (
        StockMove.id,
        StockMove.date,
        StockMove.at,
        StockMove.actor,
        StockMove.product_id,
        Warehouse.name,
        StockMove.kind,
        StockMove.quantity_micro,
        StockMove.reason,
        StockMove.source_kind,
        StockMove.source_id,
    )
    statement = (
        sa.select(*columns)
        .select_from(StockMove)
        .join(Warehouse, Warehouse.id == StockMove.warehouse_id)
        .where(StockMove.product_id == product_id)
        .order_by(StockMove.id.desc())
        .limit(count)
    )
    if before_id is not None:
        statement = statement.where(StockMove.id < before_id)
    return tuple(MoveRow(*row) for row in view.db.execute(statement))


def read_arrival_page(view: Reading, request: PageRequest) -> Page[ArrivalRow]:
    """A page of arrivals. Sorts: id, number, state; filters: number, supplier, state, warehouse_id."""
    page = read_page(view, _ARRIVAL_LIST, request)
    figures = _read_arrival_figures(view, [row.id for row in page.rows])
    rows = []
    for row in page.rows:
        lines, open_lines, due = figures.get(row.id, (0, 0, None))
        rows.append(replace(row, lines=lines, open_lines=open_lines, next_due=due))
    return Page(tuple(rows), page.total, page.exact, page.marks)


_ARRIVAL = table_of(Arrival).c
_ARRIVAL_COLUMNS: tuple[Any, ...] = (
    _ARRIVAL.id,
    _ARRIVAL.number,
    _ARRIVAL.supplier,
    Warehouse.name,
    _ARRIVAL.state,
    _ARRIVAL.created_at,
)
_ARRIVAL_LIST: ListSource[ArrivalRow] = ListSource(
    record=ArrivalRow,
    statement=sa.select(*_ARRIVAL_COLUMNS)
    .select_from(Arrival)
    .join(Warehouse, Warehouse.id == Arrival.warehouse_id),
    key=_ARRIVAL.id,
    sortable={"id": _ARRIVAL.id, "number": _ARRIVAL.number, "state": _ARRIVAL.state},
    usual_sort="id",
    filterable={
        "number": _ARRIVAL.number,
        "supplier": _ARRIVAL.supplier,
        "state": _ARRIVAL.state,
        "warehouse_id": _ARRIVAL.warehouse_id,
    },
)


def _read_arrival_figures(
    view: Reading, arrival_ids: Sequence[int]
) -> dict[int, tuple[int, int, date | None]]:
    line = ArrivalLine
    is_open = sa.not_(line.closed)
    rows = view.db.execute(
        sa.select(
            line.arrival_id,
            sa.func.count(),
            sa.func.sum(sa.case((is_open, 1), else_=0)),
            sa.func.min(sa.case((is_open, line.due_date))),
        )
        .where(line.arrival_id.in_(arrival_ids))
        .group_by(line.arrival_id)
    )
    return {row[0]: (int(row[1]), int(row[2]), row[3]) for row in rows}


def read_waiting_lines(
    view: Reading, *, product_id: int | None = None, warehouse_id: int | None = None, limit: int = 500
) -> tuple[WaitingLine, ...]:
    """What still waits and for what, first promise first."""
    statement = select_waiting(view.clock.now()).limit(limit)
    if product_id is not None:
        statement = statement.where(Fulfilment.product_id == product_id)
    if warehouse_id is not None:
        statement = statement.where(Fulfilment.warehouse_id == warehouse_id)
    return tuple(WaitingLine(*row) for row in view.db.execute(statement))
