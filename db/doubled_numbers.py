"""Numbers that stand on two documents: what migration 0008 refuses, since no program may choose which one goes."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.errors import RefusedError

_TABLES = ("sales_order", "shipment")
_NAMED_MOST = 10
_DOUBLES = """
select t.number, t.id from {table} t join (
  select series_id, number from {table} where series_id is not null and number is not null
  group by series_id, number having count(*) > 1
) d on d.series_id = t.series_id and d.number = t.number
order by t.series_id, t.number, t.id"""


def refuse_doubled_numbers(connection: sa.Connection) -> None:
    """Refuse where a number comes twice in its series, with every document that has it."""
    doubles = [text for table in _TABLES for text in _doubles(connection, table)]
    if doubles:
        more = ["..."] if len(doubles) > _NAMED_MOST else []
        numbers = "; ".join([*doubles[:_NAMED_MOST], *more])
        database = str(connection.engine.url.database)
        raise RefusedError("database.numbers_twice", database=database, numbers=numbers)


def _doubles(connection: sa.Connection, table: str) -> list[str]:
    """Each number that several rows have, with the rows' ids."""
    found: dict[str, list[str]] = {}
    for number, id_ in connection.execute(sa.text(_DOUBLES.format(table=table))):
        found.setdefault(number, []).append(str(id_))
    return [f"{number} ({table} {', '.join(ids)})" for number, ids in found.items()]
