"""The base of all tables, naming convention and the column types of every table.

Amounts are scaled integers: `_minor` cents of the row's currency, `_micro` millionths (quantities, unit
prices), `_ppm` parts per million (rates). Foundations: `Numeric` on SQLite silently changes digits.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Any

import sqlalchemy as sa

from db.schema.mapping import TableBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Base(TableBase):
    """The one metadata of the program."""

    metadata = sa.MetaData(naming_convention=NAMING)


class ScaledInt(sa.types.TypeDecorator[int]):
    """A 64-bit integer that stays an int: PostgreSQL's `sum(bigint)` is a numeric, brought back here."""

    impl = sa.BigInteger
    cache_ok = True

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], int | None] | None:
        """An int on both databases; SQLite's are so already, and most of what is read passes here."""
        return _int_or_none if dialect.name == "postgresql" else None


def _int_or_none(value: Any) -> int | None:
    return None if value is None else int(value)


class Moment(sa.types.TypeDecorator[datetime]):
    """A point in time, stored as microseconds since 1970 UTC; always an aware UTC datetime in code."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        """Microseconds; a naive datetime is our bug."""
        if value is None:
            return None
        assert value.tzinfo is not None, "moments carry their zone"
        return (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:
        """An aware UTC datetime."""
        return None if value is None else _EPOCH + timedelta(microseconds=int(value))


class JsonText(sa.types.TypeDecorator[Any]):
    """JSON as canonical text (sorted keys), so that both databases store and hash the same bytes."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Canonical JSON text."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        """The value back."""
        return None if value is None else json.loads(value)


def canonical_json(value: Any) -> str:
    """Stable JSON: sorted keys, no blanks, UTF-8 as it is; dates and decimals as their text."""
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

PrimaryId = Annotated[int, mapped_column(Id, primary_key=True, autoincrement=True)]
Minor = Annotated[int, mapped_column(ScaledInt)]
Micro = Annotated[int, mapped_column(ScaledInt)]
Ppm = Annotated[int, mapped_column(ScaledInt)]
Version = Annotated[int, mapped_column(sa.Integer, default=1, server_default="1")]
Short = Annotated[str, mapped_column(sa.String(40))]
Name = Annotated[str, mapped_column(sa.String(200))]
# Made in Python (app.domain.search_words.sort_key) and compared bytewise, so that both databases sort alike.
SortKey = Annotated[
    str, mapped_column(sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql"))
]
Long = Annotated[str, mapped_column(sa.Text, default="", server_default="")]


def partial_index(name: str, *columns: str, where: str, on_sqlite: str = "", unique: bool = False) -> Any:
    """An index over the rows that `where` names; made with its table, as it loads the dialects of both databases."""
    lite = sa.text(on_sqlite or where)
    return partial(
        sa.Index, name, *columns, unique=unique, sqlite_where=lite, postgresql_where=sa.text(where)
    )


def reference(target: str, *, index: bool = True, **options: Any) -> Any:
    """A foreign key column to `table.column`, indexed unless said otherwise."""
    return mapped_column(Id, sa.ForeignKey(target), index=index, **options)
