"""Workshop orders follow their customer's order: made with its confirm, changed with it, cancelled with it.

What a line waits for is what is to be made; where an amendment asks for more, less or something else, workshop orders
that nobody began follow. What is begun stays: an amendment that would touch it is refused before (`checking.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from app.domain.events import OrderSettled
from app.domain.making import CANCELLED, NOT_BEGUN, OPEN, needed_micro, per_piece
from app.services.configured_lines import read_configured
from app.services.making.lines import WaitingPart, read_waiting_parts
from app.services.making.releasing import give_all_back, give_back
from app.services.making.rows import (
    WorkshopRow,
    read_components,
    read_goods_by_sku,
    read_live,
    read_workshop_order,
    write_components,
    write_order,
)
from app.services.numbering import draw_number
from app.services.unit_of_work import UnitOfWork
from db.schema.making import WorkshopComponent, WorkshopOrder
from db.schema.orders import Order
from db.statements import insert_row, insert_rows

_Key = tuple[int, int, int]
"""(order line id, variant's id, warehouse id)"""


def on_order_settled(uow: UnitOfWork, event: OrderSettled) -> None:
    """Let what is made for the order follow it. The caller holds the order."""
    state = uow.db.execute(sa.select(Order.state).where(Order.id == event.order_id)).scalar_one()
    wanted: defaultdict[_Key, list[WaitingPart]] = defaultdict(list)
    for part in read_waiting_parts(uow, event.order_id):
        wanted[part.order_line_id, part.product_id, part.warehouse_id].append(part)
    live: defaultdict[_Key, list[WorkshopRow]] = defaultdict(list)
    for row in read_live(uow, event.order_id):
        live[row.order_line_id, row.product_id, row.warehouse_id].append(row)
    for key in sorted(wanted.keys() | live.keys()):
        if state == "cancelled":
            for row in live[key]:
                _cancel(uow, row)
        else:
            _follow(uow, event.order_id, wanted[key], live[key])


def _follow(
    uow: UnitOfWork, order_id: int, parts: Sequence[WaitingPart], live: Sequence[WorkshopRow]
) -> None:
    """Make as many as the line waits for."""
    more = sum(part.waiting_micro for part in parts) - sum(row.left_micro for row in live)
    free = [row for row in live if row.state in NOT_BEGUN]
    if more > 0 and free:
        _resize(uow, free[-1], free[-1].quantity_micro + more)
    elif more > 0:
        make(uow, order_id, parts, more)
    for row in reversed(free):
        less = min(row.quantity_micro, -more)
        if less > 0:
            more += less
            _resize(uow, row, row.quantity_micro - less)
    _follow_days(uow, parts, free)


def _follow_days(uow: UnitOfWork, parts: Sequence[WaitingPart], free: Sequence[WorkshopRow]) -> None:
    days = [part.promise_date for part in parts]
    known = [day for day in days if day is not None]
    due = max(known) if known and len(known) == len(days) else None
    for row in free:
        now = read_workshop_order(uow, row.id)
        if now.state in NOT_BEGUN and parts and now.due_date != due:
            write_order(uow, now, {"due_date": due})


def make(uow: UnitOfWork, order_id: int, parts: Sequence[WaitingPart], quantity_micro: int) -> int:
    """A workshop order of so much for the last of the parts of a line that wait; its id."""
    part = parts[-1]
    drawn = draw_number(uow, "workshop", on=uow.today)
    values = {
        "number": drawn.number,
        "order_id": order_id,
        "order_line_id": part.order_line_id,
        "configuration": part.configuration,
        "product_id": part.product_id,
        "warehouse_id": part.warehouse_id,
        "quantity_micro": quantity_micro,
        "state": OPEN,
        "due_date": part.promise_date,
        "created_at": uow.now,
    }
    id_ = insert_row(uow.db, WorkshopOrder, values)
    _insert_components(uow, id_, part.configuration, quantity_micro)
    told = {name: values[name] for name in ("number", "state", "due_date", "quantity_micro")}
    uow.audit("workshop_order", id_, before={}, after=told)
    uow.changed("workshop", id_, version=1)
    return id_


def _needs(uow: UnitOfWork, configuration: str, quantity_micro: int) -> dict[str, tuple[int | None, int]]:
    """By SKU the article's id, None where there is none, and what is needed of it; services need no stock."""
    found = read_configured(uow, [configuration])
    each = per_piece(found[configuration].facts.bom) if configuration in found else {}
    goods = read_goods_by_sku(uow, each)
    needs: dict[str, tuple[int | None, int]] = {}
    for sku, quantity in sorted(each.items()):
        id_, decimals, kind = goods.get(sku, (None, 6, "goods"))
        if kind == "goods":
            needs[sku] = id_, needed_micro(quantity, quantity_micro, decimals)
    return needs


def _insert_components(uow: UnitOfWork, id_: int, configuration: str, quantity_micro: int) -> None:
    rows = [
        {"workshop_order_id": id_, "article": sku, "product_id": product_id, "needed_micro": micro}
        for sku, (product_id, micro) in _needs(uow, configuration, quantity_micro).items()
    ]
    insert_rows(uow.db, WorkshopComponent, rows)


def _resize(uow: UnitOfWork, row: WorkshopRow, quantity_micro: int) -> None:
    """More or fewer pieces of what nobody began; none at all: it is cancelled."""
    if quantity_micro <= 0:
        _cancel(uow, row)
        return
    write_order(uow, row, {"quantity_micro": quantity_micro})
    needs = _needs(uow, row.configuration, quantity_micro)
    components = read_components(uow, row.id)
    write_components(
        uow,
        {each.id: {"needed_micro": needs[each.article][1]} for each in components if each.article in needs},
    )
    give_back(uow, replace(row, quantity_micro=quantity_micro), read_components(uow, row.id))


def _cancel(uow: UnitOfWork, row: WorkshopRow) -> None:
    write_order(uow, row, {"state": CANCELLED})
    give_all_back(uow, row)
