"""Statements over rows of whole numbers that come as one parameter: one round trip, whatever their number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class WantedRows:
    """A statement whose `{wanted}` is a table of the named columns of numbers.

    SQLAlchemy sends an update with a condition of its own once a row; this one says all of it at once, and its
    `rowcount` is how many rows met the condition.
    """

    text: str
    names: tuple[str, ...]

    def run(self, connection: sa.Connection, rows: Sequence[tuple[int, ...]]) -> int:
        """Run it over these rows; how many rows it changed."""
        if not rows:
            return 0
        if connection.dialect.name == "postgresql":
            columns = zip(*rows, strict=True)
            values: dict[str, object] = {
                f"of_{name}": list(column) for name, column in zip(self.names, columns, strict=True)
            }
            return connection.execute(self._on_postgresql(), values).rowcount
        return connection.execute(self._on_sqlite(), {"rows": json.dumps(rows)}).rowcount

    def _on_postgresql(self) -> sa.TextClause:
        arrays = ", ".join(f"cast(:of_{name} as bigint[])" for name in self.names)
        wanted = f"(select * from unnest({arrays}) as given({', '.join(self.names)})) as wanted"
        return sa.text(self.text.format(wanted=wanted))

    def _on_sqlite(self) -> sa.TextClause:
        columns = ", ".join(f"value ->> '$[{place}]' as {name}" for place, name in enumerate(self.names))
        wanted = f"(select {columns} from json_each(:rows)) as wanted"
        return sa.text(self.text.format(wanted=wanted))
