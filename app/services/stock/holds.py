"""What waits for an approval holds: fulfilments with the moment up to which they count.

They belong to the lines of a draft, or to a confirmed order whose changes wait: what is new in them has no line yet. To
the stock both are orders until their time is over. Then nobody counts what they hold any more, and whoever needs the
goods may take them over; the rows go when somebody clears up (`release_hold`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import itemgetter

import sqlalchemy as sa

from app.services.stock.availability import HELD, WAITING_MICRO, HeldPlace
from app.services.stock.levels import StockKey, in_places, shift_reserved
from app.services.stock.serving import hold_orders_beside, lock_supply, serve_waiting
from app.services.stock.waiting import OWNER
from app.services.unit_of_work import Reading, UnitOfWork
from db.bulk import RowUpdate
from db.schema.orders import Fulfilment, OrderLine
from db.statements import table_of

_FULFILMENT = table_of(Fulfilment)
_ORDER_ID = sa.bindparam("of_order", type_=sa.BigInteger)
_LINES = sa.select(OrderLine.id).where(OrderLine.order_id == _ORDER_ID)
_MINE = sa.and_(HELD, sa.or_(_FULFILMENT.c.order_line_id.in_(_LINES), _FULFILMENT.c.order_id == _ORDER_ID))
_PLACE = (_FULFILMENT.c.product_id, _FULFILMENT.c.warehouse_id)
_OF_ORDER = (
    sa.select(_FULFILMENT.c.held_until, *_PLACE, _FULFILMENT.c.promise_date, _FULFILMENT.c.reserved_micro)
    .add_columns(WAITING_MICRO)
    .where(_MINE)
    .order_by(_FULFILMENT.c.id)
)
_TAKE = RowUpdate(_FULFILMENT, adds=("quantity_micro", "reserved_micro"))


def read_hold(view: Reading, order_id: int) -> tuple[HeldPlace, ...]:
    """What the draft holds now, or the changes of the order; nothing once their time is over."""
    rows = view.db.execute(_OF_ORDER, {"of_order": order_id}).all()
    now = view.clock.now()
    return tuple(HeldPlace(*row[1:]) for row in rows if row.held_until > now)


def places_held(view: Reading, order_id: int) -> frozenset[StockKey]:
    """Where the order holds something while it or its changes wait, their time over or not."""
    rows = view.db.execute(_OF_ORDER, {"of_order": order_id})
    return frozenset((row.product_id, row.warehouse_id) for row in rows)


def release_hold(uow: UnitOfWork, order_id: int, *, serve: bool = True) -> frozenset[StockKey]:
    """Give back what the order holds while it or its changes wait, their time over or not; the places where it was.

    Who waits for it gets it, unless with `serve=False` the caller takes it again in this unit of work.
    """
    rows = uow.db.execute(_OF_ORDER, {"of_order": order_id}).all()
    if not rows:
        return frozenset()
    if serve:
        hold_orders_beside(uow, order_id)
    keys = frozenset((row.product_id, row.warehouse_id) for row in rows)
    lock_supply(uow, keys)
    sums: defaultdict[StockKey, int] = defaultdict(int)
    gone = sa.delete(_FULFILMENT).where(_MINE).returning(*_PLACE, _FULFILMENT.c.reserved_micro)
    for product_id, warehouse_id, reserved in uow.db.execute(gone, {"of_order": order_id}):
        sums[product_id, warehouse_id] -= reserved
    refused = shift_reserved(uow, sums, held=True)
    assert not refused, "stock holds what its fulfilments hold"
    if serve:
        serve_waiting(uow, keys)
    _tell_stock(uow, keys)
    return keys


def let_go(uow: UnitOfWork, order_id: int) -> None:
    """What the order holds counts no more from now on, and goes when somebody clears up.

    For who holds stock already, when it is too late to hold the orders that wait for it.
    """
    over = (
        sa.update(_FULFILMENT)
        .where(_MINE, _FULFILMENT.c.held_until > uow.now)
        .values(held_until=uow.now)
        .returning(*_PLACE)
    )
    _tell_stock(uow, {(row[0], row[1]) for row in uow.db.execute(over, {"of_order": order_id})})


def _tell_stock(uow: UnitOfWork, keys: Iterable[StockKey]) -> None:
    for product_id in sorted({product_id for product_id, _warehouse_id in keys}):
        uow.changed("stock", product_id, version=0)


def prolong_hold(uow: UnitOfWork, order_id: int, until: datetime) -> bool:
    """Let what the order still holds while it or its changes wait count longer; False where that is nothing."""
    later = sa.update(_FULFILMENT).where(_MINE, _FULFILMENT.c.held_until > uow.now).values(held_until=until)
    return uow.db.execute(later, {"of_order": order_id}).rowcount > 0


def read_orders_over_time(view: Reading) -> tuple[int, ...]:
    """The orders whose time is over and that still have something to give back."""
    statement = (
        sa.select(OWNER.label("order_id"))
        .select_from(Fulfilment)
        .outerjoin(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .where(HELD, Fulfilment.held_until <= view.clock.now())
        .distinct()
        .order_by("order_id")
    )
    return tuple(view.db.execute(statement).scalars())


def take_over(uow: UnitOfWork, lacks: Mapping[StockKey, int]) -> bool:
    """Set free so much of what drafts hold whose time is over, as far as there is any; whether it was any.

    The caller holds the stock. Nobody else is served with it: the caller takes it.
    """
    wanted = {key: micro for key, micro in lacks.items() if micro > 0}
    taken: list[dict[str, int]] = []
    sums: dict[StockKey, int] = {}
    for id_, product_id, warehouse_id, reserved in _read_over(uow, wanted):
        key = (product_id, warehouse_id)
        part = min(reserved, wanted[key] + sums.get(key, 0))
        if part > 0:
            taken.append({"id": id_, "quantity_micro": -part, "reserved_micro": -part})
            sums[key] = sums.get(key, 0) - part
    _TAKE.run(uow.db, sorted(taken, key=itemgetter("id")))
    refused = shift_reserved(uow, sums, held=True)
    assert not refused, "stock holds what its fulfilments hold"
    return bool(taken)


def _read_over(uow: UnitOfWork, wanted: Mapping[StockKey, int]) -> list[tuple[int, int, int, int]]:
    if not wanted:
        return []
    columns = (Fulfilment.id, Fulfilment.product_id, Fulfilment.warehouse_id, Fulfilment.reserved_micro)
    statement = (
        sa.select(*columns)
        .where(HELD, Fulfilment.held_until <= uow.now, Fulfilment.reserved_micro > 0)
        .where(in_places(uow.db, Fulfilment.product_id, Fulfilment.warehouse_id, wanted))
        .order_by(Fulfilment.id)
        .with_for_update()
    )
    return [(row[0], row[1], row[2], row[3]) for row in uow.db.execute(statement)]
