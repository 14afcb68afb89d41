"""The story of a document, card or setting: who changed what, when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.rights import DAILY_STORIES
from app.services.history_names import read_names, with_names
from app.services.unit_of_work import Reading
from db.schema.firm import Audit

HISTORY_MAX = 500
_COSTS = (
    "standard_cost_micro",
    "cost.",
    "receipt_cost.",
)  # margins are computed of it: it stays in the service


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one change; `before` is None for what is new."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act: moment (UTC), who, what changed by field, and the reason if one was given."""

    at: datetime
    actor: str
    changes: tuple[FieldChange, ...]
    reason: str


def read_history(view: Reading, kind: str, id: int, *, limit: int = HISTORY_MAX) -> tuple[HistoryEntry, ...]:
    """The newest acts on one record, newest first; terms, products and the like by their names of today."""
    found = read_acts(view, kind, id, limit=limit)
    sides = [side for act in found for side in (act.before, act.after)]
    names = read_names(view, sides)
    return tuple(
        HistoryEntry(
            at=act.at,
            actor=act.actor,
            changes=changes_between(with_names(act.before, names), with_names(act.after, names)),
            reason=act.reason,
        )
        for act in found
    )


@dataclass(frozen=True, slots=True)
class Act:
    """One act as it was recorded: what its fields were before and after. `at` is in the firm's zone."""

    at: datetime
    actor: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    reason: str


def read_acts(view: Reading, kind: str, id: int, *, limit: int = HISTORY_MAX) -> tuple[Act, ...]:
    """The newest acts on one record as they were recorded, newest first; none without the right to see them.

    The story of daily work takes `story.see`, every other one `audit.see`.
    """
    allowed = view.actor.can("story.see") if kind in DAILY_STORIES else view.actor.can("audit.see")
    if not allowed:
        return ()
    rows = view.db.execute(
        sa.select(Audit.at, Audit.actor, Audit.before, Audit.after, Audit.reason)
        .where(Audit.kind == kind, Audit.entity_id == id)
        .order_by(Audit.id.desc())
        .limit(limit)
    )
    hidden = () if view.actor.can("margin.see") else _COSTS
    zone = view.clock.local().tzinfo
    return tuple(
        Act(
            row.at.astimezone(zone),
            row.actor,
            _without(row.before, hidden),
            _without(row.after, hidden),
            row.reason,
        )
        for row in rows
    )


def _without(side: Mapping[str, object], hidden: tuple[str, ...]) -> Mapping[str, object]:
    return {name: value for name, value in side.items() if not name.startswith(hidden)} if hidden else side


def changes_between(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[FieldChange, ...]:
    """The fields that differ, by name."""
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    )


def difference(before: Any, after: Any, *, prefix: str = "") -> tuple[dict[str, object], dict[str, object]]:
    """The fields in which two records of one kind differ, before and after, for `uow.audit`."""
    old, new = asdict(before), asdict(after)
    names = [name for name in new if name in old and old[name] != new[name]]
    return ({prefix + name: old[name] for name in names}, {prefix + name: new[name] for name in names})
