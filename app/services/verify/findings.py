"""What a check found, and what earlier checks have told already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.domain.money import Money, decimal_of_micro
from app.services.unit_of_work import Reading

PER_CHECK_MAX = 200

Row = Mapping[str, Any]
Params = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit; the text for its code is in `app.messages.verify`."""

    code: str
    params: Params


@dataclass(slots=True)
class Seen:
    """Ids that earlier checks reported: invoices, orders, customers, papers, (product, warehouse) places."""

    invoices: set[int] = field(default_factory=set)
    orders: set[int] = field(default_factory=set)
    customers: set[int] = field(default_factory=set)
    papers: set[int] = field(default_factory=set)
    places: set[tuple[int, int]] = field(default_factory=set)
    promotions: set[int] = field(default_factory=set)  # by number


def tell_once(
    rows: Iterable[Row], told: set[int], code: str, params: Callable[[Row], Params], *, by: str = "id"
) -> tuple[Finding, ...]:
    """A finding for each row whose document was not told yet; `by` names the column with the document's id.

    From then on the document is told, for the later rows and checks too.
    """
    findings = []
    for row in rows:
        if row[by] not in told:
            told.add(row[by])
            findings.append(Finding(code, params(row)))
    return tuple(findings)


def money_of(row: Row, name: str) -> Money:
    """An amount of a row in the row's currency."""
    return Money(row[name], row["currency"])


def quantities_of(row: Row) -> dict[str, object]:
    """What a row says, and what would be right."""
    return {"stored": decimal_of_micro(row["stored"]), "right": decimal_of_micro(row["right_micro"])}


def query(view: Reading, sql: str, **params: object) -> list[Row]:
    """The first rows of a check's query; sums come back as int on both databases."""
    result = view.db.execute(sa.text(f"{sql} limit {PER_CHECK_MAX}"), params)
    return [{name: _plain(value) for name, value in row.items()} for row in result.mappings()]


def _plain(value: Any) -> Any:
    return int(value) if type(value).__name__ == "Decimal" else value
