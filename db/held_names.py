"""Names that must not be given twice are held while they are checked and written.

A unique index would send the second writer back with an error of its own, and none tells codes apart by case.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import sqlalchemy as sa

_KINDS = {
    "product": 1,
    "customer": 2,
    "warehouse": 3,
    "user": 4,
    "tax": 5,
    "screening_list": 6,
    "screening_release": 7,
    "rate": 8,
    "carrier": 27,
    "licence_kind": 28,
    "holds": 9,
    "export_licence": 29,
    "kit": 30,
    "setting": 31,
    "product_model": 32,
}
_BUCKETS = 256  # so that a file of thousands takes no more locks than the server has
_HOLD = sa.text(
    "select pg_advisory_xact_lock(cast(:kind as int), held.bucket) from unnest(cast(:buckets as int[])) as held(bucket)"
)


def hold_names(connection: sa.Connection, kind: str, names: Iterable[str]) -> None:
    """Hold the names of this kind until the transaction ends; who wants one of them waits. SQLite's writer is alone."""
    if connection.dialect.name != "postgresql":
        return
    buckets = sorted({zlib.crc32(name.encode()) % _BUCKETS for name in names})
    if buckets:
        connection.execute(_HOLD, {"kind": _KINDS[kind], "buckets": buckets}).all()
