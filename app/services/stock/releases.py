"""Order lines give back what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from app.services.stock.availability import WAITING_MICRO
from app.services.stock.levels import StockKey, shift_reserved
from app.services.stock.serving import lock_supply, serve_waiting
from app.services.unit_of_work import Reading, UnitOfWork
from db.bulk import RowUpdate
from db.schema.orders import Fulfilment
from db.statements import table_of

_ITS_LINE = table_of(Fulfilment).c.order_line_id  # asked for by it: there is one
_GIVE_BACK = RowUpdate(table_of(Fulfilment), adds=("quantity_micro", "reserved_micro"))


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A fulfilment with what may be given back of it."""

    id: int
    order_line_id: int
    product_id: int
    warehouse_id: int
    waiting_micro: int
    unpicked_micro: int
    promise_date: date | None


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What is given back of one fulfilment: of what waits, and of what is reserved."""

    held: HeldRow
    waiting_micro: int
    reserved_micro: int


def release_line(uow: UnitOfWork, order_line_id: int, *, base_micro: int | None = None) -> int:
    """Give back what the line holds; how much it was. See `release_lines`."""
    return release_lines(uow, {order_line_id: base_micro})[order_line_id]


def release_lines(
    uow: UnitOfWork,
    wanted: Mapping[int, int | None],
    *,
    serve: bool = True,
    reserved_at: int | None = None,
    also: Iterable[StockKey] = (),
) -> dict[int, int]:
    """Give back, of each line, so much (None: all) of what is neither on a pick list nor shipped.

    What waits goes before what is reserved, the latest promise first. Freed stock, and what lies free in `also`,
    serves those who wait; what arrivals have left then is promised to who waits for nothing. None of it with
    `serve=False`: the caller takes it again in this unit of work. With `reserved_at`, what is reserved in other
    warehouses stays. Returns what each line gave back.
    """
    held = _read_held(uow, wanted)
    keys = {(row.product_id, row.warehouse_id) for row in held}
    lock_supply(uow, {*keys, *also})
    if uow.db.dialect.name == "postgresql":
        held = _read_held(uow, wanted, lock=True)  # as it is now that nobody else can serve it
    if reserved_at is not None:
        held = tuple(
            row if row.warehouse_id == reserved_at else replace(row, unpicked_micro=0) for row in held
        )
    given, released = _choose_given_back(held, wanted)
    _give_back(uow, given)
    if serve:
        serve_waiting(uow, {*also, *((entry.held.product_id, entry.held.warehouse_id) for entry in given)})
    for product_id in sorted({entry.held.product_id for entry in given}):
        uow.changed("stock", product_id, version=0)
    return released


def preview_release(view: Reading, wanted: Mapping[int, int | None]) -> tuple[GivenBack, ...]:
    """What `release_lines` would give back now, without giving it back; one query."""
    return tuple(_choose_given_back(_read_held(view, wanted), wanted)[0]) if wanted else ()


def _read_held(view: Reading, order_line_ids: Iterable[int], *, lock: bool = False) -> tuple[HeldRow, ...]:
    """What the lines hold, what is to be given back first coming first."""
    statement = (
        sa.select(
            Fulfilment.id,
            _ITS_LINE,
            Fulfilment.product_id,
            Fulfilment.warehouse_id,
            WAITING_MICRO,
            Fulfilment.reserved_micro - Fulfilment.picking_micro,
            Fulfilment.promise_date,
        )
        .where(Fulfilment.order_line_id.in_(sorted(order_line_ids)))
        .order_by(Fulfilment.id)
    )
    rows = [HeldRow(*row) for row in view.db.execute(statement.with_for_update() if lock else statement)]
    return tuple(sorted(rows, key=lambda row: (row.promise_date or date.max, row.id), reverse=True))


def _choose_given_back(
    held: Sequence[HeldRow], wanted: Mapping[int, int | None]
) -> tuple[list[GivenBack], dict[int, int]]:
    released = dict.fromkeys(wanted, 0)
    waiting: dict[int, int] = {}
    reserved: dict[int, int] = {}
    for kind, chosen in (("waiting_micro", waiting), ("unpicked_micro", reserved)):
        for row in held:
            limit = wanted[row.order_line_id]
            most: int = getattr(row, kind)
            part = most if limit is None else min(most, limit - released[row.order_line_id])
            chosen[row.id] = part
            released[row.order_line_id] += part
    given = [GivenBack(row, waiting[row.id], reserved[row.id]) for row in held]
    return [entry for entry in given if entry.waiting_micro or entry.reserved_micro], released


def _give_back(uow: UnitOfWork, given: Sequence[GivenBack]) -> None:
    if not given:
        return
    rows = [
        {
            "id": entry.held.id,
            "quantity_micro": -entry.waiting_micro - entry.reserved_micro,
            "reserved_micro": -entry.reserved_micro,
        }
        for entry in sorted(given, key=lambda entry: entry.held.id)
    ]
    _GIVE_BACK.run(uow.db, rows)
    sums: defaultdict[StockKey, int] = defaultdict(int)
    for entry in given:
        sums[entry.held.product_id, entry.held.warehouse_id] -= entry.reserved_micro
    refused = shift_reserved(uow, sums)
    assert not refused, "stock holds what its fulfilments hold"
