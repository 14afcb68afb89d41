"""Reading columns straight into frozen dataclasses whose fields carry the columns' names."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import fields
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

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


def among(connection: sa.Connection, column: Any, values: Collection[Any]) -> sa.ColumnElement[bool]:
    """Whether the column has one of the values: one parameter, however many (PostgreSQL takes 65,535)."""
    if connection.dialect.name == "sqlite":
        listed = sa.select(sa.func.json_each(json.dumps(list(values))).table_valued("value").c.value)
    else:
        kind = sa.BigInteger() if all(isinstance(value, int) for value in values) else sa.Text()
        listed = sa.select(sa.func.unnest(sa.cast(list(values), ARRAY(kind))))
    condition: sa.ColumnElement[bool] = column.in_(listed)
    return condition
