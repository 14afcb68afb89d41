"""What drafts hold that wait for an approval: fulfilments with the moment up to which they count.

To the stock a waiting draft is an order until its time is over. Then nobody counts what it holds any more, and whoever
needs the goods may take them over; the rows go when somebody clears up (`release_hold`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter

import sqlalchemy as sa

from app.services.stock.availability import HELD, WAITING_MICRO, HeldPlace
from app.services.stock.levels import StockKey, shift_reserved
from app.services.stock.releases import release_lines
from app.services.stock.serving import hold_orders_beside
from app.services.unit_of_work import Reading, UnitOfWork
from db.bulk import RowUpdate
from db.schema.orders import Fulfilment, OrderLine
from db.statements import table_of

_FULFILMENT = table_of(Fulfilment)
_LINES = sa.select(OrderLine.id).where(OrderLine.order_id == sa.bindparam("order_id", type_=sa.BigInteger))
_OF_ORDER = (
    sa.select(Fulfilment.order_line_id, Fulfilment.held_until, Fulfilment.product_id, Fulfilment.warehouse_id)
    .add_columns(Fulfilment.promise_date, Fulfilment.reserved_micro, WAITING_MICRO)
    .where(HELD, Fulfilment.order_line_id.in_(_LINES))
    .order_by(Fulfilment.id)
)
_TAKE = RowUpdate(_FULFILMENT, adds=("quantity_micro", "reserved_micro"))


def read_hold(view: Reading, order_id: int) -> tuple[HeldPlace, ...]:
    """What the draft holds now; nothing once its time is over."""
    rows = view.db.execute(_OF_ORDER, {"order_id": order_id}).all()
    now = view.clock.now()
    return tuple(HeldPlace(*row[2:]) for row in rows if row.held_until > now)


def release_hold(uow: UnitOfWork, order_id: int, *, serve: bool = True) -> frozenset[StockKey]:
    """Give back what the draft holds, its time over or not; the places where it was.

    Who waits for it gets it, unless with `serve=False` the caller takes it again in this unit of work.
    """
    rows = uow.db.execute(_OF_ORDER, {"order_id": order_id}).all()
    if not rows:
        return frozenset()
    if serve:
        hold_orders_beside(uow, order_id)
    lines = sorted({row.order_line_id for row in rows})
    release_lines(uow, dict.fromkeys(lines), serve=serve)
    uow.db.execute(sa.delete(_FULFILMENT).where(HELD, _FULFILMENT.c.order_line_id.in_(lines)))
    return frozenset((row.product_id, row.warehouse_id) for row in rows)


def prolong_hold(uow: UnitOfWork, order_id: int, until: datetime) -> bool:
    """Let what the draft still holds count longer; False where it holds nothing."""
    statement = (
        sa.update(_FULFILMENT)
        .where(HELD, _FULFILMENT.c.held_until > uow.now, _FULFILMENT.c.order_line_id.in_(_LINES))
        .values(held_until=until)
    )
    return uow.db.execute(statement, {"order_id": order_id}).rowcount > 0


def read_orders_over_time(view: Reading) -> tuple[int, ...]:
    """The drafts whose time is over and that still have something to give back."""
    statement = (
        sa.select(OrderLine.order_id)
        .join(Fulfilment, Fulfilment.order_line_id == OrderLine.id)
        .where(HELD, Fulfilment.held_until <= view.clock.now())
        .distinct()
        .order_by(OrderLine.order_id)
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
        .where(sa.tuple_(Fulfilment.product_id, Fulfilment.warehouse_id).in_(sorted(wanted)))
        .order_by(Fulfilment.id)
        .with_for_update()
    )
    return [(row[0], row[1], row[2], row[3]) for row in uow.db.execute(statement)]
