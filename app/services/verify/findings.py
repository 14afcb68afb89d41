"""What a check found, and what earlier checks have told already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.services.unit_of_work import Reading

PER_CHECK_MAX = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit; the text for its code is in `app.messages.verify`."""

    code: str
    params: Mapping[str, object]


@dataclass(slots=True)
class Seen:
    """Ids that earlier checks reported: invoices, orders, customers, (product, warehouse) places."""

    invoices: set[int] = field(default_factory=set)
    orders: set[int] = field(default_factory=set)
    customers: set[int] = field(default_factory=set)
    places: set[tuple[int, int]] = field(default_factory=set)


def query(view: Reading, sql: str, **params: object) -> list[Mapping[str, Any]]:
    """The first rows of a check's query; sums come back as int on both databases."""
    result = view.db.execute(sa.text(f"{sql} limit {PER_CHECK_MAX}"), params)
    return [{name: _plain(value) for name, value in row.items()} for row in result.mappings()]


def _plain(value: Any) -> Any:
    return int(value) if type(value).__name__ == "Decimal" else value
