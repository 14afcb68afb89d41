"""What waits for an approval holds its goods and its day, for as long as the firm says.

A draft holds all of its goods, changes of a confirmed order what is new in them: more of an article, or another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import sqlalchemy as sa

from app.domain.orders.draft import Draft
from app.domain.quantity import shown_quantity
from app.domain.rights import Actor
from app.domain.routing.facts import SourcePart
from app.domain.units import Counted
from app.services.orders.drafts import read_stored
from app.services.orders.planning import plan_sources
from app.services.orders.variants import stocked_articles
from app.services.settings_store import read_firm_setting
from app.services.stock.availability import HELD
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.services.stock.holds import places_held, prolong_hold, read_orders_over_time, release_hold
from app.services.stock.serving import hold_orders_beside, lock_supply, serve_waiting
from app.services.stock.waiting import OWNER
from app.services.unit_of_work import Reading, UnitOfWork, Work
from db.rows import ids, one_of
from db.schema.orders import Fulfilment, OrderLine
from db.schema.products import Product
from db.schema.stock import Stock
from db.statements import table_of

_LINE, _FULFILMENT, _PRODUCT = table_of(OrderLine), table_of(Fulfilment), table_of(Product)
_MINE = one_of(_LINE.c.order_id, ids())
_OWNER = OWNER.label("order_id")
_HELD_GOODS = (
    sa.select(_OWNER, _PRODUCT.c.unit, sa.func.sum(_FULFILMENT.c.quantity_micro).label("micro"))
    .add_columns(sa.func.max(_FULFILMENT.c.promise_date).label("day"))
    .add_columns(sa.func.max(_FULFILMENT.c.held_until).label("until"))
    .select_from(_FULFILMENT)
    .outerjoin(_LINE, _LINE.c.id == _FULFILMENT.c.order_line_id)
    .join(_PRODUCT, _PRODUCT.c.id == _FULFILMENT.c.product_id)
    .where(HELD, _FULFILMENT.c.held_until > sa.bindparam("now"), _FULFILMENT.c.quantity_micro > 0)
    .where(one_of(OWNER, ids()))
    .group_by(OWNER, _PRODUCT.c.unit)
    .order_by(OWNER, _PRODUCT.c.unit)
)
_WANTED_GOODS = (
    sa.select(_LINE.c.order_id, _PRODUCT.c.unit, sa.func.sum(_LINE.c.base_micro))
    .join_from(_LINE, _PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(_LINE.c.kind == "goods", _LINE.c.base_micro > 0, _MINE)
    .group_by(_LINE.c.order_id, _PRODUCT.c.unit)
    .order_by(_LINE.c.order_id, _PRODUCT.c.unit)
)


@dataclass(frozen=True, slots=True)
class Hold:
    """What a waiting order holds, or its changes, up to when (in the firm's zone), of how much that it wants, by unit.

    `ship_day` is that of the last part.
    """

    until: datetime
    held: tuple[Counted, ...]
    wanted: tuple[Counted, ...]
    ship_day: date | None


def hold_goods(uow: UnitOfWork, draft: Draft) -> datetime | None:
    """Reserve and promise what a draft can have now; up to when in the firm's zone, None where it holds nothing.

    What nothing covers is not held. The caller holds the order (`hold_orders_beside`).
    """
    lock_supply(uow, _places_of(uow, draft))
    parts = _parts_to_hold(uow, draft)
    lines = read_stored(uow, draft.id).line_ids if parts else {}
    return _hold(uow, [LinePart(lines[part.line_key], part) for part in parts])


def hold_changes(uow: UnitOfWork, grown: Draft) -> datetime | None:
    """The same for changes of a confirmed order; `grown` is only what is new in them.

    What other changes of the order held before is taken first; the rest of that goes to who waits.
    """
    before = places_held(uow, grown.id) if grown.approval else frozenset()
    lock_supply(uow, {*before, *_places_of(uow, grown)})
    parts = _parts_to_hold(uow, grown)
    if before:
        release_hold(uow, grown.id, serve=False)
    until = _hold(uow, [LinePart(None, part, changes_of=grown.id) for part in parts])
    serve_waiting(uow, before)
    return until


def _parts_to_hold(uow: UnitOfWork, draft: Draft) -> list[SourcePart]:
    if int(read_firm_setting(uow, "approval.hold_hours")) <= 0:
        return []
    return [part for part in plan_sources(uow, draft)[0] if part.promise_date is not None]


def _hold(uow: UnitOfWork, parts: Sequence[LinePart]) -> datetime | None:
    if not parts:
        return None
    until = uow.now + timedelta(hours=int(read_firm_setting(uow, "approval.hold_hours")))
    fulfil_lines(uow, parts, is_covered=True, held_until=until)
    return until.astimezone(uow.clock.local().tzinfo)


def hold_longer(uow: UnitOfWork, order_id: int) -> None:
    """The clerk gets the whole time once more, to confirm what was approved."""
    hours = int(read_firm_setting(uow, "approval.hold_hours"))
    prolong_hold(uow, order_id, uow.now + timedelta(hours=hours))


def _places_of(view: Reading, draft: Draft) -> list[tuple[int, int]]:
    found = sa.select(Stock.product_id, Stock.warehouse_id).where(
        Stock.product_id.in_(stocked_articles(view, draft))
    )
    return [(row[0], row[1]) for row in view.db.execute(found)]


def read_holds(view: Reading, order_ids: Iterable[int]) -> dict[int, Hold]:
    """What these drafts hold now, or the changes of these orders, by order; two queries."""
    wanted = {"ids": sorted(set(order_ids)), "now": view.clock.now()}
    if not wanted["ids"]:
        return {}
    rows = view.db.execute(_HELD_GOODS, wanted).all()
    if not rows:
        return {}
    goods: defaultdict[int, list[Counted]] = defaultdict(list)
    for order_id, unit, micro in view.db.execute(_WANTED_GOODS, {"ids": wanted["ids"]}):
        goods[order_id].append(Counted(shown_quantity(int(micro)), unit))
    return {
        order_id: Hold(
            until=max(row.until for row in mine).astimezone(view.clock.local().tzinfo),
            held=tuple(Counted(shown_quantity(int(row.micro)), row.unit) for row in mine),
            wanted=tuple(goods[order_id]),
            ship_day=max((row.day for row in mine if row.day is not None), default=None),
        )
        for order_id in {row.order_id for row in rows}
        if (mine := [row for row in rows if row.order_id == order_id])
    }


def end_holds_over_time(work: Work, *, actor: Actor) -> int:
    """Give back what is held and whose time is over, each order in a unit of work of its own; how many they were."""
    with work.reading(actor=actor) as view:
        found = read_orders_over_time(view)
    for order_id in found:
        work.run(partial(_end_over_time, order_id=order_id), actor=actor)
    return len(found)


def _end_over_time(uow: UnitOfWork, *, order_id: int) -> None:
    hold_orders_beside(uow, order_id)
    if order_id in read_orders_over_time(uow) and release_hold(uow, order_id):
        uow.audit("order", order_id, before={"holds_stock": True}, after={"holds_stock": False})
        uow.changed("approval", 0, version=0)
        uow.changed("order", order_id, version=0)
