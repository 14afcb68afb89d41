"""Reading columns straight into frozen dataclasses whose fields carry the columns' names."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import fields
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from db.statements import table_of

R = TypeVar("R")


def select_as(record: type[Any], mapped: Any, *others: Any) -> sa.Select[Any]:
    """A select of the columns that the record's fields name; `others` serve its last fields in order."""
    names = [field.name for field in fields(record)]
    own = names[: len(names) - len(others)] if others else names
    columns = table_of(mapped).c
    return sa.select(*(columns[name] for name in own), *others)


def fetch(
    connection: sa.Connection, record: type[R], statement: sa.Select[*tuple[Any, ...]], **values: object
) -> tuple[R, ...]:
    """The rows as records; `values` fill the statement's `bindparam`s."""
    return tuple(record(*row) for row in connection.execute(statement, values))


class IdList(sa.types.TypeDecorator[list[int]]):
    """Ids as one parameter: an array on PostgreSQL, JSON text on SQLite."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """The type that the driver sees."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(_array(sa.BigInteger()))
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: Collection[int] | None, dialect: sa.Dialect) -> Any:
        """The ids as the driver takes them."""
        ids = list(value or ())
        return ids if dialect.name == "postgresql" else json.dumps(ids)


class one_of(FunctionElement[bool]):  # noqa: N801 - a function of SQL, called like one
    """`one_of(column, ids("name"))`: whether the column has one of the ids that the execution names.

    One parameter, however many, so that a statement is compiled and prepared once; `in_` with an expanding
    parameter writes its text anew at each execution.
    """

    type = sa.Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """Stand in a condition as it is: with the usual `= 1` behind it SQLite uses no index."""
        return self


def ids(name: str = "ids") -> sa.BindParameter[list[int]]:
    """The parameter of `one_of`."""
    return sa.bindparam(name, type_=IdList())


@compiles(one_of, "sqlite")
def _one_of_json(element: one_of, compiler: Any, **options: Any) -> str:
    column, listed = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"


@compiles(one_of, "postgresql")
def _one_of_array(element: one_of, compiler: Any, **options: Any) -> str:
    column, listed = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY ({listed})"


def _array(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """PostgreSQL's own array, imported only where it is in use: 70 ms of the start of a window on SQLite."""
    from sqlalchemy.dialects.postgresql import ARRAY  # noqa: PLC0415 - see above

    return ARRAY(kind)


def among(connection: sa.Connection, column: Any, values: Collection[Any]) -> sa.ColumnElement[bool]:
    """Whether the column has one of the values: one parameter, however many (PostgreSQL takes 65,535)."""
    if connection.dialect.name == "sqlite":
        listed = sa.select(sa.func.json_each(json.dumps(list(values))).table_valued("value").c.value)
    else:
        kind = sa.BigInteger() if all(isinstance(value, int) for value in values) else sa.Text()
        listed = sa.select(sa.func.unnest(sa.cast(list(values), _array(kind))))
    condition: sa.ColumnElement[bool] = column.in_(listed)
    return condition
