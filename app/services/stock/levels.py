"""The two numbers of a stock row, changed only by statements that carry their own condition (B28, B29).

Locks are taken once, in the order of (product, warehouse), before any fulfilment row is touched.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import among
from db.schema.stock import Stock

StockKey = tuple[int, int]
"""(product id, warehouse id)"""

_SHIFT = """
update stock set reserved_micro = stock.reserved_micro + wanted.change
from ({wanted}) as wanted
where stock.product_id = wanted.product_id and stock.warehouse_id = wanted.warehouse_id
  and stock.on_hand_micro - stock.reserved_micro >= wanted.change
  and stock.reserved_micro + wanted.change >= 0
returning stock.product_id, stock.warehouse_id
"""
_JSON_ROWS = (
    "select value ->> '$[0]' as product_id, value ->> '$[1]' as warehouse_id, value ->> '$[2]' as change"
    " from json_each(:rows)"
)
_ARRAY_ROWS = (
    "select * from unnest(cast(:products as bigint[]), cast(:warehouses as bigint[]), cast(:changes as bigint[]))"
    " as wanted_row(product_id, warehouse_id, change)"
)
_SHIFT_SQLITE = sa.text(_SHIFT.format(wanted=_JSON_ROWS))
_SHIFT_POSTGRESQL = sa.text(_SHIFT.format(wanted=_ARRAY_ROWS))
_HOLD = """
with held as materialized (
  select wanted_row.* from stock join ({wanted}) as wanted_row using (product_id, warehouse_id)
  order by stock.product_id, stock.warehouse_id for update of stock
)
"""
_SHIFT_HELD = _HOLD.format(wanted=_ARRAY_ROWS) + _SHIFT.format(wanted="select * from held")
_HOLD_AND_SHIFT = sa.text(_SHIFT_HELD)
"""One round trip: the rows are held in their order, then each is looked at as whoever held it before left it."""
_ENSURE = """
insert into stock (product_id, warehouse_id) select product_id, warehouse_id from ({wanted}) as wanted
order by 1, 2 on conflict do nothing
"""
_ENSURE_POSTGRESQL = sa.text(_ENSURE.format(wanted=_ARRAY_ROWS))

_LOCK = """
select stock.product_id from stock join ({wanted}) as wanted using (product_id, warehouse_id)
order by stock.product_id, stock.warehouse_id for update of stock
"""
_LOCK_POSTGRESQL = sa.text(_LOCK.format(wanted=_ARRAY_ROWS))
_HAS_KEY = sa.tuple_(Stock.product_id, Stock.warehouse_id).in_(sa.bindparam("stock_keys", expanding=True))
_LEVELS = sa.select(Stock.product_id, Stock.warehouse_id, Stock.on_hand_micro, Stock.reserved_micro).where(
    _HAS_KEY
)
_AT_ONCE = 5_000
"""Of so many keys at once PostgreSQL still parses a list of pairs; of 20,000 its stack is too small."""


@dataclass(frozen=True, slots=True)
class StockLevel:
    """What a stock row says."""

    on_hand_micro: int = 0
    reserved_micro: int = 0

    @property
    def free_micro(self) -> int:
        """On the shelf and held by no order."""
        return self.on_hand_micro - self.reserved_micro


def shift_reserved(
    uow: UnitOfWork, changes: Mapping[StockKey, int], *, held: bool = False
) -> frozenset[StockKey]:
    """Raise (+) or lower (-) what is reserved, in one statement; the keys that were refused.

    A key is refused when its stock has less free than asked, or less reserved than is to be given back. `held`: the
    caller has locked the rows already.
    """
    wanted = {key: change for key, change in sorted(changes.items()) if change}
    if not wanted:
        return frozenset()
    is_alone = held or len(wanted) == 1 or uow.db.dialect.name != "postgresql"
    refused = frozenset(wanted) - _shift(uow, wanted, hold_first=not is_alone)
    if (
        refused and not is_alone
    ):  # its snapshot is older than the rows that it waited for: something may be free since
        refused -= _shift(uow, {key: wanted[key] for key in wanted if key in refused}, hold_first=False)
    return refused


def _shift(uow: UnitOfWork, wanted: Mapping[StockKey, int], *, hold_first: bool) -> frozenset[StockKey]:
    """The keys that could be changed, and were."""
    if uow.db.dialect.name == "postgresql":
        done = uow.db.execute(_HOLD_AND_SHIFT if hold_first else _SHIFT_POSTGRESQL, _arrays(wanted))
    else:
        rows = json.dumps([[*key, change] for key, change in wanted.items()])
        done = uow.db.execute(_SHIFT_SQLITE, {"rows": rows})
    return frozenset((row[0], row[1]) for row in done)


def lock_stock(uow: UnitOfWork, keys: Iterable[StockKey], *, ensure: bool = False) -> None:
    """Hold the rows until the end of the transaction; SQLite's writer holds everything already.

    With `ensure`, rows that do not exist yet are made, so that there is something to hold.
    """
    wanted = dict.fromkeys(sorted(set(keys)), 0)
    if not wanted or uow.db.dialect.name != "postgresql":
        return
    held = uow.db.execute(_LOCK_POSTGRESQL, _arrays(wanted)).all()
    if ensure and len(held) < len(wanted):
        uow.db.execute(_ENSURE_POSTGRESQL, _arrays(wanted))
        uow.db.execute(_LOCK_POSTGRESQL, _arrays(wanted)).all()


def read_levels(view: Reading, keys: Iterable[StockKey]) -> dict[StockKey, StockLevel]:
    """The levels of the keys; zero where there never was stock."""
    wanted = sorted(set(keys))
    levels = dict.fromkeys(wanted, StockLevel())
    for first in range(0, len(wanted), _AT_ONCE):
        rows = view.db.execute(_LEVELS, {"stock_keys": wanted[first : first + _AT_ONCE]})
        levels.update({(row[0], row[1]): StockLevel(row[2], row[3]) for row in rows})
    return levels


def in_places(
    connection: sa.Connection, product_id: Any, warehouse_id: Any, keys: Iterable[StockKey]
) -> sa.ColumnElement[bool]:
    """Whether the columns are one of the keys, however many: a catalogue may come in with one receipt."""
    by_warehouse: defaultdict[int, list[int]] = defaultdict(list)
    for product, warehouse in sorted(set(keys)):
        by_warehouse[warehouse].append(product)
    places = (
        sa.and_(warehouse_id == warehouse, among(connection, product_id, products))
        for warehouse, products in sorted(by_warehouse.items())
    )
    return sa.or_(sa.false(), *places)


def _arrays(wanted: Mapping[StockKey, int]) -> dict[str, list[int]]:
    return {
        "products": [key[0] for key in wanted],
        "warehouses": [key[1] for key in wanted],
        "changes": list(wanted.values()),
    }
