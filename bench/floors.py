"""The bare work beside which a service is measured: the same kind of statements, nothing thought about."""

from __future__ import annotations

import sqlalchemy as sa

from db.session import Database

_META = sa.MetaData()
ORDER = sa.Table(
    "bench_order", _META, sa.Column("id", sa.Integer, primary_key=True), sa.Column("state", sa.String(20))
)
LINE = sa.Table(
    "bench_line",
    _META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("order_id", sa.Integer, index=True),
    sa.Column("product_id", sa.Integer),
    sa.Column("quantity", sa.BigInteger),
)
STOCK = sa.Table(
    "bench_stock",
    _META,
    sa.Column("product_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("on_hand", sa.BigInteger),
    sa.Column("reserved", sa.BigInteger),
)
SERIES = sa.Table(
    "bench_series", _META, sa.Column("id", sa.Integer, primary_key=True), sa.Column("next", sa.Integer)
)


class CoreFloor:
    """A number, an order with its lines, a conditional reservation a line, one commit: by SQLAlchemy Core."""

    def __init__(self, database: Database, *, lines: int) -> None:
        self._database = database
        self._lines = lines
        with database.begin() as db:
            _META.create_all(db)
            db.execute(sa.insert(SERIES), [{"id": 1, "next": 1}])
            stock = [{"product_id": n, "on_hand": 10**9, "reserved": 0} for n in range(1, lines + 1)]
            db.execute(sa.insert(STOCK), stock)

    def confirm(self, _number: int) -> None:
        """One bare confirm."""
        with self._database.begin() as db:
            db.execute(
                sa.update(SERIES)
                .where(SERIES.c.id == 1)
                .values(next=SERIES.c.next + 1)
                .returning(SERIES.c.next)
            )
            order_id = db.execute(
                sa.insert(ORDER).values(state="confirmed").returning(ORDER.c.id)
            ).scalar_one()
            rows = [{"order_id": order_id, "product_id": n, "quantity": 1} for n in range(1, self._lines + 1)]
            db.execute(sa.insert(LINE), rows)
            free = STOCK.c.on_hand - STOCK.c.reserved
            statement = (
                sa.update(STOCK)
                .where(STOCK.c.product_id == sa.bindparam("key"), free >= sa.bindparam("wanted"))
                .values(reserved=STOCK.c.reserved + sa.bindparam("wanted"))
            )
            db.execute(statement, [{"key": row["product_id"], "wanted": 1} for row in rows])

    def close(self) -> None:
        """Drop the tables."""
        with self._database.begin() as db:
            _META.drop_all(db)
