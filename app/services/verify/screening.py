"""Screening: results with their hits, lists with their entries."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Seen
from db.schema.screening import ScreeningEntry, ScreeningHit, ScreeningList, ScreeningResult

_FOUND = (
    sa.select(sa.func.count(ScreeningHit.id))
    .where(ScreeningHit.result_id == ScreeningResult.id)
    .scalar_subquery()
)
_RESULTS = (
    sa.select(ScreeningResult.name, ScreeningResult.hit_count, _FOUND.label("found"))
    .where(ScreeningResult.hit_count != _FOUND)
    .order_by(ScreeningResult.id)
)
_OPEN = (
    sa.select(sa.func.count(ScreeningEntry.id))
    .where(ScreeningEntry.list_kind == ScreeningList.kind, ScreeningEntry.closed_by_id.is_(None))
    .scalar_subquery()
)
_LISTS = (
    sa.select(ScreeningList.kind, ScreeningList.published, ScreeningList.entries, _OPEN.label("found"))
    .where(ScreeningList.closed_at.is_(None), ScreeningList.entries != _OPEN)
    .order_by(ScreeningList.id)
)


def check_lists(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """A list in force has as many entries as it was imported with."""
    rows: Any = view.db.execute(_LISTS).all()
    return tuple(
        Finding(
            "verify.screening_list",
            {"kind": row.kind, "date": row.published, "stored": row.entries, "right": int(row.found)},
        )
        for row in rows
    )


def check_results(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """A party's result has the hits that it counts: who is clean has none, and none is lost."""
    rows: Any = view.db.execute(_RESULTS).all()
    return tuple(
        Finding(
            "verify.screening_result", {"party": row.name, "stored": row.hit_count, "right": int(row.found)}
        )
        for row in rows
    )
