"""Hits that wait for somebody: customers that an entry of the lists in force comes near, not released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.services.screening.held import lists_in_force
from app.services.unit_of_work import Reading
from db.rows import fetch
from db.schema.screening import ScreeningEntry, ScreeningHit, ScreeningRelease, ScreeningResult

MOST = 500


@dataclass(frozen=True, slots=True)
class WaitingHit:
    """A hit that nobody has released, with the party and the entry; `until` is of a release that ran out."""

    id: int
    customer_id: int | None
    party: str
    city: str
    country: str
    list_kind: str
    reference: str
    programme: str
    listed: str
    score_mille: int
    explained: Mapping[str, Any]
    until: date | None


@dataclass(frozen=True, slots=True)
class HitWorklist:
    """The hits that a list shows, the likest first, and how many wait in all."""

    hits: tuple[WaitingHit, ...]
    count: int


_COLUMNS = (
    ScreeningHit.id,
    ScreeningResult.customer_id,
    ScreeningResult.name,
    ScreeningResult.city,
    ScreeningResult.country,
    ScreeningEntry.list_kind,
    ScreeningEntry.reference,
    ScreeningEntry.programme,
    ScreeningHit.name,
    ScreeningHit.score_mille,
    ScreeningHit.explained,
    ScreeningRelease.until,
)


def read_hit_worklist(view: Reading, *, most: int = MOST) -> HitWorklist:
    """What a list shows of the hits that wait; who has more of them reads how many."""
    hits = read_waiting_hits(view, most=most)
    return HitWorklist(hits, count_waiting_hits(view) if len(hits) == most else len(hits))


def count_waiting_hits(view: Reading) -> int:
    """How many hits against the lists in force wait."""
    return int(view.db.execute(_waiting(view, (sa.func.count(),))).scalar_one())


def read_waiting_hits(
    view: Reading, *, threshold: float | None = None, most: int = MOST
) -> tuple[WaitingHit, ...]:
    """The hits against the lists in force that wait, the likest first, at most so many: two queries."""
    statement = _waiting(view, _COLUMNS, threshold)
    return fetch(
        view.db,
        WaitingHit,
        statement.order_by(ScreeningHit.score_mille.desc(), ScreeningHit.id).limit(most),
    )


def _waiting(view: Reading, columns: Sequence[Any], threshold: float | None = None) -> sa.Select[Any]:
    lists = lists_in_force(view, threshold=threshold)
    release = sa.and_(
        ScreeningRelease.party_key == ScreeningResult.party_key,
        ScreeningRelease.entry_id == ScreeningHit.entry_id,
        ScreeningRelease.ended_at.is_(None),
    )
    return (
        sa.select(*columns)
        .select_from(ScreeningHit)
        .join(ScreeningResult, ScreeningResult.id == ScreeningHit.result_id)
        .join(ScreeningEntry, ScreeningEntry.id == ScreeningHit.entry_id)
        .outerjoin(ScreeningRelease, release)
        .where(ScreeningResult.lists_key == lists.key, ScreeningResult.hit_count > 0)
        .where(sa.or_(ScreeningRelease.until.is_(None), ScreeningRelease.until < view.clock.today()))
    )
