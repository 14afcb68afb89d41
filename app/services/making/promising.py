"""When the components of lines that are to be made are there: what is free, what arrives, what others need first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa

from app.domain.making import LIVE, needed_micro, per_piece
from app.domain.promise import WarehouseStock
from app.domain.routing.book import add_waiting
from app.domain.routing.components import Component, Readiness, when_ready
from app.services.configured_lines import read_bills
from app.services.making.rows import read_goods_by_sku
from app.services.stock.availability import read_availability
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.making import WorkshopComponent, WorkshopOrder


@dataclass(frozen=True, slots=True)
class ToMake:
    """So much of a configuration that a line is to be made of."""

    line_key: str
    configuration: str
    quantity_micro: int


def read_readiness(view: Reading, lines: Iterable[ToMake], warehouse_id: int) -> dict[str, Readiness]:
    """By line key when the components of lines are all there that are short of some now; others are left out.

    An article that nobody has is told at the release. No query where nothing is made, else four.
    """
    wanted = tuple(lines)
    if not wanted:
        return {}
    bills = read_bills(view, {each.configuration for each in wanted})
    pieces = {each.line_key: per_piece(bills.get(each.configuration, ())) for each in wanted}
    goods = read_goods_by_sku(view, {sku for each in pieces.values() for sku in each})
    ids = {id_ for id_, _decimals, kind in goods.values() if kind == "goods"}
    if not ids:
        return {}
    needs = [
        (each.line_key, _components(pieces[each.line_key], each.quantity_micro, goods)) for each in wanted
    ]
    return when_ready(needs, read_stocks(view, ids, warehouse_id), view.clock.today())


def _components(
    each: Mapping[str, Fraction], quantity_micro: int, goods: Mapping[str, tuple[int, int, str]]
) -> tuple[Component, ...]:
    return tuple(
        Component(sku, goods[sku][0], needed_micro(quantity, quantity_micro, goods[sku][1]))
        for sku, quantity in sorted(each.items())
        if sku in goods and goods[sku][2] == "goods"
    )


def read_stocks(
    view: Reading, ids: Iterable[int], warehouse_id: int, *, before: int | None = None
) -> dict[int, WarehouseStock]:
    """The stock of the warehouse that makes; what workshop orders still lack of it is theirs.

    `before`: as that workshop order finds it, which leaves to others what they have a day for, or came first for.
    """
    part = WorkshopComponent
    lacks = part.needed_micro - part.reserved_micro - part.consumed_micro
    wanted = sorted(ids)
    rows = view.db.execute(
        sa.select(part.product_id, sa.func.sum(lacks))
        .join(WorkshopOrder, WorkshopOrder.id == part.workshop_order_id)
        .where(among(view.db, part.product_id, wanted), WorkshopOrder.warehouse_id == warehouse_id)
        .where(WorkshopOrder.state.in_(LIVE), lacks > 0)
        .where(sa.true() if before is None else _comes_before(before))
        .group_by(part.product_id)
    )
    owed = {row[0]: int(row[1]) for row in rows}
    today = view.clock.today()
    return {
        id_: add_waiting(found.at(warehouse_id), today, owed.get(id_, 0))
        for id_, found in read_availability(view, wanted).items()
    }


def _comes_before(id: int) -> sa.ColumnElement[bool]:
    is_first = sa.or_(WorkshopOrder.due_date.is_not(None), WorkshopOrder.id < id)
    return sa.and_(WorkshopOrder.id != id, is_first)
